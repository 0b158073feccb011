"""How fast one person may do what: buckets that fill at a steady rate."""

from dataclasses import dataclass
from typing import Literal

from gighall.base import limits

Deed = Literal["post", "since", "signal", "check", "attend", "call"]


@dataclass(slots=True)
class Bucket:
    """Holds at most ``burst`` deeds and gains ``per_second``. Time is passed in."""

    per_second: float
    burst: float
    level: float
    at: float

    @classmethod
    def full(cls, *, per_second: float, burst: float, now: float) -> "Bucket":
        """Return a full bucket."""
        return cls(per_second, burst, burst, now)

    def take(self, now: float) -> bool:
        """Take one deed out; False when the bucket is empty."""
        self.level = self._level(now)
        self.at = now
        if self.level < 1:
            return False
        self.level -= 1
        return True

    def is_full(self, now: float) -> bool:
        """Say whether the bucket has filled up again."""
        return self._level(now) >= self.burst

    def _level(self, now: float) -> float:
        return min(self.burst, self.level + (now - self.at) * self.per_second)


class Paces:
    """Everybody's buckets, one for each deed; a full one is made when it is needed."""

    def __init__(self) -> None:
        self._buckets: dict[tuple[int, Deed], Bucket] = {}
        self._rates: dict[Deed, tuple[float, float]] = {
            "post": (limits.POSTS_PER_SECOND, limits.POSTS_BURST),
            "since": (limits.SINCES_PER_SECOND, limits.SINCES_BURST),
            "signal": (limits.SIGNALS_PER_SECOND, limits.SIGNALS_BURST),
            "attend": (limits.ATTENDS_PER_SECOND, limits.ATTENDS_BURST),
            "check": (limits.CHECKS_PER_SECOND, limits.CHECKS_BURST),
            "call": (limits.CALL_SIGNALS_PER_SECOND, limits.CALL_SIGNALS_BURST),
        }

    def take(self, person_id: int, deed: Deed, now: float) -> bool:
        """Count one deed of a person; False when they are too fast."""
        bucket = self._buckets.get((person_id, deed))
        if bucket is None:
            per_second, burst = self._rates[deed]
            bucket = Bucket.full(per_second=per_second, burst=burst, now=now)
            self._buckets[person_id, deed] = bucket
        return bucket.take(now)

    def forget_full(self, now: float) -> None:
        """Drop the buckets of people who have been quiet for a while."""
        self._buckets = {whose: bucket for whose, bucket in self._buckets.items() if not bucket.is_full(now)}
