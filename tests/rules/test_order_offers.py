"""What a seller may offer one person, and who may answer it when: every case there is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from gighall.base import limits
from gighall.domain.gigs.states import CHAT_SESSION, DELIVERABLE
from gighall.domain.orders.rules import ACCEPTED, DECLINED, WITHDRAWN
from gighall.domain.orders.rules.offers import (
    EXPIRED,
    OFFER_STATES,
    OPEN,
    OfferIncomplete,
    OfferRefused,
    OfferTerms,
    check_can_answer_offer,
    check_can_offer,
    check_offer,
    cleaned_terms,
    offer_faults,
    state_of_offer,
)
from gighall.domain.orders.states import BUYER, SELLER

SCOPE_MOST, OPEN_MOST = limits.OFFER_SCOPE_CHARACTERS_MAX, limits.OPEN_OFFERS_PER_TALK_MAX
DAYS_LEAST, DAYS_MOST = limits.OFFER_DAYS_MIN, limits.OFFER_DAYS_MAX
TERMS = OfferTerms(scope="Both loops.", price_minor=6_000, minutes=90, revisions=2, expires_days=DAYS_LEAST)
THING = replace(TERMS, minutes=None, delivery_days=3)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("terms", "kind"),
    [
        (TERMS, CHAT_SESSION),
        (THING, DELIVERABLE),
        (replace(TERMS, scope="x" * SCOPE_MOST, expires_days=DAYS_MOST), CHAT_SESSION),
    ],
)
def test_an_offer_within_its_bounds_is_fine(terms: OfferTerms, kind: str) -> None:
    check_offer(terms, kind=kind)

    assert offer_faults(terms, kind=kind) == []


@pytest.mark.parametrize(
    ("terms", "kind", "fields"),
    [
        (replace(TERMS, scope=""), CHAT_SESSION, ["scope"]),
        (replace(TERMS, scope="x" * (SCOPE_MOST + 1)), CHAT_SESSION, ["scope"]),
        (replace(TERMS, price_minor=limits.GIG_PRICE_MINOR_MIN - 1), CHAT_SESSION, ["price_minor"]),
        (replace(TERMS, minutes=None), CHAT_SESSION, ["minutes"]),
        (replace(THING, delivery_days=0), DELIVERABLE, ["delivery_days"]),
        (TERMS, DELIVERABLE, ["minutes", "delivery_days"]),
        (replace(TERMS, revisions=limits.GIG_REVISIONS_MAX + 1), CHAT_SESSION, ["revisions"]),
        (replace(TERMS, expires_days=DAYS_LEAST - 1), CHAT_SESSION, ["expires_days"]),
        (replace(TERMS, expires_days=DAYS_MOST + 1), CHAT_SESSION, ["expires_days"]),
        (
            OfferTerms(scope="", price_minor=1, expires_days=0),
            CHAT_SESSION,
            ["scope", "minutes", "price_minor", "expires_days"],
        ),
    ],
)
def test_everything_wrong_with_an_offer_is_told_at_once(
    terms: OfferTerms, kind: str, fields: list[str]
) -> None:
    with pytest.raises(OfferIncomplete) as refusal:
        check_offer(terms, kind=kind)

    assert [fault.field for fault in refusal.value.faults] == fields
    assert all(fault.sentence.endswith(".") for fault in refusal.value.faults)


def test_the_sentences_name_the_bounds() -> None:
    too_much = replace(TERMS, scope="x" * (SCOPE_MOST + 1), expires_days=DAYS_MOST + 1)

    assert [fault.sentence for fault in offer_faults(too_much, kind=CHAT_SESSION)] == [
        f"Say it in at most {SCOPE_MOST:,} characters; you wrote {SCOPE_MOST + 1:,}.",
        f"Let it stand {DAYS_LEAST} to {DAYS_MOST} days.",
    ]


def test_the_scope_is_cleaned_and_the_rest_stays() -> None:
    assert cleaned_terms(replace(TERMS, scope="  Both\x00 loops. ")) == TERMS


@pytest.mark.parametrize(
    ("answer", "passed", "state"),
    [
        ("", -1, OPEN),
        ("", 0, EXPIRED),
        ("", 1, EXPIRED),
        *((answer, passed, answer) for answer in (ACCEPTED, DECLINED, WITHDRAWN) for passed in (-1, 0, 1)),
    ],
)
def test_an_offer_expires_when_nobody_answered_in_time(answer: str, passed: int, state: str) -> None:
    now = NOW + timedelta(seconds=passed)

    assert state_of_offer(answer, expires_at=NOW, now=now) == state


def test_who_was_asked_may_offer_and_only_a_few_at_once() -> None:
    check_can_offer(has_written=True, open_offers=OPEN_MOST - 1)

    with pytest.raises(OfferRefused) as unasked:
        check_can_offer(has_written=False, open_offers=0)
    with pytest.raises(OfferRefused) as too_many:
        check_can_offer(has_written=True, open_offers=OPEN_MOST)

    assert unasked.value.sentence.startswith("The other side has not written to you yet.")
    assert too_many.value.sentence.startswith(f"There are {OPEN_MOST} open offers in this talk.")


CLOSED = {
    ACCEPTED: "This offer was accepted already",
    DECLINED: "This offer was declined.",
    WITHDRAWN: "The seller has withdrawn this offer.",
    EXPIRED: "This offer has expired.",
}


@pytest.mark.parametrize(
    ("answer", "side", "state"),
    list(product((ACCEPTED, DECLINED, WITHDRAWN), (BUYER, SELLER), OFFER_STATES)),
)
def test_the_buyer_answers_and_the_seller_withdraws_what_is_open(answer: str, side: str, state: str) -> None:
    who = SELLER if answer == WITHDRAWN else BUYER
    words = "" if state == OPEN else CLOSED[state]
    if side != who:
        words = f"Only the {who} can {'withdraw' if who == SELLER else 'accept or decline'} the offer."

    if not words:
        check_can_answer_offer(answer, side=side, state=state)
    else:
        with pytest.raises(OfferRefused) as refusal:
            check_can_answer_offer(answer, side=side, state=state)
        assert refusal.value.sentence.startswith(words)
