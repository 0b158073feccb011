"""Holding a talk again: in order, with lines lost on the way; then both sides are compared."""

import asyncio
import json
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from gighall.base.errors import Refused
from gighall.base.errors import marked as _

from .speaker import Frame, Speaker, TalkBroken

if TYPE_CHECKING:
    # The stage imports models, which only open after Django has.
    from .stage import Stage

# How often one of the two loses the line on the way, and for how many lines it stays away.
DROPS = 8
LINES_AWAY = 3


class TalkUnreadable(Refused):
    """The file is not a talk."""

    code = "talk_unreadable"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a talk."""

    by: str
    text: str


@dataclass
class Figures:
    """What a replay measured."""

    lines: int = 0
    masked: int = 0
    drops: int = 0
    caught_up: int = 0
    repeated: int = 0
    seconds: float = 0.0
    ack_seconds: list[float] = field(default_factory=list)


def read_talk(path: Path) -> list[Line]:
    """Return the lines of a talk.

    Errors: TalkUnreadable with the line that is wrong; OSError.
    """
    lines = []
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            said = json.loads(raw)
            lines.append(Line(by=str(said["by"]), text=str(said["text"])))
        except (ValueError, KeyError, TypeError):
            raise TalkUnreadable(
                _('Line {number} of {file} is not {{"by": "…", "text": "…"}}.'), number=number, file=path
            ) from None
    speakers = {line.by for line in lines}
    if len(speakers) != 2:
        raise TalkUnreadable(
            _("A talk has exactly two speakers; {file} has {count}."), file=path, count=len(speakers)
        )
    return lines


def socket_address(url: str) -> str:
    """Return the address of the socket of the hall at ``url``."""
    scheme, _sign, rest = url.rstrip("/").partition("://")
    if scheme not in ("http", "https") or not rest:
        raise TalkBroken(_("{url} is not an address such as http://127.0.0.1:8000."), url=url)
    return f"{'wss' if scheme == 'https' else 'ws'}://{rest}/live/"


def replay_on(stage: "Stage", lines: list[Line], names: list[str], address: str) -> int:
    """Replay a talk on a stage, print figures and differences, return the exit code.

    Errors: TalkBroken.
    """
    return asyncio.run(_replay(lines, names, stage, address))


async def _replay(lines: list[Line], names: list[str], stage: "Stage", address: str) -> int:
    buyer, seller = (
        Speaker(name, address, token, stage.record_id)
        for name, token in zip(names, stage.tokens, strict=True)
    )
    try:
        figures = await replay(lines, {names[0]: buyer, names[1]: seller})
        wrong = await differences(lines, buyer, seller)
        entries = buyer.last
    finally:
        await buyer.close()
        await seller.close()
    for sentence in wrong:
        print(f"DIFFERENT  {sentence}")
    _print(figures, stage, entries)
    print("DIFFERENT" if wrong else "OK: both sides hold the same entries, without a gap")
    return 1 if wrong else 0


def _print(figures: Figures, stage: "Stage", entries: int) -> None:
    acks = sorted(figures.ack_seconds)
    milliseconds = [1000 * second for second in acks]
    print(f"order       {stage.order_id}")
    print(f"record      {stage.record_id}, {entries} entries")
    print(f"lines       {figures.lines}, {figures.masked} of them with words withheld")
    print(f"lines lost  {figures.drops}, {figures.caught_up} entries caught up by number")
    print(f"sent twice  {figures.repeated}, each stored once")
    if milliseconds:
        slow = milliseconds[min(len(milliseconds) - 1, len(milliseconds) * 99 // 100)]
        print(f"send to ack {statistics.median(milliseconds):.1f} ms median, {slow:.1f} ms p99")
    print(f"time        {figures.seconds:.2f} s, {figures.lines / figures.seconds:.0f} lines a second")


async def replay(lines: list[Line], speakers: dict[str, Speaker]) -> Figures:
    """Replay a talk in order; each line waits for its ack, and now and then somebody loses the line.

    Errors: TalkBroken.
    """
    figures = Figures(lines=len(lines))
    names = list(speakers)
    for speaker in speakers.values():
        await speaker.open()
    every = max(LINES_AWAY + 2, len(lines) // DROPS)
    away: Speaker | None = None
    back_at = 0
    began = time.perf_counter()
    for position, line in enumerate(lines):
        speaker = speakers[line.by]
        if away is not None and (position >= back_at or speaker is away):
            figures.caught_up += await away.come_back()
            away = None
        started = time.perf_counter()
        if position % every == every // 2:
            ack, missed = await speaker.post_and_lose_the_ack(line.text)
            figures.drops += 1
            figures.repeated += 1
            figures.caught_up += missed
        else:
            ack = await speaker.post(line.text)
            figures.ack_seconds.append(time.perf_counter() - started)
        figures.masked += bool(ack["marks"])
        if position % every == every - 1:
            away = speakers[names[(position // every) % len(names)]]
            back_at = position + 1 + LINES_AWAY
            away.drop()
            figures.drops += 1
    if away is not None:
        figures.caught_up += await away.come_back()
    figures.seconds = time.perf_counter() - began
    return figures


async def differences(lines: list[Line], first: Speaker, second: Speaker) -> list[str]:
    """Return what is wrong after a replay, as sentences: nothing when both sides hold the same talk."""
    for speaker in (first, second):
        await speaker.catch_up()
    kept = [await _whole(speaker) for speaker in (first, second)]
    found = []
    for speaker, entries in zip((first, second), kept, strict=True):
        numbers = [entry["n"] for entry in entries]
        if numbers != list(range(1, len(numbers) + 1)):
            found.append(f"{speaker.name}: the numbers have gaps")
        if speaker.last != len(numbers):
            found.append(
                f"{speaker.name}: what came live ends at {speaker.last}, the record at {len(numbers)}"
            )
        found += [
            f"{speaker.name}: entry {entry['n']} came live with other words"
            for entry in entries
            if entry["n"] in speaker.entries and _words(speaker.entries[entry["n"]]) != _words(entry)
        ]
    for mine, theirs in zip(*kept, strict=False):
        if _seen_by_all(mine) != _seen_by_all(theirs):
            found.append(f"entry {mine['n']} differs between the two sides")
    if len(kept[0]) != len(kept[1]):
        found.append(f"one side has {len(kept[0])} entries, the other {len(kept[1])}")
    said = {entry["n"]: entry for entries in kept for entry in entries if entry.get("k")}
    replayed = [said[number] for number in sorted(said) if number > first.start]
    if [_words(entry) for entry in replayed] != [line.text for line in lines]:
        found.append("the record does not hold the lines of the file, each once and in order")
    return found


async def _whole(speaker: Speaker) -> list[Frame]:
    entries: list[Frame] = []
    while True:
        page = await speaker.page_after(entries[-1]["n"] if entries else 0)
        entries += page["entries"]
        if not page["more"]:
            return entries


def _words(entry: Frame) -> str | None:
    """Return the full words of an entry if the reader has them, else the shown ones."""
    words = entry.get("own", entry.get("t"))
    return words if words is None else str(words)


def _seen_by_all(entry: Frame) -> tuple[object, ...]:
    """Return what both sides must see alike."""
    places = [(mark["s"], mark["e"], mark["kind"]) for mark in entry["marks"]]
    return entry["n"], entry["kind"], entry["by"], entry["at"], entry["t"], places
