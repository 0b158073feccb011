"""Judging text for rooms that store it themselves, and reads of what was judged."""

import hashlib
import hmac
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from gighall.base import limits
from gighall.base.masking import Span, mask
from gighall.base.text import markdown_to_html, plain_html, words_of_html
from gighall.guard import find_in

from .rules import CONTACT_KINDS, MASK, NOTE, RULES, Judgement, judge
from .statements import HIDDEN_CONTACTS_SQL, NOTED_SPANS_SQL


@dataclass(frozen=True)
class ShownWords:
    """A text as others read it, and the kinds of what was withheld in it."""

    words: str
    kinds: tuple[str, ...]


def own_hosts() -> frozenset[str]:
    """Return the hosts whose links are links to the hall itself."""
    if settings.GIGHALL_DOMAIN:
        return frozenset({settings.GIGHALL_DOMAIN})
    return frozenset({f"127.0.0.1:{settings.GIGHALL_PORT}", f"localhost:{settings.GIGHALL_PORT}"})


def judged_in(place: str, text: str, *, allowed: frozenset[str] = frozenset()) -> Judgement:
    """Judge one text in a place; findings of the ``allowed`` kinds are what the job asked for."""
    found = find_in(text, own_hosts=own_hosts())
    return judge([finding for finding in found if finding.kind not in allowed], place=place)


def spans_of(judgement: Judgement) -> list[Span]:
    """Return what a judgement withholds, as the record stores it."""
    return _spans(judgement, MASK)


def noted_of(judgement: Judgement) -> list[Span]:
    """Return what a judgement remarks upon and leaves as it is written."""
    return _spans(judgement, NOTE)


def _spans(judgement: Judgement, outcome: str) -> list[Span]:
    return [
        {"s": span.start, "e": span.end, "kind": span.kind}
        for span in judgement.spans
        if span.outcome == outcome
    ]


def shown_in(place: str, text: str) -> ShownWords:
    """Return a text as others may read it in a place."""
    spans = spans_of(judged_in(place, text))
    return ShownWords(mask(text, spans), tuple(sorted({span["kind"] for span in spans})))


def rendered_in(place: str, source: str) -> tuple[str, set[str]]:
    """Return words written in Markdown as HTML for a place, and the kinds of what was withheld in them only now.

    Shapes: ``source`` is already as others may read it. Markdown undoes escapes, entities and emphasis, so contact
    details may come to light that the source hid; such words are shown without markup and links, masked like others.
    """
    html = markdown_to_html(source)
    words, links = words_of_html(html)
    spans = _come_to_light(place, words, source)
    kinds = {span["kind"] for text in [words, *links] for span in _come_to_light(place, text, source)}
    return (plain_html(mask(words, spans)) if kinds else html), kinds


def _come_to_light(place: str, text: str, source: str) -> list[Span]:
    # What stands in the source as it is was judged there, with more around it to judge by.
    return [span for span in spans_of(judged_in(place, text)) if text[span["s"] : span["e"]] not in source]


def verdict_arguments(
    judgement: Judgement, *, person_id: int, place: str, place_id: int, key: uuid.UUID, now: datetime
) -> list[Any]:
    """Return the arguments of ``INSERT_VERDICT_SQL`` for a judgement by some rule."""
    rule = judgement.rule or RULES[0]
    spans = [
        {"s": span.start, "e": span.end, "kind": span.kind, "outcome": span.outcome}
        for span in judgement.spans
    ]
    hashes = sorted(
        {_value_hash(span.kind, span.value) for span in judgement.spans if span.kind in CONTACT_KINDS}
    )
    found = [json.dumps(spans), judgement.hidden_contacts, json.dumps(hashes)]
    return [
        person_id,
        place,
        place_id,
        key,
        judgement.outcome,
        *found,
        rule.id,
        rule.version,
        rule.clause,
        now,
    ]


def _value_hash(kind: str, value: str) -> str:
    """Return a keyed hash of a contact detail: without the hall's secret nobody can try values against it."""
    return hmac.new(
        settings.SECRET_KEY.encode(), f"verdict:{kind}:{value}".encode(), hashlib.sha256
    ).hexdigest()


def hidden_contacts_before(
    *, person_id: int, place: str, place_id: int, key: uuid.UUID, now: datetime
) -> int:
    """Return in how many messages a person lately hid contact details on purpose, this one left out."""
    arguments = hidden_contacts_arguments(
        person_id=person_id, place=place, place_id=place_id, key=key, now=now
    )
    with connection.cursor() as cursor:
        cursor.execute(HIDDEN_CONTACTS_SQL, arguments)
        return int(cursor.fetchone()[0])


def hidden_contacts_arguments(
    *, person_id: int, place: str, place_id: int, key: uuid.UUID, now: datetime
) -> dict[str, Any]:
    """Return the arguments of ``HIDDEN_CONTACTS_SQL``."""
    since = now - timedelta(days=limits.HIDDEN_CONTACTS_DAYS)
    return {"person": person_id, "place": place, "place_id": place_id, "key": key, "since": since}


def noted_spans(*, record_id: int, keys: Iterable[str]) -> dict[tuple[int, str], list[Span]]:
    """Return what was noted in messages of a record, by author and client key, in one query."""
    wanted = list(keys)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(NOTED_SPANS_SQL, noted_spans_arguments(record_id=record_id, keys=wanted))
        # Django leaves jsonb of a raw query as text.
        return {(person, str(key)): noted_in(json.loads(spans)) for person, key, spans in cursor.fetchall()}


def noted_spans_arguments(*, record_id: int, keys: list[str]) -> dict[str, Any]:
    """Return the arguments of ``NOTED_SPANS_SQL``."""
    return {"record": record_id, "keys": keys, "places": ["inbox", "order"]}


def noted_in(spans: Iterable[dict[str, Any]]) -> list[Span]:
    """Return the noted ones of a verdict's stored spans."""
    return [
        {"s": span["s"], "e": span["e"], "kind": span["kind"]}
        for span in spans
        if span.get("outcome") == NOTE
    ]
