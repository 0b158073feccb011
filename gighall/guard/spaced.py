"""See through words whose letters stand apart: "n a m e @ h o s t . c o m", "t-e-l-e-g-r-a-m"."""

import re
from collections import Counter
from collections.abc import Set
from itertools import accumulate, pairwise
from string import ascii_lowercase

from gighall.guard.domains import top_level_class
from gighall.guard.views import Edit

LETTERS_MIN = 4
# A sign with the usual one on both of its sides: d-a-_-s-p.
MARKED = 3
# Words of one letter that need no other reason.
ORDINARY = frozenset("aeiouyx")
LETTERS = (
    frozenset(ascii_lowercase) | frozenset("бвгджзклмнпрстфхцчшщ") | frozenset("بتثجحخدرزسشطعغفقكلمنيپچگکی")
) - ORDINARY

# A sign of an address in brackets, between letters that stand apart: a-n-n-a (at) g-m-x (.) d-e.
_FRAMED = r"[ ]?[(\[{<](?:@|a|at|\.|dot|punkt|punto|ponto|point)[)\]}>][ ]?"
# Single letters and digits with one to four signs between them.
_RUN = re.compile(
    rf"(?<![^\W_])(?<![^\W_][@$!])[^\W_](?:(?:[ \t\n.\-_*|/,~@+·]{{1,4}}|{_FRAMED})(?!w/o?\b)[^\W_](?![^\W_])){{4,}}+",
    re.IGNORECASE,
)
# The same before an at, behind which the host stands in whole words.
_BEFORE_AT = re.compile(
    r"(?<![^\W_])[^\W_](?:[ .\-_*]{1,2}[^\W_](?![^\W_])){2,30}(?P<at>\s?@\s?)"
    r"(?P<host>[\w-]{2,40})(?P<dot>\s?\.\s?)(?P<end>[^\W\d_]{2,12})\b"
)
_ONE = re.compile(r"[(\[{<][^\W_]+[)\]}>]|(?P<one>[^\W_])")
# An address spelled without its signs ends like this: annaatgmaildotcom, anna@hostcom.
_GLUED = re.compile(
    r"(?:(?:at|arroba|@)(?P<house>gmail|googlemail|hotmail|outlook|yahoo|icloud|protonmail|gmx|web)|@(?P<host>\w{2,40}?))"
    r"(?:dot|punkt|punto|ponto)?(?P<domain>com|net|org|de|fr|es)\Z",
    re.IGNORECASE,
)


def edits_for_spaced(text: str, hits: Set[str]) -> list[Edit]:
    """Return the edits that close up the letters of spaced words; ``hits`` are the words that the gate knows."""
    letters = len(hits & LETTERS)
    if not letters:
        return []
    edits = _before_at(text) if "@" in text else []
    if edits or letters < 2:
        return edits
    for run in _RUN.finditer(text):
        places = _places(text, run.start(), run.end())
        if sum(text[place].isalpha() for place in places) >= LETTERS_MIN:
            if text[max(0, run.start() - 2) : run.start()] == "@ ":
                edits.append(Edit(run.start() - 1, run.start(), ""))
            edits += _closed_up(text, places)
    return edits


def _before_at(text: str) -> list[Edit]:
    """Return the edits that close up the letters of a mailbox's name, and the blanks around the signs behind it."""
    edits: list[Edit] = []
    for found in _BEFORE_AT.finditer(text):
        if top_level_class(found["end"]):
            places = _places(text, found.start(), found.start("at"))
            edits += _closed_up(text, places)
            edits += [Edit(found.start(sign), found.end(sign), found[sign].strip()) for sign in ("at", "dot")]
    return edits


def _places(text: str, start: int, end: int) -> list[int]:
    """Return where the single signs of a run stand; those in brackets are no letters of it."""
    return [one.start() for one in _ONE.finditer(text, start, end) if one["one"]]


def _closed_up(text: str, places: list[int]) -> list[Edit]:
    """Return the edits of one run of single signs that stand at ``places``."""
    gaps = [text[one + 1 : two] for one, two in pairwise(places)]
    usual = Counter(gaps).most_common(1)[0][0]
    kept = [_gap(gap, usual) for gap in gaps]
    spelled = "".join(text[place] + gap for place, gap in zip(places, [*kept, ""], strict=True))
    edits = [Edit(one + 1, two, gap) for (one, two), gap in zip(pairwise(places), kept, strict=True)]
    glued = None if "." in spelled else _GLUED.search(spelled)
    if glued is None:
        return edits
    # Where in the spelled word each sign stands; from the first one of the glued end on, one edit writes it out.
    offsets = accumulate((1 + len(gap) for gap in kept), initial=0)
    first = next(
        (place for place, at in zip(places, offsets, strict=True) if at >= glued.start()), places[-1]
    )
    last_name = max((place for place in places if place < first), default=first)
    end = f"@{glued['house'] or glued['host']}.{glued['domain']}"
    return [edit for edit in edits if edit.end <= last_name] + [Edit(last_name + 1, places[-1] + 1, end)]


def _gap(gap: str, usual: str) -> str:
    """Return what a gap between two letters means: nothing, a sign of an address, or the end of a word."""
    for sign in "@.":
        if sign in gap and gap != usual:
            return sign
    if gap == usual:
        return ""
    sign = gap.strip(" \t()[]{}<>").lower()
    if sign.isalpha():
        return "@" if sign in {"a", "at"} else "."
    if len(gap) == MARKED and gap[0] == gap[-1] == usual and gap[1] in "-_":
        return gap[1]
    if usual.isspace() and sign in {"-", "_", "/"}:
        return sign
    return " "
