"""Split HTML and XML into tags and text, in one pass and whatever is broken. Nothing is expanded or fetched."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Literal

QUOTED_SIGNS_MAX = 4
EndOf = Callable[[str, int], int]
_NAME = re.compile(r"/?([A-Za-z_][\w:.-]*)")
_ATTRIBUTE = re.compile(r"(?<![\w:.-])([\w:.-]++)\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")


@dataclass(frozen=True, slots=True)
class Mark:
    """A tag, a text or a comment. ``name`` is a tag's name without its prefix; ``inside`` what stands after it."""

    sort: Literal["start", "end", "text", "comment"]
    name: str = ""
    inside: str = ""

    @property
    def text(self) -> str:
        """Return the text with its entities written out."""
        return unescape(self.inside) if "&" in self.inside else self.inside

    @property
    def attributes(self) -> dict[str, str]:
        """Return the attributes of a tag, by name as written, in lower case."""
        return {
            match[1].lower(): unescape(match[2] or match[3] or match[4] or "")
            for match in _ATTRIBUTE.finditer(self.inside)
        }

    @property
    def closes_itself(self) -> bool:
        """Say whether a tag is its own end."""
        return self.inside.endswith("/")


def marks_in(text: str) -> Iterator[Mark]:
    """Yield tags and texts in order. Linear: each search that fails once is not repeated."""
    position, length = 0, len(text)
    ends = {"-->": True, "]]>": True, "?>": True, ">": True}

    def end_of(sign: str, start: int) -> int:
        end = text.find(sign, start) if ends[sign] else -1
        ends[sign] = end != -1
        return end

    while position < length:
        opening = text.find("<", position)
        if opening == -1:
            opening = length
        if opening > position:
            yield Mark("text", inside=text[position:opening])
        if opening == length:
            return
        position, mark = _one_at(text, opening, end_of)
        if mark is not None:
            yield mark


def _one_at(text: str, opening: int, end_of: EndOf) -> tuple[int, Mark | None]:
    """Return where the mark at ``opening`` ends, and the mark, if it says anything."""
    if text.startswith("<!--", opening):
        end = end_of("-->", opening + 4)
        return (len(text) if end == -1 else end + 3), Mark("comment", inside=text[opening + 4 : end])
    if text.startswith("<![CDATA[", opening):
        end = end_of("]]>", opening + 9)
        # Nothing is written out in there.
        inside = text[opening + 9 : end].replace("&", "&amp;")
        return (len(text) if end == -1 else end + 3), Mark("text", inside=inside)
    if text.startswith("<?", opening):
        end = end_of("?>", opening + 2)
        return (opening + 2 if end == -1 else end + 2), None
    name = _NAME.match(text, opening + 1)
    if name is None:
        # "<!DOCTYPE …" and a bare sign: what follows is text.
        return opening + 1, Mark("text", inside=" ")
    end = end_of(">", name.end())
    for _ in range(QUOTED_SIGNS_MAX):
        # A quoted value may hold the sign that ends a tag.
        if end == -1 or text.count('"', name.end(), end) % 2 == 0:
            break
        end = end_of(">", end + 1)
    if end == -1:
        return opening + 1, Mark("text", inside=" ")
    local = name[1].rpartition(":")[2].lower()
    return end + 1, Mark("end" if text[opening + 1] == "/" else "start", local, text[name.end() : end])
