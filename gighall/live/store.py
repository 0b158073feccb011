"""What the live door asks of the database: few statements, no ORM, each on a connection of a small pool."""

import contextlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection, OperationalError, Rollback
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from gighall.base import clock, limits
from gighall.base.clock import READ_OFFSET_SQL
from gighall.base.masking import Mark, Span
from gighall.domain.accounts.statements import KEEP_SEEN_SQL, STILL_SIGNED_IN_SQL
from gighall.domain.chat_sessions.statements import KEEP_LEASES_SQL
from gighall.domain.conversations.statements import KEEP_MARKS_SQL
from gighall.domain.policy.queries import (
    hidden_contacts_arguments,
    noted_in,
    noted_of,
    noted_spans_arguments,
    spans_of,
    verdict_arguments,
    waivers_by_place,
)
from gighall.domain.policy.rules import IN_ORDER, REFUSE, Judgement, RunningWaiver, after_hidden
from gighall.domain.policy.statements import (
    HIDDEN_CONTACTS_SQL,
    INSERT_VERDICT_SQL,
    NOTED_SPANS_SQL,
    RUNNING_WAIVERS_SQL,
)
from gighall.domain.record.actions.append import NewEntry, append_arguments
from gighall.domain.record.statements import (
    APPEND_SQL,
    ENTRIES_AFTER_SQL,
    ENTRIES_SINCE_SQL,
    OPEN_RECORDS_SQL,
    RECORDS_BY_ID_SQL,
    RECORDS_BY_PUBLIC_ID_SQL,
)

from .answers import MESSAGE, StoredEntry
from .sockets import Grant

CONNECT_SECONDS = 5
# A record's versions of its facts begin at 1: what comes under this one is always judged again.
NO_FACTS_VERSION = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A person's place in a record."""

    person_id: int
    person_key: str
    may_write: bool
    from_number: int
    until_number: int | None


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """What the door knows of a record: enough to judge a post and to find whom it reaches."""

    id: int
    public_id: str
    kind: str
    last_number: int
    facts_version: int
    is_closed: bool
    places: dict[int, Place]
    # The exceptions that hold there: read after the version, so that they are never older than it.
    waivers: tuple[RunningWaiver, ...] = ()


@dataclass(slots=True, eq=False)
class Draft:
    """A judged post on its way into the record."""

    record_id: int
    record: str
    author_id: int
    author_key: str
    key: str
    text: str
    at: datetime
    place: str
    judgement: Judgement
    facts_version: int
    # As far as the door knows; the record has the last word.
    may_write: bool
    spans: Sequence[Span] = field(init=False)
    noted: Sequence[Mark] = field(init=False)

    def __post_init__(self) -> None:
        """Take the spans out of the judgement."""
        self.decide(self.judgement)

    def decide(self, judgement: Judgement) -> None:
        """Put another judgement in the place of the first."""
        self.judgement = judgement
        self.spans, self.noted = spans_of(judgement), noted_of(judgement)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a draft: ``new``, ``again``, ``stale``, ``busy`` or a refusal."""

    name: str
    number: int | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class KeptMark:
    """How far a record has come to a person, to be kept."""

    record_id: int
    person_id: int
    read: int
    received: int


@dataclass(frozen=True, slots=True)
class KeptLease:
    """Until when a person was seen in a session through a live program, to be kept."""

    session_id: int | None
    person_id: int
    line: str
    at: datetime


REFUSED_WORDS = Outcome("refused_words", None, None)


class Store:
    """The door's connections."""

    def __init__(self, address: str) -> None:
        self._pool: AsyncConnectionPool[AsyncConnection[tuple[Any, ...]]] = AsyncConnectionPool(
            address,
            min_size=1,
            max_size=limits.LIVE_CONNECTIONS_MAX,
            open=False,
            timeout=CONNECT_SECONDS,
            # The database may be away for long; the pool keeps trying and each call fails on its own.
            reconnect_timeout=float("inf"),
            kwargs={"autocommit": True, "application_name": "gighall live"},
            name="live",
        )

    async def open(self) -> None:
        """Begin to connect; a database that is not there yet is not awaited long."""
        await self._pool.open(wait=False)
        with contextlib.suppress(PoolTimeout):
            async with self._pool.connection():
                pass

    async def close(self) -> None:
        """End all connections."""
        await self._pool.close()

    async def append(self, drafts: Sequence[Draft]) -> list[Outcome]:
        """Store drafts in one transaction, in their order; return what became of each.

        Where a rule decided, how often the author lately hid contact details has its say here, in the order of
        the posts: what is refused for it leaves its verdict and no entry. What comes back to be judged again (its
        record's facts have changed, or somebody else holds it) leaves no verdict: that would stay as it is.
        """
        async with self._pool.connection() as connection:
            if not any(draft.judgement.rule for draft in drafts):
                return await self._append(connection, drafts, [None] * len(drafts))
            back: dict[int, Outcome] = {}
            while True:
                outcomes = await self._append_judged(connection, drafts, back)
                if outcomes is not None:
                    return outcomes

    async def _append_judged(
        self, connection: AsyncConnection[Any], drafts: Sequence[Draft], back: dict[int, Outcome]
    ) -> list[Outcome] | None:
        """Judge finally and store, in one transaction, all drafts but those of the records that came ``back``.

        If more records come back, they are added there, nothing is stored, and None returned.
        """
        outcomes = [back.get(draft.record_id, REFUSED_WORDS) for draft in drafts]
        async with connection.transaction() as transaction:
            flies = [position for position, draft in enumerate(drafts) if draft.record_id not in back]
            verdicts = {one: await self._judge_finally(connection, drafts[one]) for one in flies}
            stays = [one for one in flies if not _is_refused(drafts[one])]
            stored = await self._append(
                connection, [drafts[one] for one in stays], [verdicts[one] for one in stays]
            )
            for position, outcome in zip(stays, stored, strict=True):
                outcomes[position] = outcome
                if outcome.name in ("stale", "busy") and verdicts[position] is not None:
                    back[drafts[position].record_id] = outcome
            came_back = any(drafts[one].record_id in back for one in flies)
            if came_back:
                raise Rollback(transaction)
        return None if came_back else outcomes

    async def _judge_finally(self, connection: AsyncConnection[Any], draft: Draft) -> int | None:
        """Let the author's past decide with the rule, and keep the verdict; nothing of who may not write."""
        if draft.judgement.rule is None or not draft.may_write:
            return None
        past = hidden_contacts_arguments(
            person_id=draft.author_id,
            place=draft.place,
            place_id=draft.record_id,
            key=uuid.UUID(draft.key),
            now=draft.at,
        )
        row = await (await connection.execute(HIDDEN_CONTACTS_SQL, past)).fetchone()
        draft.decide(after_hidden(draft.judgement, hidden_before=int(row[0]) if row else 0))
        return await self._keep_verdict(connection, draft)

    async def _keep_verdict(self, connection: AsyncConnection[Any], draft: Draft) -> int | None:
        arguments = verdict_arguments(
            draft.judgement,
            person_id=draft.author_id,
            place=draft.place,
            place_id=draft.record_id,
            key=uuid.UUID(draft.key),
            now=draft.at,
        )
        row = await (await connection.execute(INSERT_VERDICT_SQL, arguments)).fetchone()
        return int(row[0]) if row else None

    async def _append(
        self, connection: AsyncConnection[Any], drafts: Sequence[Draft], verdicts: Sequence[int | None]
    ) -> list[Outcome]:
        entries = [
            NewEntry(
                record_id=draft.record_id,
                kind=MESSAGE,
                text=draft.text,
                at=draft.at,
                author_id=draft.author_id,
                key=uuid.UUID(draft.key),
                spans=draft.spans,
                verdict_id=verdict,
                facts_version=draft.facts_version if draft.may_write else NO_FACTS_VERSION,
            )
            for draft, verdict in zip(drafts, verdicts, strict=True)
        ]
        cursor = await connection.execute(APPEND_SQL, append_arguments(entries, skip_locked=True))
        found = {post: Outcome(name, number, at) for post, name, number, at in await cursor.fetchall()}
        return [found[position] for position in range(1, len(drafts) + 1)]

    async def open_records(self, person_id: int) -> list[int]:
        """Return the ids of the person's open records, newest talk first, bounded."""
        rows = await self._rows(OPEN_RECORDS_SQL, {"person": person_id, "limit": limits.RECORDS_IN_HELLO_MAX})
        return [row[0] for row in rows]

    async def records(self, ids: Sequence[int]) -> list[RecordFacts]:
        """Return what is known of records, with everybody's place in them."""
        if not ids:
            return []
        return await self._with_waivers(_facts(await self._rows(RECORDS_BY_ID_SQL, [list(ids)])))

    async def record_named(self, public_id: str) -> RecordFacts | None:
        """Return what is known of the record with this public id, or None."""
        found = await self._with_waivers(_facts(await self._rows(RECORDS_BY_PUBLIC_ID_SQL, [[public_id]])))
        return found[0] if found else None

    async def _with_waivers(self, found: list[RecordFacts]) -> list[RecordFacts]:
        """Return records with the exceptions that hold there now."""
        places = [facts.id for facts in found if facts.kind in IN_ORDER]
        if not places:
            return found
        rows = await self._rows(RUNNING_WAIVERS_SQL, {"places": places, "now": clock.now()})
        waivers = waivers_by_place(rows)
        return [replace(facts, waivers=waivers.get(facts.id, ())) for facts in found]

    async def entries_since(self, *, record_id: int, person_id: int, after: int) -> list[StoredEntry]:
        """Return a page of what the person may see, and one entry more when there is more."""
        rows = await self._rows(
            ENTRIES_SINCE_SQL,
            {"record": record_id, "person": person_id, "after": after, "limit": limits.PAGE_ENTRIES_MAX + 1},
        )
        return await self._with_notes(record_id, rows)

    async def entries_after(self, *, record_id: int, after: int) -> list[StoredEntry]:
        """Return the entries after a number as they stand, for whoever is connected; bounded."""
        rows = await self._rows(
            ENTRIES_AFTER_SQL, {"record": record_id, "after": after, "limit": limits.PAGE_ENTRIES_MAX}
        )
        return await self._with_notes(record_id, rows)

    async def _with_notes(self, record_id: int, rows: Sequence[tuple[Any, ...]]) -> list[StoredEntry]:
        """Return the entries of these rows, with what was noted in them."""
        keys = [str(row[5]) for row in rows if row[1] == MESSAGE]
        found: list[tuple[Any, ...]] = []
        if keys:
            found = await self._rows(NOTED_SPANS_SQL, noted_spans_arguments(record_id=record_id, keys=keys))
        noted = {(author_id, str(key)): noted_in(spans) for author_id, key, spans in found}
        return [_entry(row, noted.get((row[2], str(row[5])), ())) for row in rows]

    async def keep_marks(self, marks: Sequence[KeptMark], at: datetime) -> None:
        """Keep how far records have come to people, in one statement; the later of two marks wins."""
        await self._change(
            KEEP_MARKS_SQL,
            {
                "records": [mark.record_id for mark in marks],
                "people": [mark.person_id for mark in marks],
                "read": [mark.read for mark in marks],
                "received": [mark.received for mark in marks],
                "at": at,
            },
        )

    async def keep_leases(self, leases: Sequence[KeptLease]) -> set[int]:
        """Keep until when people were seen in sessions, in one statement; return the positions of those that hold.

        A lease that is gone, or whose last sign is too old, does not move.
        """
        rows = await self._rows_once(
            KEEP_LEASES_SQL,
            {
                "sessions": [lease.session_id for lease in leases],
                "people": [lease.person_id for lease in leases],
                "lines": [lease.line for lease in leases],
                "ats": [lease.at for lease in leases],
                "seconds": limits.SESSION_PRESENT_SECONDS,
            },
        )
        return {row[0] - 1 for row in rows}

    async def keep_seen(self, people: Sequence[int], at: datetime) -> None:
        """Keep that these people are here now, in one statement."""
        await self._change(KEEP_SEEN_SQL, {"people": list(people), "at": at})

    async def still_signed_in(self, grants: Sequence[Grant]) -> set[int]:
        """Return the positions of the grants that still hold."""
        rows = await self._rows(
            STILL_SIGNED_IN_SQL,
            [
                [grant.person_id for grant in grants],
                [grant.password for grant in grants],
                [grant.session_key for grant in grants],
                [grant.token_id for grant in grants],
            ],
        )
        return {row[0] - 1 for row in rows}

    async def clock_offset(self) -> float:
        """Return by how many seconds the hall's clock was moved."""
        rows = await self._rows(READ_OFFSET_SQL, [])
        return float(rows[0][0]) if rows else 0.0

    async def _change(self, statement: str, arguments: Any) -> None:
        async with self._pool.connection() as connection:
            await connection.execute(statement, arguments)

    async def _rows(self, statement: str, arguments: Any) -> list[tuple[Any, ...]]:
        """Return what a reading statement finds.

        After the database was away every connection of the pool is broken, and each says so once.
        """
        for _broken in range(limits.LIVE_CONNECTIONS_MAX):
            try:
                return await self._rows_once(statement, arguments)
            except PoolTimeout:
                raise
            except OperationalError:
                continue
        return await self._rows_once(statement, arguments)

    async def _rows_once(self, statement: str, arguments: Any) -> list[tuple[Any, ...]]:
        async with self._pool.connection() as connection:
            cursor = await connection.execute(statement, arguments)
            return await cursor.fetchall()


def _facts(rows: Sequence[tuple[Any, ...]]) -> list[RecordFacts]:
    found: dict[int, RecordFacts] = {}
    for record_id, public_id, kind, last, version, closed_at, person_id, key, may_write, first, until in rows:
        if record_id not in found:
            found[record_id] = RecordFacts(
                record_id, public_id, kind, last, version, closed_at is not None, {}
            )
        found[record_id].places[person_id] = Place(person_id, key, may_write, first, until)
    return list(found.values())


def _is_refused(draft: Draft) -> bool:
    return draft.may_write and draft.judgement.outcome == REFUSE


def _entry(row: tuple[Any, ...], noted: Sequence[Mark]) -> StoredEntry:
    number, kind, author_id, author_key, at, key, shown, spans, own, released_by = row
    hidden = spans if spans is not None and released_by is None else ()
    return StoredEntry(
        number, kind, author_id, author_key, at, str(key), shown, hidden, noted, own if hidden else None
    )
