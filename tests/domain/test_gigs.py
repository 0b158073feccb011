"""Gigs of every kind: what is stored and shown, what is refused, and what an order keeps of them."""

import json
import uuid
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gighall.base import limits
from gighall.base.errors import NotYours
from gighall.base.masking import MASK
from gighall.domain.accounts.rules import TermsNotAccepted
from gighall.domain.gigs.actions import GigWords, RequirementWords, create_gig, edit_gig, publish_gig
from gighall.domain.gigs.models import Gig, GigRequirement
from gighall.domain.gigs.queries import requirements_of
from gighall.domain.gigs.rules import GigIncomplete, TooManyGigs
from gighall.domain.gigs.states import CHAT_SESSION, DELIVERABLE, DRAFT, VIDEO_SESSION
from gighall.domain.ledger.queries import balance_of
from gighall.domain.orders.actions import place_order
from gighall.domain.orders.models import Order
from gighall.domain.orders.rules import GigChanged
from gighall.domain.record.models import Entry
from tests.presses import at_once
from tests.world import CONTACT_SECRET, GIG_WORDS, PURSE_MINOR, World, make_gig, make_order, make_world

POEM = GigWords(
    title="A birthday poem for one person",
    text="You tell me of somebody, and I write a poem that only they can have been meant by.",
    price_minor=3_500,
    kind=DELIVERABLE,
    category="writing",
    delivery_days=4,
    revisions=2,
    requirements=(
        RequirementWords("Who is it for?"),
        RequirementWords("May it rhyme?", is_required=False),
    ),
    declared_details=("printed_name",),
)
LESSON = replace(GIG_WORDS, kind=VIDEO_SESSION, category="languages", revisions=0)


def asked(gig: Gig) -> list[tuple[int, str, bool]]:
    """Return a gig's questions as they are stored."""
    return [(each.position, each.text, each.is_required) for each in requirements_of(gig.pk)]


def test_a_deliverable_has_days_questions_and_declared_details(world: World) -> None:
    gig = create_gig(seller_id=world.seller.pk, words=POEM, now=world.now)

    gig.refresh_from_db()
    assert (gig.kind, gig.category, gig.state) == (DELIVERABLE, "writing", DRAFT)
    assert (gig.minutes, gig.delivery_days, gig.revisions) == (None, 4, 2)
    assert gig.declared_details == ["printed_name"]
    assert asked(gig) == [(0, "Who is it for?", True), (1, "May it rhyme?", False)]


def test_a_video_session_has_minutes(world: World) -> None:
    gig = create_gig(seller_id=world.seller.pk, words=LESSON, now=world.now)

    gig.refresh_from_db()
    assert (gig.kind, gig.minutes, gig.delivery_days, gig.revisions) == (VIDEO_SESSION, 60, None, 0)


def test_editing_takes_the_place_of_everything_that_stood_there(world: World) -> None:
    gig = create_gig(seller_id=world.seller.pk, words=POEM, now=world.now)
    chat = replace(GIG_WORDS, requirements=(RequirementWords("What does it print?"),))

    edit_gig(public_id=gig.public_id, seller_id=world.seller.pk, words=chat, now=world.now)

    gig.refresh_from_db()
    assert (gig.kind, gig.minutes, gig.delivery_days) == (CHAT_SESSION, 60, None)
    assert gig.declared_details == []
    assert asked(gig) == [(0, "What does it print?", True)]


def test_contact_details_in_a_question_are_withheld_and_told_to_the_seller(world: World) -> None:
    leak = RequirementWords(f"Will you write to {CONTACT_SECRET} about it?")

    gig = make_gig(world.seller, replace(POEM, requirements=(leak,)), now=world.now)

    [question] = requirements_of(gig.pk)
    assert question.text == leak.text
    assert CONTACT_SECRET not in question.text_shown
    assert MASK in question.text_shown
    assert gig.withheld_kinds == ["email"]


def test_a_gig_that_lacks_something_is_refused_whole(world: World) -> None:
    wrong = replace(POEM, title="short", price_minor=1, requirements=(RequirementWords("  "),))

    with pytest.raises(GigIncomplete) as made:
        create_gig(seller_id=world.seller.pk, words=wrong, now=world.now)
    with pytest.raises(GigIncomplete) as edited:
        edit_gig(public_id=world.gig.public_id, seller_id=world.seller.pk, words=wrong, now=world.now)

    fields = ["title", "price_minor", "requirements.0"]
    assert [fault.field for fault in made.value.faults] == fields
    assert [fault.field for fault in edited.value.faults] == fields
    world.gig.refresh_from_db()
    assert (world.gig.title, world.gig.kind) == (GIG_WORDS.title, CHAT_SESSION)


def test_nobody_edits_or_publishes_the_gig_of_somebody_else(world: World) -> None:
    named: dict[str, Any] = {
        "public_id": world.draft.public_id,
        "seller_id": world.outsider.pk,
        "now": world.now,
    }

    with pytest.raises(NotYours):
        edit_gig(words=POEM, **named)
    with pytest.raises(NotYours):
        publish_gig(**named)


def test_who_has_not_accepted_the_present_terms_does_not_publish(world: World) -> None:
    gig = create_gig(seller_id=world.newcomer.pk, words=POEM, now=world.now)

    with pytest.raises(TermsNotAccepted):
        publish_gig(public_id=gig.public_id, seller_id=world.newcomer.pk, now=world.now)


def test_a_seller_has_a_bounded_number_of_gigs(world: World) -> None:
    missing = limits.GIGS_PER_SELLER_MAX - Gig.objects.filter(seller=world.seller).count()
    for _number in range(missing):
        create_gig(seller_id=world.seller.pk, words=POEM, now=world.now)

    with pytest.raises(TooManyGigs):
        create_gig(seller_id=world.seller.pk, words=POEM, now=world.now)


@pytest.mark.parametrize("table", [Gig, Order])
@pytest.mark.parametrize(
    "columns",
    [
        {"minutes": None},
        {"minutes": 0},
        {"delivery_days": 3},
        {"minutes": None, "delivery_days": 3},
        {"kind": DELIVERABLE},
        {"kind": DELIVERABLE, "minutes": None},
        {"kind": DELIVERABLE, "minutes": None, "delivery_days": 0},
        {"kind": DELIVERABLE, "delivery_days": 3},
        {"kind": VIDEO_SESSION, "minutes": None, "delivery_days": 3},
        {"kind": "webinar"},
    ],
)
def test_the_database_refuses_a_length_that_is_not_its_kinds(
    world: World, table: type[Gig] | type[Order], columns: dict[str, object]
) -> None:
    row = world.gig.pk if table is Gig else world.order.pk

    with pytest.raises(IntegrityError, match="length_fits_its_kind"), transaction.atomic():
        table.objects.filter(pk=row).update(**columns)  # type: ignore[attr-defined]  # Both are models.


def test_the_database_refuses_two_questions_in_one_place(world: World) -> None:
    gig = make_gig(world.seller, POEM, now=world.now)

    with pytest.raises(IntegrityError), transaction.atomic():
        GigRequirement.objects.create(gig=gig, position=0, text="And?", text_shown="And?", is_required=True)


def test_an_order_keeps_what_was_agreed_on_its_day(world: World) -> None:
    leak = RequirementWords(f"Is {CONTACT_SECRET} yours?")
    gig = make_gig(world.seller, replace(POEM, requirements=(*POEM.requirements, leak)), now=world.now)

    order = make_order(gig, world.buyer, now=world.now + timedelta(minutes=20))
    edit_gig(public_id=gig.public_id, seller_id=world.seller.pk, words=GIG_WORDS, now=world.now)

    order.refresh_from_db()
    assert (order.kind, order.minutes, order.delivery_days, order.revisions) == (DELIVERABLE, None, 4, 2)
    assert order.declared_details == ["printed_name"]
    texts = [each["text"] for each in order.requirements]
    assert texts == ["Who is it for?", "May it rhyme?", f"Is {MASK} yours?"]
    assert [each["is_required"] for each in order.requirements] == [True, False, True]
    first = Entry.objects.filter(record_id=order.record_id, kind="order_placed").get()
    assert json.loads(first.shown or "") == {
        "title": POEM.title,
        "kind": DELIVERABLE,
        "minutes": None,
        "delivery_days": 4,
        "revisions": 2,
        "requirements": order.requirements,
        "declared_details": ["printed_name"],
        "price_minor": 3_500,
        "work_seconds": 4 * 86_400,
        "waits_for_answers": True,
    }


def test_an_order_placed_while_the_gig_changes_keeps_one_of_the_two_wholly(own_database: str) -> None:
    world = make_world()
    gig = make_gig(world.seller, POEM, now=world.now)
    other = replace(
        LESSON, price_minor=POEM.price_minor, requirements=(RequirementWords("Which language is it?"),)
    )

    def order() -> Order:
        return place_order(
            gig_public_id=gig.public_id,
            buyer_id=world.outsider.pk,
            seen_price_minor=POEM.price_minor,
            key=uuid.uuid4(),
            now=world.now,
        )

    def edit() -> Gig:
        return edit_gig(public_id=gig.public_id, seller_id=world.seller.pk, words=other, now=world.now)

    placed, _edited, second = at_once(order, edit, order)

    for kept in (placed, second):
        assert isinstance(kept, Order)
        seen = (kept.kind, kept.minutes, kept.delivery_days, [each["text"] for each in kept.requirements])
        assert seen in [
            (DELIVERABLE, None, 4, ["Who is it for?", "May it rhyme?"]),
            (VIDEO_SESSION, 60, None, ["Which language is it?"]),
        ]


def test_a_gig_edited_twice_at_the_same_moment_has_the_questions_of_one_edit(own_database: str) -> None:
    world = make_world()
    gig = make_gig(world.seller, POEM, now=world.now)
    edits = [
        replace(POEM, requirements=tuple(RequirementWords(f"{word} {place}?") for place in range(5)))
        for word in ("What is number", "Why is there a")
    ]

    def edit(words: GigWords) -> Gig:
        return edit_gig(public_id=gig.public_id, seller_id=world.seller.pk, words=words, now=world.now)

    at_once(lambda: edit(edits[0]), lambda: edit(edits[1]), lambda: edit(edits[0]))

    questions = [each.text for each in requirements_of(gig.pk)]
    assert questions in [[each.text for each in words.requirements] for words in edits]


def test_an_order_of_a_gig_that_nobody_saw_so_is_refused_and_costs_nothing(world: World) -> None:
    gig = make_gig(world.seller, POEM, now=world.now)
    seen = gig.changed_at
    same_price = replace(POEM, delivery_days=30)
    edit_gig(
        public_id=gig.public_id,
        seller_id=world.seller.pk,
        words=same_price,
        now=world.now + timedelta(seconds=1),
    )
    press = partial(
        place_order,
        gig_public_id=gig.public_id,
        buyer_id=world.outsider.pk,
        seen_price_minor=gig.price_minor,
        key=uuid.uuid4(),
        now=world.now + timedelta(minutes=1),
    )

    with pytest.raises(GigChanged):
        press(seen_changed_at=seen)

    assert balance_of(world.outsider.pk) == PURSE_MINOR
    gig.refresh_from_db()
    assert press(seen_changed_at=gig.changed_at).delivery_days == 30
