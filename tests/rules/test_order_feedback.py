"""When feedback is taken, and what it must hold."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gighall.base import limits
from gighall.domain.orders.rules.feedback import (
    ASKED,
    QUESTIONS,
    FeedbackRefused,
    check_can_give,
    check_feedback,
    check_reply,
    feedback_ends_at,
)
from gighall.domain.orders.states import BUYER, CANCELLED, COMPLETED, DELIVERED, SELLER

ENDED_AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
LAST = ENDED_AT + timedelta(days=limits.FEEDBACK_DAYS)
ENDED: dict[str, Any] = {
    "state": COMPLETED,
    "ended_at": ENDED_AT,
    "had_work": True,
    "is_given": False,
    "now": ENDED_AT,
}
LEAST, MOST = limits.FEEDBACK_CHARACTERS_MIN, limits.FEEDBACK_CHARACTERS_MAX
STARS = "Give one to five stars for each of the three questions."
WORDS = f"Write {LEAST} to {MOST:,} characters about how it was."
NOTE = f"A note to support has at most {MOST:,} characters."


def test_each_side_is_asked_the_same_three_things_in_its_own_words() -> None:
    assert all(tuple(QUESTIONS[side]) == ASKED for side in (BUYER, SELLER))


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"had_work": False},
        {"state": CANCELLED},
        {"now": LAST - timedelta(microseconds=1)},
    ],
)
def test_feedback_is_taken_for_its_days_after_the_end(facts: dict[str, Any]) -> None:
    check_can_give(**ENDED | facts)

    assert feedback_ends_at(ENDED_AT) == LAST


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"state": DELIVERED}, "Feedback is given when the order has ended."),
        ({"state": DELIVERED, "ended_at": None}, "Feedback is given when the order has ended."),
        ({"ended_at": None}, "Feedback is given when the order has ended."),
        ({"is_given": True}, "You have given your feedback."),
        ({"is_given": True, "now": LAST}, "You have given your feedback."),
        ({"now": LAST}, f"Feedback can be given for {limits.FEEDBACK_DAYS} days after the end."),
        ({"state": CANCELLED, "had_work": False}, "This order was cancelled before anything was late"),
    ],
)
def test_feedback_too_early_too_late_twice_or_about_nothing_is_refused(
    facts: dict[str, Any], words: str
) -> None:
    with pytest.raises(FeedbackRefused) as refusal:
        check_can_give(**ENDED | facts)

    assert refusal.value.sentence.startswith(words)


@pytest.mark.parametrize(
    ("stars", "characters", "note"),
    [((1, 1, 1), LEAST, 0), ((5, 5, 5), MOST, MOST), ((1, 3, 5), LEAST, 0)],
)
def test_stars_and_words_within_their_bounds_are_fine(
    stars: tuple[int, ...], characters: int, note: int
) -> None:
    check_feedback(stars=stars, text="x" * characters, private_note="x" * note)


@pytest.mark.parametrize(
    ("stars", "characters", "note", "sentence"),
    [
        ((5, 5), LEAST, 0, STARS),
        ((5, 5, 5, 5), LEAST, 0, STARS),
        ((5, 0, 5), LEAST, 0, STARS),
        ((5, 5, 6), LEAST, 0, STARS),
        ((5, 5, 5), LEAST - 1, 0, WORDS),
        ((5, 5, 5), MOST + 1, 0, WORDS),
        ((5, 5, 5), LEAST, MOST + 1, NOTE),
    ],
)
def test_missing_stars_and_too_few_or_many_words_are_refused(
    stars: tuple[int, ...], characters: int, note: int, sentence: str
) -> None:
    with pytest.raises(FeedbackRefused) as refusal:
        check_feedback(stars=stars, text="x" * characters, private_note="x" * note)

    assert refusal.value.sentence == sentence


@pytest.mark.parametrize(
    ("characters", "is_replied", "words"),
    [
        (1, False, ""),
        (MOST, False, ""),
        (0, False, f"Write an answer of at most {MOST:,} characters."),
        (MOST + 1, False, f"Write an answer of at most {MOST:,} characters."),
        (1, True, "You have answered this feedback;"),
    ],
)
def test_feedback_is_answered_once_and_with_words(characters: int, is_replied: bool, words: str) -> None:
    if not words:
        check_reply("x" * characters, is_replied=is_replied)
    else:
        with pytest.raises(FeedbackRefused) as refusal:
            check_reply("x" * characters, is_replied=is_replied)
        assert refusal.value.sentence.startswith(words)
