"""Sound and film: what their labels say. What is heard and seen is not read."""

from gighall.guard.files.metadata import add_packets
from gighall.guard.files.reading import Reading
from gighall.guard.files.strings import strings_in

# Labels stand at the start or at the end.
LABEL_BYTES = 64_000


def read(data: bytes, here: Reading) -> None:
    """Read the labels of a recording."""
    edges = data if len(data) <= 2 * LABEL_BYTES else data[:LABEL_BYTES] + b"\0" * 4 + data[-LABEL_BYTES:]
    here.add("label", strings_in(edges), "tool")
    add_packets(here, data)
    here.leave("what is heard and seen")
