"""What speaks for a word of a text to be of the detail that the text gives: how it looks and what stands beside it.

Each reason follows from very few facts: the look of a word and that of its neighbour, the classes of a phrase. So it is
told in small parts (``Telling``), and what each part weighs can be remembered by its facts.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from itertools import pairwise
from typing import Generic, NamedTuple, ParamSpec, TypeVar, cast

from gighall.guard.lexicon import Hit, plain
from gighall.guard.part_words import CHOSEN, Token, tokens_in
from gighall.guard.reading import Reading, read
from gighall.guard.word_lists import words

# From here on more counts as the same.
LETTERS_MOST, LINE_MOST, WORDS_MOST, WORDS_STEP = 12, 6, 6, 4
APP_BEFORE, APP_BEHIND, NEAR_BEFORE, NEAR_BEHIND = -5, 6, -2, 3
SHORT_LINE = 2
BLANK = "blank"
# What stands for the sign before the first word, and for that behind the last.
BEGIN, END = "n", "e"

Names = tuple[str, ...]
# Reasons as they are told: by their names, for whoever fits them, or by what they weigh.
Told = TypeVar("Told", int, Names)
Facts = ParamSpec("Facts")


class Telling(NamedTuple, Generic[Told]):
    """How each part of what speaks for a word is told."""

    # By the look of the word, and that of a neighbour; by those of the words behind these.
    before: Callable[[str, str], Told]
    behind: Callable[[str, str], Told]
    seconds: Callable[[str, str], Told]
    letters: Callable[[int], Told]
    sign_before: Callable[[str], Told]
    sign_behind: Callable[[str], Told]
    leads: Callable[[str], Told]
    # By the classes of the phrase.
    in_phrase: Callable[[frozenset[str]], Told]
    after_phrase: Callable[[frozenset[str]], Told]
    ahead_of_phrase: Callable[[frozenset[str]], Told]
    no_phrase: Told
    # By how many words it is away, and the look of the word.
    app: Callable[[int, str], Told]
    no_app: Told
    chosen: Callable[[str], Told]
    # By the words of the message, the look of the word, and where the message stands in its run; by whether the
    # message begins or ends with the word, and how many messages are short.
    line: Callable[[int, str, str], Told]
    edges: Callable[[bool, bool, int], Told]


class Reasons(NamedTuple, Generic[Told]):
    """The words of a text with what speaks for each, and the reasons that all of them share."""

    shared: list[str]
    words: list[tuple[Token, Told]]


def reasons_in(
    messages: Sequence[str], telling: Telling[Told], reading: Reading | None = None
) -> Reasons[Told]:
    """Return the words of messages, read as lines of one text, with what speaks for each.

    ``reading`` is what the lists know of that text, where it has been worked out.
    """
    text = "\n".join(messages)
    known = read(plain(text)) if reading is None else reading
    tokens = tokens_in(text, known.compared)
    told = _of_words(text, tokens, telling)
    hits, apps = known.hits, known.apps
    _add_phrases(told, tokens, hits, telling)
    if apps:
        _add_apps(told, tokens, apps, telling)
    else:
        told = [reasons + telling.no_app for reasons in told]
    chosen = Counter([token.look for token in tokens if token.look in CHOSEN])
    for index, token in enumerate(tokens):
        if token.look in chosen:
            told[index] += telling.chosen("alone" if chosen[token.look] == 1 else "among others")
    if len(messages) > 1:
        _add_lines(told, text, tokens, len(messages), telling)
    return Reasons(_shared(hits, tokens), list(zip(tokens, told, strict=True)))


def _shared(hits: Sequence[Hit], tokens: Sequence[Token]) -> list[str]:
    """Return the reasons that all words of a text share."""
    names = sorted({name for classes in {hit.classes for hit in hits} for name in classes if "=" not in name})
    shared = [f"has {name}" for name in names] or ["has nothing"]
    return [*shared, f"words {min(WORDS_MOST, len(tokens) // WORDS_STEP)}"]


def _of_words(text: str, tokens: Sequence[Token], telling: Telling[Told]) -> list[Told]:
    """Return what tells how words and their neighbours look, and of the signs between them."""
    looks: list[str] = [token.look for token in tokens]
    gaps: list[str] = [text[one.end : two.start] for one, two in pairwise(tokens)]
    beside = zip(["begin", *looks], [*looks[1:], "end"], ["", "", *looks], [*looks[2:], "", ""], strict=False)
    signs = zip([BEGIN, *[_sign(gap[::-1]) for gap in gaps]], [*map(_sign, gaps), END], strict=True)
    leads = words("handle_words", "small_leads")
    told: list[Told] = []
    led_by = ""
    for token, (first, last, second, second_last), (before, behind) in zip(
        tokens, beside, signs, strict=False
    ):
        start, end, look, said = token
        reasons = (
            telling.before(look, first)
            + telling.behind(look, last)
            + telling.seconds(second, second_last)
            + telling.letters(min(LETTERS_MOST, end - start))
            + telling.sign_before(before)
            + telling.sign_behind(behind)
        )
        told.append(reasons + telling.leads(led_by) if led_by in leads else reasons)
        led_by = said
    return told


def _sign(gap: str) -> str:
    """Return the first sign of what stands between two words."""
    if gap == " ":
        return BLANK
    said = gap.strip(" ")
    return BLANK if gap and not said else "line" if said[:1] == "\n" else said[:1] or "nothing"


def _add_phrases(
    told: list[Told], tokens: Sequence[Token], hits: Sequence[Hit], telling: Telling[Told]
) -> None:
    """Add what tells of the phrases of the lists a word stands in, right behind or right before."""
    starts, ends = [token.start for token in tokens], [token.end for token in tokens]
    alone = set(range(len(tokens)))
    for hit in hits:
        first, behind = bisect_right(ends, hit.start), bisect_left(starts, hit.end)
        for index in range(first, behind):
            told[index] += telling.in_phrase(hit.classes)
            alone.discard(index)
        if 0 < behind < len(tokens):
            told[behind] += telling.after_phrase(hit.classes)
        if 0 < first < len(tokens):
            told[first - 1] += telling.ahead_of_phrase(hit.classes)
    for index in alone:
        told[index] += telling.no_phrase


def _add_apps(told: list[Told], tokens: Sequence[Token], apps: Sequence[Hit], telling: Telling[Told]) -> None:
    """Add what tells how many words from the nearest name of an app a word stands."""
    starts, ends = [token.start for token in tokens], [token.end for token in tokens]
    places = [(bisect_left(starts, app.end), bisect_right(ends, app.start)) for app in apps]
    for index, token in enumerate(tokens):
        away = [
            index - behind if index >= behind else -1 - max(0, before - index - 1)
            for behind, before in places
        ]
        told[index] += telling.app(max(APP_BEFORE, min(APP_BEHIND, min(away, key=abs))), token.look)


def _add_lines(
    told: list[Told], text: str, tokens: Sequence[Token], count: int, telling: Telling[Told]
) -> None:
    """Add what tells how a word stands in its message, and that message in its run."""
    ends = [at for at, sign in enumerate(text) if sign == "\n"]
    lines = [bisect_left(ends, token.start) for token in tokens]
    sizes = Counter(lines)
    short = min(LINE_MOST, sum(size <= SHORT_LINE for size in sizes.values()))
    for index, token in enumerate(tokens):
        line = lines[index]
        place = "last" if line == count - 1 else "first" if line == 0 else "between"
        begins = index > 0 and lines[index - 1] != line
        stops = index + 1 == len(lines) or lines[index + 1] != line
        told[index] += telling.line(min(LINE_MOST, sizes[line]), token.look, place)
        told[index] += telling.edges(begins, stops, short)


def _before(look: str, first: str) -> Names:
    """Return how a word looks, and the one before it."""
    return f"is {look}", f"before {first}", f"{look} before {first}"


def _behind(look: str, last: str) -> Names:
    """Return how a word and the one behind it look."""
    return f"behind {last}", f"{look} behind {last}"


def _seconds(first: str, last: str) -> Names:
    """Return how the words look that stand beside those beside a word."""
    before = (f"second before {first}",) if first else ()
    return (*before, f"second behind {last}") if last else before


def _of_phrase(place: str, classes: frozenset[str]) -> Names:
    return tuple([f"{place} {name}" for name in sorted(classes) if "=" not in name])


def _app(away: int, look: str) -> Names:
    return f"app {away}", f"app {max(NEAR_BEFORE, min(NEAR_BEHIND, away))} {look}"


def _line(size: int, look: str, place: str) -> Names:
    return "run", f"line of {size}", f"line of {min(NEAR_BEHIND + 1, size)} {look}", f"line {place}"


def _edges(begins: bool, ends: bool, short: int) -> Names:
    """Return whether a message begins or ends with a word, and how many messages are short."""
    found = (*(("line begins",) if begins else ()), *(("line ends",) if ends else ()))
    return (*found, f"short lines {short}")


def _named(name: str) -> Callable[[object], Names]:
    """Return a telling of one fact: its name, and the fact."""
    return lambda fact: (f"{name} {fact}",)


# What speaks for a word, by its names.
BY_NAMES: Telling[Names] = Telling(
    before=_before,
    behind=_behind,
    seconds=_seconds,
    letters=_named("letters"),
    sign_before=_named("sign before"),
    sign_behind=_named("sign behind"),
    leads=_named("led by"),
    in_phrase=partial(_of_phrase, "in"),
    after_phrase=partial(_of_phrase, "after"),
    ahead_of_phrase=partial(_of_phrase, "ahead of"),
    no_phrase=("in nothing",),
    app=_app,
    no_app=("no app",),
    chosen=_named("chosen"),
    line=_line,
    edges=_edges,
)


def by_weight(weights: Mapping[str, int]) -> Telling[int]:
    """Return the telling of what speaks for a word by what it weighs; of each few facts that is remembered."""

    def weigh(names: Names) -> int:
        return sum([weights.get(name, 0) for name in names])

    def weighed(tell: Callable[Facts, Names]) -> Callable[Facts, int]:
        def told(*facts: Facts.args, **named: Facts.kwargs) -> int:
            return weigh(tell(*facts, **named))

        return cast("Callable[Facts, int]", cache(told))

    of = BY_NAMES
    return Telling(
        before=weighed(of.before),
        behind=weighed(of.behind),
        seconds=weighed(of.seconds),
        letters=weighed(of.letters),
        sign_before=weighed(of.sign_before),
        sign_behind=weighed(of.sign_behind),
        leads=weighed(of.leads),
        in_phrase=weighed(of.in_phrase),
        after_phrase=weighed(of.after_phrase),
        ahead_of_phrase=weighed(of.ahead_of_phrase),
        no_phrase=weigh(of.no_phrase),
        app=weighed(of.app),
        no_app=weigh(of.no_app),
        chosen=weighed(of.chosen),
        line=weighed(of.line),
        edges=weighed(of.edges),
    )
