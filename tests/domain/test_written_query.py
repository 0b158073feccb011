"""A query that is written once gives what its queryset gives, for every value."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from gighall.base.written_query import Given, WrittenQuery
from gighall.domain.accounts.models import Person
from gighall.domain.conversations.queries import conversations_of, get_conversation_for
from gighall.domain.orders.models import Order
from tests.world import World

ORDERS = WrittenQuery(
    lambda: (
        Order.objects.filter(
            Q(buyer_id=Given("person_id")) | Q(seller_id=Given("person_id")), public_id=Given("public_id")
        )
        .select_related("buyer", "gig", "organisation")
        .order_by("id")
    )
)


def test_it_gives_the_same_rows_as_its_queryset_with_related_ones(world: World) -> None:
    plainly = Order.objects.select_related("buyer", "gig", "organisation").get(pk=world.order.pk)

    for person in (world.buyer, world.seller):
        found = ORDERS.all(person_id=person.pk, public_id=world.order.public_id)

        with CaptureQueriesContext(connection) as captured:
            (order,) = found
            assert (order.buyer, order.gig, order.organisation) == (plainly.buyer, plainly.gig, None)
        assert not captured.captured_queries
        for field in Order._meta.concrete_fields:
            assert getattr(order, field.attname) == getattr(plainly, field.attname)
    assert ORDERS.first(person_id=world.outsider.pk, public_id=world.order.public_id) is None


def test_annotations_come_with_it(world: World) -> None:
    public_id = world.conversation.public_id

    for person in (world.outsider, world.seller):
        plainly: Any = conversations_of(person.pk).get(public_id=public_id)
        found: Any = get_conversation_for(public_id=public_id, person_id=person.pk)
        for name in ("read_up_to", "has_new", "starred_at", "is_archived"):
            assert getattr(found, name) == getattr(plainly, name)


def test_a_row_of_it_can_be_changed_and_saved(world: World) -> None:
    people = WrittenQuery(lambda: Person.objects.filter(pk=Given("person_id")))

    person = people.all(person_id=world.buyer.pk)[0]
    person.name = "Somebody"
    person.save(update_fields=["name"])

    world.buyer.refresh_from_db()
    assert world.buyer.name == "Somebody"


def test_values_are_values_and_never_words_of_the_statement(world: World) -> None:
    for typed in ("' OR true --", "%s", "%(person_id)s", "a'b"):
        assert ORDERS.first(person_id=world.buyer.pk, public_id=typed) is None


def test_a_value_that_is_not_given_is_an_error(world: World) -> None:
    with pytest.raises(KeyError):
        ORDERS.first(person_id=world.buyer.pk)


def test_one_query_a_time_however_often_it_is_asked(world: World) -> None:
    for _time in range(3):
        with CaptureQueriesContext(connection) as captured:
            ORDERS.first(person_id=world.buyer.pk, public_id=world.order.public_id)
        assert len(captured.captured_queries) == 1
