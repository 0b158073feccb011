"""What a file says about itself: people's own words there, and what programs note."""

import re

from gighall.guard.files.reading import Reading, Sort
from gighall.guard.files.tags import marks_in
from gighall.guard.word_lists import words

VALUE_CHARACTERS_MAX = 20_000
PACKET_MARK, PACKET_END = b"<x:xmpmeta", b"</x:xmpmeta>"
PACKETS_MAX, PACKET_BYTES_MAX = 10, 200_000
_SIGNS = re.compile(r"[^a-z]")


def is_of_tools(key: str) -> bool:
    """Say whether programs rather than people fill in what has this name: producer, serial number, dates."""
    return _SIGNS.sub("", key.lower()) in words("file_words", "tool_keys")


def add_metadata(here: Reading, key: str, value: str) -> None:
    """Take one entry of a file's metadata."""
    sort: Sort = "tool" if is_of_tools(key) else "words"
    here.add(f"metadata: {key}" if key else "metadata", value[:VALUE_CHARACTERS_MAX], sort)


def add_xmp(here: Reading, packet: str) -> None:
    """Take what stands in an XMP packet, as texts of tags or as attributes."""
    path: list[str] = []
    for mark in marks_in(packet):
        if mark.sort == "start":
            if not mark.closes_itself:
                path.append(mark.name)
            if mark.name in {"description", "li"} and "=" in mark.inside:
                for key, value in mark.attributes.items():
                    if not key.startswith(("xmlns", "rdf:", "xml:")):
                        add_metadata(here, key.rpartition(":")[2], value)
        elif mark.sort == "end" and path:
            path.pop()
        elif mark.sort == "text" and mark.text.strip():
            add_metadata(here, _key_of(path), mark.text)


def add_packets(here: Reading, data: bytes) -> None:
    """Take the XMP packets that stand unpacked in a file of any kind."""
    start = 0
    for _ in range(PACKETS_MAX):
        start = data.find(PACKET_MARK, start)
        end = data.find(PACKET_END, start, start + PACKET_BYTES_MAX) if start != -1 else -1
        if end == -1:
            return
        add_xmp(here, data[start:end].decode("utf-8", errors="replace"))
        start = end


def _key_of(path: list[str]) -> str:
    """Return the innermost name that is no part of a list."""
    return next((name for name in reversed(path) if name not in {"li", "alt", "seq", "bag"}), "")
