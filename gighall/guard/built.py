"""Put together what a program builds from pieces: "anna" + chr(64) + "host.org", ["a", "b"].join("."), "a" & "b"."""

import re
from collections.abc import Iterator, Set

from gighall.guard.views import Edit

TEXT_MAX, CODE_MAX = 4_000, 0x2FFF

_CODES = re.compile(
    r"(?:String\.fromCharCode|chr|char|CHAR|Chr|fromCodePoint|UNICHAR)\((?P<codes>\s*(?:0x[0-9a-fA-F]{1,4}|\d{1,5})(?:\s*,\s*(?:0x[0-9a-fA-F]{1,4}|\d{1,5})){0,79})\s*\)"
)
_STRING = r"(?:\"[^\"\n]{0,80}\"|'[^'\n]{0,80}'|`[^`\n]{0,80}`)"
_ITEMS = rf"[\[(]\s*(?P<items>{_STRING}(?:\s*,\s*{_STRING}){{1,40}})\s*[\])]"
_JOINED = re.compile(rf"{_ITEMS}\s*\.(?P<turned>reverse\(\)\s*\.)?join\(\s*(?P<sign>{_STRING})?\s*\)")
_JOINING = re.compile(rf"(?P<sign>{_STRING})\.join\(\s*{_ITEMS}\s*\)")
_ROW = re.compile(rf"{_STRING}(?:\s?(?:\+|&|\.{{1,2}}|\|\||<>)\s?{_STRING}){{1,40}}")
_PIECE = re.compile(_STRING)
_FORMAT = re.compile(
    rf"(?P<form>\"[^\"\n]{{1,80}}\"|'[^'\n]{{1,80}}')\s*%\s*\(\s*(?P<items>{_STRING}(?:\s*,\s*{_STRING}){{0,10}})\s*\)"
)


def edits_for_built(text: str, triggers: Set[str]) -> Iterator[tuple[str, list[Edit]]]:
    """Yield the edits that write what the expressions of a program in a text come to, one for each line."""
    if "built" not in triggers or len(text) > TEXT_MAX:
        return
    edits: list[Edit] = []
    start = 0
    for line in text.splitlines(keepends=True):
        written = line
        for pattern in (_CODES, _JOINED, _JOINING, _FORMAT, _ROW):
            written = pattern.sub(lambda one: f'"{_value(one)}"', written)
        if written != line:
            before = _shared(line, written)
            after = _shared(line[before:][::-1], written[before:][::-1])
            edits.append(
                Edit(start + before, start + len(line) - after, written[before : len(written) - after])
            )
        start += len(line)
    if edits:
        yield "built", edits


def _shared(one: str, two: str) -> int:
    """Return with how many signs two texts begin alike."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two))
    )


def _value(one: re.Match[str]) -> str:
    named = one.groupdict()
    if named.get("codes"):
        codes = [int(code, 0) for code in re.findall(r"0x[0-9a-fA-F]+|[1-9]\d*|0", one["codes"])]
        return "".join(chr(code) for code in codes if code <= CODE_MAX)
    items = [piece[1:-1] for piece in _PIECE.findall(named.get("items") or one[0])]
    if named.get("form"):
        form = one["form"][1:-1]
        return (
            form.replace("%s", "{}").format(*items)
            if form.count("%s") == len(items) and "{" not in form
            else form
        )
    if named.get("turned"):
        items.reverse()
    return (named["sign"][1:-1] if named.get("sign") else "").join(items)
