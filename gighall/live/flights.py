"""Storing a batch of posts: judged finally and appended in one transaction, and what became of each."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection, Rollback

from gighall.base.masking import Mark, Span
from gighall.domain.policy.queries import (
    hidden_contacts_arguments,
    noted_in,
    noted_of,
    noted_spans_arguments,
    spans_of,
    verdict_arguments,
)
from gighall.domain.policy.rules import NOTHING_FOUND, REFUSE, Judgement, Run, after_hidden
from gighall.domain.policy.statements import HIDDEN_CONTACTS_SQL, INSERT_VERDICT_SQL, NOTED_SPANS_SQL
from gighall.domain.record.actions.append import NewEntry, append_arguments
from gighall.domain.record.statements import APPEND_SQL, WITHHELD_SPANS_SQL

from .answers import MESSAGE

# A record's versions of its facts begin at 1: what comes under this one is always judged again.
NO_FACTS_VERSION = 0

# Of what a record's authors had written when a post was judged, see ``Runs``.
Moment = tuple[int, int]


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
    # What it was judged together with.
    run: Run | None
    facts_version: int
    # As far as the door knows; the record has the last word.
    may_write: bool
    # When it was judged; None if others came meanwhile.
    moment: Moment | None = None
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


REFUSED_WORDS = Outcome("refused_words", None, None)


async def append_drafts(connection: AsyncConnection[Any], drafts: Sequence[Draft]) -> list[Outcome]:
    """Store drafts in one transaction, in their order; return what became of each.

    Where a rule decided, how often the author lately hid contact details has its say here, in the order of
    the posts: what is refused for it leaves its verdict and no entry. What comes back to be judged again (its
    record's facts have changed, or somebody else holds it) leaves no verdict: that would stay as it is.
    """
    outcomes: list[Outcome] | None = None
    if not any(draft.judgement.rule for draft in drafts):
        outcomes = await _append(connection, drafts, [None] * len(drafts))
    back: dict[int, Outcome] = {}
    while outcomes is None:
        outcomes = await _append_judged(connection, drafts, back)
    await _take_first_marks(connection, drafts, outcomes)
    return outcomes


async def _append_judged(
    connection: AsyncConnection[Any], drafts: Sequence[Draft], back: dict[int, Outcome]
) -> list[Outcome] | None:
    """Judge finally and store, in one transaction, all drafts but those of the records that came ``back``.

    If more records come back, they are added there, nothing is stored, and None returned. So it is where a message
    that was stored before was judged once more, by what its author has written since.
    """
    outcomes = [back.get(draft.record_id, REFUSED_WORDS) for draft in drafts]
    async with connection.transaction() as transaction:
        flies = [position for position, draft in enumerate(drafts) if draft.record_id not in back]
        verdicts = {one: await _judge_finally(connection, drafts[one]) for one in flies}
        stays = [one for one in flies if not _is_refused(drafts[one])]
        stored = await _append(connection, [drafts[one] for one in stays], [verdicts[one] for one in stays])
        for position, outcome in zip(stays, stored, strict=True):
            outcomes[position] = outcome
            if outcome.name in ("stale", "busy") and verdicts[position] is not None:
                back[drafts[position].record_id] = outcome
        came_back = any(drafts[one].record_id in back for one in flies)
        if _without_second_verdicts(drafts, outcomes) or came_back:
            came_back = True
            raise Rollback(transaction)
    return None if came_back else outcomes


async def _judge_finally(connection: AsyncConnection[Any], draft: Draft) -> int | None:
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
    return await _keep_verdict(connection, draft)


async def _keep_verdict(connection: AsyncConnection[Any], draft: Draft) -> int | None:
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
    connection: AsyncConnection[Any], drafts: Sequence[Draft], verdicts: Sequence[int | None]
) -> list[Outcome]:
    entries = [
        NewEntry(
            record_id=draft.record_id,
            kind=MESSAGE,
            text=draft.text,
            at=draft.at,
            author_id=draft.author_id,
            key=draft.key,
            spans=draft.spans,
            verdict_id=verdict,
            facts_version=draft.facts_version if draft.may_write else NO_FACTS_VERSION,
            after=draft.judgement.after,
        )
        for draft, verdict in zip(drafts, verdicts, strict=True)
    ]
    cursor = await connection.execute(APPEND_SQL, append_arguments(entries, skip_locked=True))
    found = {post: Outcome(name, number, at) for post, name, number, at in await cursor.fetchall()}
    return [found[position] for position in range(1, len(drafts) + 1)]


async def _take_first_marks(
    connection: AsyncConnection[Any], drafts: Sequence[Draft], outcomes: Sequence[Outcome]
) -> None:
    """Let drafts that were stored before have the marks that they got then: a verdict stays as it was made."""
    again = [
        (draft, outcome.number)
        for draft, outcome in zip(drafts, outcomes, strict=True)
        if outcome.name == "again"
    ]
    if not again:
        return
    records = [draft.record_id for draft, _number in again]
    cursor = await connection.execute(WITHHELD_SPANS_SQL, [records, [number for _draft, number in again]])
    hidden = {(record_id, number): spans for record_id, number, spans in await cursor.fetchall()}
    keys = [draft.key for draft, _number in again]
    cursor = await connection.execute(NOTED_SPANS_SQL, noted_spans_arguments(record_ids=records, keys=keys))
    noted = {
        (record_id, person_id, str(key)): noted_in(spans)
        for record_id, person_id, key, spans in await cursor.fetchall()
    }
    for draft, number in again:
        draft.spans = hidden.get((draft.record_id, number), ())
        draft.noted = noted.get((draft.record_id, draft.author_id, draft.key), ())


def _without_second_verdicts(drafts: Sequence[Draft], outcomes: Sequence[Outcome]) -> bool:
    """Let what was stored before, and completes something only by what came since, be judged as nothing new."""
    found = [
        draft
        for draft, outcome in zip(drafts, outcomes, strict=True)
        if outcome.name == "again" and draft.judgement.completes
    ]
    for draft in found:
        draft.decide(NOTHING_FOUND)
    return bool(found)


def _is_refused(draft: Draft) -> bool:
    return draft.may_write and draft.judgement.outcome == REFUSE
