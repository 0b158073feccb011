"""The timeline of an order: from the record's entries to what the template prints."""

import json
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gighall.base import clock, limits
from gighall.base.masking import MASK
from gighall.base.masking import Mark as MarkedSpan
from gighall.base.money import format_minor
from gighall.domain.accounts.models import Person, TermsClause
from gighall.domain.accounts.queries import outside_contact_clause
from gighall.domain.conversations.queries import NOT_REACHED, Reach, reach_in
from gighall.domain.conversations.rules import file_bytes_most
from gighall.domain.gigs.states import CHAT_SESSION, DELIVERABLE
from gighall.domain.orders.models import Order
from gighall.domain.orders.queries import answers_of_offers
from gighall.domain.policy.queries import noted_spans
from gighall.domain.record.chain import ERASED
from gighall.domain.record.queries import SeenEntry
from gighall.web.gigs.words import sold_words
from gighall.web.offers.views import OfferCard, offer_card
from gighall.web.orders.facts import (
    FACTS,
    EntryLink,
    entry_href,
    links_of,
    ordered_for_words,
    transcript_links,
)
from gighall.web.orders.messages import Piece, said_in, words_for_client
from gighall.web.sessions.facts import PRESENCE, SESSION_FACTS, flaps, is_quiet
from gighall.web.shared.look import initials

MESSAGE, FILE, PLACED, OFFER = "message", "file", "order_placed", "offer_made"
# What a page shows itself; every other file is downloaded.
PICTURE_TYPES = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})
Noted = Mapping[tuple[int, str], list[MarkedSpan]]
Reached = Mapping[str, Reach]


@dataclass(frozen=True)
class FileCard:
    """A file as the timeline prints it; only pictures are shown on the page itself."""

    href: str
    name: str
    size: str
    is_picture: bool


@dataclass(frozen=True)
class TimelineEntry:
    """One entry as the timeline prints it: a message, a file, or a fact; the first fact says where the talk is.

    ``other`` is what the other side reads of a message of one's own, where that differs; ``scope`` is what an offer
    said of the order that begins here. It is a key: a message that was printed before is not printed anew.
    """

    number: int
    at: datetime
    is_message: bool = False
    is_place: bool = False
    # Nothing is said of it: its number stands in the list all the same.
    is_quiet: bool = False
    # What its reader had not read before begins here.
    is_first_unread: bool = False
    mine: bool = False
    by: str = ""
    by_name: str = ""
    by_initials: str = ""
    pieces: tuple[Piece, ...] = ()
    other: tuple[Piece, ...] | None = None
    state: str = ""
    note: str = ""
    file: FileCard | None = None
    text: str = ""
    icon: str = "dot"
    links: tuple[EntryLink, ...] = ()
    continues: EntryLink | None = None
    scope: str = ""
    offer: OfferCard | None = None


@dataclass(frozen=True)
class Reader:
    """Who reads: their id and key, the names of the people of this record by their keys, and where it is."""

    person_id: int
    key: str
    names: Mapping[str, str]
    clause: TermsClause
    place: str
    # Where the transcripts of this record's sessions are had, without name and form; empty where it has none.
    transcripts: str = ""

    @property
    def others(self) -> list[str]:
        """Return the keys of the other people."""
        return [key for key in self.names if key != self.key]


def reader_of(order: Order, person: Person) -> Reader:
    """Return a side of an order as the reader of its timeline."""
    reader = reader_among((order.buyer, order.seller), person, place="order")
    return replace(reader, transcripts=f"{reverse('orders:show', args=[order.public_id])}transcripts/")


def reader_among(people: Iterable[Person], person: Person, *, place: str) -> Reader:
    """Return one of the people of a record as the reader of its timeline; ``place`` is *inbox* or *order*."""
    names = {each.public_id: each.name for each in people}
    return Reader(person.pk, person.public_id, names, outside_contact_clause(), place)


def entries_context(entries: list[SeenEntry], *, record_id: int, reader: Reader) -> dict[str, Any]:
    """Return what the timeline's templates print of these entries of a record: them, and who and what is named."""
    said = [entry.client_key for entry in entries if entry.kind == MESSAGE]
    reached = reach_in(record_id)
    views = view_entries(entries, reader, noted=noted_spans(record_id=record_id, keys=said), reached=reached)
    return {
        "entries": views,
        "read": reached.get(reader.key, NOT_REACHED)["read"],
        "names": reader.names,
        "marks": {key: reached.get(key, NOT_REACHED) for key in reader.others},
        "client_words": words_for_client(),
        "clause": reader.clause,
        "message_max": limits.MESSAGE_CHARACTERS_MAX,
        "file_max": file_bytes_most(reader.place),
        "file_key": uuid.uuid4(),
    }


def view_entries(
    entries: list[SeenEntry], reader: Reader, *, noted: Noted | None = None, reached: Reached | None = None
) -> list[TimelineEntry]:
    """Return the entries as this reader's timeline prints them.

    Shapes: ``noted`` are the spans shown with a remark, by author and client key; ``reached`` is how far the
    record has come to the other people, by their keys.
    """
    states = _states(entries, reader, reached or {})
    shown = {entry.number for entry in entries}
    delivered = {entry.number for entry in entries if entry.kind == "delivered"}
    views = [
        _message(entry, reader, (noted or {}).get((entry.author_id or 0, entry.client_key), []), states)
        if entry.kind == MESSAGE
        else _fact(entry, _with_transcripts(entry, reader, delivered), states, shown)
        for entry in entries
    ]
    offers = _offers(entries, reader)
    silent = flaps(
        (entry.number, entry.kind, entry.at, json.loads(entry.shown))
        for entry in entries
        if entry.kind in PRESENCE and entry.shown
    )
    views = [replace(view, is_quiet=True) if view.number in silent else view for view in views]
    return [replace(view, offer=offers[view.number]) if view.number in offers else view for view in views]


def _with_transcripts(entry: SeenEntry, reader: Reader, delivered: Collection[int]) -> Reader:
    """Return the reader of a fact: the end of a session that is delivered next leaves its transcript to that."""
    is_delivered_next = entry.kind == "session_ended" and entry.number + 1 in delivered
    return replace(reader, transcripts="") if is_delivered_next else reader


def _offers(entries: list[SeenEntry], reader: Reader) -> dict[int, OfferCard]:
    """Return the cards of the offers among entries, by number, in one query; in none where there are none."""
    made = [(entry, json.loads(entry.shown)) for entry in entries if entry.kind == OFFER and entry.shown]
    answers = answers_of_offers([fact["offer"] for _entry, fact in made])
    now = clock.now()
    return {
        entry.number: offer_card(
            fact, answer=answers.get(fact["offer"], ""), mine=entry.author_id == reader.person_id, now=now
        )
        for entry, fact in made
    }


def _states(entries: list[SeenEntry], reader: Reader, reached: Reached) -> dict[int, str]:
    """Return under which of one's own entries it stands that the others have read or received them: the last each."""
    others = [reached.get(key, NOT_REACHED) for key in reader.others]
    if not others:
        return {}
    mine = [
        entry.number
        for entry in entries
        if entry.author_id == reader.person_id and entry.kind in (MESSAGE, FILE)
    ]
    states = {}
    for name, up_to in (
        ("received", min(each["received"] for each in others)),
        ("read", min(each["read"] for each in others)),
    ):
        last = max((number for number in mine if number <= up_to), default=0)
        if last:
            states[last] = name
    return states


def _message(
    entry: SeenEntry, reader: Reader, noted: list[MarkedSpan], states: Mapping[int, str]
) -> TimelineEntry:
    mine = entry.author_id == reader.person_id
    name = reader.names.get(entry.author_key or "", "")
    said = said_in(entry, noted, mine=mine, place=reader.place)
    return TimelineEntry(
        is_message=True,
        number=entry.number,
        at=entry.at,
        mine=mine,
        by=entry.author_key or "",
        by_name=name,
        by_initials=initials(name),
        pieces=said.pieces,
        other=said.other,
        note=said.note,
        state=states.get(entry.number, ""),
    )


def _fact(
    entry: SeenEntry, reader: Reader, states: Mapping[int, str], shown: Collection[int]
) -> TimelineEntry:
    fact = json.loads(entry.shown) if entry.shown else {}
    name = reader.names.get(entry.author_key or "", "")
    sentence, icon = _FACTS.get(entry.kind, _unknown(entry.kind))(fact, name)
    mine = entry.author_id == reader.person_id
    file = _file_card(fact) if entry.kind == FILE and fact else None
    is_name_cut = mine and file is not None and MASK in file.name
    return TimelineEntry(
        is_place=entry.kind == PLACED,
        is_quiet=is_quiet(fact),
        number=entry.number,
        at=entry.at,
        mine=mine,
        by=entry.author_key or "",
        by_name=name,
        text=sentence,
        icon=icon,
        links=(*links_of(entry.kind, fact, shown), *transcript_links(entry.kind, fact, reader.transcripts)),
        continues=_continues(fact),
        scope=fact.get("scope", "") if entry.kind == PLACED else "",
        file=file,
        note=_("Contact details in the file’s name are withheld from the other side.") if is_name_cut else "",
        state=states.get(entry.number, "") if file else "",
    )


def sentence_of(kind: str, fact: dict[str, Any], name: str) -> str:
    """Return what happened as a sentence; of a fact that has none its kind, in words."""
    return _FACTS.get(kind, _unknown(kind))(fact, name)[0]


def _unknown(kind: str) -> Callable[[dict[str, Any], str], tuple[str, str]]:
    # A record outlives the program that wrote it: what this one does not know is named, and the page stands.
    return lambda fact, name: (kind.replace("_", " "), "dot")


def _file_card(fact: dict[str, Any]) -> FileCard:
    return FileCard(
        href=reverse("files:show", args=[fact["file"]]),
        name=fact["name"],
        size=filesizeformat(fact["size"]),
        is_picture=fact["type"] in PICTURE_TYPES,
    )


def _file(fact: dict[str, Any], name: str) -> tuple[str, str]:
    if not fact:
        return _("A file of %(name)s was erased.") % {"name": name}, "info"
    words = _("%(name)s sent a file: %(file)s")
    return words % {"name": name, "file": fact["name"]}, "file"


def _placed(fact: dict[str, Any], name: str) -> tuple[str, str]:
    # Facts of before gigs had kinds name the minutes alone.
    kind = fact.get("kind", CHAT_SESSION)
    sold = sold_words(kind=kind, minutes=fact.get("minutes"), delivery_days=fact.get("delivery_days"))
    words = _("%(name)s ordered “%(title)s”: %(sold)s for %(price)s.")
    price = format_minor(fact["price_minor"])
    sentence = words % {"name": name, "title": fact["title"], "sold": sold, "price": price}
    if "organisation" in fact:
        sentence = f"{sentence} {ordered_for_words(fact['organisation']['name'])}"
    count = len(fact.get("requirements", ()))
    if count:
        sentence = f"{sentence} {_asked_words(count, waits=fact.get('waits_for_answers', False))}"
    return sentence, "package" if kind == DELIVERABLE else "chat"


def _asked_words(count: int, *, waits: bool) -> str:
    if waits:
        words = ngettext(
            "The seller asks a question; the work begins when it is answered.",
            "The seller asks %(count)d questions; the work begins when they are answered.",
            count,
        )
    else:
        words = ngettext(
            "The seller asks a question, which stands on this page. Answer it in the talk below.",
            "The seller asks %(count)d questions, which stand on this page. Answer these in the talk below.",
            count,
        )
    return words % {"count": count}


def _continues(fact: dict[str, Any]) -> EntryLink | None:
    """Return the way to the inbox talk from which an order goes on, to where that stood when it was placed."""
    talk = fact.get("continues")
    if talk is None:
        return None
    day = date_format(timezone.localtime(datetime.fromisoformat(talk["at"])), "j F")
    address = reverse("inbox:show", args=[talk["conversation"]])
    label = _("Continues your talk of %(date)s") % {"date": day}
    return EntryLink(f"{address}{entry_href(talk['number'])}", label)


def _held(fact: dict[str, Any], name: str) -> tuple[str, str]:
    words = _("%(amount)s are held by the hall until the delivery is accepted.")
    return words % {"amount": format_minor(fact["amount_minor"])}, "lock"


def _accepted(fact: dict[str, Any], name: str) -> tuple[str, str]:
    return _("%(name)s accepted the delivery. The order is completed.") % {"name": name}, "check"


def _accepted_in_silence(fact: dict[str, Any], name: str) -> tuple[str, str]:
    return _(
        "The review time ended without a word, so the delivery is accepted. The order is completed."
    ), "clock"


def _erased(fact: dict[str, Any], name: str) -> tuple[str, str]:
    numbers = ", ".join(f"#{number}" for number in fact["numbers"])
    return _("The words of %(numbers)s were erased by the people who run the hall.") % {
        "numbers": numbers
    }, "info"


_FACTS: dict[str, Callable[[dict[str, Any], str], tuple[str, str]]] = (
    {
        PLACED: _placed,
        FILE: _file,
        "payment_held": _held,
        "accepted": _accepted,
        "accepted_in_silence": _accepted_in_silence,
        ERASED: _erased,
    }
    | FACTS
    | SESSION_FACTS
)
