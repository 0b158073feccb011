"""Frames that nobody should send: a varied, repeatable stream of them, each bad in one way."""

import json
import random
import uuid
from collections.abc import Callable, Iterator
from typing import Any

Nonsense = str | bytes
RECORD, KEY = "Nowhere1234567", "0b8e3bf6-7e5c-4bd4-9a6d-3b7c4d1f2a10"
# Each op with fields that are well, to be spoilt one at a time.
WELL: dict[str, dict[str, Any]] = {
    "post": {"c": RECORD, "k": KEY, "t": "Hello"},
    "since": {"c": RECORD, "n": 3},
    "got": {"c": RECORD, "n": 3},
    "read": {"c": RECORD, "n": 3},
    "typing": {"c": RECORD},
    "here": {"c": RECORD},
    "check": {"c": RECORD, "t": "Hello", "i": 1},
}
BAD_RECORDS: list[Any] = [
    "",
    "a/b",
    "x" * 65,
    "../../etc",
    "a b",
    "\u0000",
    None,
    7,
    1.5,
    True,
    [],
    {},
    ["x"],
    "'; --",
    "🙂",
]
BAD_NUMBERS: list[Any] = [-1, 2**62, 10**40, 1.5, 1e300, "3", "", None, True, [], {"n": 3}]
BAD_TEXTS: list[Any] = [None, 7, True, [], {}, ["Hello"]]
BAD_KEYS: list[Any] = ["", "no uuid", KEY[:-1], KEY + "0", None, 7, [], {}, "g" * 32]
BAD_ECHOES: list[Any] = [True, 1.5, [], {}, "x" * 65, 2**62]
SPOILT: dict[str, list[Any]] = {
    "c": BAD_RECORDS,
    "n": BAD_NUMBERS,
    "t": BAD_TEXTS,
    "k": BAD_KEYS,
    "i": BAD_ECHOES,
}
LONG = 20_000


def nonsense(seed: int) -> Iterator[Nonsense]:
    """Yield bad frames without end; the same ones for the same seed."""
    chance = random.Random(seed)
    kinds: list[Callable[[random.Random], Nonsense]] = [
        _spoilt, _spoilt, _spoilt, _missing, _unknown, _no_object, _no_json, _cut, _deep, _binary, _huge_number,
    ]  # fmt: skip
    while True:
        yield chance.choice(kinds)(chance)


def _spoilt(chance: random.Random) -> str:
    op = chance.choice(list(WELL))
    field = chance.choice(list(WELL[op]))
    return json.dumps({"op": op, **WELL[op], field: chance.choice(SPOILT[field])})


def _missing(chance: random.Random) -> str:
    op = chance.choice(list(WELL))
    field = chance.choice([field for field in WELL[op] if field != "i"])
    return json.dumps({"op": op, **{name: value for name, value in WELL[op].items() if name != field}})


def _unknown(chance: random.Random) -> str:
    op = chance.choice(
        ["", "POST", "post ", "shout", "hello", "ack", "entry", "bye", "__class__", "x" * LONG]
    )
    return json.dumps({"op": op, **WELL["post"]})


def _no_object(chance: random.Random) -> str:
    op: list[Any] = [None, 7, True, [], {}, ["post"]]
    things: list[Any] = [[], "post", 7, None, True, [WELL["post"]], {}, {"op": chance.choice(op)}]
    return json.dumps(chance.choice(things))


def _no_json(chance: random.Random) -> str:
    letters = '{}[]":,opctkn\\\u0000\u202e🙂'
    length = chance.choice([0, 1, 5, 60, LONG])
    return "{" + "".join(chance.choice(letters) for _letter in range(length)) + "\\"


def _cut(chance: random.Random) -> str:
    whole = json.dumps({"op": "post", **WELL["post"], "t": "x" * chance.choice([5, LONG])})
    return whole[: chance.randrange(1, len(whole))]


def _deep(chance: random.Random) -> str:
    depth = chance.choice([50, 2_000, LONG])
    opened, closed = chance.choice([("[", "]"), ('{"op":', "}")])
    return opened * depth + "1" + closed * chance.choice([0, depth])


def _binary(chance: random.Random) -> bytes:
    whole = json.dumps({"op": "typing", **WELL["typing"]}).encode()
    return chance.choice(
        [b"", b"\x00", whole, chance.randbytes(200), chance.randbytes(LONG), uuid.UUID(KEY).bytes]
    )


def _huge_number(chance: random.Random) -> str:
    number = chance.choice(["9" * 5_000, "1e999", "-1e999", "NaN", "Infinity", "-Infinity", "0x10", "1_000"])
    op = chance.choice(["since", "got", "read"])
    return f'{{"op": "{op}", "c": "{RECORD}", "n": {number}}}'
