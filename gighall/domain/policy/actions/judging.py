"""Judging what people send, and storing verdicts."""

import uuid
from dataclasses import replace
from datetime import datetime

from django.db import connection

from ..queries import hidden_contacts_before, judged_in, running_waivers, verdict_arguments
from ..rules import IN_ORDER, REFUSE, Judgement, Run, WordsRefused, after_hidden
from ..statements import INSERT_VERDICT_SQL


def judge_words(
    *,
    person_id: int,
    place: str,
    place_id: int,
    text: str,
    key: uuid.UUID,
    now: datetime,
    allowed: frozenset[str] = frozenset(),
    facts_version: int | None = None,
    run: Run | None = None,
) -> Judgement:
    """Judge words that somebody is about to send; what is refused as a whole is kept as an attempt.

    Shapes: findings of the ``allowed`` kinds are what the job asked for, and no findings here. ``facts_version``
    are the place's facts as they were read before this call: the judgement carries them. ``run`` is what the person
    wrote there just before.
    It comes before the transaction that stores the words: the kept attempt must outlive the refusal.
    Errors: WordsRefused.
    """
    judgement = judged_in(place, text, allowed=allowed, run=run)
    if judgement.rule is None:
        return judgement
    if place in IN_ORDER:
        waivers = running_waivers([place_id], now=now).get(place_id, ())
        if waivers:
            judgement = judged_in(place, text, allowed=allowed, waivers=waivers, now=now, run=run)
        judgement = replace(judgement, facts_version=facts_version)
    hidden_before = hidden_contacts_before(
        person_id=person_id, place=place, place_id=place_id, key=key, now=now
    )
    judgement = after_hidden(judgement, hidden_before=hidden_before)
    if judgement.outcome == REFUSE:
        store_verdict(
            judgement=judgement, person_id=person_id, place=place, place_id=place_id, key=key, now=now
        )
        raise WordsRefused(judgement)
    return judgement


def store_verdict(
    *, judgement: Judgement, person_id: int, place: str, place_id: int, key: uuid.UUID, now: datetime
) -> int | None:
    """Keep what was decided about a message; return the verdict's id, or None when nothing was found.

    Idempotent by ``key``.  Must run inside the transaction that stores the message.
    """
    if judgement.rule is None:
        return None
    arguments = verdict_arguments(
        judgement, person_id=person_id, place=place, place_id=place_id, key=key, now=now
    )
    with connection.cursor() as cursor:
        cursor.execute(INSERT_VERDICT_SQL, arguments)
        return int(cursor.fetchone()[0])
