"""The fair clock: how long the seller has worked and the buyer has looked, from the order's entries alone.

Three stopwatches run over the facts of the order's record. The seller's runs only while the ball is with the
seller; the buyer's (the review time) only while a delivery waits for the buyer; that of the answers only while nothing
but them is waited for. Nothing else is asked: replaying the entries gives the same times for ever. Plain Python.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from gighall.base import limits

# Why the seller's clock stands still.
WAITS_FOR_ANSWERS = "requirements"
WAITS_FOR_REVIEW = "delivered"
WAITS_FOR_REQUEST = "request"
WAITS_FOR_SUPPORT = "case"
ENDED = "ended"

ENDINGS = frozenset({"accepted", "accepted_in_silence", "cancelled", "refunded_in_part", "decided"})


@dataclass(frozen=True)
class Moment:
    """One fact of the order's record: when, what kind, and what it says."""

    at: datetime
    kind: str
    fact: Mapping[str, Any]


@dataclass(frozen=True)
class OrderTimes:
    """Where the clocks of an order stand at a moment.

    ``standing`` says why the seller's clock stands still, empty while it runs. ``due_at``, ``review_ends_at``,
    ``remind_at`` and ``answers_end_at`` are what they come to if nothing stands still from now on; None while their
    clock does not run, or never will. ``is_late_said`` says that the lateness of now was told to both sides.
    """

    standing: tuple[str, ...]
    work_left: timedelta | None
    due_at: datetime | None
    review_left: timedelta
    review_ends_at: datetime | None
    remind_at: datetime | None
    answers_end_at: datetime | None
    is_late_said: bool
    revisions: int
    is_review_extended: bool
    has_delivery: bool

    @property
    def late(self) -> timedelta:
        """Return by how much the work is late; nothing while it is in time."""
        return max(timedelta(), -self.work_left) if self.work_left is not None else timedelta()

    @property
    def is_late(self) -> bool:
        """Say whether the time for the work is used up."""
        return self.late > timedelta()

    @property
    def is_very_late(self) -> bool:
        """Say whether the buyer may cancel alone."""
        return self.late >= timedelta(hours=limits.VERY_LATE_HOURS)


@dataclass
class _Stopwatch:
    allowed: timedelta | None = None
    used: timedelta = field(default_factory=timedelta)

    @property
    def left(self) -> timedelta | None:
        return None if self.allowed is None else self.allowed - self.used


@dataclass
class _Run:
    """What is known while the moments are gone through."""

    at: datetime | None = None
    standing: dict[str, str] = field(default_factory=dict)
    work: _Stopwatch = field(default_factory=_Stopwatch)
    review: _Stopwatch = field(default_factory=lambda: _Stopwatch(timedelta()))
    answers: _Stopwatch = field(default_factory=_Stopwatch)
    # After how long a wait for answers the buyer was last reminded.
    reminded_after: timedelta = timedelta()
    is_late_said: bool = False
    revisions: int = 0
    is_review_extended: bool = False
    has_delivery: bool = False

    @property
    def works(self) -> bool:
        return self.at is not None and not self.standing

    @property
    def reviews(self) -> bool:
        return set(self.standing.values()) == {WAITS_FOR_REVIEW}

    @property
    def waits_for_answers(self) -> bool:
        return set(self.standing.values()) == {WAITS_FOR_ANSWERS}

    def go_to(self, now: datetime) -> None:
        """Let time pass: whichever clock runs, runs on."""
        if self.at is not None and now > self.at:
            if self.works:
                self.work.used += now - self.at
            elif self.reviews:
                self.review.used += now - self.at
            elif self.waits_for_answers:
                self.answers.used += now - self.at
        self.at = max(now, self.at or now)


def times_now(moments: Sequence[Moment], *, now: datetime) -> OrderTimes:
    """Return where the clocks stand after all that has happened; ``now`` by a clock that may be behind.

    Whoever waited for the order, or whose machine is slow, must not overlook what the record says already.
    """
    return times_of(moments, now=max(now, moments[-1].at) if moments else now)


def times_of(moments: Iterable[Moment], *, now: datetime) -> OrderTimes:
    """Return where the clocks stand at ``now``; the moments are all facts of the record, oldest first."""
    run = _Run()
    for moment in moments:
        if moment.at > now:
            break
        run.go_to(moment.at)
        _take(run, moment)
    run.go_to(now)
    work_left, review_left = run.work.left, run.review.left or timedelta()
    return OrderTimes(
        standing=tuple(dict.fromkeys(run.standing.values())),
        work_left=work_left,
        due_at=now + work_left if run.works and work_left is not None else None,
        review_left=review_left,
        review_ends_at=now + review_left if run.reviews else None,
        remind_at=_remind_at(run, now),
        answers_end_at=(
            now + timedelta(days=limits.REQUIREMENTS_DAYS) - run.answers.used
            if run.waits_for_answers
            else None
        ),
        is_late_said=run.is_late_said,
        revisions=run.revisions,
        is_review_extended=run.is_review_extended,
        has_delivery=run.has_delivery,
    )


def _remind_at(run: _Run, now: datetime) -> datetime | None:
    """Return when the buyer is reminded next: days that went by before the last reminder count as reminded."""
    if not run.waits_for_answers:
        return None
    days = (timedelta(days=each) for each in limits.REQUIREMENTS_REMINDER_DAYS)
    after = next((each for each in days if each > run.reminded_after), None)
    return None if after is None else now + after - run.answers.used


def _take(run: _Run, moment: Moment) -> None:
    """Act on one fact. A fact of a kind that says nothing about time changes nothing."""
    fact = moment.fact
    match moment.kind:
        case "order_placed":
            seconds = fact.get("work_seconds")
            run.work.allowed = timedelta(seconds=seconds) if seconds is not None else None
            if fact.get("waits_for_answers"):
                run.standing[WAITS_FOR_ANSWERS] = WAITS_FOR_ANSWERS
        case "requirements_answered":
            run.standing.pop(WAITS_FOR_ANSWERS, None)
        case "requirements_reminded":
            run.reminded_after = run.answers.used
        case "late":
            run.is_late_said = True
        case "delivered":
            run.has_delivery, run.is_review_extended = True, False
            run.standing[WAITS_FOR_REVIEW] = WAITS_FOR_REVIEW
            run.review = _Stopwatch(_review_time(fact))
        case "review_extended":
            run.is_review_extended = True
            run.review.allowed = (run.review.allowed or timedelta()) + timedelta(seconds=fact["adds_seconds"])
        case "revision_requested":
            run.revisions += 1
            run.standing.pop(WAITS_FOR_REVIEW, None)
            _give_time(run, fact)
        case "request_opened":
            run.standing[f"{WAITS_FOR_REQUEST}:{fact['request']}"] = WAITS_FOR_REQUEST
        case "request_closed":
            run.standing.pop(f"{WAITS_FOR_REQUEST}:{fact['request']}", None)
            _give_time(run, fact)
        case "case_opened":
            run.standing[WAITS_FOR_SUPPORT] = WAITS_FOR_SUPPORT
        case "case_closed":
            run.standing.pop(WAITS_FOR_SUPPORT, None)
        case ending if ending in ENDINGS:
            run.standing = {ENDED: ENDED}


def _give_time(run: _Run, fact: Mapping[str, Any]) -> None:
    seconds = fact.get("adds_seconds", 0)
    if seconds and run.work.allowed is not None:
        # Time that is given is given from now on: who was late is in time again until it is used up.
        run.work.allowed = max(run.work.allowed, run.work.used) + timedelta(seconds=seconds)
        run.is_late_said = False


def _review_time(fact: Mapping[str, Any]) -> timedelta:
    # Deliveries from before the clock said when the time ends, not how long it is: it was always the same.
    return timedelta(seconds=fact.get("review_seconds", limits.REVIEW_WINDOW_DAYS * 86_400))
