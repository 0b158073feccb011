"""What is read together with somebody's next message, and what follows from what it completes."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from gighall.base import limits
from gighall.base.masking import MASK
from gighall.domain.policy.rules import (
    ALLOW,
    NO_MESSAGE,
    NOTE,
    REFUSE,
    Run,
    Said,
    completed,
    judge,
    run_before,
    why,
)
from gighall.domain.policy.rules import (
    MASK as MASKED,
)
from gighall.guard import find_last

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
KEYS = [str(uuid.UUID(int=number)) for number in range(1, 12)]
PARTS = ("my number is 415", "223")


def said(*words: str | None, ago: timedelta = timedelta(minutes=1)) -> list[Said]:
    """Return messages with the first keys."""
    return [Said(key, NOW - ago, text) for key, text in zip(KEYS, words, strict=False)]


def before(messages: list[Said], key: str = KEYS[-1]) -> Run:
    """Return what goes before a message of now."""
    return run_before(messages, key=key, now=NOW)


def test_it_is_the_last_messages_of_the_last_minutes() -> None:
    assert before([]) == Run(NO_MESSAGE)
    assert before(said("one", "two")) == Run(KEYS[1], ("one", "two"))
    assert before(said(*"abcdefgh")) == Run(KEYS[7], ("d", "e", "f", "g", "h"))
    old = said("old", ago=timedelta(minutes=limits.RUN_MINUTES, seconds=1))
    edge = said("edge", ago=timedelta(minutes=limits.RUN_MINUTES))
    assert before(old) == Run(KEYS[0])
    assert before(edge) == Run(KEYS[0], ("edge",))


def test_what_was_withheld_or_erased_is_no_part_of_it() -> None:
    assert before(said(f"call {MASK} now", MASK, None)) == Run(KEYS[2], ("call   now",), was_cut=True)
    assert before(said("one", None)) == Run(KEYS[1], ("one",))


def test_a_message_sent_a_second_time_goes_on_from_where_it_first_did() -> None:
    messages = said("one", "two", "three")

    assert before(messages, KEYS[1]) == Run(KEYS[0], ("one",))
    assert before(messages, KEYS[0]) == Run(NO_MESSAGE)


@pytest.mark.parametrize(
    ("text", "counts"),
    [("8810", True), ("88 10", True), ("8810 ok", True), ("thanks, see you here at 5", False)],
)
def test_after_a_part_was_withheld_only_another_try_counts(text: str, *, counts: bool) -> None:
    run = Run(KEYS[1], PARTS, was_cut=True)
    findings = find_last(PARTS, text)

    assert bool(completed(findings, text, run)) == counts


def test_what_a_message_completes_is_withheld_and_counts_as_hidden() -> None:
    findings = find_last(PARTS, "8810")
    judgement = judge(findings, place="inbox", completing=findings)

    (span,) = judgement.spans
    assert (span.start, span.end, span.kind, span.outcome, span.completes) == (0, 4, "phone", MASKED, True)
    assert judgement.hidden_contacts == 1
    assert judgement.completes
    assert not judge(findings, place="inbox").completes


@pytest.mark.parametrize(
    ("outcome", "for_author", "says"),
    [
        (MASKED, True, True),
        (NOTE, True, True),
        (REFUSE, True, True),
        (MASKED, False, False),
        (NOTE, False, False),
        (ALLOW, True, False),
    ],
)
def test_the_author_reads_that_the_messages_before_belong_to_it(
    outcome: str, *, for_author: bool, says: bool
) -> None:
    plain = why("phone", for_author=for_author, outcome=outcome)
    sentences = why("phone", for_author=for_author, outcome=outcome, completes=True)

    assert sentences[-len(plain) :] == plain
    assert (len(sentences) > len(plain)) == says
