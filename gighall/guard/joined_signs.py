"""Write out the signs of addresses that are told piece by piece: "taller, un guion, abuelo, punto es, barra cita".

Also wallets and links whose pieces stand apart in other ways: "C:\\wa\\me\\49…", hexadecimal signs with hyphens, pieces
in quotes that are to be put in a row.
"""

import re
from collections.abc import Iterator, Set
from functools import cache

from gighall.guard.domains import top_level_class
from gighall.guard.sign_words import any_of, at_signs, dot_words
from gighall.guard.views import Edit
from gighall.guard.word_lists import is_any_in, words

TEXT_MAX, PIECES_MIN, JOINED_MIN, WALLET_SIGNS = 600, 3, 20, 40

_WORDS = "then|and|puis|et|dann|und|luego|y|poi|e|dan|en|потом|затем|a|an|the|un|una|une|ein|een"
_JOINT = rf"(?:\s?[,+&]\s?(?:(?:{_WORDS}) )?)"
_GAP = rf"(?:{_JOINT}|\s)"
_HEX = re.compile(
    r"(?<!\w)(?:0x|zero ex|zero x|0 x|oh ex|null x|cero x)\W{0,3}(?:then |and )?"
    r"(?P<signs>(?:[0-9a-f]{2,8}[\s-]{1,3}){3,19}[0-9a-f]{2,8})(?!\w)",
    re.I,
)
_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»\n]{1,24})[\"”»]")
_BACKSLASHED = re.compile(
    r"(?<!\w)(?:[A-Za-z]:\\+)?(?P<host>wa|t)[\\/|,;: ]{1,3}me[\\/|,;: ]{1,3}(?P<name>\+?\d{8,14}|[\w.]{4,32})(?!\w)",
    re.I,
)
_GLUED = re.compile(
    r"(?<![^\W_])(?:https?(?:colon)?(?:slashslash)?|www(?:dot)?)?(?P<host>[a-z0-9-]{3,30}?)"
    r"(?:dot|punkt|punto|ponto)(?P<end>[a-z]{2,7}?)(?:slash|barra)(?P<path>[a-z0-9-]{2,40})(?![^\W_])",
    re.I,
)
_SLASH = r"(?:a |eine? |una? |une )?(?:slash|forward slash|schrägstrich|schuine streep|barra|слэш|слеш)"


def edits_for_joined(text: str, triggers: Set[str]) -> Iterator[tuple[str, list[Edit]]]:
    """Yield the ways in which the pieces of an address may be joined, each with its edits."""
    if len(text) > TEXT_MAX:
        return
    for way, edits in (
        ("pieces", _pieced(text) if "pieced" in triggers else ()),
        ("wallet", _wallets(text) if "wallet" in triggers else ()),
        ("quoted", _quoted(text) if "wallet" in triggers else ()),
        ("strokes", _backslashed(text) if "\\" in text or "placesaid" in triggers else ()),
        ("glued", _glued(text) if "loose" in triggers else ()),
    ):
        found = list(edits)
        if found:
            yield way, found


@cache
def _said() -> re.Pattern[str]:
    word, at = r"[^\W_][\w-]{0,30}", any_of({*at_signs(), "at", "@"})
    dots = any_of({*dot_words(), "stop", "full stop", "period", "point", "punt", "точка", "крапка"})
    return re.compile(
        rf"(?<![^\W_])(?P<name>{word}(?:\s?\+\s?{word}){{0,4}}?)(?P<at>{_GAP}(?:{at}){_GAP}(?P<house>{word}))?"
        rf"(?P<dot>{_GAP}(?:{dots}){_GAP})(?P<end>[^\W\d_]{{2,10}})(?![^\W_])"
        rf"(?:(?P<slash>{_GAP}(?:{_SLASH}){_GAP})(?P<path>{word}))?",
        re.I,
    )


def _pieced(text: str) -> Iterator[Edit]:
    """Yield the signs of an address that stand between commas or plus signs: anna + punto + shop."""
    for one in _said().finditer(text):
        signs = [one[part] or "" for part in ("at", "dot", "slash")]
        end = one["end"].lower()
        is_end = end in words("tlds", "plain") or (
            top_level_class(end) is not None and (one["at"] or one["path"] or "+" in one["name"])
        )
        joined = [sum(map(sign.count, ",+")) for sign in signs]
        # "… out loud, dot com and all": a comma on one side only is one of the sentence's.
        if not is_end or not any(joined) or (joined[1] < 2 and not (one["at"] or one["path"])):
            continue
        if "+" in one["name"]:
            yield Edit(one.start("name"), one.end("name"), re.sub(r"\s?\+\s?", "", one["name"]))
        if one["at"]:
            yield Edit(one.start("at"), one.start("house"), "@")
        yield Edit(*one.span("dot"), ".")
        if one["path"]:
            yield Edit(*one.span("slash"), "/")


def _wallets(text: str) -> Iterator[Edit]:
    for one in _HEX.finditer(text):
        signs = re.sub(r"[\s-]", "", one["signs"])
        if len(signs) == WALLET_SIGNS:
            yield Edit(*one.span(), f"0x{signs}")


def _quoted(text: str) -> Iterator[Edit]:
    """Yield pieces in quotes that a text says are one, where they come to something long: "bc1q" "x7m2" …"""
    pieces = list(_QUOTED.finditer(text))
    joined = "".join(one[1] for one in pieces)
    if len(pieces) < PIECES_MIN or len(joined) < JOINED_MIN or not joined.isalnum() or joined.isalpha():
        return
    if is_any_in(text.lower(), "framed", "together") or is_any_in(text.lower(), "framed", "together_words"):
        yield Edit(pieces[0].start(), pieces[-1].end(), joined)


def _backslashed(text: str) -> Iterator[Edit]:
    for one in _BACKSLASHED.finditer(text):
        if one["name"].lstrip("+").isdecimal() or "\\" in one[0]:
            yield Edit(*one.span(), f"{one['host'].lower()}.me/{one['name']}")


def _glued(text: str) -> Iterator[Edit]:
    for one in _GLUED.finditer(text):
        if top_level_class(one["end"].lower()) is not None:
            yield Edit(*one.span(), f"{one['host']}.{one['end']}/{one['path']}".lower())
