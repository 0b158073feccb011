"""What of a message may be a part of a detail: all but the words that only join parts ("then", "last bit:")."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from gighall.guard.domains import top_level_class
from gighall.guard.lexicon import is_unspaced, languages, phrases_of, plain
from gighall.guard.remembered import nothing_remembered, without_words
from gighall.guard.sign_words import at_signs, at_words, dot_words, joints, spoken_hosts
from gighall.guard.word_lists import phrases, words

# A part of an address is one to three words: "leo dot k".
PART_WORDS_MAX, SIGN_WORDS_MAX = 3, 5
MESSAGE_CHARACTERS_MAX = 400
# Of more parts nobody tells the order.
ORDERED_MAX = 5

_EDGE = " \t\n,;:!?…()[]\"'“”«»„*~|>=–—-"
_LAUGHS = re.compile(
    r"(?:[\s,.!]|:-?[)(DPp]|;-?\)|[^\w\s@./$+#&%-]|\b(?:lol|haha|hehe|ok|okay|pls|please|btw|xd)\b)+\Z", re.I
)
_ADDRESS_PIECE = re.compile(r"[@./$]?[^\W_][\w+-]*(?:[@._/-][\w+-]+)*[@._/-]?|@")
_FIRST_WORD = re.compile(r"[\s,.;:!()\-…]*+([^\W_]+)")
_NAME = re.compile(r"[^\W_][\w.+-]*")
_SIGN = re.compile(r"[@/$_]|\w[.-]\w|\A\.\w|\w[.]\Z|\d")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of one message of a run, and what it is read as."""

    message: int
    start: int
    end: int
    text: str
    is_signed: bool


@cache
def run_words(name: str) -> frozenset[str]:
    """Return the phrases of a class of the lists' section ``[run]``, as they are compared, in every language."""
    return frozenset(
        plain(phrase).text
        for sections in languages().values()
        for phrase in phrases_of(sections.get("run", {}).get(name, ""))
    )


def _joint_at(text: str, start: int) -> re.Match[str] | None:
    """Return the words at a place that only join parts; looked for are those alone that begin like the text."""
    first = _FIRST_WORD.match(text, start)
    if first is None:
        return None
    word = first[1].lower()
    begins = word[0] if is_unspaced(word[0]) else word
    return _joint(begins).match(text, start) if begins in _joints() else None


@cache
def _joints() -> dict[str, tuple[str, ...]]:
    """Return what joins parts, by its first word, or by its first sign in scripts without blanks; the longest first."""
    found: dict[str, tuple[str, ...]] = {}
    for said in sorted(run_words("joint"), key=len, reverse=True):
        first = _FIRST_WORD.match(said)
        if first is not None:
            begins = first[1][0] if is_unspaced(first[1][0]) else first[1]
            found[begins] = (*found.get(begins, ()), said)
    return found


@cache
def _joint(begins: str) -> re.Pattern[str]:
    """Return the expression of words that only join parts, at a message's beginning, if it begins so."""
    said = _joints()[begins]
    spaced = "|".join(re.escape(one) for one in said if not is_unspaced(one[-1]))
    unspaced = "|".join(re.escape(one) for one in said if is_unspaced(one[-1]))
    either = "|".join([*([rf"(?:{spaced})(?![^\W_])"] if spaced else []), *([unspaced] if unspaced else [])])
    return re.compile(rf"[\s,.;:!()\-…]*(?:{either})(?:[\s,;:!=>\-…]+|\Z|(?<=[^\x00-\u0e00]))", re.IGNORECASE)


@cache
def _joint_at_end() -> re.Pattern[str]:
    said = sorted((one for one in run_words("joint_after") if one), key=len, reverse=True)
    return re.compile(rf"[\s,.;:!()-]*(?<![^\W_])(?:{'|'.join(map(re.escape, said))})\W*\Z", re.IGNORECASE)


@without_words
def core_of(text: str) -> tuple[int, int]:
    """Return where the part of a message stands without the words that join it to others."""
    compared = plain(text).text if len(text) <= MESSAGE_CHARACTERS_MAX else text
    if len(compared) != len(text):
        compared = text
    start, end = 0, len(text)
    while (found := _joint_at(compared, start)) is not None and found.end() > start:
        start = found.end()
    trailing = _LAUGHS.search(compared, start)
    if trailing is not None and trailing.start() > start:
        end = trailing.start()
        if compared[end : end + 1] == "." and compared[end - 1 : end].isalnum() and trailing.end() - end == 1:
            end += 1
    behind = _joint_at_end().search(compared, start, end)
    if behind is not None and behind.start() > start:
        end = behind.start()
    while start < end and text[start] in _EDGE:
        start += 1
    while (
        end > start
        and text[end - 1] in _EDGE
        and not (text[end - 1] in "-" and text[end - 2 : end - 1].isalnum())
    ):
        end -= 1
    return start, end


@nothing_remembered
def part_of(message: int, text: str) -> Part | None:
    """Return the stretch of a message that may be a part of an address, or None."""
    if len(text) > MESSAGE_CHARACTERS_MAX:
        return None
    start, end = core_of(text)
    core = text[start:end]
    if not core:
        return None
    said = sign_said(core)
    if said:
        return Part(message, start, end, said, True)
    written = _domain_said(core)
    if written:
        return Part(message, start, end, written, True)
    beside = _sign_beside(core)
    if beside:
        return Part(message, start, end, beside, True)
    if len(core.split()) <= PART_WORDS_MAX and not (" " in core and _tail_only(core)):
        return Part(message, start, end, core, _is_signed(core))
    return _at_an_edge(message, text, start, end)


def sign_said(core: str) -> str:
    """Return the sign that a part says in words, or nothing."""
    low = core.lower().strip(" .")
    if low in at_signs() or low in at_words() or low == "@":
        return "@"
    said = low.split()
    if len(said) <= SIGN_WORDS_MAX and not at_signs().isdisjoint(said):
        return "@"
    if low in dot_words() or low == ".":
        return "."
    return joints().get(low, "")


def _sign_beside(core: str) -> str:
    """Return a short part that begins or ends with the word for the sign of an address ("anna at"), with the sign."""
    said = core.split()
    if not 1 < len(said) <= PART_WORDS_MAX:
        return ""
    if said[-1].lower() in at_words() and _NAME.fullmatch(said[-2]):
        return f"{' '.join(said[:-1])}@"
    host = " ".join(said[1:])
    if said[0].lower() in at_words() and host.lower() in words("signs", "mail"):
        return f"@{host}"
    return ""


def _domain_said(core: str) -> str:
    """Return the end of an address that a part says in words ("dot com"), or nothing."""
    first, _, rest = core.lower().partition(" ")
    rest = spoken_hosts().get(rest.strip(" ."), rest.strip(" ."))
    return f".{rest}" if first in dot_words() and top_level_class(rest) else ""


def _is_signed(core: str) -> bool:
    low = core.lower().lstrip("@.")
    return bool(_SIGN.search(core)) or low in words("signs", "mail") or top_level_class(low) == "plain"


def _tail_only(core: str) -> bool:
    """Say whether only the last word of a short part looks like one of an address."""
    *plain_words, last = core.split()
    return _looks_chosen(last) and all(
        word.rstrip(":,").isalpha() and not sign_said(word) for word in plain_words
    )


def _looks_chosen(word: str) -> bool:
    return (
        _ADDRESS_PIECE.fullmatch(word) is not None
        and re.search(r"[@_/]|\w[.-]\w|\A\.\w|[A-Za-z]\d", word) is not None
    )


def _at_an_edge(message: int, text: str, start: int, end: int) -> Part | None:
    """Return the last or first word of a longer message, where it looks like a part of an address."""
    core = text[start:end]
    last = core.split()[-1]
    if _looks_chosen(last):
        return Part(message, end - len(last), end, last, True)
    first = core.split()[0].rstrip(",;!")
    if _ADDRESS_PIECE.fullmatch(first) and (first[0] in "@./" or re.search(r"\w\.\w", first)):
        return Part(message, start, start + len(first), first, True)
    return None


@cache
def _roles() -> tuple[re.Pattern[str], ...]:
    """Return the expressions of words that say that what follows is the end, the beginning, the middle."""
    return tuple(
        re.compile(
            rf"(?<![^\W_])(?:{'|'.join(sorted(map(re.escape, phrases('phone_cues', section)), key=len, reverse=True))})"
        )
        for section in ("other_half", "first_half", "middle_part")
    )


def in_told_order(messages: Sequence[str], parts: Sequence[Part]) -> list[Part]:
    """Return the parts in the order that their messages tell ("it ends in", "it starts with"), if it is another one."""
    if not 2 <= len(parts) <= ORDERED_MAX:
        return []
    low = [messages[part.message].lower() for part in parts]
    ends, begins, middle = ([role.search(text) is not None for text in low] for role in _roles())
    if not (any(ends) and any(begins)):
        return []
    places = [
        1 if is_middle else 0 if is_begin else 2 if is_end else 1
        for is_end, is_begin, is_middle in zip(ends, begins, middle, strict=True)
    ]
    return (
        []
        if places == sorted(places)
        else [part for _place, part in sorted(zip(places, parts, strict=True), key=lambda one: one[0])]
    )


def joined(parts: Sequence[Part]) -> tuple[str, list[int]]:
    """Return the parts read as one address, and where each begins in it."""
    text = ""
    starts: list[int] = []
    for part in parts:
        text += _glue(text, part.text)
        starts.append(len(text))
        text += part.text
    return text, starts


def _glue(before: str, after: str) -> str:
    """Return the sign that is understood between two parts."""
    if not before or before[-1] in "@./_-$" or after[0] in "@./_-":
        return ""
    house = after.lower().partition(".")[0]
    if house in words("signs", "mail") and "@" not in before:
        return "@"
    host = before.rpartition("@")[2].lower()
    if top_level_class(after) in {"plain", "word"} and (
        "." not in host or host.endswith((".co", ".com", ".org"))
    ):
        return "."
    if host == "www":
        return "."
    return ""
