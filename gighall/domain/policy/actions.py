"""Storing verdicts."""

import json
import uuid
from datetime import datetime

from django.db import connection

from .queries import spans_of
from .rules import Judgement
from .statements import INSERT_VERDICT_SQL


def store_verdict(
    *, judgement: Judgement, person_id: int, place: str, place_id: int, key: uuid.UUID, now: datetime
) -> int | None:
    """Keep what was decided about a message; return the verdict's id, or None when nothing was found.

    Idempotent by ``key``.  Must run inside the transaction that stores the message.
    """
    if judgement.rule is None:
        return None
    rule = judgement.rule
    spans = json.dumps(spans_of(judgement))
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT_VERDICT_SQL,
            [
                person_id,
                place,
                place_id,
                key,
                judgement.outcome,
                spans,
                rule.id,
                rule.version,
                rule.clause,
                now,
            ],
        )
        return int(cursor.fetchone()[0])
