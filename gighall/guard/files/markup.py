"""HTML, SVG and other mark-up: what a reader sees, where links lead, and what is hidden in it."""

import re

from gighall.guard.files.metadata import add_metadata
from gighall.guard.files.reading import Reading
from gighall.guard.files.tags import Mark, marks_in

UNSEEN = frozenset({"script", "style"})
# Within a line: an address may be built of these.
INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "nobr",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "tspan",
        "tt",
        "u",
        "var",
        "wbr",
    }
)
# Attributes that a person reads or follows.
SHOWN = ("title", "alt", "aria-label", "placeholder", "value", "label", "summary", "descr", "desc")
# Where a press of a button leads.
_OPENED = re.compile(r"[\"']((?:https?://|mailto:|tel:|sms:)[^\"'\s]{4,500}+)[\"']")
# What a form shows for somebody to see how an address is written.
_SAMPLE = re.compile(
    r"[\w.+-]{1,40}@(?:example|domain|e?mail|company|site|host|your\w{1,20})\.\w{2,4}", re.IGNORECASE
)
LINKS = ("href", "xlink:href", "action", "formaction", "cite")
LINKING = frozenset({"a", "area", "form", "button", "iframe", "q", "blockquote", "url", "loc", "outline"})


def read(text: str, here: Reading) -> None:
    """Read mark-up of any kind."""
    shown: list[str] = []
    unseen = ""
    for mark in marks_in(text):
        if unseen:
            unseen = "" if mark.sort == "end" and mark.name == unseen else unseen
        elif mark.sort == "text":
            shown.append(mark.text)
        elif mark.sort == "comment":
            here.add("comment", mark.inside)
        else:
            if mark.name not in INLINE:
                shown.append("\n")
            if mark.sort == "start":
                unseen = mark.name if mark.name in UNSEEN and not mark.closes_itself else ""
                _read_attributes(mark, here)
    here.add("text", "".join(shown))


def _read_attributes(mark: Mark, here: Reading) -> None:
    """Take what the attributes of a tag say to people."""
    if "=" not in mark.inside:
        return
    attributes = mark.attributes
    if mark.name == "meta":
        key = attributes.get("name") or attributes.get("property") or attributes.get("http-equiv") or ""
        add_metadata(here, key, attributes.get("content", ""))
        return
    for name, value in attributes.items():
        if name.startswith("on"):
            for link in _OPENED.findall(value):
                here.add("link", link)
    for name in SHOWN:
        if name in attributes and not (name == "placeholder" and _SAMPLE.fullmatch(attributes[name].strip())):
            here.add("text", attributes[name])
    if mark.name in LINKING:
        for name in LINKS:
            if name in attributes and not attributes[name].startswith("data:"):
                here.add("link", attributes[name])
