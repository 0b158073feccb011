"""JSON lines in, JSON lines out: each answered in its turn, as soon as it is read; one bad line stops nothing."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from gighall.base.errors import Refused
from gighall.base.errors import marked as _

# A longer line is passed over; it is not held in memory.
LINE_BYTES_MAX = 64_000_000
CHUNK_BYTES = 65_536
# What programs end with when nobody reads what they write.
NOBODY_READS = 141
ALL_ANSWERED, SOME_UNREADABLE = 0, 1
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

Row = dict[str, Any]


class LineUnreadable(Refused):
    """A line of the input is not what it should be."""

    code = "line_unreadable"


def answer_lines(path: str | None, answer: Callable[[Row], Row], *, each_at_once: bool = False) -> int:
    """Answer the lines of a file, or of the standard input, on the standard output; return the exit code.

    Shapes: each line is an object with an ``id``, which its answer has too. What cannot be read, or is refused by
    ``answer`` as LineUnreadable, is answered with an ``error`` in its turn. Empty lines are passed over.
    ``each_at_once`` hands out each answer before the next line is looked at, for answers that take long.
    """
    if path is None or path == "-":
        return _answer_all(sys.stdin.buffer, sys.stdout.buffer, answer, each_at_once)
    with Path(path).open("rb") as source:
        return _answer_all(source, sys.stdout.buffer, answer, each_at_once)


def _answer_all(source: BinaryIO, sink: BinaryIO, answer: Callable[[Row], Row], each_at_once: bool) -> int:
    unreadable = 0
    try:
        for number, line in enumerate(_lines(source, sink.flush), start=1):
            if line is None or line.strip():
                said = _answer_to(line, number, answer)
                unreadable += "error" in said
                sink.write(_written(said))
                if each_at_once:
                    sink.flush()
        sink.flush()
    except BrokenPipeError:
        # What is still in the buffer has nowhere to go: Python would stumble over it at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOBODY_READS
    if unreadable:
        print(f"gighall: {unreadable} lines could not be read; their answers say why.", file=sys.stderr)
    return SOME_UNREADABLE if unreadable else ALL_ANSWERED


def _lines(source: BinaryIO, settle: Callable[[], None]) -> Iterator[bytes | None]:
    """Yield the lines, None for one that is too long; ``settle`` is called whenever all that has come is read."""
    # Only what comes at once is read at once: whoever waits for an answer before the next line gets it.
    read = getattr(source, "read1", source.read)
    parts: list[bytes] = []
    size = 0
    first = True
    while chunk := read(CHUNK_BYTES):
        if first and chunk.startswith(_BYTE_ORDER_MARK):
            chunk = chunk[len(_BYTE_ORDER_MARK) :]
        first = False
        *ended, rest = chunk.split(b"\n")
        for end in ended:
            yield None if size + len(end) > LINE_BYTES_MAX else b"".join([*parts, end])
            parts, size = [], 0
        size += len(rest)
        if size <= LINE_BYTES_MAX:
            parts.append(rest)
        else:
            parts.clear()
        settle()
    if size:
        yield None if size > LINE_BYTES_MAX else b"".join(parts)


def _answer_to(line: bytes | None, number: int, answer: Callable[[Row], Row]) -> Row:
    id_: Any = None
    try:
        row = _row_of(line)
        id_ = row.get("id")
        return {"id": id_, **answer(row)}
    except LineUnreadable as unreadable:
        return {"id": id_, "error": f"Line {number}: {unreadable.sentence}"}


def _row_of(line: bytes | None) -> Row:
    if line is None:
        raise LineUnreadable(_("it is longer than {most:,} bytes."), most=LINE_BYTES_MAX)
    try:
        # Signs that have no place in JSON, a tab or a NUL, are taken as they are.
        row = json.loads(line.decode("utf-8"), strict=False, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise LineUnreadable(_("it is not UTF-8 at byte {place}."), place=error.start + 1) from None
    except (ValueError, RecursionError):
        raise LineUnreadable(_("it is no JSON.")) from None
    if not isinstance(row, dict):
        raise LineUnreadable(_("it is no JSON object."))
    return row


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _written(said: Row) -> bytes:
    try:
        return f"{json.dumps(said, ensure_ascii=False)}\n".encode()
    except UnicodeEncodeError:
        # Half of a surrogate pair, which somebody's id held, can be written as an escape only.
        return f"{json.dumps(said)}\n".encode()
