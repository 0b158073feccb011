"""Looking for something in one's own talks and orders: people, gigs that were talked about, and words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from gighall.base import clock, limits
from gighall.base.words import Hit, Sought, hits_in, sought_in
from gighall.domain.conversations.models import Conversation
from gighall.domain.conversations.queries import conversations_of
from gighall.domain.gigs.queries import titles_for
from gighall.domain.orders.models import Order
from gighall.domain.orders.queries import orders_of
from gighall.domain.record.queries import FoundEntry, found_entries
from gighall.web.inbox.views import gig_id_of, other_of
from gighall.web.shared.paging import ListPage, page_of
from gighall.web.shared.rates import check_search_rate

BEFORE_HIT = 50
# The page begins a little earlier than the entry, so that one reads what led to it.
ENTRIES_BEFORE = 3
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class FoundRow:
    """Something that was found; ``parts`` are stretches of its words and whether they were looked for."""

    name: str
    href: str
    note: str
    at: datetime
    conversation: str = ""
    order: str = ""
    about: str = ""
    number: int = 0
    parts: list[tuple[str, bool]] = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """What a page says about a search: what was typed, what was found, and what to know about it.

    ``talks`` were found by the other side's name or their gig, ``rows`` are messages and files, the best first.
    """

    typed: str
    page: ListPage
    talks: list[FoundRow] = field(default_factory=list)
    rows: list[FoundRow] = field(default_factory=list)
    advice: str = ""
    is_cut: bool = False
    is_behind: bool = False

    @property
    def is_empty(self) -> bool:
        """Say whether something was looked for and nothing found."""
        return bool(self.typed) and not (self.advice or self.talks or self.rows)


@dataclass(frozen=True)
class _Place:
    """The page of a record: with whom and about what the talk there is."""

    name: str
    about: str
    href: str
    conversation: str = ""
    order: str = ""


def found_in_inbox(request: HttpRequest, typed: str, person_id: int) -> Found:
    """Return what a person finds in their own talks and orders; only what they may read.

    Errors: SearchedTooOften.
    """
    sought, advice = _sought(request, typed)
    found = found_entries(person_id=person_id, sought=sought, now=clock.now())
    page = page_of(request, found.entries, size=limits.PAGE_ROWS)
    by_name = list(conversations_of(person_id)[: limits.INBOX_SEARCH_CONVERSATIONS_MAX]) if sought else []
    record_ids = {entry.record_id for entry in page.rows}
    talks = {talk.record_id: talk for talk in by_name}
    missing = record_ids - set(talks)
    orders = {order.record_id: order for order in orders_of(person_id).filter(record_id__in=missing)}
    # Of talks that are so old that their names were not looked through.
    older = conversations_of(person_id).filter(record_id__in=missing - set(orders))
    talks |= {talk.record_id: talk for talk in older}
    titles = titles_for(public_ids=map(gig_id_of, talks.values()), person_id=person_id) if talks else {}
    places = {record_id: _talk_place(talk, titles, person_id) for record_id, talk in talks.items()}
    places |= {record_id: _order_place(order, person_id) for record_id, order in orders.items()}
    named = [] if page.newer else _named(by_name, places, sought)
    most = limits.INBOX_SEARCH_RESULTS_MAX
    return Found(
        typed=typed.strip(),
        page=page,
        talks=named[:most],
        rows=[
            _row(entry, places[entry.record_id], person_id)
            for entry in page.rows
            if entry.record_id in places
        ],
        advice=advice,
        is_cut=(found.is_cut and not page.older) or len(named) > most,
        is_behind=found.is_behind,
    )


def found_in_talk(request: HttpRequest, talk: Conversation, typed: str, person_id: int) -> Found:
    """Return what a person finds in one of their talks in the inbox.

    Errors: SearchedTooOften.
    """
    people = {each.pk: each.name for each in (talk.one, talk.two)}
    place = replace(_talk_place(talk, {}, person_id), name="")
    return _found_in_record(request, typed, talk.record_id, place, people, person_id)


def found_in_order(request: HttpRequest, order: Order, typed: str, person_id: int) -> Found:
    """Return what a person finds in one of their orders.

    Errors: SearchedTooOften.
    """
    people = {each.pk: each.name for each in (order.buyer, order.seller)}
    place = replace(_order_place(order, person_id), about="")
    return _found_in_record(request, typed, order.record_id, place, people, person_id)


def _found_in_record(
    request: HttpRequest,
    typed: str,
    record_id: int,
    place: _Place,
    people: Mapping[int, str],
    person_id: int,
) -> Found:
    sought, advice = _sought(request, typed)
    found = found_entries(person_id=person_id, sought=sought, now=clock.now(), record_id=record_id)
    page = page_of(request, found.entries, size=limits.PAGE_ROWS)
    return Found(
        typed=typed.strip(),
        page=page,
        # In one talk it is said who wrote; with whom one talks everybody knows.
        rows=[
            _row(entry, replace(place, name=people.get(entry.author_id, "")), person_id)
            for entry in page.rows
        ],
        advice=advice,
        is_cut=found.is_cut and not page.older,
        is_behind=found.is_behind,
    )


def _sought(request: HttpRequest, typed: str) -> tuple[Sequence[Sought], str]:
    """Return what is looked for, or what is wrong with it."""
    if len(typed) > limits.SEARCH_CHARACTERS_MAX:
        most = limits.SEARCH_CHARACTERS_MAX
        return (), _("That is too long to look for: write at most %(most)d characters.") % {"most": most}
    sought = sought_in(typed)
    if not sought:
        return (), _("Write a word or a number; signs alone cannot be looked for.") if typed.strip() else ""
    check_search_rate(request)
    return sought, ""


def _talk_place(talk: Conversation, titles: Mapping[str, str], person_id: int) -> _Place:
    return _Place(
        name=other_of(talk, person_id).name,
        about=titles.get(gig_id_of(talk), ""),
        href=reverse("inbox:show", args=[talk.public_id]),
        conversation=talk.public_id,
    )


def _order_place(order: Order, person_id: int) -> _Place:
    other = order.seller if order.buyer_id == person_id else order.buyer
    words = _("Order: %(title)s") % {"title": order.title}
    return _Place(
        name=other.name,
        about=words,
        href=reverse("orders:show", args=[order.public_id]),
        order=order.public_id,
    )


def _named(
    talks: Iterable[Conversation], places: Mapping[int, _Place], sought: Sequence[Sought]
) -> list[FoundRow]:
    """Return the talks whose other side's name, or whose gig's title, has what is looked for."""
    rows = []
    for talk in talks:
        place = places[talk.record_id]
        hits = hits_in(place.about, sought)
        if hits or hits_in(place.name, sought):
            rows.append(
                FoundRow(
                    name=place.name,
                    href=place.href,
                    note="",
                    at=talk.record.last_at,
                    conversation=place.conversation,
                    parts=parts_of(place.about, hits),
                )
            )
    return rows


def _row(entry: FoundEntry, place: _Place, person_id: int) -> FoundRow:
    return FoundRow(
        name=place.name,
        href=f"{place.href}?from={max(1, entry.number - ENTRIES_BEFORE)}#entry-{entry.number}",
        note=_note(entry.kind, is_own=entry.author_id == person_id),
        at=entry.at,
        conversation=place.conversation,
        order=place.order,
        about=place.about,
        number=entry.number,
        parts=snippet_of(entry.words, entry.hits),
    )


def _note(kind: str, *, is_own: bool) -> str:
    """Return what an entry is, before its words; nothing where that is plain."""
    match kind:
        case "file":
            return _("You sent the file") if is_own else _("File")
        case "offer_made":
            return _("Your offer") if is_own else _("Offer")
        case "order_placed":
            return _("Ordered")
        case _:
            return _("You wrote") if is_own else ""


def snippet_of(text: str, hits: Sequence[Hit]) -> list[tuple[str, bool]]:
    """Return the part of a text around its first hit, as stretches, each with whether it was looked for."""
    start = max(0, hits[0].start - BEFORE_HIT) if hits else 0
    if start:
        # Not in the middle of a word, nor between a letter and what stands on it.
        start = next((at + 1 for at in range(start, hits[0].start) if text[at].isspace()), start)
    end = start + limits.SNIPPET_CHARACTERS_MAX
    if hits:
        end = max(end, hits[0].end)
    inside = [
        replace(hit, start=max(hit.start, start) - start, end=min(hit.end, end) - start)
        for hit in hits
        if hit.start < end and hit.end > start
    ]
    parts = parts_of(text[start:end], inside)
    before, after = [("…", False)] if start else [], [("…", False)] if end < len(text) else []
    return [(_SPACE.sub(" ", words), is_hit) for words, is_hit in [*before, *parts, *after]]


def parts_of(text: str, hits: Sequence[Hit]) -> list[tuple[str, bool]]:
    """Return a text as stretches, each with whether it was looked for."""
    parts: list[tuple[str, bool]] = []
    position = 0
    for hit in hits:
        if hit.start < position:
            # Two of the words stand at the same place.
            continue
        parts += [(text[position : hit.start], False), (text[hit.start : hit.end], True)]
        position = hit.end
    parts.append((text[position:], False))
    return [(words, is_hit) for words, is_hit in parts if words]


def words_typed(request: HttpRequest) -> str:
    """Return what the address asks to look for."""
    return request.GET.get("q", "").strip()
