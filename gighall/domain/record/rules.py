"""Refusals of the room record, and how the words of its entries are named in the index. Plain Python."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import zip_longest

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.words import Hit, Sought, words_in

# A word that PostgreSQL keeps of a text has a place up to this one.
PLACE_MAX = 16_383
# An entry of this age weighs half as much as one of now with the same words.
HALF_AGE = timedelta(days=30)


class RecordClosed(Refused):
    """The conversation has ended; it can be read, not continued."""

    code = "closed"


class RecordNotOpenToYou(Refused):
    """The person is not (or no longer) a participant who may write."""

    code = "no_access"


class KeyReused(Refused):
    """The same client key came with other words."""

    code = "key_reused"


class CannotErase(Refused):
    """What is named is no message of the record."""

    code = "cannot_erase"


class JudgedTooEarly(Refused):
    """The facts under which the words were judged changed; judge again."""

    code = "stale"


@dataclass(frozen=True)
class SearchedRecord:
    """A record in which somebody looks for something: from which entry to which one."""

    record_id: int
    first: int
    last: int


def part_of(record_id: int, number: int) -> str:
    """Return the name of the part of a record in which an entry stands.

    Every word is indexed behind it. So a search reads what is in its own parts of the index, however large the
    rest has grown, also for beginnings of words and for words that everybody uses.
    """
    return f"{record_id:x}.{number // limits.SEARCHED_PART_ENTRIES:x}"


def indexed_words(*, record_id: int, number: int, text: str) -> str:
    """Return the words of an entry as the database writes a ``tsvector``; empty where there are none."""
    part = part_of(record_id, number)
    places: dict[str, list[str]] = {}
    for place, word in enumerate(words_in(text), start=1):
        if place > PLACE_MAX:
            break
        places.setdefault(word.word, []).append(str(place))
    return " ".join(f"'{part}:{word}':{','.join(found)}" for word, found in places.items())


def parts_to_search(records: Iterable[SearchedRecord]) -> list[str]:
    """Return the parts of records, the newest of each first, in the order of the records; a bounded number."""
    size = limits.SEARCHED_PART_ENTRIES
    each = [
        [part_of(one.record_id, block * size) for block in range(one.last // size, one.first // size - 1, -1)]
        for one in records
    ]
    turns = (part for turn in zip_longest(*each) for part in turn if part is not None)
    return [part for part, _n in zip(turns, range(limits.SEARCHED_PARTS_MAX), strict=False)]


def queries_for(parts: Sequence[str], sought: Sequence[Sought]) -> Iterator[str]:
    """Yield what the index is asked, as the database writes a ``tsquery``: some parts at a time, few of them at first.

    What is everywhere is found in the first ones, and the others need not be asked.
    """
    # Whether words follow each other is looked up entry by entry: there, the time is asked for more often.
    is_quick = all(len(each.words) == 1 for each in sought)
    most = limits.SEARCHED_PARTS_AT_ONCE if is_quick else limits.SEARCHED_PARTS_IN_QUOTES
    start, count = 0, 1
    while start < len(parts):
        yield " | ".join(f"({_query_in(part, sought)})" for part in parts[start : start + count])
        start, count = start + count, min(count * 2, most)


def _query_in(part: str, sought: Sequence[Sought]) -> str:
    return " & ".join(f"({_following(part, each)})" for each in sought)


def _following(part: str, sought: Sought) -> str:
    words = [f"'{part}:{word}'" for word in sought.words]
    if sought.is_open:
        words[-1] += ":*"
    return " <-> ".join(words)


def weight_of(*, hits: Sequence[Hit], characters: int, age: timedelta) -> float:
    """Return how well an entry answers a search: whole words, in few others, not long ago."""
    said = sum(2.0 if hit.is_whole else 1.0 for hit in hits)
    density = (1.0 + math.log(1.0 + said)) / (1.0 + math.log(1.0 + characters / 40.0))
    return density / (1.0 + max(age, timedelta()) / HALF_AGE)
