"""The sentences of a text, with the phrases that the lists know in them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gighall.guard.lexicon import Hit

# How many letters count as a word where words have no blanks between them.
UNSPACED_LETTERS = 3
FAR, FAR_WORDS = 120, 99

STOP = re.compile(r"[!?…。！？;\n؟।]|\.(?=\s|$)|[{}=<>\[\]]")
ASCII_COMMAS = ",:()"
COMMA = re.compile(r"[,:،、，()—]")
UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")


@dataclass(slots=True)
class Sentence:
    """The phrases of one sentence, and where it stands."""

    start: int
    end: int
    hits: tuple[Hit, ...]


def sentences_of(text: str, hits: Sequence[Hit]) -> Iterator[Sentence]:
    """Yield the sentences that hold phrases; ``hits`` are in order."""
    first, start = 0, 0
    for index in range(1, len(hits) + 1):
        if index == len(hits):
            stop = STOP.search(text, hits[-1].end)
            yield Sentence(start, stop.end() if stop else len(text), tuple(hits[first:]))
        else:
            stop = STOP.search(text, hits[index - 1].end, hits[index].start)
            if stop is not None:
                yield Sentence(start, stop.end(), tuple(hits[first:index]))
                first, start = index, stop.end()


def words_between(text: str, start: int, end: int) -> int:
    """Return how many words stand between two places; a comma counts as one more."""
    if end - start <= 1:
        return 0
    if end - start > FAR:
        return FAR_WORDS
    between = text[start:end]
    if between.isascii():
        return len(between.split()) + sum(map(between.count, ASCII_COMMAS))
    unspaced = len(UNSPACED.findall(between))
    return len(between.split()) + len(COMMA.findall(between)) + unspaced // UNSPACED_LETTERS
