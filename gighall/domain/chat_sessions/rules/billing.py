"""What is billed of a session: the time in which both sides were there, from the order's facts alone. Plain Python.

Billed are the whole seconds in which both were present, between start and end, outside of pauses, at most the cap:
summed up exactly, rounded once, down. Whatever a fact does not prove is not billed: a line that nobody saw end counts
to its last lease only, and without one not at all. Replaying the same entries gives the same for ever.
Specified in ``docs/subsystems/sessions.md`` so that anybody can compute it again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from gighall.base import limits
from gighall.domain.orders.rules.clock import ENDINGS, Moment
from gighall.domain.orders.states import SIDES

Span = tuple[datetime, datetime]
# Up to when a side's line was seen that is not closed: by side and line.
Leases = Mapping[tuple[str, str], datetime]

SECOND = timedelta(seconds=1)
# An order that has ended, or that support looks at, ends what is billed: whoever closes the session later.
_CUTS = ENDINGS | {"case_opened"}


@dataclass(frozen=True)
class Reckoning:
    """Where a session stands.

    ``seconds`` are billed so far; ``is_counting`` says that they grow just now. ``together_until`` is the last moment
    in which both were there, None if they never were. ``present`` are the sides that are there, ``seen`` says until
    when each was seen last.
    """

    seconds: int
    is_counting: bool
    is_started: bool
    is_paused: bool
    ended_at: datetime | None
    together_until: datetime | None
    present: tuple[str, ...]
    seen: Mapping[str, datetime]


@dataclass
class _Log:
    """What the facts of one session say, gathered one by one."""

    session: str
    started_at: datetime | None = None
    ended_at: datetime | None = None
    paused_at: datetime | None = None
    pauses: list[Span] = field(default_factory=list)
    # The lines that are open, by side and name, with when they were joined; and the closed ones of each side.
    lines: dict[tuple[str, str], datetime] = field(default_factory=dict)
    spans: dict[str, list[Span]] = field(default_factory=lambda: {side: [] for side in SIDES})

    def take(self, moment: Moment) -> None:
        """Act on one fact; what is said twice, or about nothing, changes nothing.

        After the end only leaving is heard: until when somebody was there may be written down later.
        """
        if moment.kind in _CUTS and self.started_at is not None:
            self.ended_at = self.ended_at or moment.at
        if moment.fact.get("session") != self.session:
            return
        if self.ended_at is not None and moment.kind != "session_left":
            return
        match moment.kind:
            case "session_started":
                self.started_at = self.started_at or moment.at
            case "session_joined":
                self._join(moment)
            case "session_left":
                self._leave(moment)
            case "session_paused":
                self.paused_at = self.paused_at or moment.at
            case "session_resumed" if self.paused_at:
                self.pauses.append((self.paused_at, moment.at))
                self.paused_at = None
            case "session_ended" | "session_withdrawn":
                self.ended_at = moment.at

    def _join(self, moment: Moment) -> None:
        # Joined twice without a word of leaving: what was before is not proved, and counts from now on.
        side, line = moment.fact["side"], moment.fact["line"]
        if side in self.spans:
            self.lines[side, line] = moment.at

    def _leave(self, moment: Moment) -> None:
        side = moment.fact["side"]
        joined_at = self.lines.pop((side, moment.fact["line"]), None)
        if joined_at is not None:
            until = min(datetime.fromisoformat(moment.fact["until"]), moment.at)
            self.spans[side].append((joined_at, until))


def reckon(
    moments: Iterable[Moment],
    *,
    session: str,
    cap_seconds: int | None,
    leases: Leases,
    now: datetime,
) -> Reckoning:
    """Return what is billed of a session at ``now``, and who is there.

    Shapes: ``moments`` are the facts of the order's record, oldest first; ``leases`` of the lines that are open.
    """
    log = _Log(session)
    for moment in moments:
        log.take(moment)
    end = now if log.ended_at is None else log.ended_at
    fresh = {key: at for key, at in leases.items() if key in log.lines and at >= now - _present_time()}
    for (side, line), joined_at in log.lines.items():
        seen_at = leases.get((side, line))
        if seen_at is not None:
            log.spans[side].append((joined_at, seen_at))
    if log.paused_at is not None:
        log.pauses.append((log.paused_at, max(end, log.paused_at)))
    present = tuple(side for side in SIDES if log.ended_at is None and any(key[0] == side for key in fresh))
    return _reckoned(log, end, cap_seconds, present)


def carried_on(leases: Leases, *, now: datetime) -> Leases:
    """Return leases as if everybody who is present were seen at this very moment."""
    return {key: max(at, now) if at >= now - _present_time() else at for key, at in leases.items()}


def _reckoned(log: _Log, end: datetime, cap_seconds: int | None, present: tuple[str, ...]) -> Reckoning:
    buyer, seller = (united(log.spans[side]) for side in SIDES)
    together = common(buyer, seller)
    counted = common(together, [(log.started_at, end)]) if log.started_at else []
    billed = sum((until - at for at, until in without(counted, united(log.pauses))), timedelta())
    seconds = billed // SECOND
    capped = seconds if cap_seconds is None else min(seconds, cap_seconds)
    runs = log.started_at is not None and log.ended_at is None and log.paused_at is None
    has_time = cap_seconds is None or seconds < cap_seconds
    return Reckoning(
        seconds=capped,
        is_counting=runs and has_time and len(present) == len(SIDES),
        is_started=log.started_at is not None,
        is_paused=log.paused_at is not None and log.ended_at is None,
        ended_at=log.ended_at,
        together_until=min(together[-1][1], end) if together else None,
        present=present,
        seen={side: spans[-1][1] for side, spans in zip(SIDES, (buyer, seller), strict=True) if spans},
    )


def _present_time() -> timedelta:
    return timedelta(seconds=limits.SESSION_PRESENT_SECONDS)


def united(spans: Iterable[Span]) -> list[Span]:
    """Return the same time as spans that neither touch nor overlap, in order; empty ones fall away."""
    found: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def common(one: Sequence[Span], other: Sequence[Span]) -> list[Span]:
    """Return the time that is in both of two united lists."""
    found: list[Span] = []
    at_one = at_other = 0
    while at_one < len(one) and at_other < len(other):
        start = max(one[at_one][0], other[at_other][0])
        end = min(one[at_one][1], other[at_other][1])
        if start < end:
            found.append((start, end))
        if one[at_one][1] < other[at_other][1]:
            at_one += 1
        else:
            at_other += 1
    return found


def without(spans: Sequence[Span], holes: Sequence[Span]) -> list[Span]:
    """Return the time of united spans that is in none of the united holes."""
    left = list(spans)
    for hole_start, hole_end in holes:
        left = [
            part
            for start, end in left
            for part in ((start, min(end, hole_start)), (max(start, hole_end), end))
            if part[0] < part[1]
        ]
    return left
