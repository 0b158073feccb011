"""Tell which words of a message, or of a run, are the detail that it gives: where the guard found less than all of it.

A message is known to give something, by its wording or by a part that was found. Each of its words has reasons to be
of the detail: how it looks, whether it is a word that people say, what stands beside it, how far the app is. Each
reason has a weight in ``data/part_weights.txt``, in hundredths of log-odds; ``tools/guard_fit.py`` fits them to the
corpus. Nothing here decides whether a message is found: only how much of it.
"""

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache

from gighall.guard.domains import top_level_class
from gighall.guard.finding import Finding, Kind
from gighall.guard.lexicon import plain
from gighall.guard.part_reasons import Telling, by_weight, reasons_in
from gighall.guard.part_words import CHOSEN, Token
from gighall.guard.reading import Reading, read
from gighall.guard.weighing import NUMBER_KINDS, SENTENCE_KINDS
from gighall.guard.word_lists import phrases
from gighall.guard.wording import LEANING, leaning, wording_of

HUNDREDTHS = 100
# A word that is likelier than not begins and ends a part, one that is nearly so may stand in it.
EDGE_FROM, WITHIN_FROM = 25, -50
# Where no detail was found at all, better a word too many than half of it.
ALONE_EDGE_FROM, ALONE_WITHIN_FROM = -20, -100
# How much surer words must be that everybody says, and how much less sure figures, which seldom stand alone.
MORE_FOR = {"known": 30, "sign": 70, "letter": 50, "unspaced": 40, "digits": -60, "figures": -60}
# A message of so few words between parts needs less.
WORDS_BETWEEN, BETWEEN_FROM = 2, -200
# What hardly stands apart is one part; longer texts tell more than a detail.
GAP_MAX, CHARACTERS_MAX = 4, 600
CONFIDENCE_MIN, CONFIDENCE_MAX = 0.5, 0.8
DIGITS_MIN, FIGURES_MIN, NUMBER_MIN = 6, 4, 9
# What a run must weigh together that nothing was found in: twice its wording, its two likeliest words, and how many
# words look like a name's.
RUN_MIN, LEAN_MOST, LOOKS_MOST, NAMED_MOST = 190, 300, 300, 4
FIRST_COUNTS, SECOND_COUNTS, NAMED_COUNTS = 0.6, 0.25, 45
# Figures alone count and measure.
FIGURES_ONLY = -250
PARTS_MOST = (FIRST_COUNTS + SECOND_COUNTS) * LOOKS_MOST + NAMED_COUNTS * NAMED_MOST
FIGURES = ("digits", "figures", "number")
LIKELY = "likely part"
# What all words of a text share speaks once more for those that look chosen.
LOOKS = "chosen "

_CODE = re.compile(r"[{};`\\]|\w\(|[=-]>|::|\(\"")

# Where a stretch begins and ends, and the weight of its likeliest word; where a detail stands among all messages.
Stretch = tuple[int, int, int]
Placed = tuple[int, int, Finding]


def with_likely_parts(
    messages: Sequence[str], found: Sequence[Finding], reading: Reading | None = None
) -> list[Finding]:
    """Return findings, details among them with all that is likely theirs, and details that only were proposed.

    ``reading`` is what the lists know of a single message, where that has been worked out for it as it was written.
    """
    details = [one for one in found if one.kind not in SENTENCE_KINDS]
    if not found or not _may_be_more(messages, details):
        return list(found)
    text = "\n".join(messages)
    if len(text) > CHARACTERS_MAX:
        return list(found)
    starts = _starts(messages)
    reading = reading or read(plain(text))
    weighed = weighed_tokens(messages, reading)
    placed = [(starts[one.message] + one.start, starts[one.message] + one.end, one) for one in details]
    groups = _groups(text, weighed, is_alone=not details)
    if len(messages) > 1:
        groups += _between(starts, weighed, [*(one[:2] for one in placed), *(one[:2] for one in groups)])
    if not groups:
        return list(found)
    grown, rest = _grown(text, placed, groups)
    kind = details[0].kind if details else _kind(text, reading)
    more = [_moved(one, starts, start, end) for start, end, one in grown]
    for stretch in rest:
        said = text[stretch[0] : stretch[1]].lower()
        # An address by itself was judged as one, and left alone: the own hall, a manual. A small number counts.
        if not (_is_address(said) or (len(messages) == 1 and _is_little(said))):
            more.append(_likely(text, starts, stretch, kind, said if details else LEANING))
    sayings = [one for one in found if one.kind in SENTENCE_KINDS]
    return sorted([*sayings, *more], key=lambda one: (one.message, one.start, one.end))


def find_likely_over(messages: Sequence[str]) -> list[Finding]:
    """Return the likely parts of a detail that is told over messages, where nothing of it was found.

    Neither the wording of the run nor how its words look says enough by itself: together they do.
    """
    text = "\n".join(messages)
    if len(text) > CHARACTERS_MAX or _CODE.search(text):
        return []
    reading = read(plain(text))
    # How its words look is weighed below.
    said = wording_of(text, reading)._replace(looks=[])
    lean = 2 * max(-LEAN_MOST, min(LEAN_MOST, leaning(said)))
    if lean + PARTS_MOST < RUN_MIN:
        return []
    weighed = weighed_tokens(messages, reading)
    if lean + _looks_together(weighed) < RUN_MIN:
        return []
    return [
        _likely(text, _starts(messages), stretch, _kind(text, reading), LEANING)
        for stretch in _groups(text, weighed, is_alone=False)
    ]


def _looks_together(weighed: Sequence[tuple[Token, int]]) -> float:
    """Return how much the words of a run look like those of a name: the two likeliest, and how many are no figures."""
    named = sum(weight > 0 and not token.look.startswith(FIGURES) for token, weight in weighed)
    most = [max(-HUNDREDTHS, min(LOOKS_MOST, weight)) for _token, weight in weighed]
    first, second = sorted([-HUNDREDTHS, -HUNDREDTHS, *most])[-1:-3:-1]
    figures_only = 0 if named else FIGURES_ONLY
    return (
        FIRST_COUNTS * first + SECOND_COUNTS * second + NAMED_COUNTS * min(NAMED_MOST, named) + figures_only
    )


def _likely(text: str, starts: Sequence[int], stretch: Stretch, kind: Kind, value: str) -> Finding:
    """Return a stretch that is likely of a detail as a finding of its message."""
    start, end, weight = stretch
    line = bisect_right(starts, start) - 1
    return Finding(kind, line, start - starts[line], end - starts[line], value, _sure(weight), (LIKELY,))


def _may_be_more(messages: Sequence[str], details: Sequence[Finding]) -> bool:
    """Say whether a detail may be longer than what was found of it."""
    if len(messages) > 1 or not details:
        return True
    return not all(_is_whole(messages[0], one) for one in details)


def _is_whole(text: str, one: Finding) -> bool:
    """Say whether a detail was written as everybody writes it; of account names nobody knows where they end."""
    if one.kind in NUMBER_KINDS and sum(map(str.isdecimal, one.value)) >= NUMBER_MIN:
        return True
    is_written = not one.hidden or (one.kind == "email" and "@" in text[one.start : one.end])
    return is_written and one.kind != "handle"


def _starts(messages: Sequence[str]) -> list[int]:
    """Return where each message begins in all of them, as lines of one text."""
    starts = [0]
    for text in messages[:-1]:
        starts.append(starts[-1] + len(text) + 1)
    return starts


def _moved(one: Finding, starts: Sequence[int], start: int, end: int) -> Finding:
    first = starts[one.message]
    return one.moved(start - first, end - first, hidden=one.hidden)


def _between(
    starts: Sequence[int], weighed: Sequence[tuple[Token, int]], known: Sequence[tuple[int, int]]
) -> list[Stretch]:
    """Return the messages of a word or two between parts, which hold nothing of talk."""
    told = {bisect_right(starts, start) - 1 for start, _end in known}
    lines: dict[int, list[tuple[Token, int]]] = {}
    for token, weight in weighed:
        lines.setdefault(bisect_right(starts, token.start) - 1, []).append((token, weight))
    return [
        (said[0][0].start, said[-1][0].end, max(weight for _token, weight in said))
        for line, said in lines.items()
        if line not in told
        and {line - 1, line + 1} <= told
        and len(said) <= WORDS_BETWEEN
        and min(weight for _token, weight in said) >= BETWEEN_FROM
    ]


def _is_address(said: str) -> bool:
    """Say whether a stretch is an address as everybody writes it."""
    host = said.partition("://")[2] or said
    host = host.partition("/")[0]
    return (
        "." in host.strip(".")
        and " " not in said
        and top_level_class(host.rpartition(".")[2]) in {"plain", "reserved"}
    )


def _is_little(said: str) -> bool:
    """Say whether a stretch is a small number or letters that stand apart, which by themselves are no detail."""
    return max(map(len, said.split())) == 1 or (said.isdecimal() and len(said) < FIGURES_MIN)


def _groups(text: str, weighed: Iterable[tuple[Token, int]], *, is_alone: bool) -> list[Stretch]:
    """Return the stretches of words that are likely of a detail, each with the weight of its likeliest word.

    ``is_alone`` says that nothing else was found of it.
    """
    within_from = ALONE_WITHIN_FROM if is_alone else WITHIN_FROM
    groups: list[list[tuple[Token, int]]] = []
    for token, weight in weighed:
        if weight < within_from:
            continue
        end = groups[-1][-1][0].end if groups else 0
        if groups and token.start - end <= GAP_MAX and "\n" not in text[end : token.start]:
            groups[-1].append((token, weight))
        else:
            groups.append([(token, weight)])
    found = []
    for group in groups:
        sure = [
            index
            for index, (token, weight) in enumerate(group)
            if weight >= _edge(token.look.partition(" ")[0], is_alone=is_alone)
        ]
        if sure:
            most = max(weight for _token, weight in group)
            found.append((group[sure[0]][0].start, group[sure[-1]][0].end, most))
    return found


def _edge(look: str, *, is_alone: bool) -> int:
    """Return how likely a word of a look must be to begin or end a part; a word that everybody says always as much."""
    least = ALONE_EDGE_FROM if is_alone and look != "known" else EDGE_FROM
    return least + MORE_FOR.get(look, 0)


def _grown(
    text: str, placed: Sequence[Placed], groups: Sequence[Stretch]
) -> tuple[list[Placed], list[Stretch]]:
    """Return details with the stretches that go on with them, and the stretches that stand apart."""
    grown = sorted(placed, key=lambda one: one[:2])
    rest: list[Stretch] = []
    for start, end, weight in groups:
        beside = [
            index
            for index, (first, last, _one) in enumerate(grown)
            if first - GAP_MAX <= end
            and start - GAP_MAX <= last
            and "\n" not in text[min(end, last) : max(start, first)]
        ]
        if not beside:
            rest.append((start, end, weight))
            continue
        # Between details each takes what stands before it, and the last one what is left.
        low, high = beside[0], beside[-1]
        for index in beside:
            first, last, one = grown[index]
            floor = grown[index - 1][1] if index and index > low else start
            first = min(first, max(floor, start) if index == low else _behind(text, floor, first))
            if index == high:
                ceiling = grown[index + 1][0] if index + 1 < len(grown) else len(text)
                last = max(last, min(end, ceiling))
            grown[index] = first, last, one
    return grown, rest


def _behind(text: str, floor: int, first: int) -> int:
    """Return where the words between two details begin."""
    while floor < first and not text[floor].isalnum() and text[floor] not in "@$_":
        floor += 1
    return floor


def _sure(weight: int) -> float:
    """Return the confidence of a stretch by the weight of its likeliest word."""
    return round(min(CONFIDENCE_MAX, max(CONFIDENCE_MIN, 1 / (1 + math.exp(-weight / HUNDREDTHS)))), 3)


def _kind(text: str, known: Reading) -> Kind:
    """Return what a text most likely gives that proposes something and of which no detail was found."""
    if not known.has_app and "payapp" in known.classes:
        return "payment"
    if sum(map(str.isdigit, text)) >= DIGITS_MIN and not known.has_app:
        return "phone"
    return "handle"


def weighed_tokens(messages: Sequence[str], reading: Reading | None = None) -> list[tuple[Token, int]]:
    """Return the words of messages, as lines of one text, with how likely each is one of a detail."""
    known = weights()
    shared, words = reasons_in(messages, _telling(), reading)
    evenly = sum([known.get(name, 0) for name in shared])
    chosen = evenly + sum([known.get(f"{LOOKS}{name}", 0) for name in shared])
    return [(token, weight + (chosen if token.look in CHOSEN else evenly)) for token, weight in words]


@cache
def _telling() -> Telling[int]:
    return by_weight(weights())


@cache
def weights() -> dict[str, int]:
    """Return the weight of each reason, in hundredths of log-odds."""
    lines = (line.rpartition(" ") for line in phrases("part_weights", ""))
    return {name: int(weight) for name, _, weight in lines}
