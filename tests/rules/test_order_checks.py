"""With what a move may be made: prices, words, picked things, points, revisions and times."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.domain.orders.rules import (
    DeliveryUnfit,
    GigChanged,
    MoveRefused,
    PointsUnfit,
    PriceChanged,
    Seen,
    check_delivery,
    check_move,
    check_picked,
    check_points,
    check_price,
    check_review_extension,
    check_revision,
    check_seen,
    check_very_late,
    side_of,
)
from gighall.domain.orders.states import (
    BUYER,
    CANCELLED,
    COMPLETED,
    DELIVERED,
    HALL,
    IN_PROGRESS,
    REQUIREMENTS,
    SELLER,
    STAFF,
)

WORDS = limits.DELIVERY_CHARACTERS_MAX
PICKED = limits.DELIVERY_PICKED_MAX
POINTS_LEAST, POINTS_MOST = limits.REVISION_CHARACTERS_MIN, limits.MESSAGE_CHARACTERS_MAX


@pytest.mark.parametrize(
    "check",
    [
        lambda: check_price(seen_minor=4_000, price_minor=4_000),
        lambda: check_delivery("x"),
        lambda: check_delivery("x" * WORDS),
        lambda: check_picked(asked=0, known=0),
        lambda: check_picked(asked=PICKED, known=PICKED),
        lambda: check_points("x" * POINTS_LEAST),
        lambda: check_points("x" * POINTS_MOST),
        lambda: check_revision(used=0, included=None),
        lambda: check_revision(used=1, included=2),
        lambda: check_review_extension(used=False),
        lambda: check_very_late(is_very_late=True),
    ],
)
def test_what_is_within_its_bounds_is_fine(check: Callable[[], None]) -> None:
    check()


@pytest.mark.parametrize(
    ("check", "refused", "words"),
    [
        (
            lambda: check_price(seen_minor=4_000, price_minor=4_001),
            PriceChanged,
            "The seller has just changed",
        ),
        (
            lambda: check_price(seen_minor=4_001, price_minor=4_000),
            PriceChanged,
            "The seller has just changed",
        ),
        (lambda: check_delivery(" \n"), DeliveryUnfit, "Say what you deliver"),
        (
            lambda: check_delivery("x" * (WORDS + 1)),
            DeliveryUnfit,
            f"A delivery has at most {WORDS:,} characters; this one has {WORDS + 1:,}.",
        ),
        (
            lambda: check_picked(asked=PICKED + 1, known=PICKED + 1),
            DeliveryUnfit,
            f"A delivery has at most {PICKED} messages and files of the talk.",
        ),
        (lambda: check_picked(asked=2, known=1), DeliveryUnfit, "Deliver messages and files that you sent"),
        (lambda: check_picked(asked=0, known=1), DeliveryUnfit, "Deliver messages and files that you sent"),
        (lambda: check_points(" " * POINTS_MOST), PointsUnfit, "Say what the seller should change"),
        (
            lambda: check_points(f"  {'x' * (POINTS_LEAST - 1)}  "),
            PointsUnfit,
            "Say what the seller should change",
        ),
        (
            lambda: check_points("x" * (POINTS_MOST + 1)),
            PointsUnfit,
            f"A request has at most {POINTS_MOST:,} characters; this one has {POINTS_MOST + 1:,}.",
        ),
        (
            lambda: check_revision(used=2, included=2),
            MoveRefused,
            "All revisions of this order (2) are used.",
        ),
        (lambda: check_revision(used=0, included=0), MoveRefused, ""),
        (lambda: check_revision(used=1, included=None), MoveRefused, ""),
        (lambda: check_review_extension(used=True), MoveRefused, "You have taken more time once."),
        (
            lambda: check_very_late(is_very_late=False),
            MoveRefused,
            f"You can cancel alone when the order is {limits.VERY_LATE_HOURS} hours late.",
        ),
    ],
)
def test_what_is_beyond_them_is_refused_with_a_sentence(
    check: Callable[[], None], refused: type[Refused], words: str
) -> None:
    with pytest.raises(refused) as refusal:
        check()

    assert refusal.value.sentence.startswith(words)


CHANGED_AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("changed_at", [None, CHANGED_AT])
def test_the_gig_that_the_buyer_saw_can_be_ordered(changed_at: datetime | None) -> None:
    check_seen(Seen(price_minor=4_000, changed_at=changed_at), price_minor=4_000, changed_at=CHANGED_AT)


@pytest.mark.parametrize(
    ("price_minor", "changed_at", "refused"),
    [
        (3_999, CHANGED_AT, PriceChanged),
        (3_999, None, PriceChanged),
        (4_000, CHANGED_AT - timedelta(seconds=1), GigChanged),
    ],
)
def test_a_gig_that_changed_since_the_buyer_saw_it_is_shown_again(
    price_minor: int, changed_at: datetime | None, refused: type[Refused]
) -> None:
    seen = Seen(price_minor=price_minor, changed_at=changed_at)

    with pytest.raises(refused) as refusal:
        check_seen(seen, price_minor=4_000, changed_at=CHANGED_AT)

    assert refusal.type is refused


@pytest.mark.parametrize(("person_id", "side"), [(1, BUYER), (2, SELLER), (3, None)])
def test_a_person_has_one_side_or_none(person_id: int, side: str | None) -> None:
    assert side_of(person_id=person_id, buyer_id=1, seller_id=2) == side


@pytest.mark.parametrize(
    ("name", "state", "actor", "sentence"),
    [
        ("deliver", IN_PROGRESS, BUYER, "Only the seller can deliver this order."),
        ("accept", DELIVERED, SELLER, "Only the buyer can accept the delivery."),
        ("decide_to_pay", DELIVERED, BUYER, "Only support decides this."),
        ("complete_in_silence", DELIVERED, BUYER, "This happens by itself when its time is over."),
        ("deliver", COMPLETED, SELLER, "This order is completed. Nothing more needs to be delivered."),
        ("accept", COMPLETED, BUYER, "This order was already accepted and paid."),
        ("accept", CANCELLED, BUYER, "This order was cancelled, and the buyer has the money back."),
        (
            "accept",
            REQUIREMENTS,
            BUYER,
            "The order waits for the buyer’s answers to the seller’s questions.",
        ),
        ("complete_in_silence", IN_PROGRESS, HALL, "There is no delivery yet: the seller is at work."),
        ("decide_to_refund", COMPLETED, STAFF, "This order is completed. Nothing more needs to be done."),
    ],
)
def test_a_refused_move_says_what_is_the_case_instead(
    name: str, state: str, actor: str, sentence: str
) -> None:
    with pytest.raises(MoveRefused) as refusal:
        check_move(name, state=state, actor=actor)

    assert refusal.value.sentence == sentence
