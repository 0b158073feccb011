"""A transcript for people to read: with names and sentences in the reader's language, for the screen and for paper."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gighall.base.text import isolated
from gighall.domain.chat_sessions.queries import Transcript
from gighall.domain.chat_sessions.rules.transcript import FILE, MESSAGE, SpokenEntry
from gighall.domain.orders.models import Order
from gighall.domain.orders.states import BUYER, SELLER
from gighall.web.orders.spans import exact_words
from gighall.web.orders.timeline import sentence_of
from gighall.web.sessions.facts import is_quiet

_KINDS = {
    "text": gettext_lazy("Transcript of a session"),
    "video": gettext_lazy("Transcript of a video session"),
}
_ENDINGS = {
    "pressed": gettext_lazy("ended by %(name)s"),
    "cap": gettext_lazy("ended when the agreed time was used up"),
    "idle": gettext_lazy("ended because nobody was there any more"),
    "order_ended": gettext_lazy("ended because the order had ended"),
    "support": gettext_lazy("ended because support was asked to look at the order"),
}
_HAPPENED = {
    "session_started": gettext_lazy("The session started."),
    "session_joined": gettext_lazy("%(who)s is here."),
    "session_paused": gettext_lazy("%(name)s paused the session."),
    "session_resumed": gettext_lazy("%(name)s let the session go on."),
}


@dataclass(frozen=True)
class Line:
    """One entry as it is read: what somebody said (``who`` is their name), or what happened.

    ``day`` is there on the first line of each day.
    """

    number: int
    clock: str
    text: str
    who: str = ""
    is_said: bool = False
    is_buyer: bool = False
    day: str = ""
    note: str = ""


@dataclass(frozen=True)
class Document:
    """A transcript as it is printed. ``rows`` are (label, words), ``notes`` what one must know to read it."""

    kind: str
    title: str
    rows: list[tuple[str, str]]
    lines: list[Line]
    ending: str
    notes: list[str] = field(default_factory=list)


def document_of(order: Order, held: Transcript) -> Document:
    """Return a transcript with the names of the two sides.

    Shapes: ``order`` comes with buyer and seller.
    """
    # Isolated, so that a name turns no sentence around it.
    talk, names = held.talk, {BUYER: isolated(order.buyer.name), SELLER: isolated(order.seller.name)}
    # Who came by a second way, or went from one of two, was there all the time: the Markdown alone says it.
    told = [entry for entry in held.entries if not _is_quiet(entry)]
    lines, count = _with_days([(entry.at, _line(entry, names)) for entry in told]), len(held.entries)
    ending = ngettext(
        "The transcript ends here, after one entry of the record.",
        "The transcript ends here, after %(count)d entries of the record.",
        count,
    )
    return Document(
        kind=str(_KINDS.get(talk.medium, _KINDS["text"])),
        title=order.title,
        rows=_rows(order, held, names),
        lines=lines,
        ending=ending % {"count": count},
        notes=_notes(held),
    )


def _rows(order: Order, held: Transcript, names: dict[str, str]) -> list[tuple[str, str]]:
    talk = held.talk
    ended = str(_ENDINGS.get(talk.why, "")) % {"name": names.get(talk.ended_by, "")}
    time = exact_words(talk.seconds)
    if talk.cap_seconds:
        time = _("%(held)s of %(cap)s") % {"held": time, "cap": exact_words(talk.cap_seconds)}
    rows = [
        (_("Buyer"), names[BUYER]),
        (_("Seller"), names[SELLER]),
        (_("Started"), _moment(talk.started_at)),
        (_("Ended"), f"{_moment(talk.ended_at)}, {ended}" if ended else _moment(talk.ended_at)),
        (_("Time together"), time),
    ]
    count, paused = pauses(held.entries, until=talk.ended_at, session=talk.session)
    if count:
        words = ngettext("one, %(span)s", "%(count)d, %(span)s in all", count)
        rows.append((_("Pauses"), words % {"count": count, "span": exact_words(int(paused.total_seconds()))}))
    return [
        *rows,
        (_("Order"), order.public_id),
        (_("Entries of its record"), f"{talk.first}–{talk.last}"),
        (_("SHA-256"), talk.digest or _("none was stated")),
    ]


def pauses(entries: Iterable[SpokenEntry], *, until: datetime, session: str) -> tuple[int, timedelta]:
    """Return how often a session stood still, and for how long in all."""
    count, whole, since = 0, timedelta(), None
    for entry in entries:
        if entry.kind == "session_paused" and entry.fact["session"] == session and since is None:
            count, since = count + 1, entry.at
        elif entry.kind == "session_resumed" and entry.fact["session"] == session and since is not None:
            whole, since = whole + (entry.at - since), None
    return count, whole if since is None else whole + (until - since)


def _notes(held: Transcript) -> list[str]:
    notes = [_("Times are in UTC. The SHA-256 is the one of this transcript’s Markdown file.")]
    if any(entry.is_cut for entry in held.entries):
        notes.append(_("Contact details were withheld where grey bars stand: █████."))
    if held.erased:
        numbers = ", ".join(f"#{number}" for number in held.erased)
        words = _("The words of %(numbers)s were erased by the people who run the hall.")
        notes.append(words % {"numbers": numbers})
    if not held.is_whole:
        notes.append(_("The Markdown file that can be had today has another SHA-256 for that reason."))
    return notes


def _line(entry: SpokenEntry, names: dict[str, str]) -> Line:
    who, clock = names.get(entry.side, ""), f"{entry.at.astimezone(UTC):%H:%M:%S}"
    text, note = _said(entry, who, names)
    return Line(
        number=entry.number,
        clock=clock,
        text=text,
        who=who,
        is_said=entry.kind == MESSAGE and entry.shown is not None,
        is_buyer=entry.side == BUYER,
        note=note,
    )


def _said(entry: SpokenEntry, who: str, names: dict[str, str]) -> tuple[str, str]:
    """Return what an entry says, and what is to be known about it."""
    if entry.shown is None:
        return _("Words of %(name)s stood here. They were erased.") % {"name": who}, ""
    if entry.kind == MESSAGE:
        return entry.shown, _("Contact details withheld") if entry.is_cut else ""
    fact = entry.fact
    if entry.kind == FILE:
        words = _("%(name)s sent a file: %(file)s, %(size)s")
        said = words % {"name": who, "file": isolated(fact["name"]), "size": filesizeformat(fact["size"])}
        return said, f"SHA-256 {fact['sha256']}"
    by = {"name": who or _("The hall"), "who": names.get(fact.get("side", ""), "")}
    if entry.kind == "session_left":
        seen = datetime.fromisoformat(fact["until"]).astimezone(UTC)
        return _("%(who)s is gone, last seen at %(clock)s.") % {**by, "clock": f"{seen:%H:%M:%S}"}, ""
    if entry.kind in _HAPPENED:
        return str(_HAPPENED[entry.kind]) % by, ""
    return sentence_of(entry.kind, fact, who), ""


def _is_quiet(entry: SpokenEntry) -> bool:
    return entry.kind in ("session_joined", "session_left") and is_quiet(entry.fact)


def _with_days(lines: list[tuple[datetime, Line]]) -> list[Line]:
    """Return the lines, the first of each day with its date."""
    dated, before = [], None
    for at, line in lines:
        day = at.astimezone(UTC).date()
        words = date_format(day, "l, j F Y") if day != before else ""
        dated.append(Line(**{**line.__dict__, "day": words}))
        before = day
    return dated


def _moment(moment: datetime) -> str:
    return f"{date_format(moment.astimezone(UTC), 'j F Y, H:i:s')} UTC"
