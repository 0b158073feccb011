"""Fold letters and digits that only look different into plain ones, and drop signs that nobody sees.

Full-width, circled, squared and mathematical letters, keycaps, regional indicators, the digits of all scripts,
zero-width and bidirectional signs; letters of another script inside a Latin word. A word that is written in one
script stays as it is.
"""

import re
import unicodedata
from functools import cache
from string import ascii_letters

from gighall.guard.views import VIEW_CHARACTERS_MAX, Edit, View
from gighall.guard.word_lists import words

# Signs that leave no trace: soft hyphen, joiners, direction marks, word joiner, byte order mark, variation selectors.
_UNSEEN = (
    "\u00ad\u034f\u061c\u180e\ufeff"
    + "".join(map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065))))
    + "".join(map(chr, (*range(0x2066, 0x206A), *range(0xFE00, 0xFE10), *range(0xE0020, 0xE0080))))
)
_COMBINING = "".join(map(chr, range(0x300, 0x370))) + "\u20e3"
# What programs and keyboards put into honest text: these alone make nothing hidden.
_HONEST = frozenset("\u00ad\u061c\u200e\u200f\ufe0e\ufe0f") | frozenset(
    map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0x300, 0x332), *range(0x339, 0x370)))
)
RAISED_MIN = 3
_KEYCAP_MARKS = "\ufe0f\u20e3"
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_REGIONAL_FIRST = 0x1F1E6
_REGIONAL = frozenset(chr(_REGIONAL_FIRST + step) for step in range(26))
# Flags come in pairs; three or more in a row spell a word.
_REGIONAL_RUN = re.compile(
    "(?:[\U0001f1e6-\U0001f1ff][ \u200b-\u200d\u2060]?){3,}+"
    # Two are a flag, unless they are the short name of an app before an account's.
    "|(?:\U0001f1f9\U0001f1ec|\U0001f1ee\U0001f1ec|\U0001f1eb\U0001f1e7|\U0001f1fc\U0001f1e6|\U0001f1f8\U0001f1e8"
    "|\U0001f1e9\U0001f1e8)(?=\\s{0,2}[:=@>\u2192\u27a1\U0001f449-])"
)
# Small raised figures: one or two are an exponent or the number of a note.
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED_RUN = re.compile(f"[{_RAISED}](?:[ .-]?[{_RAISED}]){{5,}}+")
# A class of signs is searched fast as long as it stays within the basic plane.
LAST_OF_BASIC_PLANE = "\uffff"
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_LATIN = frozenset(ascii_letters)
_HALF_SIGN = re.compile("[\ud800-\udfff]")
# A full stop of East Asia between two parts of a name: gmail。com.
_STOP_IN_NAME = re.compile(r"(?<=[A-Za-z0-9])。(?=[A-Za-z])")
# Letters of phonetics that look like small capitals; programs that make "fancy" text write with them.
_SMALL_CAPITALS = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢꞯｓⅹ"
# Brackets of mathematics and ornament.
_ODD_BRACKETS = "⟨⟩❨❩❬❭❰❱⟦⟧⦅⦆⟪⟫"
_CIRCLED = ((0x1F130, "A"), (0x1F150, "A"), (0x1F170, "A"), (0x24B6, "A"), (0x24D0, "a"), (0x249C, "a"))


@cache
def _table() -> dict[str, str]:
    """Return what each folded sign becomes."""
    found = dict.fromkeys(_UNSEEN + _COMBINING, "") | {"\u3000": " "}
    for code in (*range(0x2100, 0x2190), *range(0xFF01, 0xFF5F), *range(0x1D400, 0x1D800), 0x2024):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain.isascii():
            found[chr(code)] = plain
    found.update(zip(_ODD_BRACKETS, "<>" * (len(_ODD_BRACKETS) // 2), strict=True))
    found.update(zip(_SMALL_CAPITALS, "abcdefghijklmnopqrstuvwyzqsx", strict=True))
    for first, letter in _CIRCLED:
        found.update({chr(first + step): chr(ord(letter) + step) for step in range(26)})
    for code in (
        *range(0x2460, 0x2469),
        *range(0x2474, 0x247D),
        *range(0x2080, 0x208A),
        *range(0x24EA, 0x2500),
        *range(0x2776, 0x2793),
    ):
        digit = unicodedata.digit(chr(code), None)
        if digit is not None:
            found[chr(code)] = str(digit)
    for code in range(0x660, 0x1FBFA):
        decimal = unicodedata.decimal(chr(code), None)
        if decimal is not None:
            found[chr(code)] = str(decimal)
    return found


@cache
def _folded_signs() -> frozenset[str]:
    return frozenset(_table())


@cache
def _folded_sign() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(sign for sign in _table() if sign <= LAST_OF_BASIC_PLANE))}]")


@cache
def _lookalike_signs() -> frozenset[str]:
    return frozenset(_lookalikes())


@cache
def _words_of_two_scripts() -> re.Pattern[str]:
    """Return the expression that finds Latin words with look-alike letters among theirs."""
    alike = "".join(_lookalikes())
    mixed = f"[A-Za-z]++[{alike}][A-Za-z{alike}]*+|[{alike}]++[A-Za-z][A-Za-z{alike}]*+"
    return re.compile(f"(?<![^\\W_])(?:{mixed})(?![^\\W_])")


@cache
def _lookalikes() -> dict[str, str]:
    """Return letters of other scripts that look like a Latin one."""
    return {pair[0]: pair[1] for pair in words("lookalikes", "letters")}


def with_whole_signs(text: str) -> str:
    """Return a text in which halves of signs that came without the other half are replaced, sign by sign."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _HALF_SIGN.sub("\ufffd", text)
    return text


def fold(text: str) -> View | None:
    """Return the text folded, or None when there is nothing to fold, as in nearly every text."""
    if text.isascii():
        return None
    signs = set(text)
    edits: list[Edit] = []
    if not signs.isdisjoint(_folded_signs()):
        table = _table()
        for pattern in (_folded_sign(), _ASTRAL):
            edits += [
                Edit(one.start(), one.end(), table[one[0]])
                for one in pattern.finditer(text, 0, VIEW_CHARACTERS_MAX)
                if one[0] in table
            ]
    if not signs.isdisjoint(_REGIONAL):
        edits += [
            edit
            for run in _REGIONAL_RUN.finditer(text, 0, VIEW_CHARACTERS_MAX)
            for edit in _spelled(text, run)
        ]
    if len(signs.intersection(_RAISED)) > RAISED_MIN:
        edits += [
            Edit(at, at + 1, str(_RAISED.index(text[at])))
            for run in _RAISED_RUN.finditer(text, 0, VIEW_CHARACTERS_MAX)
            for at in range(*run.span())
            if text[at] in _RAISED
        ]
    if "。" in signs:
        edits += [
            Edit(stop.start(), stop.end(), ".")
            for stop in _STOP_IN_NAME.finditer(text, 0, VIEW_CHARACTERS_MAX)
        ]
    if not (signs.isdisjoint(_lookalike_signs()) or signs.isdisjoint(_LATIN)):
        for word in _words_of_two_scripts().finditer(text, 0, VIEW_CHARACTERS_MAX):
            edits += [
                Edit(at, at + 1, _lookalikes()[text[at]])
                for at in range(*word.span())
                if text[at] in _lookalikes()
            ]
    return View(text, sorted(edits, key=lambda one: one.start)) if edits else None


def _spelled(text: str, run: re.Match[str]) -> list[Edit]:
    """Return the edits of a word that is spelled in flags; blanks in it stay, unseen signs fold by themselves."""
    return [Edit(at, at + 1, _regional(text[at])) for at in range(*run.span()) if text[at] in _REGIONAL]


def _regional(sign: str) -> str:
    """Return the letter of a regional indicator."""
    return chr(ord("a") + ord(sign) - _REGIONAL_FIRST)


def with_keycap(text: str, end: int) -> int:
    """Return the end of a stretch together with the marks that belong to its last sign."""
    while text[end : end + 1] and text[end] in _KEYCAP_MARKS:
        end += 1
    return end


def is_disguise(text: str, start: int, end: int, folded: View) -> bool:
    """Say whether folding was needed inside this stretch for a reason that no keyboard explains."""
    east_asian: bool | None = None
    for edit in folded.within(start, end):
        written = text[edit.start]
        if written in _HONEST or written in "。\u3000" or (written.isdecimal() and not _is_fancy(written)):
            continue
        if "\uff01" <= written <= "\uff5e":
            # Full-width signs are what an East Asian keyboard writes.
            east_asian = bool(_EAST_ASIAN.search(text)) if east_asian is None else east_asian
            if east_asian:
                continue
        return True
    return False


def _is_fancy(digit: str) -> bool:
    """Say whether a decimal digit is a mathematical or full-width form rather than one of a script."""
    return "\U0001d7ce" <= digit <= "\U0001d7ff" or "\uff10" <= digit <= "\uff19"
