"""Exceptions: the same message withheld, allowed with its mark, and withheld again; by the forms' way."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from gighall.base import limits
from gighall.base.errors import NotYours
from gighall.domain.accounts.models import Person
from gighall.domain.conversations.actions import begin_conversation, post_file, post_message, posting
from gighall.domain.gigs.actions import RequirementWords, publish_gig
from gighall.domain.orders.actions import (
    answer_requirements,
    deliver,
    open_request,
    request_revision,
)
from gighall.domain.orders.models import Order
from gighall.domain.orders.rules import REFUND, Wish
from gighall.domain.policy.actions import grant_waiver, judge_words, revoke_waiver
from gighall.domain.policy.models import OrderPlace, Verdict, Waiver
from gighall.domain.policy.queries import (
    get_waiver,
    noted_spans,
    waivers_ever_of_place,
    waivers_of_gig,
    waivers_of_place,
)
from gighall.domain.policy.rules import WaiverEnded, WaiverRefused
from gighall.domain.record.models import Entry, Record
from tests.exceptions import REASON, REVOKED, grant, revoke
from tests.presses import at_once
from tests.world import GIG_WORDS, World, make_gig, make_order, make_world

PHONE = "+49 151 23456789"
WORDS = f"Ring me on {PHONE}."
MAIL = "someone.else@mail.example"
DISGUISED = "ring me: plus four nine one five one two three four five six seven eight nine"


def write(order: Order, by: Person, text: str = WORDS, *, at: datetime) -> str:
    """Let somebody write on an order page; return what the other side reads."""
    number = post_message(record_id=order.record_id, author_id=by.pk, text=text, key=uuid.uuid4(), now=at)
    return shown(order.record_id, number)


def shown(record_id: int, number: int | None) -> str:
    """Return what an entry shows to the other side."""
    return Entry.objects.get(record_id=record_id, number=number or 0).shown or ""


def facts_of(order: Order, kind: str) -> int:
    """Return how often something happened in an order."""
    return Entry.objects.filter(record_id=order.record_id, kind=kind).count()


@pytest.fixture
def at(world: World) -> Callable[[float], datetime]:
    """Return moments after the world was made, by minutes."""
    return lambda minutes: world.now + timedelta(minutes=minutes)


At = Callable[[float], datetime]


def test_the_same_message_is_withheld_allowed_and_withheld_again_after_revocation(
    world: World, at: At
) -> None:
    assert PHONE not in write(world.order, world.seller, at=at(1))

    waiver = grant(world.gig, world.operator, now=at(2))
    assert write(world.order, world.seller, at=at(3)) == WORDS

    revoke(waiver, world.operator, now=at(4))
    assert PHONE not in write(world.order, world.seller, at=at(5))
    # What was judged before stays as it was judged.
    shown_now = Entry.objects.filter(record_id=world.order.record_id, kind="message").order_by("number")
    assert [PHONE in (entry.shown or "") for entry in shown_now][-3:] == [False, True, False]


def test_it_is_withheld_again_after_the_exception_has_expired(world: World, at: At) -> None:
    waiver = grant(world.gig, world.operator, now=at(1), days=1)

    assert write(world.order, world.buyer, at=waiver.expires_at - timedelta(seconds=1)) == WORDS
    assert PHONE not in write(world.order, world.buyer, at=waiver.expires_at)


def test_it_never_holds_in_the_inbox_nor_in_an_order_of_another_gig(world: World, at: At) -> None:
    grant(world.gig, world.operator, now=at(1))
    other = make_order(another_gig(world), world.buyer, now=at(2))

    number = post_message(
        record_id=world.conversation.record_id,
        author_id=world.seller.pk,
        text=WORDS,
        key=uuid.uuid4(),
        now=at(3),
    )
    begun = begin_conversation(
        by_id=world.buyer.pk, with_id=world.seller.pk, about="", text=WORDS, key=uuid.uuid4(), now=at(3)
    )

    assert PHONE not in shown(world.conversation.record_id, number)
    assert PHONE not in shown(begun.record_id, 1)
    assert PHONE not in write(other, world.seller, at=at(3))
    assert write(world.order, world.seller, at=at(3)) == WORDS


def another_gig(world: World) -> Any:
    """Return another published gig of the seller."""
    return publish_gig(public_id=world.draft.public_id, seller_id=world.seller.pk, now=world.now)


def test_one_for_a_single_order_holds_there_alone(world: World, at: At) -> None:
    other = make_order(world.gig, world.outsider, now=at(1))
    grant(world.gig, world.operator, now=at(2), only=world.order)

    assert write(world.order, world.seller, at=at(3)) == WORDS
    assert PHONE not in write(other, world.seller, at=at(3))
    assert [facts_of(each, "exception_granted") for each in (world.order, other)] == [1, 0]


def test_the_verdict_names_the_exception_and_both_sides_get_its_mark(world: World, at: At) -> None:
    waiver, key = grant(world.gig, world.operator, now=at(1)), uuid.uuid4()
    post_message(
        record_id=world.order.record_id,
        author_id=world.seller.pk,
        text=f"{WORDS} Or {MAIL}",
        key=key,
        now=at(2),
    )

    verdict = Verdict.objects.get(client_key=key)
    assert (verdict.waiver, verdict.outcome, verdict.rule_id) == (waiver, "mask", "contact-in-order")
    assert [(span["kind"], span["outcome"]) for span in verdict.spans] == [
        ("phone", "allow"),
        ("email", "mask"),
    ]
    (mark,) = noted_spans(record_id=world.order.record_id, keys=[str(key)])[world.seller.pk, str(key)]
    assert (mark["kind"], mark["outcome"], mark["until"]) == ("phone", "allow", waiver.expires_at.isoformat())


def test_hidden_contact_under_an_exception_is_not_counted_against_its_author(world: World, at: At) -> None:
    grant(world.gig, world.operator, now=at(1))
    for minute in range(limits.HIDDEN_CONTACTS_MAX + 2):
        assert write(world.order, world.buyer, DISGUISED, at=at(2 + minute)) == DISGUISED

    assert not Verdict.objects.filter(person=world.buyer, hidden_contacts__gt=0).exists()
    # Nor is the author refused elsewhere for it.
    assert MAIL not in write(world.order, world.buyer, f"or {MAIL}", at=at(20))


def test_an_outsider_can_neither_see_it_nor_use_it(world: World, at: At) -> None:
    grant(world.gig, world.operator, now=at(1))

    with pytest.raises(NotYours):
        write(world.order, world.outsider, at=at(2))


def test_only_staff_grant_and_revoke(world: World, at: At) -> None:
    waiver = grant(world.gig, world.operator, now=at(1))
    wanted: dict[str, Any] = {"gig_id": world.gig.pk, "kinds": ["phone"], "reason": REASON, "now": at(2)}

    for person in (world.seller, world.buyer, world.outsider):
        with pytest.raises(NotYours):
            grant_waiver(**wanted, by_id=person.pk, expires_at=at(60))
        with pytest.raises(NotYours):
            revoke_waiver(public_id=waiver.public_id, by_id=person.pk, reason=REVOKED, now=at(2))
    with pytest.raises(NotYours):
        revoke_waiver(public_id="nothing", by_id=world.operator.pk, reason=REVOKED, now=at(2))
    with pytest.raises(NotYours):
        # The record of a talk that is no order of this gig.
        grant_waiver(
            **wanted, by_id=world.operator.pk, expires_at=at(60), place_id=world.conversation.record_id
        )


def test_payment_cannot_be_waived_not_even_by_hand(world: World, at: At) -> None:
    with pytest.raises(WaiverRefused):
        grant(world.gig, world.operator, now=at(1), kinds=("phone", "payment"))

    for kinds in (["payment"], ["email", "payment"], []):
        with pytest.raises(IntegrityError), transaction.atomic():
            Waiver.objects.create(
                gig_id=world.gig.pk,
                kinds=kinds,
                reason=REASON,
                granted_by=world.operator,
                granted_at=at(1),
                expires_at=at(2),
            )


def test_what_has_ended_is_not_revoked_and_a_gig_has_so_many_at_most(world: World, at: At) -> None:
    first = grant(world.gig, world.operator, now=at(1))
    revoke(first, world.operator, now=at(2))
    with pytest.raises(WaiverEnded):
        revoke(first, world.operator, now=at(3))

    for _one in range(limits.WAIVERS_RUNNING_MAX):
        grant(world.gig, world.operator, now=at(4))
    with pytest.raises(WaiverRefused):
        grant(world.gig, world.operator, now=at(5))


def test_grants_at_the_same_moment_stay_within_the_limit(own_database: str) -> None:
    world = make_world()
    now = world.now + timedelta(minutes=1)
    for _one in range(limits.WAIVERS_RUNNING_MAX - 1):
        grant(world.gig, world.operator, now=now)

    answers = at_once(*[partial(grant, world.gig, world.operator, now=now)] * 3)

    assert len([answer for answer in answers if isinstance(answer, WaiverRefused)]) == 2
    assert Waiver.objects.filter(gig_id=world.gig.pk).count() == limits.WAIVERS_RUNNING_MAX


def test_open_orders_are_told_and_those_placed_later_say_it_from_the_beginning(world: World, at: At) -> None:
    waiver = grant(world.gig, world.operator, now=at(1))
    later = make_order(world.gig, world.outsider, now=at(2))
    revoke(waiver, world.operator, now=at(3))
    after = make_order(world.gig, world.outsider, now=at(4))

    told = [
        (facts_of(order, "exception_granted"), facts_of(order, "exception_revoked"))
        for order in (world.order, world.delivered, later, after, world.completed)
    ]
    assert told == [(1, 1), (1, 1), (1, 1), (0, 0), (0, 0)]


def test_what_holds_where_and_what_has_ended(world: World, at: At) -> None:
    of_gig = grant(world.gig, world.operator, now=at(1), days=1)
    of_order = grant(world.gig, world.operator, now=at(2), kinds=["email"], only=world.order)
    record_id = world.order.record_id

    assert waivers_of_gig(world.gig.pk, now=at(3)) == [of_gig]
    assert waivers_of_place(record_id, now=at(3)) == [of_order, of_gig]
    assert waivers_of_place(world.delivered.record_id, now=at(3)) == [of_gig]
    assert waivers_of_place(world.conversation.record_id, now=at(3)) == []
    assert waivers_of_place(record_id, now=of_gig.expires_at) == [of_order]
    assert list(waivers_ever_of_place(record_id)) == [of_order, of_gig]
    assert get_waiver(public_id=of_gig.public_id) == of_gig


def test_every_order_knows_its_gig(world: World) -> None:
    assert dict(OrderPlace.objects.values_list("place_id", "gig_id")) == dict(
        Order.objects.values_list("record_id", "gig_id")
    )


def test_the_words_of_an_orders_moves_are_judged_by_it_too(world: World, at: At) -> None:
    grant(world.gig, world.operator, now=at(1))

    delivered = deliver(
        order_id=world.order.public_id, by_id=world.seller.pk, text=WORDS, key=uuid.uuid4(), now=at(2)
    )
    request_revision(
        order_id=world.order.public_id, by_id=world.buyer.pk, text=WORDS, key=uuid.uuid4(), now=at(3)
    )
    asked = open_request(
        order_id=world.order.public_id,
        by_id=world.buyer.pk,
        wish=Wish(REFUND, percent=10),
        text=WORDS,
        key=uuid.uuid4(),
        now=at(4),
    )
    file = post_file(
        record_id=world.order.record_id,
        author_id=world.buyer.pk,
        name=f"{PHONE}.txt",
        content=ContentFile(b"hello"),
        key=uuid.uuid4(),
        now=at(5),
    )

    assert shown(world.order.record_id, delivered.message_number) == WORDS
    assert shown(world.order.record_id, asked.message_number) == WORDS
    assert PHONE in shown(world.order.record_id, file)


def test_a_revocation_and_posts_at_once_agree_about_the_order_of_things(own_database: str) -> None:
    world = make_world()
    now = world.now + timedelta(minutes=5)

    for _round in range(8):
        waiver = grant(world.gig, world.operator, now=now)
        before = Record.objects.get(pk=world.order.record_id).last_number

        at_once(
            partial(revoke, waiver, world.operator, now=now),
            lambda: write(world.order, world.seller, at=now),
            lambda: write(world.order, world.buyer, at=now),
        )

        new = Entry.objects.filter(record_id=world.order.record_id, number__gt=before)
        fact = new.get(kind="exception_revoked")
        said = list(new.filter(kind="message"))
        assert len(said) == 2
        for entry in said:
            # Whatever stands after the revocation is withheld, whatever stands before it was allowed.
            is_before = entry.number < fact.number
            verdict = Verdict.objects.get(client_key=entry.client_key)
            assert (PHONE in (entry.shown or "")) == is_before
            assert (verdict.waiver_id == waiver.pk, verdict.outcome) == (
                is_before,
                "allow" if is_before else "mask",
            )


def test_words_judged_before_a_revocation_are_judged_again(
    world: World, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiver = grant(world.gig, world.operator, now=at(1))
    judge = judge_words
    calls = []

    def slowly(**asked: Any) -> Any:
        """Judge, and before the words are stored the exception is revoked."""
        judgement = judge(**asked)
        calls.append(judgement.outcome)
        if len(calls) == 1:
            revoke(waiver, world.operator, now=at(2))
        return judgement

    monkeypatch.setattr(posting, "judge_words", slowly)

    assert PHONE not in write(world.order, world.seller, at=at(2))
    assert calls == ["allow", "mask"]
    assert Verdict.objects.filter(person=world.seller).latest("pk").waiver is None


def test_a_grant_raises_the_facts_of_every_talk_that_is_open(world: World, at: At) -> None:
    before = dict(Record.objects.values_list("pk", "facts_version"))

    grant(world.gig, world.operator, now=at(1))

    raised = {pk for pk, version in Record.objects.values_list("pk", "facts_version") if version > before[pk]}
    orders = Order.objects.filter(gig=world.gig, record__closed_at__isnull=True)
    assert raised == set(orders.values_list("record_id", flat=True))


@pytest.mark.parametrize("allowed", [False, True])
def test_answers_with_declared_details_stand_as_before_and_others_only_under_an_exception(
    world: World, at: At, allowed: bool
) -> None:
    words = replace(
        GIG_WORDS,
        declared_details=("phone_number",),
        requirements=(RequirementWords("How do I reach you on the day?", is_required=True),),
    )
    gig = make_gig(world.seller, words, now=at(0))
    if allowed:
        grant(gig, world.operator, now=at(1), kinds=["email"])
    order, key = make_order(gig, world.buyer, now=at(2)), uuid.uuid4()

    answer_requirements(
        order_id=order.public_id, by_id=world.buyer.pk, answers=[f"{PHONE} or {MAIL}"], key=key, now=at(3)
    )

    said = Entry.objects.get(record_id=order.record_id, kind="message").shown or ""
    verdict = Verdict.objects.get(client_key=key)
    assert PHONE in said
    assert (MAIL in said) == allowed
    # What the gig declared is no finding at all, with and without an exception.
    assert [(span["kind"], span["outcome"]) for span in verdict.spans] == [
        ("email", "allow" if allowed else "mask")
    ]
