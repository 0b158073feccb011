"""Say where somebody counts or multiplies rather than tells a number: up, down, in bars, so many of each."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from gighall.guard.number_words import Spoken

PERIOD_MAX, COUNTED_MIN = 4, 4
# Bars of counting: so long at the least, beginning so, and so much of all that is said.
BAR_MIN, BARS_SHARE = 3, 0.6
BAR_BEGINS = (1, 2, 5)
# Figures with two behind the point, as in a list of results; a telephone's pairs go on and on.
_DECIMAL = re.compile(r"(?<![\d.,])\d{1,4}[.,]\d\d(?![\d.,]\d)")
DECIMALS_MIN, FRACTIONS_MIN, YEARS_MIN = 2, 2, 2
# Between the two figures of a fraction, but not between each two: "over" also ends what is said by radio.
_FRACTION = re.compile(r"\s(?:over|durch|sur|sobre|su)\s", re.IGNORECASE)
_CENTURIES = frozenset({18, 19, 20})


def tells_figures(written: str, values: Sequence[int]) -> bool:
    """Say whether figures are said of which each is one for itself: bars, results, fractions, equations, years."""
    fractions = len(_FRACTION.findall(written))
    return (
        counts_bars(values)
        or len(_DECIMAL.findall(written)) >= DECIMALS_MIN
        or FRACTIONS_MIN <= fractions < len(values) - 1
        or " = " in written
        or _are_years(values)
    )


def _are_years(values: Sequence[int]) -> bool:
    """Say whether years are said as people say them: nineteen twelve, nineteen eighty-nine."""
    pairs = [one in _CENTURIES and 9 < two < 100 for one, two in pairwise(values)]
    return sum(pairs) >= YEARS_MIN and pairs[0]


def tells_counts(stream: Sequence[Spoken]) -> bool:
    """Say whether somebody multiplies, or says how many there are of each: "two threes, four twos and six ones"."""
    roles = Counter(one.role for one in stream)
    return roles["times"] > 1 or 2 * roles["several"] >= max(2, len(stream) - roles["and"])


def is_periodic(digits: str) -> bool:
    """Say whether a short series repeats: one two three one two three."""
    return any(
        digits == (digits[:period] * len(digits))[: len(digits)] for period in range(1, PERIOD_MAX + 1)
    )


def _is_even(values: Sequence[int]) -> bool:
    """Say whether numbers stay or go on by one."""
    steps = {two - one for one, two in pairwise(values)}
    return len(steps) == 1 and steps <= {-1, 0, 1}


def counts(values: Sequence[int]) -> bool:
    """Say whether somebody counts, up or down, with at most one stray number: one by one, or "2 of 5, 3 of 5"."""
    if len(values) > 2 * COUNTED_MIN - 2 and all(_is_even(values[turn::2]) for turn in (0, 1)):
        return True
    steps = [two - one for one, two in pairwise(values)]
    same = max((steps.count(step) for step in (-2, -1, 1, 2)), default=0)
    return len(steps) >= COUNTED_MIN and len(steps) - same <= 1


def counts_bars(values: Sequence[int]) -> bool:
    """Say whether somebody counts bars or breaths: one two three four, two two three four, five six seven eight."""
    bars: list[list[int]] = []
    for value in values:
        if bars and value == bars[-1][-1] + 1:
            bars[-1].append(value)
        else:
            bars.append([value])
    long = [bar for bar in bars if len(bar) >= BAR_MIN]
    begins = {*BAR_BEGINS, *(bar[-1] + 1 for bar in long)}
    return (
        len(long) > 1
        and sum(map(len, long)) >= BARS_SHARE * len(values)
        and all(bar[0] in begins for bar in long)
    )
