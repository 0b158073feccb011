"""The timeline of an order: from the record's entries to what the template prints."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gighall.base import limits
from gighall.base.masking import Span, shown_spans
from gighall.base.money import format_minor
from gighall.domain.accounts.models import Person, TermsClause
from gighall.domain.accounts.queries import outside_contact_clause
from gighall.domain.orders.models import Order
from gighall.domain.policy.rules import KIND_NAMES, why
from gighall.domain.record.chain import ERASED
from gighall.domain.record.queries import SeenEntry, entries_for
from gighall.web.shared.look import initials
from gighall.web.shared.words import own_origins, shaped


@dataclass(frozen=True)
class Mark:
    """Why a piece of a message is marked."""

    kind: str
    why: str
    clause_url: str


@dataclass(frozen=True)
class Piece:
    """A stretch of a message: marked, or plain words with a form (code, a block of it, a link)."""

    text: str
    mark: Mark | None = None
    raw: str = ""
    form: str = ""
    href: str = ""


@dataclass(frozen=True)
class TimelineEntry:
    """One entry as the timeline prints it: a message, or a fact; the first fact says where the talk is."""

    number: int
    at: datetime
    is_message: bool = False
    is_place: bool = False
    mine: bool = False
    by: str = ""
    by_name: str = ""
    by_initials: str = ""
    pieces: list[Piece] = field(default_factory=list)
    state: str = ""
    note: str = ""
    text: str = ""
    icon: str = "dot"
    link_number: int = 0


@dataclass(frozen=True)
class Reader:
    """Who reads: their id, and the names of the people of this record by their keys."""

    person_id: int
    names: Mapping[str, str]
    clause: TermsClause

    @property
    def clause_url(self) -> str:
        """Return where the clause about contact outside stands."""
        return f"/terms/#{self.clause.anchor}"


def reader_of(order: Order, person: Person) -> Reader:
    """Return a side of an order as the reader of its timeline."""
    return reader_among((order.buyer, order.seller), person)


def reader_among(people: Iterable[Person], person: Person) -> Reader:
    """Return one of the people of a record as the reader of its timeline."""
    names = {each.public_id: each.name for each in people}
    return Reader(person.pk, names, outside_contact_clause())


def timeline_context(*, record_id: int, reader: Reader, after: int) -> dict[str, Any]:
    """Return what the timeline's templates print: a page of entries after a number, and who and what is named."""
    entries = entries_for(
        record_id=record_id, person_id=reader.person_id, after=after, limit=limits.TIMELINE_PAGE_ENTRIES
    )
    return {
        "entries": view_entries(entries, reader),
        "names": reader.names,
        "kind_names": kind_names(),
        "clause": reader.clause,
        "origins": own_origins(),
    }


def window_context(*, record_id: int, reader: Reader, asked_from: int | None, last: int) -> dict[str, Any]:
    """Return the part of a timeline that a page shows, from a number or the newest, with the ways on and back."""
    page = limits.TIMELINE_PAGE_ENTRIES
    newest_from = max(1, last - page + 1)
    start = newest_from if asked_from is None else max(1, min(asked_from, newest_from))
    context = timeline_context(record_id=record_id, reader=reader, after=start - 1)
    shown_to = context["entries"][-1].number if context["entries"] else 0
    return context | {
        "shown_to": shown_to,
        "earlier_from": max(1, start - page) if start > 1 else 0,
        "later_from": start + page if shown_to < last else 0,
    }


def view_entries(entries: list[SeenEntry], reader: Reader) -> list[TimelineEntry]:
    """Return the entries as this reader's timeline prints them."""
    return [_message(entry, reader) if entry.kind == "message" else _fact(entry, reader) for entry in entries]


def _message(entry: SeenEntry, reader: Reader) -> TimelineEntry:
    mine = entry.author_id == reader.person_id
    name = reader.names.get(entry.author_key or "", "")
    is_full = entry.own is not None
    words = entry.own if entry.own is not None else entry.shown
    spans = entry.spans if is_full else shown_spans(entry.spans)
    note = ""
    if words is None:
        note = _("These words were erased.")
    elif is_full and entry.spans:
        note = _("The other side sees a grey bar instead of: %(kinds)s.") % {"kinds": _kinds(entry.spans)}
    return TimelineEntry(
        is_message=True,
        number=entry.number,
        at=entry.at,
        mine=mine,
        by=entry.author_key or "",
        by_name=name,
        by_initials=initials(name),
        pieces=_pieces(words or "", spans, reader, for_author=is_full),
        note=note,
    )


def kind_names() -> dict[str, str]:
    """Return what the kinds of withheld words are called, for the open page."""
    return {kind: str(_(name)) for kind, name in KIND_NAMES.items()}


def _kinds(spans: list[Span]) -> str:
    return ", ".join(dict.fromkeys(str(_(KIND_NAMES[span["kind"]])) for span in spans))


def _pieces(text: str, spans: list[Span], reader: Reader, *, for_author: bool) -> list[Piece]:
    pieces: list[Piece] = []
    position = 0
    for span in spans:
        if span["s"] > position:
            pieces += _plain(text[position : span["s"]])
        mark = Mark(span["kind"], _(why(span["kind"], for_author=for_author)), reader.clause_url)
        pieces.append(Piece(text[span["s"] : span["e"]], mark))
        position = span["e"]
    if position < len(text):
        pieces += _plain(text[position:])
    return pieces


def _plain(words: str) -> list[Piece]:
    return [
        Piece(each.text, raw=each.raw, form=each.form, href=each.href)
        for each in shaped(words, own_origins())
    ]


def _fact(entry: SeenEntry, reader: Reader) -> TimelineEntry:
    fact = json.loads(entry.shown) if entry.shown else {}
    name = reader.names.get(entry.author_key or "", "")
    sentence, icon = _FACTS[entry.kind](fact, name)
    return TimelineEntry(
        is_place=entry.kind == "order_placed",
        number=entry.number,
        at=entry.at,
        by_name=name,
        text=sentence,
        icon=icon,
        link_number=fact.get("message", 0),
    )


def _placed(fact: dict[str, Any], name: str) -> tuple[str, str]:
    words = _("%(name)s ordered “%(title)s”: %(minutes)d minutes of text chat for %(price)s.")
    price = format_minor(fact["price_minor"])
    return words % {"name": name, "title": fact["title"], "minutes": fact["minutes"], "price": price}, "chat"


def _held(fact: dict[str, Any], name: str) -> tuple[str, str]:
    words = _("%(amount)s are held by the hall until the delivery is accepted.")
    return words % {"amount": format_minor(fact["amount_minor"])}, "lock"


def _delivered(fact: dict[str, Any], name: str) -> tuple[str, str]:
    ends_at = timezone.localtime(datetime.fromisoformat(fact["review_ends_at"]))
    words = _("%(name)s delivered. Without a word from the buyer it counts as accepted on %(date)s.")
    return words % {"name": name, "date": date_format(ends_at, "j F, H:i")}, "package"


def _accepted(fact: dict[str, Any], name: str) -> tuple[str, str]:
    return _("%(name)s accepted the delivery. The order is completed.") % {"name": name}, "check"


def _accepted_in_silence(fact: dict[str, Any], name: str) -> tuple[str, str]:
    return _(
        "The review time ended without a word, so the delivery is accepted. The order is completed."
    ), "clock"


def _released(fact: dict[str, Any], name: str) -> tuple[str, str]:
    words = _("%(amount)s were paid to the seller: the price less the seller’s fee of %(fee)s.")
    amounts = {"amount": format_minor(fact["amount_minor"]), "fee": format_minor(fact["fee_minor"])}
    return words % amounts, "card"


def _erased(fact: dict[str, Any], name: str) -> tuple[str, str]:
    numbers = ", ".join(f"#{number}" for number in fact["numbers"])
    return _("The words of %(numbers)s were erased by the people who run the hall.") % {
        "numbers": numbers
    }, "info"


_FACTS: dict[str, Callable[[dict[str, Any], str], tuple[str, str]]] = {
    "order_placed": _placed,
    "payment_held": _held,
    "delivered": _delivered,
    "accepted": _accepted,
    "accepted_in_silence": _accepted_in_silence,
    "payment_released": _released,
    ERASED: _erased,
}
