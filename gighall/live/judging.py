"""Judging posts: guard and policy, under the facts that the door knows of the record."""

from datetime import datetime

from gighall.domain.policy.queries import judged_in, spans_of

from .delivery import LiveRecord
from .store import Draft

# Judging this much takes well below a millisecond.
LONG_TEXT_CHARACTERS = 2_000


def judged(record: LiveRecord, *, author_id: int, key: str, text: str, now: datetime) -> Draft:
    """Return a judged draft of a post in a record."""
    judgement = judged_in(record.kind, text)
    place = record.places[author_id]
    return Draft(
        record_id=record.id,
        record=record.public_id,
        author_id=author_id,
        author_key=place.person_key,
        key=key,
        text=text,
        at=now,
        place=record.kind,
        judgement=judgement,
        spans=spans_of(judgement),
        facts_version=record.facts_version,
    )


def judge_again(draft: Draft, record: LiveRecord | None) -> None:
    """Judge a draft anew if the record's facts have changed since."""
    if record is not None and record.facts_version != draft.facts_version:
        draft.judgement = judged_in(record.kind, draft.text)
        draft.spans = spans_of(draft.judgement)
        draft.facts_version = record.facts_version
