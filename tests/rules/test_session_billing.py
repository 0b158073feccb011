"""What is billed of a session: tables, and random joins, drops, pauses, restarts, clock jumps and broken records."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gighall.base import limits
from gighall.domain.chat_sessions.rules import Reckoning, reckon
from gighall.domain.chat_sessions.rules.billing import Span, common, united, without
from gighall.domain.orders.rules import Moment
from gighall.domain.orders.states import BUYER, SELLER, SIDES

START = datetime(2031, 3, 1, 9, tzinfo=UTC)
NAME = "this"
PRESENT = timedelta(seconds=limits.SESSION_PRESENT_SECONDS)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def fact(seconds: float, kind: str, **said: Any) -> Moment:
    return Moment(at(seconds), f"session_{kind}", {"session": NAME, **said})


def joined(seconds: float, side: str, line: str = "one") -> Moment:
    return fact(seconds, "joined", side=side, line=line)


def left(seconds: float, side: str, line: str = "one", *, until: float | None = None) -> Moment:
    seen = at(seconds if until is None else until)
    return fact(seconds, "left", side=side, line=line, until=seen.isoformat())


def reckoned(
    moments: Iterable[Moment],
    *,
    now: float = 10_000,
    cap: int | None = 3_600,
    leases: dict[tuple[str, str], float] | None = None,
) -> Reckoning:
    seen = {key: at(seconds) for key, seconds in (leases or {}).items()}
    return reckon(moments, session=NAME, cap_seconds=cap, leases=seen, now=at(now))


BOTH = [fact(0, "opened", medium="text"), fact(0, "started"), joined(0, BUYER), joined(0, SELLER)]

CASES: dict[str, tuple[list[Moment], int]] = {
    "both there until both leave": ([*BOTH, left(100, BUYER), left(90, SELLER)], 90),
    "a line that nobody saw end, without a lease": ([*BOTH, left(100, BUYER)], 0),
    "left is what the last lease says, not when it was noticed": (
        [*BOTH, left(200, BUYER, until=50), left(200, SELLER)],
        50,
    ),
    "nothing before the start": (
        [joined(0, BUYER), joined(0, SELLER), fact(60, "started"), left(100, BUYER), left(100, SELLER)],
        40,
    ),
    "nothing after the end, though who was there is written down later": (
        [*BOTH, fact(30, "ended"), left(100, BUYER), left(100, SELLER)],
        30,
    ),
    "nobody joins after the end": (
        [*BOTH[:3], fact(30, "ended"), joined(31, SELLER), left(100, BUYER), left(100, SELLER)],
        0,
    ),
    "up to the end where lines were closed with it": (
        [*BOTH, left(30, BUYER), left(30, SELLER), fact(30, "ended")],
        30,
    ),
    "two tabs of one person through one program or two count once": (
        [*BOTH, joined(10, BUYER, "two"), left(60, BUYER, "two"), left(40, BUYER), left(60, SELLER)],
        60,
    ),
    "two lines of one side are not two sides": (
        [fact(0, "started"), joined(0, BUYER), joined(0, BUYER, "two"), left(60, BUYER), left(60, BUYER, "two")],
        0,
    ),
    "a pause": (
        [*BOTH, fact(20, "paused"), fact(50, "resumed"), left(100, BUYER), left(100, SELLER)],
        70,
    ),
    "paused twice, resumed once": (
        [*BOTH, fact(20, "paused"), fact(30, "paused"), fact(50, "resumed"), left(99, BUYER), left(99, SELLER)],
        69,
    ),
    "a pause that nobody ended": ([*BOTH, fact(20, "paused"), left(99, BUYER), left(99, SELLER)], 20),
    "a pause from before the start": (
        [joined(0, BUYER), joined(0, SELLER), fact(5, "paused"), fact(9, "started"), fact(19, "resumed"),
         left(29, BUYER), left(29, SELLER)],
        10,
    ),
    "joined twice without leaving counts from the second time": (
        [*BOTH, joined(60, BUYER), left(100, BUYER), left(100, SELLER)],
        40,
    ),
    "left twice": ([*BOTH, left(50, BUYER), left(80, BUYER), left(100, SELLER)], 50),
    "left without having joined": ([fact(0, "started"), left(50, BUYER), left(50, SELLER)], 0),
    "left before having joined": ([*BOTH, left(60, BUYER, until=-5), left(60, SELLER)], 0),
    "seen later than it was written": ([*BOTH, left(60, BUYER, until=900), left(900, SELLER)], 60),
    "rounded once, on the total, down": (
        [fact(0, "started"), joined(0, SELLER)]
        + [each for n in range(4) for each in (joined(n * 10, BUYER), left(n * 10 + 1.7, BUYER))]
        + [left(90, SELLER)],
        6,
    ),
    "the cap": ([*BOTH, left(9_000, BUYER), left(9_000, SELLER)], 3_600),
    "the order ends first": (
        [*BOTH, Moment(at(40), "cancelled", {}), left(99, BUYER), left(99, SELLER)],
        40,
    ),
    "the order ends first, lines were closed before": (
        [*BOTH, left(30, BUYER), left(30, SELLER), Moment(at(40), "cancelled", {}), joined(50, BUYER)],
        30,
    ),
    "another session's facts": (
        [*BOTH, Moment(at(9), "session_ended", {"session": "other"}), left(20, BUYER), left(20, SELLER)],
        20,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_billed_is_the_time_together(case: str) -> None:
    moments, seconds = CASES[case]

    assert reckoned(moments).seconds == seconds


def test_without_a_cap_all_of_it_is_counted() -> None:
    assert reckoned([*BOTH, left(9_000, BUYER), left(9_000, SELLER)], cap=None).seconds == 9_000


def test_an_open_line_counts_to_its_last_lease() -> None:
    found = reckoned(BOTH, now=62, leases={(BUYER, "one"): 60, (SELLER, "one"): 57})

    assert (found.seconds, found.is_counting, found.present) == (57, True, SIDES)


def test_a_lease_that_is_too_old_counts_and_nobody_is_there() -> None:
    found = reckoned(BOTH, now=80, leases={(BUYER, "one"): 78, (SELLER, "one"): 60})

    assert (found.seconds, found.is_counting, found.present) == (60, False, (BUYER,))
    assert found.seen[SELLER] == at(60)


def test_an_order_that_ended_or_went_to_support_cuts_what_is_billed() -> None:
    leases = {(BUYER, "one"): 90.0, (SELLER, "one"): 90.0}

    for kind in ("cancelled", "accepted", "decided", "refunded_in_part", "case_opened"):
        found = reckoned([*BOTH, Moment(at(40), kind, {})], leases=leases)

        assert (found.seconds, found.is_counting, found.ended_at) == (40, False, at(40)), kind


def test_it_counts_no_more_when_paused_or_used_up() -> None:
    leases = {(BUYER, "one"): 90.0, (SELLER, "one"): 90.0}

    assert not reckoned([*BOTH, fact(20, "paused")], now=91, leases=leases).is_counting
    assert not reckoned(BOTH, now=91, cap=80, leases=leases).is_counting
    assert reckoned(BOTH, now=91, cap=80, leases=leases).seconds == 80


# The random part: people who come, are seen, fall silent, drop; programs that die; clocks that jump. The record is
# written as the actions write it, and what was true is counted by a second, simpler reckoning.

SECONDS = st.integers(0, 40_000).map(lambda milliseconds: milliseconds / 1_000)
DEEDS = st.sampled_from(
    ["see"] * 8 + ["drop", "pause", "resume", "start", "stop", "die", "sweep", "jump", "end", "cancel"]
)
STEPS = st.lists(
    st.tuples(DEEDS, SECONDS, st.sampled_from(SIDES), st.sampled_from(["one", "two"])), max_size=60
)


@dataclass
class Play:
    """A session that is played: its record, and who was truly there when."""

    now: float = 0
    moments: list[Moment] = field(default_factory=list)
    leases: dict[tuple[str, str], float] = field(default_factory=dict)
    joined_at: dict[tuple[str, str], float] = field(default_factory=dict)
    truth: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: {side: [] for side in SIDES})
    started_at: float | None = None
    ended_at: float | None = None
    paused_at: float | None = None
    pauses: list[tuple[float, float]] = field(default_factory=list)

    def do(self, deed: str, seconds: float, side: str, line: str) -> None:
        self.now += seconds * (100 if deed == "jump" else 1)
        if self.ended_at is not None:
            return
        match deed:
            case "see":
                self._see(side, line)
            case "drop":
                self._close((side, line))
            case "die" | "sweep":
                # A killed program writes nothing; the sweep finds what is stale, whoever wrote it.
                for key, seen in list(self.leases.items()):
                    if self.now - seen > limits.SESSION_PRESENT_SECONDS:
                        self._close(key)
            case "start" if self.started_at is None:
                self.started_at = self.now
                self.moments.append(fact(self.now, "started"))
            case "pause" | "stop" if self.paused_at is None:
                self.paused_at = self.now
                self.moments.append(fact(self.now, "paused"))
            case "resume" if self.paused_at is not None:
                self.pauses.append((self.paused_at, self.now))
                self.paused_at = None
                self.moments.append(fact(self.now, "resumed"))
            case "end" if self.started_at is not None:
                for key in list(self.leases):
                    self._close(key)
                self.ended_at = self.now
                self.moments.append(fact(self.now, "ended"))
            case "cancel" if self.started_at is not None:
                # The order ends first; the lines are closed when somebody notices.
                self.ended_at = self.now
                self.moments.append(Moment(at(self.now), "cancelled", {}))
                for key in list(self.leases):
                    self._close(key)

    def _see(self, side: str, line: str) -> None:
        key = (side, line)
        if key in self.leases and self.now - self.leases[key] > limits.SESSION_PRESENT_SECONDS:
            self._close(key)
        if key not in self.leases:
            self.joined_at[key] = self.now
            self.moments.append(joined(self.now, side, line))
        self.leases[key] = self.now

    def _close(self, key: tuple[str, str]) -> None:
        if key in self.leases:
            until = self.leases.pop(key)
            self.truth[key[0]].append((self.joined_at.pop(key), until))
            self.moments.append(left(self.now, *key, until=until))

    def true_seconds(self, *, with_pauses: bool = True) -> float:
        """Count the time together, piece by piece between all moments at which anything changed."""
        there = {side: list(spans) for side, spans in self.truth.items()}
        for key, seen in self.leases.items():
            there[key[0]].append((self.joined_at[key], seen))
        if self.started_at is None:
            return 0
        end = self.now if self.ended_at is None else self.ended_at
        pauses = [*self.pauses, *([(self.paused_at, end)] if self.paused_at is not None else [])]
        edges = {self.started_at, end} | {edge for span in pauses for edge in span}
        edges |= {edge for spans in there.values() for span in spans for edge in span}
        milliseconds = 0
        for low, high in zip(sorted(edges), sorted(edges)[1:], strict=False):
            middle = (low + high) / 2
            counts = self.started_at <= middle <= end and all(
                any(begin <= middle <= until for begin, until in spans) for spans in there.values()
            )
            if counts and not (with_pauses and any(begin <= middle <= until for begin, until in pauses)):
                milliseconds += round(high * 1_000) - round(low * 1_000)
        return milliseconds / 1_000

    def reckoned(self, moments: Sequence[Moment] | None = None, *, cap: int | None = None) -> Reckoning:
        return reckoned(
            self.moments if moments is None else moments, now=self.now, cap=cap, leases=self.leases
        )


def played(steps: Iterable[tuple[str, float, str, str]]) -> Play:
    play = Play()
    for step in steps:
        play.do(*step)
    return play


@given(STEPS, st.none() | st.integers(0, 600))
def test_billed_is_exactly_the_true_time_together_in_whole_seconds(
    steps: list[tuple[str, float, str, str]], cap: int | None
) -> None:
    play = played(steps)
    truth = int(play.true_seconds())

    billed = play.reckoned(cap=cap).seconds

    assert billed == (truth if cap is None else min(truth, cap))
    assert billed == play.reckoned(cap=cap).seconds


@given(STEPS, st.data())
def test_missing_and_doubled_entries_never_bill_more_than_the_time_together(
    steps: list[tuple[str, float, str, str]], data: st.DataObject
) -> None:
    play = played(steps)
    broken = [
        moment
        for moment in play.moments
        for _copy in range(1 if moment.kind == "session_ended" else data.draw(st.integers(0, 2)))
    ]
    for moment in data.draw(st.lists(st.sampled_from(play.moments), max_size=5)) if play.moments else []:
        # The same word again, later: entries are never stored with an earlier time than the ones before.
        place = data.draw(st.integers(0, len(broken)))
        stored_at = broken[place - 1].at if place else START
        late = Moment(max(moment.at, stored_at), moment.kind, moment.fact)
        broken = [
            *broken[:place],
            late,
            *(m if m.at >= late.at else Moment(late.at, m.kind, m.fact) for m in broken[place:]),
        ]

    billed = play.reckoned(broken).seconds

    starts = [moment.at for moment in broken if moment.kind == "session_started"]
    assert billed <= _overlap(play, (min(starts) - START).total_seconds() if starts else None)


def _overlap(play: Play, started_at: float | None) -> float:
    """Return the time together whatever was paused or ended."""
    whole = Play(play.now, [], play.leases, play.joined_at, play.truth, started_at, None)
    return whole.true_seconds(with_pauses=False)


@given(STEPS)
def test_an_open_session_bills_what_is_proved_and_grows_only(
    steps: list[tuple[str, float, str, str]],
) -> None:
    play, before = Play(), 0
    for step in steps:
        play.do(*step)
        now = play.reckoned().seconds

        assert now >= before
        before = now


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8)


@given(SPANS, SPANS)
def test_spans_are_sets_of_seconds(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    first, second = united(_spans(one)), united(_spans(other))

    assert _seconds(first) == _seconds(_spans(one))
    assert _seconds(common(first, second)) == _seconds(first) & _seconds(second)
    assert _seconds(without(first, second)) == _seconds(first) - _seconds(second)


def _spans(pairs: Iterable[tuple[int, int]]) -> list[Span]:
    return [(at(start), at(end)) for start, end in pairs]


def _seconds(spans: Iterable[Span]) -> set[int]:
    return {
        second
        for start, end in spans
        for second in range(int((start - START).total_seconds()), int((end - START).total_seconds()))
    }
