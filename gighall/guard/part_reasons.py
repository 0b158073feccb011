"""What speaks for a word of a text to be of the detail that the text gives: how it looks and what stands beside it."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from gighall.guard.lexicon import MARKS, Hit, Plain, plain
from gighall.guard.number_words import number_words
from gighall.guard.reading import Reading, read
from gighall.guard.said_names import common_words
from gighall.guard.sign_words import at_signs, at_words, dot_words, joints
from gighall.guard.tongue import languages_of_small_words
from gighall.guard.word_lists import phrases, words

# From here on more counts as the same.
DIGITS_MOST, LETTERS_MOST, LINE_MOST, WORDS_MOST, WORDS_STEP = 5, 12, 6, 6, 4
APP_BEFORE, APP_BEHIND, NEAR_BEFORE, NEAR_BEHIND = -5, 6, -2, 3
SHORT_LINE = 2
# How words look that hardly any sentence holds.
CHOSEN = frozenset(
    f"{look}{more}" for look in ("unknown", "unknown name") for more in ("", " latin", " capitals")
) | {"at", "mixed", "signed", "hyphen"}
_UNSPACED = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_LETTER = rf"[^\W{_UNSPACED}]"
_TOKEN = re.compile(
    rf"[@$#._-]?{_LETTER}(?:{_LETTER}|[{MARKS}\u0300-\u036f]|[.@+'’/&#-](?={_LETTER}))*[_-]?|[{_UNSPACED}]+|[@#]"
)
_IS_UNSPACED = re.compile(rf"[{_UNSPACED}]")
_SIGNED = re.compile(r"[._@/+]")


class Token(NamedTuple):
    """A word of a text: where it stands, how it looks, and the word as it is compared."""

    start: int
    end: int
    look: str
    said: str


def tokens_in(text: str, compared: Plain) -> list[Token]:
    """Return the words of a text; ``compared`` is the text as ``plain`` gives it."""
    foreign = not text.isascii()
    found = []
    for one in _TOKEN.finditer(text):
        start, end = one.span()
        said = compared.text[start:end] if compared.places is None else plain(one[0]).text
        found.append(Token(start, end, _look(one[0], said, foreign=foreign), said))
    return found


def _look(written: str, said: str, *, foreign: bool) -> str:
    """Return how a word looks, by the word as it is compared too."""
    if said in number_words():
        return "number word"
    if written in {"@", "#"} or said in _signs_said():
        return "sign"
    if written[0] in "@#$":
        return "at"
    if not written.isalpha():
        look = _look_of_signs(written)
        if look:
            return look
    if _IS_UNSPACED.match(written):
        return "unspaced"
    if len(written) == 1:
        return "letter"
    look = "known" if said.removesuffix("'s") in _vocabulary() else "unknown"
    look += " name" if written[0].isupper() and not written.isupper() else ""
    if written.isupper():
        return f"{look} capitals"
    if foreign and written.isascii():
        return f"{look} latin"
    return "hyphen" if look == "unknown" and "-" in written else look


def _look_of_signs(written: str) -> str:
    """Return how a word looks that has figures, or signs that words do not have; else nothing."""
    figures = sum(map(str.isdigit, written))
    if figures:
        if any(map(str.isalpha, written)):
            return "mixed"
        return f"digits {min(DIGITS_MOST, figures)}" if figures == len(written) else "figures"
    core = written.strip("_.-")
    return "signed" if _SIGNED.search(core) or core != written else ""


@cache
def _signs_said() -> frozenset[str]:
    return frozenset({*at_signs(), *at_words(), *dot_words(), *joints()})


@cache
def _vocabulary() -> frozenset[str]:
    """Return the words that people say: those of the lists, the small ones, and those of the wordings weighed."""
    weighed = (line.rpartition(" ")[0] for line in phrases("wording_weights", ""))
    return frozenset(
        {
            *common_words(),
            *languages_of_small_words(),
            *(word for said in weighed if said[0] not in "+~" and said[-1] != "*" for word in said.split()),
        }
    )


class Reasons(NamedTuple):
    """The words of a text with the reasons of each, and the reasons that all of them share."""

    shared: list[str]
    words: list[tuple[Token, list[str]]]


def reasons_in(messages: Sequence[str], reading: Reading | None = None) -> Reasons:
    """Return the words of messages, read as lines of one text, with what speaks for each.

    ``reading`` is what the lists know of that text, where it has been worked out.
    """
    text = "\n".join(messages)
    compared = plain(text)
    known = read(compared) if reading is None else reading
    tokens = tokens_in(text, compared)
    hits = [(hit, [name for name in sorted(hit.classes) if "=" not in name]) for hit in known.hits]
    apps = known.apps
    looks = Counter(token.look for token in tokens)
    lines = _lines(text, tokens) if len(messages) > 1 else []
    sizes = Counter(lines)
    shared = [f"has {name}" for name in sorted({name for _hit, names in hits for name in names})] or [
        "has nothing"
    ]
    shared.append(f"words {min(WORDS_MOST, len(tokens) // WORDS_STEP)}")
    weighed = []
    for index, token in enumerate(tokens):
        before = tokens[index - 1] if index else None
        behind = tokens[index + 1] if index + 1 < len(tokens) else None
        names = list(_beside(text, token, before, behind))
        names += _of_phrases(token, before, behind, hits) if hits else ["in nothing"]
        names += _of_apps(tokens, index, apps) if apps else ["no app"]
        if index > 1:
            names.append(f"second before {tokens[index - 2].look}")
        if index + 2 < len(tokens):
            names.append(f"second behind {tokens[index + 2].look}")
        if token.look in CHOSEN:
            names.append("chosen alone" if looks[token.look] == 1 else "chosen among others")
        if lines:
            names += _of_lines(lines, sizes, index, token.look, len(messages))
        weighed.append((token, names))
    return Reasons(shared, weighed)


def _beside(text: str, token: Token, before: Token | None, behind: Token | None) -> Iterator[str]:
    """Yield how a word and its neighbours look, and the signs between them."""
    look = token.look
    first, last = before.look if before else "begin", behind.look if behind else "end"
    yield f"is {look}"
    yield f"before {first}"
    yield f"behind {last}"
    yield f"{look} before {first}"
    yield f"{look} behind {last}"
    yield f"letters {min(LETTERS_MOST, token.end - token.start)}"
    gap = text[before.end : token.start] if before else "begin"
    yield f"sign before {_sign(gap[::-1])}"
    gap = text[token.end : behind.start] if behind else "end"
    yield f"sign behind {_sign(gap)}"
    if before and before.said in words("handle_words", "small_leads"):
        yield f"led by {before.said}"


def _sign(gap: str) -> str:
    """Return the first sign of what stands between two words."""
    if gap == " ":
        return "blank"
    said = gap.strip(" ")
    return "blank" if gap and not said else "line" if said[:1] == "\n" else said[:1] or "nothing"


def _of_phrases(
    token: Token, before: Token | None, behind: Token | None, hits: Sequence[tuple[Hit, list[str]]]
) -> Iterator[str]:
    """Yield what phrases of the lists a word stands in, right behind or right before."""
    is_in = False
    floor = before.start if before else token.start
    ceiling = behind.end if behind else token.end
    for hit, names in hits:
        if hit.start < token.end and token.start < hit.end:
            is_in = True
            yield from (f"in {name}" for name in names)
        elif floor < hit.end <= token.start:
            yield from (f"after {name}" for name in names)
        elif token.end <= hit.start < ceiling:
            yield from (f"ahead of {name}" for name in names)
    if not is_in:
        yield "in nothing"


def _of_apps(tokens: Sequence[Token], index: int, apps: Sequence[Hit]) -> Iterator[str]:
    """Yield how many words from the nearest name of an app a word stands."""
    token = tokens[index]
    away = []
    for app in apps:
        if app.end <= token.start:
            away.append(sum(app.end <= one.start for one in tokens[:index]))
        else:
            away.append(-1 - sum(one.end <= app.start for one in tokens[index + 1 :]))
    nearest = min(away, key=abs)
    yield f"app {max(APP_BEFORE, min(APP_BEHIND, nearest))}"
    yield f"app {max(NEAR_BEFORE, min(NEAR_BEHIND, nearest))} {token.look}"


def _lines(text: str, tokens: Sequence[Token]) -> list[int]:
    """Return the message of each word."""
    ends = [at for at, sign in enumerate(text) if sign == "\n"]
    return [bisect_left(ends, token.start) for token in tokens]


def _of_lines(
    lines: Sequence[int], sizes: Mapping[int, int], index: int, look: str, count: int
) -> Iterator[str]:
    """Yield how a word stands in its message, and that message in its run."""
    line = lines[index]
    size = sizes[line]
    yield "run"
    yield f"line of {min(LINE_MOST, size)}"
    yield f"line of {min(NEAR_BEHIND + 1, size)} {look}"
    yield "line last" if line == count - 1 else "line first" if line == 0 else "line between"
    if index and lines[index - 1] != line:
        yield "line begins"
    if index + 1 == len(lines) or lines[index + 1] != line:
        yield "line ends"
    yield f"short lines {min(LINE_MOST, sum(one <= SHORT_LINE for one in sizes.values()))}"
