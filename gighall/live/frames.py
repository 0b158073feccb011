"""What clients may say: the protocol's frames, version 1, read and checked.

Specified in ``docs/subsystems/live.md``; what the door answers is written in ``answers``.
"""

import json
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NoReturn

from gighall.base import limits

IDS_CHARACTERS_MAX = 64
# A key as it is kept; clients may write it otherwise.
_KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NUMBERS_END = 2**62

Echo = str | int | None


class BadFrame(Exception):
    """A frame that cannot be read; ``why`` is a code for programs."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class PostFrame:
    """A message to store. ``key`` is the client's own, the same at each attempt."""

    record: str
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class SinceFrame:
    """A question: what follows entry ``number``?"""

    record: str
    number: int


@dataclass(frozen=True, slots=True)
class CheckFrame:
    """A question while typing: what would be marked in these words? ``echo`` comes back with the answer."""

    record: str
    text: str
    echo: Echo


@dataclass(frozen=True, slots=True)
class MarkFrame:
    """Word that the record has reached this client (*got*) or its person's eyes (*read*) up to ``number``."""

    name: Literal["got", "read"]
    record: str
    number: int


@dataclass(frozen=True, slots=True)
class TypingFrame:
    """Word that the person is writing."""

    record: str


@dataclass(frozen=True, slots=True)
class HereFrame:
    """Word that the person has the record's page before them; said again and again while that is so."""

    record: str


@dataclass(frozen=True, slots=True)
class AttendFrame:
    """Word that the person has a session's page before them (*attend*), or no longer (*unattend*)."""

    name: Literal["attend", "unattend"]
    record: str
    session: str


@dataclass(frozen=True, slots=True)
class BeatFrame:
    """The answer to a beat of the hall: the person is still there."""

    record: str
    session: str
    number: int


@dataclass(frozen=True, slots=True)
class CallFrame:
    """What this browser has to say to the other one in a video call; ``data`` is JSON that only they understand."""

    record: str
    session: str
    data: str


@dataclass(frozen=True, slots=True)
class PingFrame:
    """A question whether the line still stands."""


SignalFrame = MarkFrame | TypingFrame | HereFrame
SessionFrame = AttendFrame | BeatFrame
Frame = PostFrame | SinceFrame | CheckFrame | SignalFrame | SessionFrame | CallFrame | PingFrame


def read_frame(raw: str | bytes | None) -> Frame:
    """Return what a client said.

    Errors: BadFrame with ``not_text``, ``not_json``, ``bad_frame``, ``bad_key`` or ``unknown_op``.
    """
    if not isinstance(raw, str):
        raise BadFrame("not_text")
    try:
        said = _decode(raw)
    except (ValueError, RecursionError):
        raise BadFrame("not_json") from None
    if not isinstance(said, dict) or not isinstance(said.get("op"), str):
        raise BadFrame("bad_frame")
    reader = _READERS.get(said["op"])
    if reader is None:
        raise BadFrame("unknown_op")
    return reader(said)


def _refuse_constant(_name: str) -> NoReturn:
    raise ValueError


_decode = json.JSONDecoder(parse_constant=_refuse_constant).decode


def _read_post(said: dict[str, Any]) -> PostFrame:
    key, text = said.get("k"), _text(said)
    if not isinstance(key, str):
        raise BadFrame("bad_frame")
    try:
        return PostFrame(_record(said), key if _KEY.fullmatch(key) else str(uuid.UUID(key)), text)
    except ValueError:
        raise BadFrame("bad_key") from None


def _read_check(said: dict[str, Any]) -> CheckFrame:
    echo = said.get("i")
    if isinstance(echo, str):
        fits = len(echo) <= IDS_CHARACTERS_MAX
    else:
        fits = echo is None or (_is_number(echo) and abs(echo) < NUMBERS_END)
    if not fits:
        raise BadFrame("bad_frame")
    return CheckFrame(_record(said), _text(said), echo)


def _read_call(said: dict[str, Any]) -> CallFrame:
    data = said.get("data")
    if not isinstance(data, dict):
        raise BadFrame("bad_frame")
    # In ASCII each character is a byte; half of a surrogate pair, which no socket could carry on, is written out.
    written = json.dumps(data, separators=(",", ":"))
    if len(written) > limits.CALL_SIGNAL_BYTES_MAX:
        raise BadFrame("bad_frame")
    return CallFrame(_record(said), _id(said, "s"), written)


def _record(said: dict[str, Any]) -> str:
    return _id(said, "c")


def _id(said: dict[str, Any], name: str) -> str:
    found = said.get(name)
    if not isinstance(found, str) or not 0 < len(found) <= IDS_CHARACTERS_MAX or not found.isalnum():
        raise BadFrame("bad_frame")
    return found


def _text(said: dict[str, Any]) -> str:
    text = said.get("t")
    if not isinstance(text, str):
        raise BadFrame("bad_frame")
    return text


def _number(said: dict[str, Any], name: str = "n") -> int:
    number = said.get(name)
    if not isinstance(number, int) or not _is_number(number) or not 0 <= number < NUMBERS_END:
        raise BadFrame("bad_frame")
    return number


def _is_number(value: object) -> bool:
    # True and False are whole numbers to Python, to nobody else.
    return isinstance(value, int) and not isinstance(value, bool)


_READERS: dict[str, Callable[[dict[str, Any]], Frame]] = {
    "post": _read_post,
    "since": lambda said: SinceFrame(_record(said), _number(said)),
    "check": _read_check,
    "got": lambda said: MarkFrame("got", _record(said), _number(said)),
    "read": lambda said: MarkFrame("read", _record(said), _number(said)),
    "typing": lambda said: TypingFrame(_record(said)),
    "here": lambda said: HereFrame(_record(said)),
    "attend": lambda said: AttendFrame("attend", _record(said), _id(said, "s")),
    "unattend": lambda said: AttendFrame("unattend", _record(said), _id(said, "s")),
    "beat": lambda said: BeatFrame(_record(said), _id(said, "s"), _number(said, "i")),
    "signal": _read_call,
    "ping": lambda _said: PingFrame(),
}
