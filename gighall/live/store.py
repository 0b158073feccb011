"""What the live door asks of the database: few statements, no ORM, each on a connection of a small pool."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection, OperationalError
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from gighall.base import limits
from gighall.base.clock import READ_OFFSET_SQL
from gighall.base.masking import Span
from gighall.domain.accounts.statements import STILL_SIGNED_IN_SQL
from gighall.domain.policy.queries import verdict_arguments
from gighall.domain.policy.rules import Judgement
from gighall.domain.policy.statements import INSERT_VERDICT_SQL
from gighall.domain.record.actions.append import NewEntry, append_arguments
from gighall.domain.record.statements import (
    APPEND_SQL,
    ENTRIES_AFTER_SQL,
    ENTRIES_SINCE_SQL,
    OPEN_RECORDS_SQL,
    RECORDS_BY_ID_SQL,
    RECORDS_BY_PUBLIC_ID_SQL,
)

from .frames import MESSAGE, StoredEntry
from .sockets import Grant

CONNECT_SECONDS = 3


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
    spans: Sequence[Span]
    facts_version: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a draft: ``new``, ``again``, ``stale``, ``busy`` or a refusal."""

    name: str
    number: int | None
    at: datetime | None


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
        """Begin to connect; the database need not be there yet."""
        await self._pool.open(wait=False)

    async def close(self) -> None:
        """End all connections."""
        await self._pool.close()

    async def append(self, drafts: Sequence[Draft]) -> list[Outcome]:
        """Store drafts in one transaction, in their order; return what became of each."""
        async with self._pool.connection() as connection:
            if not any(draft.judgement.rule for draft in drafts):
                return await self._append(connection, drafts, [None] * len(drafts))
            async with connection.transaction():
                verdicts = [
                    await self._keep_verdict(connection, draft) if draft.judgement.rule else None
                    for draft in drafts
                ]
                return await self._append(connection, drafts, verdicts)

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
                facts_version=draft.facts_version,
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
        return _facts(await self._rows(RECORDS_BY_ID_SQL, [list(ids)])) if ids else []

    async def record_named(self, public_id: str) -> RecordFacts | None:
        """Return what is known of the record with this public id, or None."""
        found = _facts(await self._rows(RECORDS_BY_PUBLIC_ID_SQL, [[public_id]]))
        return found[0] if found else None

    async def entries_since(self, *, record_id: int, person_id: int, after: int) -> list[StoredEntry]:
        """Return a page of what the person may see, and one entry more when there is more."""
        rows = await self._rows(
            ENTRIES_SINCE_SQL,
            {"record": record_id, "person": person_id, "after": after, "limit": limits.PAGE_ENTRIES_MAX + 1},
        )
        return [_entry(row) for row in rows]

    async def entries_after(self, *, record_id: int, after: int) -> list[StoredEntry]:
        """Return the entries after a number as they stand, for whoever is connected; bounded."""
        rows = await self._rows(
            ENTRIES_AFTER_SQL, {"record": record_id, "after": after, "limit": limits.PAGE_ENTRIES_MAX}
        )
        return [_entry(row) for row in rows]

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


def _entry(row: tuple[Any, ...]) -> StoredEntry:
    number, kind, author_id, author_key, at, key, shown, spans, own, released_by = row
    hidden = spans if spans is not None and released_by is None else ()
    return StoredEntry(
        number, kind, author_id, author_key, at, str(key), shown, hidden, own if hidden else None
    )
