"""Say where numbers in several messages stand each for itself: counted, measured, or going up."""

import re
from collections.abc import Sequence
from itertools import pairwise

from gighall.guard.counting import counts
from gighall.guard.word_lists import words

STEP_MAX = 10
# How many numbers that go up are no chance; how many of one length, hardly apart from each other, are none.
RISING_MIN, CLOSE_MIN, CLOSE_SHARE = 5, 3, 1.25

_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")


def is_list(groups: Sequence[str]) -> bool:
    """Say whether groups of digits count: 451, 452, 453."""
    steps = {int(two) - int(one) for one, two in pairwise(groups)}
    return len(steps) == 1 and abs(next(iter(steps))) <= STEP_MAX


def are_measured(messages: Sequence[str]) -> bool:
    """Say whether messages up to the last number say what the numbers measure."""
    said = _WORD.findall("\n".join(messages).lower())
    return not words("phone_cues", "measured").isdisjoint(said)


def goes_up(parts: Sequence[str]) -> bool:
    """Say whether the numbers of messages go up as those of a list do, or are of one kind and hardly apart."""
    rows = [[int(one) for one in _NUMBER.findall(part)] for part in parts]
    values = [value for row in rows for value in row]
    rises = all(one < two for one, two in pairwise(values))
    if len(values) >= RISING_MIN and rises:
        return True
    if len(values) > len(rows) and all(
        len(row) > 1 and counts([*row, row[-1] + 1, row[-1] + 2]) for row in rows
    ):
        return True
    lengths = {len(one) for part in parts for one in _NUMBER.findall(part)}
    return (
        len(values) >= CLOSE_MIN
        and len(lengths) == 1
        and rises
        and values[-1] <= CLOSE_SHARE * max(1, values[0])
    )
