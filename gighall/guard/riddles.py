"""Do with the letters of a text what it says is to be done: leave some out, read every second, swap signs and halves.

Each reading answers with edits, as ``ciphers.py`` does: what results is judged by the finders of plain details.
"""

import re
from collections.abc import Iterable, Iterator, Set
from functools import cache

from gighall.guard.domains import top_level_class
from gighall.guard.said_names import common_words
from gighall.guard.sign_words import any_of
from gighall.guard.views import Edit, in_order
from gighall.guard.word_lists import phrases, words

TEXT_MAX, TOKEN_MIN, STEPPED_MIN, OFTEN_MIN = 2_000, 8, 10, 2

_TOKEN = re.compile(r"[^\s,;]+")
_LONG = re.compile(rf"[^\s,;:()]{{{STEPPED_MIN},}}")
# Leave out, without, minus all the Q: what is named is one sign, a short piece in capitals or in quotes.
_LEAVING = (
    r"minus|without|remov(?:e|ing)|drop(?:ping)?|skip(?:ping)?|ignor(?:e|ing)|delet(?:e|ing)|erase|strip|cut"
    r"|take (?:out|away|off)|takes? out|leave out|leaving out|throw (?:out|away)|get rid of|kick out|lose|no|w/o"
    r"|ohne|sans|sin|sem|senza|без"
)
_WHICH = (
    r"all|every|each|any|the|of|those|these|capital|small|letters?|words?|syllables?|signs?|bits?"
    r"|die|den|las?|los|les|os|as"
)
_PIECE = (
    r"(?:(?P<sign>[^\W_])(?:'?s)?|[\"'“‘«](?P<quoted>[^\s\"'”’»]{1,10})[\"'”’»]s?|(?P<capitals>[A-Z]{2,8})s?"
    r"|(?P<word>[a-z0-9]{2,8}?)s?)(?!\w)"
)
_WITHOUT = re.compile(rf"\b(?:{_LEAVING})(?: (?:{_WHICH}))* {_PIECE}")
_OUT = re.compile(
    r"\b(?:take|throw|cut|pull|kick|leave|cross) (?:all |every |each |the |those )*"
    r"(?P<sign>[^\W_]|[A-Z]{2,6}|[\"'“][^\s\"'”]{1,10}[\"'”])(?:'?s)? (?:out|away|off)\b"
)
_EVERY = re.compile(
    r"\b(?:every|each|jeden|jeder|cada|chaque|ogni) (?P<said>second|other|third|fourth|2nd|3rd|4th|zweiten?|dritten?"
    r"|segund[ao]|tercer[ao]?|seconda?)(?:[ -](?:letter|character|char|sign|one))?"
    r"|\b(?:alternate|alternating|odd|even)(?:[- ]numbered)? (?:letters?|characters?)|\bletters? 1, ?3"
    r"|\bskip(?:ping)? (?P<skipped>one|two|three)\b",
    re.I,
)
_STEPS = {"third": 3, "3rd": 3, "dritten": 3, "dritte": 3, "two": 3, "fourth": 4, "4th": 4, "three": 4}
_SWAPPED = re.compile(
    r"(?<![\w.@])(?P<host>[a-z0-9-]{2,20}(?:\.[a-z]{2,6}){1,2})@(?P<name>[a-z0-9_-]{3,40}(?:\.[a-z0-9_-]{2,40})?)(?![\w@.]*\w)",
    re.I,
)


def edits_for_riddles(text: str, triggers: Set[str]) -> Iterator[tuple[str, list[Edit]]]:
    """Yield what a text says is to be done with its letters, each with the edits that do it."""
    if len(text) > TEXT_MAX:
        return
    ways: list[tuple[str, Iterable[Edit]]] = []
    if "leaving_out" in triggers:
        ways.append(("left out", _left_out(text)))
    if "at" in triggers:
        ways.append(("halves swapped", _halves(text)))
    if "every_letter" in triggers:
        ways += [("every letter", edits) for edits in _stepped(text)]
    if "sign_named" in triggers:
        ways.append(("signs named", _named(text)))
    for way, edits in ways:
        found = list(edits)
        if found:
            yield way, found


def _left_out(text: str) -> list[Edit]:
    """Yield what leaves out the letters of which a text says that they mean nothing: "minus all the Q"."""
    named = {
        piece.strip("\"'“”")
        for one in (*_WITHOUT.finditer(text), *_OUT.finditer(text))
        for piece in one.groupdict().values()
        if piece
    }
    edits: list[Edit] = []
    for piece in named:
        for token in _TOKEN.finditer(text):
            if len(token[0]) < TOKEN_MIN or token[0].lower() in common_words():
                continue
            places = [one.start() for one in re.finditer(re.escape(piece), token[0])]
            if len(places) >= OFTEN_MIN:
                edits += [Edit(token.start() + at, token.start() + at + len(piece), "") for at in places]
    return in_order(edits)


def _halves(text: str) -> Iterator[Edit]:
    """Yield mailboxes whose halves are swapped: gmail.com@anna."""
    for one in _SWAPPED.finditer(text):
        house = one["host"].lower().partition(".")[0]
        end = one["name"].rpartition(".")[2].lower()
        if house in words("signs", "mail") and ("." not in one["name"] or top_level_class(end) is None):
            yield Edit(*one.span(), f"{one['name']}@{one['host']}")


def _stepped(text: str) -> Iterator[list[Edit]]:
    """Yield the long words of a text of which every second or third letter is read, from either of the first ones."""
    said = _EVERY.search(text)
    if said is None:
        return
    word = (said["said"] or said["skipped"] or "").lower()
    step = _STEPS.get(word, 2)
    tokens = [one for one in _LONG.finditer(text) if one[0].lower().strip(".!?'\"") not in common_words()]
    for first in range(step if tokens else 0):
        yield [Edit(*one.span(), one[0][first::step]) for one in tokens]


@cache
def _signs() -> dict[str, str]:
    return {said: line[0] for line in phrases("riddles", "signs") for said in line[2:].split("|")}


@cache
def _meaning() -> re.Pattern[str]:
    means, signs = any_of(phrases("riddles", "means")), any_of(_signs())
    piece = r"[\"'“‘(]?(?P<piece>[^\s\"'”’,;:()]{1,12}?)s?[\"'”’)]?"
    return re.compile(
        rf"(?<!\S){piece}(?: is| are)? ?(?<![^\W_])(?:{means})(?![^\W_]) ?(?:(?:the|a|an) )?"
        rf"[\"'“(]?(?P<sign>{signs})[\"'”)]?(?![^\W_])",
        re.I,
    )


@cache
def _put_for() -> re.Pattern[str]:
    """Return the expression of a sign that is to be put in place of another: "dots for commas"."""
    signs = any_of(_signs())
    return re.compile(
        rf"(?<![^\W_])(?P<sign>{signs}) (?:for|instead of|in place of|where you see|wherever you see) "
        rf"(?:the |a |every |each )?[\"'“(]?(?P<piece>[^\s\"'”’,;()]{{1,12}}?)s?[\"'”’)]?(?![^\W_])",
        re.I,
    )


@cache
def _names_of_signs() -> dict[str, str]:
    return {name: line[0] for line in phrases("signs", "left_out") for name in line[2:].split()}


def _named(text: str) -> list[Edit]:
    """Yield the pieces of a text of which it says for which sign of an address they stand: "Z becomes the dot"."""
    edits: list[Edit] = []
    for said in (*_meaning().finditer(text), *_put_for().finditer(text)):
        sign = _signs()[said["sign"].lower()]
        piece = _names_of_signs().get(said["piece"].lower(), said["piece"])
        if piece == sign or piece.isspace() or piece.lower() in words("riddles", "no_sign"):
            continue
        if not piece.isalnum():
            expression = rf"(?<=\w)\s?{re.escape(piece)}\s?(?=\w)"
        elif len(piece) < 3:
            expression = rf"(?<=[a-z0-9]){re.escape(piece)}(?=[a-z0-9])"
        else:
            expression = rf"(?<=\w)[\s_-]?{re.escape(piece)}[\s_-]?(?=\w)"
        edits += [
            Edit(one.start(), one.end(), sign)
            for one in re.finditer(expression, text)
            if not (said.start() <= one.start() < said.end())
        ]
    return in_order(edits)
