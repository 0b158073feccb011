"""The evidence bundle of an order, as one of its sides may have it."""

from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.db import transaction
from django.http import FileResponse, HttpRequest
from django.template.loader import render_to_string

from gighall.base import limits
from gighall.domain.accounts.models import Person
from gighall.domain.chat_sessions.queries import Transcript, transcripts_of
from gighall.domain.files.models import StoredFile
from gighall.domain.files.queries import files_in, open_file
from gighall.domain.orders.models import Order
from gighall.domain.record.bundle import FILE, BundleFile, BundleRecord, file_of, write_bundle
from gighall.domain.record.chain import ChainEntry
from gighall.domain.record.models import Record
from gighall.domain.record.queries import SeenEntry, bundle_record, chain_for, entries_for
from gighall.web.gigs.words import as_title, sold_words
from gighall.web.orders.facts import ordered_for_words
from gighall.web.orders.timeline import reader_of, view_entries
from gighall.web.shared.context import hall_context


def bundle_response(request: HttpRequest, order: Order, person: Person) -> FileResponse:
    """Return a person's bundle of an order, as a file to be downloaded."""
    name = f"order-{order.public_id}.zip"
    about, chain, seen, held = _read(order, person)
    files = _files_of(order, seen)
    hall = hall_context(request)["hall"]
    context: dict[str, Any] = {
        "order": order,
        "hall": hall,
        "head": about.head,
        "last": about.last_number,
        "sold": as_title(
            sold_words(kind=order.kind, minutes=order.minutes, delivery_days=order.delivery_days)
        ),
        "ordered_for": ordered_for_words(order.organisation.name) if order.organisation else "",
        "entries": view_entries(seen, reader_of(order, person)),
        "file_paths": {file.number: file.path for file in files},
    }
    target = SpooledTemporaryFile(max_size=limits.BUNDLE_MEMORY_BYTES)  # noqa: SIM115 - the answer closes it.
    write_bundle(
        target,
        record=about,
        entries=chain,
        talk=render_to_string("bundle/talk.html", context),
        hall=hall.name,
        name=name,
        files=files,
        transcripts={each.talk.session: each.text for each in held},
    )
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=name, content_type="application/zip")


@transaction.atomic
def _read(
    order: Order, person: Person
) -> tuple[BundleRecord, list[ChainEntry], list[SeenEntry], list[Transcript]]:
    """Read what makes the bundle; the record is held meanwhile, so that nothing is erased or written between."""
    record = Record.objects.select_for_update(no_key=True).get(pk=order.record_id)
    about = bundle_record(record)
    seen = entries_for(record_id=record.pk, person_id=person.pk, limit=about.last_number)
    return about, chain_for(record=record, person_id=person.pk), seen, transcripts_of(record)


def _files_of(order: Order, seen: list[SeenEntry]) -> list[BundleFile]:
    named = {entry.number: file_of(entry.shown or "") for entry in seen if entry.kind == FILE}
    stored = files_in(order.record_id, named.values())
    return [
        BundleFile(number, stored[name].name_shown, partial(_opened, stored[name]))
        for number, name in named.items()
        if name in stored
    ]


def _opened(file: StoredFile) -> IO[bytes] | None:
    try:
        return open_file(file)
    except OSError:
        return None
