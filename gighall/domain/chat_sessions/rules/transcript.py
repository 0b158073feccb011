"""The transcript of a session: one canonical text in Markdown, and its digest. Plain Python, standard library only.

It is made of the record's entries alone, in English and in UTC, with *Buyer* and *Seller* for the two sides, so that
both of them, any machine and any later day get the same bytes. Anybody with the evidence bundle can make it anew.

What people wrote stands in indented blocks: each of its lines begins with four spaces, and no line of the frame does.
Nothing inside of such a block is read as Markdown, and whatever would end a line, or turn the direction of one, is
written as its number. So nobody can write a line, a heading or a fact that is not theirs. The format is never
changed; another one gets another number.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from gighall.base.masking import MASK
from gighall.domain.record.chain import ZEROS, ChainEntry

FORMAT = "gighall-transcript/1"
BUYER, SELLER = "buyer", "seller"
MESSAGE, FILE, PLACED = "message", "file", "order_placed"
SESSION_STARTED, SESSION_ENDED = "session_started", "session_ended"
# Four spaces make a block that Markdown prints as it stands.
BLOCK = "    "
# What would end a line somewhere, or hide or turn letters; and the sign that begins such a number, so that a text
# that has it itself looks like no other text.
_NUMBERED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\u27e8]")
_SIDES = {BUYER: "Buyer", SELLER: "Seller", "": "Gighall"}
_ENDINGS = {
    "pressed": "by the {side}",
    "cap": "because the agreed time was used up",
    "idle": "because nobody was there any more",
    "order_ended": "because the order had ended",
    "support": "because support was asked to look at the order",
}


@dataclass(frozen=True)
class SpokenEntry:
    """One entry as a transcript has it: what everybody of the record reads. ``shown`` is None when erased.

    ``side`` is *buyer* or *seller*, empty for the hall itself; ``is_cut`` says that some of the words were withheld.
    """

    number: int
    kind: str
    side: str
    at: datetime
    shown: str | None
    is_cut: bool = False

    @property
    def fact(self) -> dict[str, Any]:
        """Return what a fact says."""
        said: dict[str, Any] = json.loads(self.shown or "{}")
        return said


@dataclass(frozen=True)
class SessionTalk:
    """A session that was held: which entries of which record it covers, and what is said of it as a whole.

    ``record`` and ``session`` are public ids. ``ended_by`` is the side that ended it, empty for the hall; ``digest``
    is what the record states of its transcript, empty where it states none.
    """

    record: str
    session: str
    medium: str
    started_at: datetime
    ended_at: datetime
    ended_by: str
    why: str
    seconds: int
    cap_seconds: int | None
    first: int
    last: int
    digest: str = ""


def transcript(talk: SessionTalk, entries: Iterable[SpokenEntry]) -> str:
    """Return the canonical transcript of a session, from the entries that it covers, oldest first."""
    covered = [entry for entry in entries if talk.first <= entry.number <= talk.last]
    blocks = ["\n".join(_head(talk)), "## The talk"]
    for entry in covered:
        blocks += _entry(talk, entry)
    blocks.append(f"*End of the transcript, with {len(covered)} entries.*")
    return "\n\n".join(blocks) + "\n"


def digest_of(text: str) -> str:
    """Return the SHA-256 of a transcript, in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def erased_in(talk: SessionTalk, entries: Iterable[SpokenEntry]) -> list[int]:
    """Return the numbers of the entries of a session whose words are gone."""
    return [each.number for each in entries if talk.first <= each.number <= talk.last and each.shown is None]


def issued(talk: SessionTalk, text: str, erased: Iterable[int]) -> str:
    """Return a transcript as it is handed out today: with a word about its digest, where that fits no more."""
    if not talk.digest or digest_of(text) == talk.digest:
        return text
    gone = ", ".join(f"#{number}" for number in erased)
    why = f"the words of {gone} were erased after the session" if gone else "its entries read otherwise today"
    return f"{text}\n*Note: {why}, so this text has not the digest {talk.digest} that the record states.*\n"


@dataclass(frozen=True)
class Checked:
    """What a check of a transcript against its record found; ``why`` says what is wrong, or what is to be known."""

    session: str
    digest: str
    holds: bool
    why: str = ""


def check_transcript(record: str, entries: Sequence[SpokenEntry], content: bytes) -> Checked:
    """Hold a file that is said to be a transcript against the record that it is of.

    Shapes: ``entries`` are all of the record's, and the record was verified before.
    """
    digest = hashlib.sha256(content).hexdigest()
    try:
        made = [(talk, transcript(talk, entries)) for talk in sessions_in(record, entries)]
    except (KeyError, TypeError, ValueError):
        return Checked("", digest, holds=False, why="the record's facts about its sessions cannot be read")
    for talk, text in made:
        erased = erased_in(talk, entries)
        gone = ", ".join(f"#{number}" for number in erased)
        if content == text.encode() and talk.digest in ("", digest):
            return Checked(talk.session, digest, holds=True)
        if talk.digest == digest:
            why = f"the words of {gone} were erased from the record after it was made" if erased else ""
            return Checked(
                talk.session, digest, bool(erased), why or "the entries of the record say otherwise"
            )
        if erased and content == issued(talk, text, erased).encode():
            why = f"it was made after the words of {gone} were erased; the record states {talk.digest}"
            return Checked(talk.session, digest, holds=True, why=why)
    for talk, text in made:
        if f"\n- Session: {talk.session}\n".encode() in content:
            line = _first_difference(text, content)
            return Checked(talk.session, digest, holds=False, why=f"line {line} is not what the record says")
    return Checked("", digest, holds=False, why="no session of this record has this transcript")


def _first_difference(text: str, content: bytes) -> int:
    wanted, found = text.encode().split(b"\n"), content.split(b"\n")
    same = zip(wanted, found, strict=False)
    return next(
        (place for place, (one, other) in enumerate(same, 1) if one != other), min(len(wanted), len(found))
    )


def sessions_in(record: str, entries: Iterable[SpokenEntry]) -> list[SessionTalk]:
    """Return the sessions that were held in a record and have ended, by its facts alone, oldest first.

    Errors: KeyError, TypeError or ValueError for facts that the hall would not write.
    """
    begun: dict[str, SpokenEntry] = {}
    found = []
    for entry in entries:
        if entry.kind == SESSION_STARTED:
            begun[entry.fact["session"]] = entry
        elif entry.kind == SESSION_ENDED and entry.fact["session"] in begun:
            found.append(talk_of(record, begun[entry.fact["session"]], entry))
    return found


def talk_of(record: str, started: SpokenEntry, ended: SpokenEntry) -> SessionTalk:
    """Return what a transcript says of a session as a whole, from the two facts between which it lies."""
    said, cap = ended.fact, started.fact.get("cap_seconds")
    return SessionTalk(
        record=record,
        session=str(said["session"]),
        medium=str(started.fact["medium"]),
        started_at=started.at,
        ended_at=ended.at,
        ended_by=ended.side,
        why=str(said["why"]),
        seconds=int(said["seconds"]),
        cap_seconds=None if cap is None else int(cap),
        first=started.number,
        last=ended.number - 1,
        digest=str(said.get("digest", "")),
    )


def spoken_in(entries: Iterable[ChainEntry]) -> list[SpokenEntry]:
    """Return the entries of a record's chain as a transcript has them.

    Who placed the order is its buyer, the other one the seller.
    """
    sides, spoken = {"": ""}, []
    for entry in entries:
        sides.setdefault(entry.author_key, BUYER if entry.kind == PLACED else SELLER)
        is_cut = entry.withheld_digest != ZEROS
        side = sides[entry.author_key]
        spoken.append(SpokenEntry(entry.number, entry.kind, side, entry.at, entry.shown, is_cut))
    return spoken


def literal(text: str) -> str:
    """Return words as a block that Markdown prints as they stand, and that no words can end."""
    return "\n".join(f"{BLOCK}{_numbered(line)}" for line in text.split("\n"))


def _numbered(text: str) -> str:
    return _NUMBERED.sub(lambda found: f"\u27e8U+{ord(found[0]):04X}\u27e9", text)


def _head(talk: SessionTalk) -> Iterator[str]:
    ending = _ENDINGS.get(talk.why, "").format(side=_SIDES.get(talk.ended_by, "")).strip()
    cap = f" of {_span(talk.cap_seconds)}" if talk.cap_seconds else ""
    capped = f" of {talk.cap_seconds}" if talk.cap_seconds else ""
    yield f"# Transcript of a {talk.medium} session"
    yield ""
    yield f"- Format: {FORMAT}"
    yield f"- Record: {talk.record}"
    yield f"- Session: {talk.session}"
    yield f"- Started: {_moment(talk.started_at)}"
    yield f"- Ended: {_moment(talk.ended_at)}{f', {ending}' if ending else ''}"
    yield f"- Together: {_span(talk.seconds)}{cap} ({talk.seconds}{capped} seconds)"
    yield f"- Entries of the record: {talk.first} to {talk.last}"
    yield f"- Times are in UTC. Words are as both sides read them; what was withheld stands as {MASK}."


def _entry(talk: SessionTalk, entry: SpokenEntry) -> Iterator[str]:
    side = _SIDES.get(entry.side, "Gighall")
    head = f"#{entry.number} \u00b7 {_moment(entry.at)}"
    if entry.shown is None:
        yield f"**{head} \u00b7 {side}:** words that were erased"
    elif entry.kind == MESSAGE:
        yield f"**{head} \u00b7 {side}:**{f' (withheld: {MASK})' if entry.is_cut else ''}"
        yield literal(entry.shown)
    elif entry.kind == FILE:
        yield f"**{head} \u00b7 {side} sent a file:**"
        yield literal(_file(entry.fact))
    elif (said := session_words(talk, entry)) is not None:
        yield f"**{head} \u00b7** {said}"
    else:
        yield f"**{head} \u00b7 In the order:** {_numbered(entry.kind).replace('_', ' ')}"
        yield literal(entry.shown)


def _file(fact: Mapping[str, Any]) -> str:
    # Its name is a single line: one with several would be cut into lines of the block.
    name = str(fact["name"]).replace("\n", "\u27e8U+000A\u27e9")
    return f"{name}\n{int(fact['size'])} bytes\nSHA-256 {fact['sha256']}"


def session_words(talk: SessionTalk, entry: SpokenEntry) -> str | None:
    """Return what happened to the session itself in one English sentence; None for what is not about it."""
    fact = entry.fact
    if fact.get("session") != talk.session:
        return None
    by = _SIDES.get(entry.side, "Gighall")
    who = _SIDES.get(str(fact.get("side", "")), "Somebody")
    match entry.kind:
        case "session_started":
            return "The session started."
        case "session_joined":
            return f"{who} is here by a second way." if fact.get("quiet") else f"{who} is here."
        case "session_left":
            seen = datetime.fromisoformat(str(fact["until"]))
            gone = "is gone from one of two ways" if fact.get("quiet") else "is gone"
            return f"{who} {gone}, last seen at {_clock(seen)}."
        case "session_paused":
            return f"{by} paused the session."
        case "session_resumed":
            return f"{by} let the session go on."
    return None


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%H:%M:%S}"


def _span(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return " ".join(
        [*([f"{minutes} min"] if minutes else []), *([f"{rest} s"] if rest or not minutes else [])]
    )
