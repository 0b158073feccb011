"""The hall's clock. Doors read it; rooms are given ``now``.

In demo mode and in tests the clock can be moved forward: one row of ``clock_offset`` holds the seconds
by which every program is ahead of the real time. In a real hall the row is never read.
"""

import time
from datetime import UTC, datetime, timedelta

READ_OFFSET_SQL = "SELECT seconds FROM clock_offset WHERE id = 1"
MOVE_OFFSET_SQL = """
INSERT INTO clock_offset (id, seconds) VALUES (1, %s)
ON CONFLICT (id) DO UPDATE SET seconds = clock_offset.seconds + EXCLUDED.seconds
RETURNING seconds
"""
OFFSET_FRESH_SECONDS = 0.5


class _Offset:
    seconds = 0.0
    read_at = float("-inf")


def now() -> datetime:
    """Return the hall's present time in UTC, to the millisecond (what a record can hold)."""
    moved = datetime.now(UTC) + timedelta(seconds=_Offset.seconds)
    return moved.replace(microsecond=moved.microsecond // 1000 * 1000)


def take_offset(seconds: float) -> None:
    """Set how far this process is ahead; called with what a fresh read of the row gave."""
    _Offset.seconds = float(seconds)
    _Offset.read_at = time.monotonic()


def offset_is_stale() -> bool:
    """Say whether the row should be read again before the clock is trusted."""
    return time.monotonic() - _Offset.read_at > OFFSET_FRESH_SECONDS
