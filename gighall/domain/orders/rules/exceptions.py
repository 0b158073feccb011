"""Which exceptions for outside contact an order was told of, read from the facts of its record. Plain Python."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from .clock import Moment

GRANTED, REVOKED = "exception_granted", "exception_revoked"


@dataclass(frozen=True)
class ToldException:
    """An exception as the record tells of it. ``ends_at`` is its end, or when it was revoked, and why."""

    waiver: str
    kinds: tuple[str, ...]
    ends_at: datetime
    reason: str
    is_only_here: bool
    revoked_because: str = ""

    def runs(self, now: datetime) -> bool:
        """Say whether it holds at this moment."""
        return not self.revoked_because and now < self.ends_at


def exceptions_told(facts: Iterable[Moment]) -> list[ToldException]:
    """Return the exceptions that an order was told of, the newest first."""
    found: dict[str, ToldException] = {}
    for moment in facts:
        said = moment.fact
        if moment.kind == GRANTED:
            found[said["waiver"]] = ToldException(
                said["waiver"],
                tuple(said["kinds"]),
                datetime.fromisoformat(said["until"]),
                said["reason"],
                bool(said.get("only_here")),
            )
        elif moment.kind == REVOKED and said["waiver"] in found:
            found[said["waiver"]] = replace(
                found[said["waiver"]],
                ends_at=datetime.fromisoformat(said["until"]),
                revoked_because=said["reason"],
            )
    return list(reversed(found.values()))


def exceptions_worth_telling(told: Sequence[ToldException], *, now: datetime) -> list[ToldException]:
    """Return those that run; when none does, the one that was told last."""
    return [each for each in told if each.runs(now)] or list(told[:1])
