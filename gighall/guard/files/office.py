"""Documents, tables and slides of Office Open XML: what stands in them, in comments, in links and in properties."""

import re
from collections.abc import Sequence
from typing import Protocol

from gighall.guard.files import families, tables, texts
from gighall.guard.files.metadata import add_metadata
from gighall.guard.files.reading import Reading
from gighall.guard.files.tags import Mark, marks_in

# Parts that hold the looks of a document.
LOOKS = re.compile(
    r"(?i)(styles|stylesWithEffects|settings|webSettings|fontTable|theme\d*|calcChain|tableStyles|presProps|viewProps"
    r"|numbering|printerSettings\d*|slideLayout\d*|slideMaster\d*|itemProps\d*|notesMaster\d*|\[Content_Types\])\.(xml|bin)\Z"
)
MEDIA = re.compile(r"(?i)/(media|embeddings|attachments)/[^/]+\Z|\.(png|jpe?g|gif|bmp|tiff?|webp|svg)\Z")
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml\Z")
SHARED = "xl/sharedStrings.xml"
# What stands above and below the rows of a sheet.
HEADS = frozenset({"oddheader", "oddfooter", "evenheader", "evenfooter", "firstheader", "firstfooter"})
# Signs of a sheet's head: its left, middle and right, letters and their size, numbers of pages.
_HEAD_SIGNS = re.compile(r'&(?:"[^"\n]{0,80}"|K[0-9A-F]{6}|\d{1,3}|[A-Za-z&])')
# Files of other kinds that a document may show as its own words.
SHOWN_FILES = re.compile(r"(?i)\.(?:mht|mhtml|html?|xhtml|rtf|txt)\Z")
_IN_QUOTES = re.compile(r'"([^"]*)"')
PROPERTIES = re.compile(r"docProps/(core|app|custom)\.xml\Z")
# The elements whose text a person wrote, and those at whose end a line ends.
WRITTEN = frozenset(
    {
        "t",
        "deltext",
        "instrtext",
        "delinstrtext",
        "text",
        "f",
        "v",
        "definedname",
        "oddheader",
        "oddfooter",
        "evenheader",
        "evenfooter",
        "firstheader",
        "firstfooter",
    }
)
LINES = frozenset({"p", "si", "comment", "c", "row", "tr", "tc", "definedname", "oddheader", "oddfooter"})
SPACES = {"tab": "\t", "br": "\n", "cr": "\n", "nobreakhyphen": "-", "softhyphen": ""}
SHOWN = (
    "descr",
    "title",
    "tooltip",
    "w:tooltip",
    "alt",
    "display",
    "author",
    "w:author",
    "prompt",
    "error",
    "string",
    "href",
)
PLACES = {"document": "text", "presentation": "slides"}


class Parts(Protocol):
    """The files that a document is made of."""

    @property
    def names(self) -> list[str]: ...

    def content_of(self, name: str) -> bytes | None: ...


def read(parts: Parts, here: Reading) -> None:
    """Read a document of Office Open XML."""
    shared = _shared_in(parts)
    for name in parts.names:
        if PROPERTIES.search(name):
            read_properties(_text_of(parts, name), here)
        elif MEDIA.search(name) or SHOWN_FILES.search(name):
            data = parts.content_of(name)
            if data:
                kind = "picture" if MEDIA.search(name) else "part"
                families.read(data, here.within("", f"{kind} {name.rpartition('/')[2]}"))
        elif name.endswith(".rels"):
            _read_links(_text_of(parts, name), here)
        elif SHEET.search(name):
            _read_sheet(_text_of(parts, name), _place(name), shared, here)
        elif name.endswith((".xml", ".vml")) and name != SHARED and not LOOKS.search(name):
            _read_part(_text_of(parts, name), _place(name), here)


def _text_of(parts: Parts, name: str) -> str:
    return texts.decoded(parts.content_of(name) or b"") or ""


def _place(name: str) -> str:
    """Return what a person calls a part: slide 2, comments, header 1."""
    stem = name.rpartition("/")[2].rpartition(".")[0]
    if stem in PLACES:
        return PLACES[stem]
    return re.sub(r"(?<=[a-z])(?=\d)", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", stem)).lower()


def _read_part(content: str, place: str, here: Reading) -> None:
    """Take the text of one part, line by line as a person sees it."""
    lines: list[str] = []
    inside = ""
    for mark in marks_in(content):
        if mark.sort == "text":
            if inside == "f":
                _read_formula(mark.text, place, here)
            elif inside:
                lines.append(mark.text)
        elif mark.sort == "start":
            if mark.name in WRITTEN:
                inside = "" if mark.closes_itself else mark.name
            lines.append(SPACES.get(mark.name, ""))
            _read_attributes(mark, place, here)
        elif mark.sort == "end":
            inside = ""
            if mark.name in LINES:
                lines.append("\n")
    here.add(place, "".join(lines))


def _read_formula(formula: str, place: str, here: Reading) -> None:
    """Take the words in a formula: where its link leads, what it shows."""
    for words in _IN_QUOTES.findall(formula):
        here.add(f"formula on {place}", words)


def _read_sheet(content: str, place: str, shared: Sequence[str], here: Reading) -> None:
    """Take the rows of a sheet; most texts stand once in a list and are named by their number there."""
    rows: list[str] = []
    cells: list[str] = []
    inside, is_shared = "", False
    for mark in marks_in(content):
        if mark.sort == "text":
            if inside == "f":
                _read_formula(mark.text, place, here)
            elif inside == "v" and is_shared:
                cells[-1] += shared[int(mark.text)] if _is_index(mark.text, shared) else ""
            elif inside and cells:
                cells[-1] += tables.as_written(mark.text)
        elif mark.sort == "start":
            if mark.name == "c" or mark.name in HEADS:
                cells.append("")
                is_shared = 't="s"' in mark.inside
            inside = mark.name if mark.name in WRITTEN and not mark.closes_itself else ""
            _read_attributes(mark, place, here)
        else:
            inside = ""
            if mark.name in HEADS and cells:
                cells[-1] = _HEAD_SIGNS.sub("\n", cells[-1])
            if mark.name == "row" or mark.name in HEADS:
                rows.append(tables.BETWEEN.join(cell.replace("|", "/") for cell in cells if cell))
                cells = []
    here.add(place, "\n".join(rows), "table")


def _shared_in(parts: Parts) -> list[str]:
    """Return the texts that a table's cells name by their number."""
    texts_found: list[str] = []
    if SHARED not in parts.names:
        return texts_found
    inside = False
    for mark in marks_in(_text_of(parts, SHARED)):
        if mark.sort == "text":
            if inside and texts_found:
                texts_found[-1] += mark.text
        elif mark.sort == "start":
            inside = mark.name == "t" and not mark.closes_itself
            if mark.name == "si":
                texts_found.append("")
        else:
            inside = False
    return texts_found


def _is_index(written: str, shared: Sequence[str]) -> bool:
    return written.isascii() and written.isdecimal() and len(written) < 9 and int(written) < len(shared)


def _read_attributes(mark: Mark, place: str, here: Reading) -> None:
    if mark.name in {
        "docpr",
        "cnvpr",
        "hlinkclick",
        "hyperlink",
        "shape",
        "comment",
        "ins",
        "del",
        "sheet",
        "datavalidation",
        "textpath",
    }:
        attributes = mark.attributes
        for name in SHOWN:
            if attributes.get(name):
                here.add(place, attributes[name])
        if mark.name in {"sheet", "cnvpr"} and attributes.get("name"):
            here.add(place, attributes["name"], "name")


def _read_links(content: str, here: Reading) -> None:
    """Take where the links of a part lead. What programs attach, templates and pictures elsewhere, is none."""
    for mark in marks_in(content):
        if mark.sort == "start" and mark.name == "relationship":
            attributes = mark.attributes
            kind = attributes.get("type", "").rpartition("/")[2]
            if attributes.get("targetmode") == "External" and kind in {"hyperlink", "oleObject", "frame"}:
                here.add("link", attributes.get("target", ""))


def read_properties(content: str, here: Reading) -> None:
    """Take a document's properties: title, author, company, and those that somebody added."""
    key = named = ""
    for mark in marks_in(content):
        if mark.sort == "start":
            if mark.name == "property" or mark.name == "user-defined":
                attributes = mark.attributes
                named = attributes.get("name") or attributes.get("meta:name") or ""
                here.add("metadata", named, "name")
            key = mark.name
        elif mark.sort == "end":
            named = "" if mark.name in {"property", "user-defined"} else named
        elif mark.text.strip():
            add_metadata(here, named or key, mark.text)
