"""Documents, tables and slides of Office Open XML: what stands in them, in comments, in links and in properties."""

import re
from typing import Protocol

from gighall.guard.files import families, texts
from gighall.guard.files.metadata import add_metadata
from gighall.guard.files.reading import Reading
from gighall.guard.files.tags import Mark, marks_in

# Parts that hold the looks of a document.
LOOKS = re.compile(
    r"(?i)(styles|stylesWithEffects|settings|webSettings|fontTable|theme\d*|calcChain|tableStyles|presProps|viewProps"
    r"|numbering|printerSettings\d*|slideLayout\d*|slideMaster\d*|notesMaster\d*|\[Content_Types\])\.(xml|bin)\Z"
)
MEDIA = re.compile(r"(?i)/(media|embeddings|attachments)/[^/]+\Z|\.(png|jpe?g|gif|bmp|tiff?|webp|svg)\Z")
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
SHOWN = ("descr", "title", "tooltip", "w:tooltip", "alt", "display", "author", "w:author", "prompt", "error")
PLACES = {"document": "text", "sharedStrings": "cells", "presentation": "slides"}


class Parts(Protocol):
    """The files that a document is made of."""

    @property
    def names(self) -> list[str]: ...

    def content_of(self, name: str) -> bytes | None: ...


def read(parts: Parts, here: Reading) -> None:
    """Read a document of Office Open XML."""
    for name in parts.names:
        if PROPERTIES.search(name):
            read_properties(_text_of(parts, name), here)
        elif MEDIA.search(name):
            data = parts.content_of(name)
            if data:
                families.read(data, here.within("", f"picture {name.rpartition('/')[2]}"))
        elif name.endswith(".rels"):
            _read_links(_text_of(parts, name), here)
        elif (
            name.endswith((".xml", ".vml"))
            and not LOOKS.search(name)
            and not name.startswith("customXml/itemProps")
        ):
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
    is_shared = False
    for mark in marks_in(content):
        if mark.sort == "text":
            # The number in such a cell says which of the shared texts stands there.
            if inside and not (inside == "v" and is_shared):
                lines.append(mark.text)
        elif mark.sort == "start":
            if mark.name in WRITTEN:
                inside = "" if mark.closes_itself else mark.name
            elif mark.name == "c":
                is_shared = 't="s"' in mark.inside
            lines.append(SPACES.get(mark.name, ""))
            _read_attributes(mark, place, here)
        elif mark.sort == "end":
            inside = ""
            if mark.name in LINES:
                lines.append("\n")
    here.add(place, "".join(lines))


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
