"""How fast one person may post: a bucket that fills at a steady rate."""

from dataclasses import dataclass


@dataclass(slots=True)
class Bucket:
    """Holds at most ``burst`` posts and gains ``per_second``. Time is passed in."""

    per_second: float
    burst: float
    level: float
    at: float

    @classmethod
    def full(cls, *, per_second: float, burst: float, now: float) -> "Bucket":
        """Return a full bucket."""
        return cls(per_second, burst, burst, now)

    def take(self, now: float) -> bool:
        """Take one post out; False when the bucket is empty."""
        self.level = min(self.burst, self.level + (now - self.at) * self.per_second)
        self.at = now
        if self.level < 1:
            return False
        self.level -= 1
        return True
