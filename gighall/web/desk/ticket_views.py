"""View-models of tickets: what the templates print, decided here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gighall.domain.desk.models import Ticket, TicketMessage
from gighall.domain.desk.queries import TicketQueue, request_of_gig
from gighall.domain.desk.rules import ASSIGNED, EXCEPTION, NOTE, is_overdue
from gighall.domain.gigs.models import Gig
from gighall.domain.policy.models import Waiver
from gighall.domain.policy.queries import waivers_of_gig
from gighall.web.desk.ticket_words import (
    OUTCOME_NAMES,
    OUTCOME_TONES,
    end_words,
    heading_of,
    kind_names,
    title_of,
)
from gighall.web.orders.facts import moment_words
from gighall.web.orders.spans import span_words


@dataclass(frozen=True)
class TicketRow:
    """A ticket in a list, and at the top of its page."""

    href: str
    title: str
    heading: str
    what: str
    asked_by: str
    opened_at: datetime
    hint: str
    badge: str
    tone: str
    with_whom: str


@dataclass(frozen=True)
class TicketLine:
    """What stands on a ticket: words of somebody, a note among staff, or (without words) whose it is now."""

    by_name: str
    at: datetime
    words: str
    mine: bool
    badge: str
    is_internal: bool


def exception_facts(waiver: Waiver, *, now: datetime) -> list[tuple[str, str]]:
    """Return of an exception what its seller reads on the request: what is allowed, where, until when."""
    facts = [
        (_("Allowed"), kind_names(waiver.kinds)),
        (_("Where"), _("one order") if waiver.place_id is not None else _("all orders of the gig")),
    ]
    ended = end_words(waiver.ended_at)
    if waiver.revoked_at is not None:
        return [*facts, (_("Revoked"), ended), (_("Why it was revoked"), waiver.revoked_because)]
    return [*facts, (_("Runs until") if waiver.runs(now) else _("Ended"), ended)]


def own_row(ticket: Ticket, *, now: datetime) -> TicketRow:
    """Return a ticket as the one who asked sees it."""
    return _row(ticket, reverse("support:show", args=[ticket.public_id]), _own_state(ticket, now=now))


def staff_row(ticket: Ticket, *, now: datetime) -> TicketRow:
    """Return a ticket as staff see it."""
    return _row(ticket, reverse("staff:ticket", args=[ticket.public_id]), _staff_state(ticket, now=now))


def _row(ticket: Ticket, href: str, state: tuple[str, str, str]) -> TicketRow:
    hint, badge, tone = state
    return TicketRow(
        href=href,
        title=title_of(ticket),
        heading=heading_of(ticket),
        what=_("Exception") if ticket.kind == EXCEPTION else _("Question"),
        asked_by=ticket.by.name,
        opened_at=ticket.opened_at,
        hint=hint,
        badge=badge,
        tone=tone,
        with_whom=ticket.assigned_to.name if ticket.assigned_to else _("nobody yet"),
    )


def _closed_state(ticket: Ticket) -> tuple[str, str, str]:
    badge, tone = str(OUTCOME_NAMES[ticket.outcome]), OUTCOME_TONES[ticket.outcome]
    hint = _("Closed on %(moment)s.") % {"moment": moment_words(ticket.closed_at or ticket.opened_at)}
    if ticket.decided_by is not None:
        words = {"name": ticket.decided_by.name, "moment": moment_words(ticket.closed_at or ticket.opened_at)}
        hint = _("Decided by %(name)s on %(moment)s.") % words
    return hint, badge, tone


def _own_state(ticket: Ticket, *, now: datetime) -> tuple[str, str, str]:
    if ticket.outcome:
        return _closed_state(ticket)
    if ticket.due_at is None:
        return _("Support has answered; it is your turn."), _("answered"), "active"
    due = {"moment": moment_words(ticket.due_at)}
    if is_overdue(ticket.due_at, now=now):
        return _("Support is late: it meant to answer by %(moment)s.") % due, _("late"), "bad"
    return _("Support answers by %(moment)s.") % due, _("with support"), "waiting"


def _staff_state(ticket: Ticket, *, now: datetime) -> tuple[str, str, str]:
    if ticket.outcome:
        return _closed_state(ticket)
    if ticket.due_at is None:
        return _("The clock stands still: it is with the asker."), _("with the asker"), "plain"
    if is_overdue(ticket.due_at, now=now):
        late = {"late": span_words(now - ticket.due_at)}
        return _("The answer is late by %(late)s.") % late, _("late"), "bad"
    return _("Answer within %(left)s.") % {"left": span_words(ticket.due_at - now)}, _("waiting"), "waiting"


def ticket_facts(ticket: Ticket) -> list[tuple[str, str]]:
    """Return what a ticket is about, as labels and words."""
    facts = []
    if ticket.kind == EXCEPTION:
        facts.append((_("Asked for"), kind_names(ticket.kinds)))
        where = ticket.order.title if ticket.order else _("all orders of the gig")
        facts.append((_("Where"), where))
    elif ticket.order is not None:
        facts.append((_("Order"), ticket.order.title))
    return facts


def lines_of(ticket: Ticket, messages: Iterable[TicketMessage], *, reader_id: int) -> list[TicketLine]:
    """Return everything that stands on a ticket for a reader, the asker's first words first."""
    first = TicketLine(
        ticket.by.name, ticket.opened_at, ticket.words, ticket.by_id == reader_id, "", is_internal=False
    )
    return [first, *(_line(ticket, each, reader_id) for each in messages)]


def _line(ticket: Ticket, message: TicketMessage, reader_id: int) -> TicketLine:
    words, badge = message.words, ""
    if message.kind == NOTE:
        badge = _("note, for staff only")
    elif message.kind == ASSIGNED:
        badge = _assigned_words(message)
    elif message.by_id != ticket.by_id:
        badge = _("support")
    return TicketLine(
        by_name=message.by.name,
        at=message.at,
        words=words,
        mine=message.by_id == reader_id,
        badge=badge,
        is_internal=message.is_internal,
    )


def _assigned_words(message: TicketMessage) -> str:
    if message.to is None:
        return _("gave it back to all")
    if message.to_id == message.by_id:
        return _("has it now")
    return _("handed it to %(name)s") % {"name": message.to.name}


@dataclass(frozen=True)
class ExceptionEntry:
    """What stands on a gig's page for its seller about exceptions, with the way on."""

    line: str
    label: str
    href: str


def exception_entry(gig: Gig, *, now: datetime) -> ExceptionEntry:
    """Return for a gig's seller where a request for an exception stands, until when one runs, or how to ask."""
    asked = request_of_gig(gig.pk)
    if asked is not None:
        line, _badge, _tone = _own_state(asked, now=now)
        href = reverse("support:show", args=[asked.public_id])
        return ExceptionEntry(
            _("You have asked for an exception. %(line)s") % {"line": line}, _("Your request"), href
        )
    ask = reverse("support:ask_exception", args=[gig.public_id])
    running = waivers_of_gig(gig.pk, now=now)
    if running:
        ends = {"moment": end_words(max(waiver.expires_at for waiver in running))}
        return ExceptionEntry(_("Exception until %(moment)s.") % ends, _("Ask for another exception"), ask)
    line = _("Contact details stay out of talks. If your work needs some, support can allow them.")
    return ExceptionEntry(line, _("Ask for an exception"), ask)


def ticket_queue_words(queue: TicketQueue, *, now: datetime) -> str:
    """Return for the first staff page how many tickets wait, and until when the first."""
    if queue.due_at is None:
        return _("No question waits for support.")
    words = ngettext("%(count)d question waits", "%(count)d questions wait", queue.waiting) % {
        "count": queue.waiting
    }
    if is_overdue(queue.due_at, now=now):
        return _("%(words)s, the first is late by %(late)s.") % {
            "words": words,
            "late": span_words(now - queue.due_at),
        }
    return _("%(words)s, the first for an answer within %(left)s.") % {
        "words": words,
        "left": span_words(queue.due_at - now),
    }


def own_note(count: int) -> str:
    """Return what staff are told of tickets that they may not look after."""
    if not count:
        return ""
    return ngettext(
        "A ticket of your own, or about your gig or order, is open. Somebody else on the staff has to look after it.",
        "%(count)d tickets of your own, or about your gigs or orders, are open. Somebody else on the staff has to"
        " look after them.",
        count,
    ) % {"count": count}
