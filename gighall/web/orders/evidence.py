"""The evidence bundle of an order, as one of its sides may have it."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string

from gighall.domain.accounts.models import Person
from gighall.domain.orders.models import Order
from gighall.domain.record.bundle import write_bundle
from gighall.domain.record.models import Record
from gighall.domain.record.queries import bundle_record, chain_for, entries_for
from gighall.web.orders.timeline import reader_of, view_entries
from gighall.web.shared.context import hall_context


@transaction.atomic
def bundle_of(request: HttpRequest, order: Order, person: Person) -> tuple[str, bytes]:
    """Return the file's name and the bytes of a person's bundle of an order.

    The record is held meanwhile: nothing is erased or written between the reads that make one bundle.
    """
    record = Record.objects.select_for_update(no_key=True).get(pk=order.record_id)
    name = f"order-{order.public_id}.zip"
    about = bundle_record(record)
    seen = entries_for(record_id=record.pk, person_id=person.pk, limit=about.last_number)
    hall = hall_context(request)["hall"]
    context: dict[str, Any] = {
        "order": order,
        "hall": hall,
        "head": about.head,
        "last": about.last_number,
        "entries": view_entries(seen, reader_of(order, person)),
    }
    return name, write_bundle(
        record=about,
        entries=chain_for(record=record, person_id=person.pk),
        talk=render_to_string("bundle/talk.html", context),
        hall=hall.name,
        name=name,
    )
