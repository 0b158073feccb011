"""What reaches whom: the records in use, who listens to them, and up to which number they were told.

Entries of this program's own batches go out at once when they follow the last one told; whatever else
appears in a record (a page's action, another program) is fetched by number. So order and completeness
hang on the number alone, never on a doorbell.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from psycopg import Error
from psycopg_pool import PoolTimeout

from gighall.base import limits
from gighall.base.masking import mask
from gighall.domain.policy.rules import RunningWaiver
from gighall.domain.record.chain import ERASED

from .answers import MESSAGE, Kept, StoredEntry, changed_frame, entry_frame
from .flights import Draft
from .runs import Runs
from .sockets import Socket
from .store import Place, RecordFacts, Store, StoredMessage

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a record has come to a person: read, and received by a device of theirs."""

    read: int = 0
    received: int = 0

    def moved(self, name: str, number: int) -> "Reached":
        """Return the mark after *got* or *read* up to a number; what was read was received."""
        received = max(self.received, number)
        return Reached(max(self.read, number) if name == "read" else self.read, received)


@dataclass(slots=True, eq=False)
class LiveRecord:
    """A record that somebody here listens to. ``last_number`` is the last one that was told."""

    id: int
    public_id: str
    kind: str
    last_number: int
    facts_version: int
    is_closed: bool
    places: dict[int, Place]
    # The exceptions that hold here, as far as the door knows; each says itself until when.
    waivers: tuple[RunningWaiver, ...] = ()
    sockets: set[Socket] = field(default_factory=set)
    # Who posts what just now, by author and key: that socket gets the ack instead of the entry.
    posters: dict[tuple[int, str], Socket] = field(default_factory=dict)
    # What people said of themselves since the record came into use: how far it has come to them, and who has
    # its page before them, by person; there, by what says so (a socket, another program), until when.
    reached: dict[int, Reached] = field(default_factory=dict)
    here: dict[int, dict[Hashable, float]] = field(default_factory=dict)
    runs: Runs = field(default_factory=Runs)
    fetching: bool = False
    fetch_again: bool = False

    def has_place_for(self, person_id: int) -> bool:
        """Say whether a person has a place in the record, and has not left it."""
        place = self.places.get(person_id)
        return place is not None and place.until_number is None

    def may_write(self, person_id: int) -> bool:
        """Say whether, as far as the door knows, the person may write here."""
        return not self.is_closed and self.has_place_for(person_id) and self.places[person_id].may_write


class Delivery:
    """The records in use and the way to their listeners."""

    def __init__(self, store: Store, sockets_of: Callable[[int], Collection[Socket]]) -> None:
        self._store = store
        self._sockets_of = sockets_of
        self._records: dict[int, LiveRecord] = {}
        self._ids: dict[str, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.on_stored: Callable[[LiveRecord, int], None] | None = None

    def known(self, record_id: int) -> LiveRecord | None:
        """Return a record in use, or None."""
        return self._records.get(record_id)

    @property
    def records_in_use(self) -> int:
        """Return how many records somebody listens to."""
        return len(self._records)

    async def subscribe_open_records(self, socket: Socket) -> list[RecordFacts]:
        """Let a socket listen to the person's open records; return them, newest talk first.

        Errors: psycopg.Error, PoolTimeout.
        """
        ids = await self._store.open_records(socket.person_id)
        found = {facts.id: facts for facts in await self._store.records(ids)}
        for facts in found.values():
            self._subscribe(self._learn(facts), socket)
        return [found[record_id] for record_id in ids if record_id in found]

    async def record_for(self, socket: Socket, public_id: str) -> LiveRecord | None:
        """Return the record if the socket's person has a place in it; the socket then listens to it.

        Errors: psycopg.Error, PoolTimeout.
        """
        record = self._records.get(self._ids.get(public_id, 0))
        if record is None:
            facts = await self._store.record_named(public_id)
            if facts is None or socket.person_id not in facts.places or socket.closing is not None:
                return None
            record = self._learn(facts)
        place = record.places.get(socket.person_id)
        if place is None:
            return None
        if place.until_number is None:
            self._subscribe(record, socket)
        return record

    def forget(self, socket: Socket) -> None:
        """Take a socket off every list; records that nobody listens to are dropped."""
        for record_id in socket.records:
            record = self._records.get(record_id)
            if record is not None:
                record.sockets.discard(socket)
                self._drop_if_idle(record)
        socket.records.clear()

    def expect(self, socket: Socket, draft: Draft) -> None:
        """Note that a socket waits for the ack of its post."""
        record = self._records.get(draft.record_id)
        if record is not None:
            record.posters[draft.author_id, draft.key] = socket
            record.runs.expect(draft)

    def expect_no_more(self, draft: Draft) -> None:
        """Note that a post came to nothing."""
        record = self._records.get(draft.record_id)
        if record is not None:
            record.posters.pop((draft.author_id, draft.key), None)
            record.runs.expect_no_more(draft)
            self._drop_if_idle(record)

    def note_stored(self, draft: Draft, number: int, at: datetime, *, is_new: bool) -> None:
        """Tell a stored post to everybody else, at once if it is the next one, else in its turn."""
        record = self._records.get(draft.record_id)
        if record is None:
            return
        shown = mask(draft.text, draft.spans) if draft.spans else draft.text
        if is_new:
            record.runs.add(StoredMessage(number, draft.author_id, draft.key, at, shown))
        else:
            record.runs.expect_no_more(draft)
        if is_new and number == record.last_number + 1 and not record.fetching:
            own = draft.text if draft.spans else None
            entry = StoredEntry(
                number, MESSAGE, draft.author_id, draft.author_key, at, draft.key,
                shown, draft.spans, draft.noted, own,
            )  # fmt: skip
            self._tell(record, entry)
        elif number > record.last_number:
            self._fetch(record)
        else:
            record.posters.pop((draft.author_id, draft.key), None)
        self._drop_if_idle(record)
        if is_new and self.on_stored is not None:
            self.on_stored(record, number)

    async def ring(self, bells: Mapping[int, int]) -> None:
        """Act on doorbells: record ids with the number that each has reached.

        Errors: psycopg.Error, PoolTimeout.
        """
        unknown = []
        for record_id, number in bells.items():
            record = self._records.get(record_id)
            if record is None:
                unknown.append(record_id)
            elif number > record.last_number:
                self._fetch(record)
        for facts in await self._store.records(unknown):
            listeners = [socket for person in facts.places for socket in self._sockets_of(person)]
            if listeners and facts.id not in self._records:
                # A record that is new to these sockets: they are told its last entry and ask for the rest.
                record = self._learn(facts)
                record.last_number = min(record.last_number, bells[facts.id] - 1)
                for socket in listeners:
                    self._subscribe(record, socket)
                self._fetch(record)

    async def learn_again(self, record_ids: Iterable[int]) -> None:
        """Read anew what is known of records.

        Errors: psycopg.Error, PoolTimeout.
        """
        for facts in await self._store.records(list(record_ids)):
            if facts.id in self._records:
                self._learn(facts)

    async def learn_to_judge(self, record_ids: Iterable[int]) -> None:
        """Read anew by what words are judged in records: their facts, and what was lately written there.

        Errors: psycopg.Error, PoolTimeout.
        """
        wanted = list(record_ids)
        await self.learn_again(wanted)
        for record_id in wanted:
            record = self._records.get(record_id)
            if record is not None:
                record.runs.read(await self._store.last_messages(record_id))

    async def read_runs(self, record: LiveRecord) -> None:
        """Read what was lately written in a record, unless that is known.

        Errors: psycopg.Error, PoolTimeout.
        """
        if not record.runs.are_read:
            record.runs.read(await self._store.last_messages(record.id))

    async def number_reached(self, record: LiveRecord) -> int:
        """Return the last number of a record as the database knows it, newer than what was told here.

        Errors: psycopg.Error, PoolTimeout.
        """
        for facts in await self._store.records([record.id]):
            if facts.id in self._records:
                self._learn(facts)
            return facts.last_number
        return 0

    async def check(self) -> None:
        """Close the gaps that lost doorbells left, and let go whoever lost their place.

        Errors: psycopg.Error, PoolTimeout.
        """
        # Whoever has left a record may still read what was theirs: that brings it into use, and listens to nothing.
        for record in list(self._records.values()):
            self._drop_if_idle(record)
        await self.learn_again(list(self._records))

    def _learn(self, facts: RecordFacts) -> LiveRecord:
        record = self._records.get(facts.id)
        if record is None:
            record = LiveRecord(
                facts.id, facts.public_id, facts.kind, facts.last_number, facts.facts_version,
                facts.is_closed, facts.places, facts.waivers,
            )  # fmt: skip
            self._records[facts.id] = record
            self._ids[facts.public_id] = facts.id
            return record
        record.facts_version, record.places = facts.facts_version, facts.places
        record.is_closed, record.waivers = facts.is_closed, facts.waivers
        for socket in list(record.sockets):
            if not record.has_place_for(socket.person_id):
                socket.close("removed")
        if facts.last_number > record.last_number:
            self._fetch(record)
        return record

    def _subscribe(self, record: LiveRecord, socket: Socket) -> None:
        if socket.closing is None:
            record.sockets.add(socket)
            socket.records.add(record.id)

    def _drop_if_idle(self, record: LiveRecord) -> None:
        if not record.sockets and not record.posters and not record.fetching:
            self._records.pop(record.id, None)
            self._ids.pop(record.public_id, None)

    def _fetch(self, record: LiveRecord) -> None:
        """Begin to tell what follows the last told number, unless that is under way."""
        record.fetch_again = True
        if not record.fetching:
            record.fetching = True
            task = asyncio.get_running_loop().create_task(self._fetch_all(record))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _fetch_all(self, record: LiveRecord) -> None:
        try:
            more = False
            while more or record.fetch_again:
                record.fetch_again = False
                entries = await self._store.entries_after(record_id=record.id, after=record.last_number)
                if any(entry.kind != MESSAGE for entry in entries):
                    # What happened may have changed by what words are judged here.
                    await self.learn_again([record.id])
                for entry in entries:
                    self._tell(record, entry)
                more = len(entries) == limits.PAGE_ENTRIES_MAX
        except (Error, PoolTimeout) as error:
            log.warning("entries of a record were not fetched, the next check does it: %s", error)
        finally:
            record.fetching = False
            self._drop_if_idle(record)

    def _tell(self, record: LiveRecord, entry: StoredEntry) -> None:
        """Bring one entry to everybody who listens and may read it."""
        record.last_number = entry.number
        if entry.kind == ERASED:
            record.runs.forget()
        elif entry.kind == MESSAGE and entry.author_id is not None:
            record.runs.add(StoredMessage(entry.number, entry.author_id, entry.key, entry.at, entry.shown))
        poster = record.posters.pop((entry.author_id or 0, entry.key), None)
        kept = Kept(record.public_id, record.kind)
        for_author = for_others = ""
        for socket in record.sockets:
            place = record.places.get(socket.person_id)
            if place is None or entry.number < place.from_number:
                continue
            if socket is poster:
                socket.sent_up_to[record.id] = max(entry.number, socket.sent_up_to.get(record.id, 0))
                continue
            if socket.person_id == entry.author_id:
                frame = for_author = for_author or entry_frame(kept, entry, for_author=True)
            else:
                frame = for_others = for_others or entry_frame(kept, entry, for_author=False)
            if entry.kind == MESSAGE:
                socket.bring(record.id, record.public_id, entry.number, frame)
            else:
                socket.bring(
                    record.id, record.public_id, entry.number, frame, changed_frame(record.public_id)
                )
