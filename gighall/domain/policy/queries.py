"""Judging text for rooms that store it themselves, and reads of what was judged."""

import hashlib
import hmac
import json
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet

from gighall.base import limits
from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.base.masking import Mark, Span, mask
from gighall.base.text import markdown_to_html, plain_html, words_of_html
from gighall.guard import find_in, find_last

from .models import OrderPlace, Waiver
from .rules import ALLOW, CONTACT_KINDS, MASK, NOTE, RULES, Judgement, Run, RunningWaiver, completed, judge
from .statements import HIDDEN_CONTACTS_SQL, NOTED_SPANS_SQL, RUNNING_WAIVERS_SQL


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


def judged_in(
    place: str,
    text: str,
    *,
    allowed: frozenset[str] = frozenset(),
    waivers: Sequence[RunningWaiver] = (),
    now: datetime | None = None,
    run: Run | None = None,
) -> Judgement:
    """Judge one text in a place; findings of the ``allowed`` kinds are what the job asked for.

    Shapes: ``waivers`` are the exceptions that hold there at ``now``. ``run`` is what its author wrote there just
    before: what the text completes of a detail begun in it is found as well, and the judgement says after what.
    """
    if run is None or not run.words:
        found, completing = find_in(text, own_hosts=own_hosts()), []
    else:
        found = find_last(run.words, text, own_hosts=own_hosts())
        completing = completed(found, text, run)
        found = [one for one in found if "run" not in one.evidence or one in completing]
    asked_for = [finding for finding in found if finding.kind not in allowed]
    judgement = judge(asked_for, place=place, waivers=waivers, now=now, completing=completing)
    return judgement if run is None else replace(judgement, after=run.after)


def spans_of(judgement: Judgement) -> list[Span]:
    """Return what a judgement withholds, as the record stores it."""
    return [
        {"s": span.start, "e": span.end, "kind": span.kind, "run": True}
        if span.completes
        else {"s": span.start, "e": span.end, "kind": span.kind}
        for span in judgement.spans
        if span.outcome == MASK
    ]


def noted_of(judgement: Judgement) -> list[Mark]:
    """Return what a judgement remarks upon and leaves as it is written: noted, or let stand by an exception."""
    return noted_in(_stored_spans(judgement))


def _stored_spans(judgement: Judgement) -> list[dict[str, Any]]:
    """Return the spans of a judgement as a verdict keeps them."""
    return [
        {"s": span.start, "e": span.end, "kind": span.kind, "outcome": span.outcome}
        | (
            {"waiver": span.waiver.public_id, "until": span.waiver.expires_at.isoformat()}
            if span.waiver is not None
            else {}
        )
        | ({"run": True} if span.completes else {})
        for span in judgement.spans
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
    hashes = sorted(
        {_value_hash(span.kind, span.value) for span in judgement.spans if span.kind in CONTACT_KINDS}
    )
    found = [json.dumps(_stored_spans(judgement)), judgement.hidden_contacts, json.dumps(hashes)]
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
        judgement.waiver.id if judgement.waiver is not None else None,
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


def noted_spans(*, record_id: int, keys: Iterable[str]) -> dict[tuple[int, str], list[Mark]]:
    """Return what was noted in messages of a record, or let stand, by author and client key, in one query."""
    wanted = list(keys)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(NOTED_SPANS_SQL, noted_spans_arguments(record_ids=[record_id], keys=wanted))
        # Django leaves jsonb of a raw query as text.
        return {
            (person, str(key)): noted_in(json.loads(spans))
            for _record, person, key, spans in cursor.fetchall()
        }


def noted_spans_arguments(*, record_ids: list[int], keys: list[str]) -> dict[str, Any]:
    """Return the arguments of ``NOTED_SPANS_SQL``."""
    return {"records": record_ids, "keys": keys, "places": ["inbox", "order"]}


def noted_in(spans: Iterable[dict[str, Any]]) -> list[Mark]:
    """Return those of a verdict's stored spans that are shown with a remark."""
    found: list[Mark] = []
    for span in spans:
        outcome = span.get("outcome")
        if outcome in (NOTE, ALLOW):
            mark: Mark = {"s": span["s"], "e": span["e"], "kind": span["kind"], "outcome": outcome}
            if "until" in span:
                mark["until"] = span["until"]
            if "run" in span:
                mark["run"] = True
            found.append(mark)
    return found


def running_waivers(places: Sequence[int], *, now: datetime) -> dict[int, tuple[RunningWaiver, ...]]:
    """Return the exceptions that hold in some records at a moment, by record, in one query."""
    if not places:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(RUNNING_WAIVERS_SQL, {"places": list(places), "now": now})
        # Django leaves jsonb of a raw query as text.
        rows = [
            (place, id_, key, json.loads(kinds), until) for place, id_, key, kinds, until in cursor.fetchall()
        ]
    return waivers_by_place(rows)


def waivers_by_place(rows: Iterable[tuple[Any, ...]]) -> dict[int, tuple[RunningWaiver, ...]]:
    """Return what ``RUNNING_WAIVERS_SQL`` found, by place."""
    found: dict[int, tuple[RunningWaiver, ...]] = {}
    for place_id, waiver_id, public_id, kinds, expires_at in rows:
        waiver = RunningWaiver(waiver_id, public_id, frozenset(kinds), expires_at)
        found[place_id] = (*found.get(place_id, ()), waiver)
    return found


def waivers() -> QuerySet[Waiver]:
    """Return all exceptions there ever were, the newest first."""
    return Waiver.objects.select_related("granted_by", "revoked_by").order_by("-granted_at", "-id")


def get_waiver(*, public_id: str) -> Waiver:
    """Return an exception; they are public.

    Errors: NotYours.
    """
    waiver = waivers().filter(public_id=public_id).first()
    if waiver is None:
        raise NotYours(_("There is no such exception."))
    return waiver


def waivers_of_gig(gig_id: int, *, now: datetime) -> list[Waiver]:
    """Return the exceptions that hold in every order of a gig at this moment, the newest first."""
    return waivers_of_gigs([gig_id], now=now).get(gig_id, [])


def waivers_of_gigs(gig_ids: Collection[int], *, now: datetime) -> dict[int, list[Waiver]]:
    """Return the exceptions that hold in every order of some gigs at this moment, by gig, in one query."""
    found: dict[int, list[Waiver]] = {}
    for waiver in _running(now).filter(gig_id__in=gig_ids, place_id=None):
        found.setdefault(waiver.gig_id, []).append(waiver)
    return found


def waivers_of_place(place_id: int, *, now: datetime) -> list[Waiver]:
    """Return the exceptions that hold in an order (by its record) at this moment, the newest first."""
    return list(_running(now) & waivers_ever_of_place(place_id))


def waivers_ever_of_place(place_id: int) -> QuerySet[Waiver]:
    """Return the exceptions for an order (by its record) or for its gig, also those that have ended."""
    gig = OrderPlace.objects.filter(place_id=place_id).values("gig_id")
    return waivers().filter(Q(place_id=None) | Q(place_id=place_id), gig_id__in=gig)


def _running(now: datetime) -> QuerySet[Waiver]:
    return waivers().filter(revoked_at__isnull=True, expires_at__gt=now)
