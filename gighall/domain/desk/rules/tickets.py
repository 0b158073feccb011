"""A ticket: somebody asks support something, or a seller asks for an exception for a gig. Plain Python."""

from collections.abc import Collection

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.errors import marked as _
from gighall.base.text import is_storable
from gighall.domain.policy.rules import WAIVABLE_KINDS

QUESTION, EXCEPTION = "question", "exception"
TICKET_KINDS = (QUESTION, EXCEPTION)

# How a ticket was closed; empty while it is open.
GRANTED, DECLINED, ANSWERED, WITHDRAWN = "granted", "declined", "answered", "withdrawn"
OUTCOMES = (GRANTED, DECLINED, ANSWERED, WITHDRAWN)

# What staff may look at: their own, those that nobody has, all that are open, those that are closed.
MINE, UNASSIGNED, ALL, CLOSED = "mine", "unassigned", "all", "closed"
TICKET_SHOWS = (UNASSIGNED, MINE, ALL, CLOSED)

# What stands on a ticket: words that both read, words among staff, and who has it from now on.
ANSWER, NOTE, ASSIGNED = "answer", "note", "assigned"
MESSAGE_KINDS = (ANSWER, NOTE, ASSIGNED)

# The kinds of contact details for which support can be asked, in the order in which they are offered.
ASKABLE_KINDS = tuple(
    kind for kind in ("email", "phone", "url", "meeting", "handle", "address") if kind in WAIVABLE_KINDS
)


class TicketRefused(Refused):
    """Support cannot be asked this, or this person may not do that with the ticket."""

    code = "ticket_refused"


class TicketClosed(Refused):
    """The ticket was decided, answered or withdrawn before."""

    code = "ticket_closed"


class TicketWordsUnfit(Refused):
    """Words to support, or of support, that say too little or too much."""

    code = "ticket_words_unfit"


def check_question(*, subject: str, words: str) -> None:
    """Refuse a question without a subject or without words.

    Errors: TicketWordsUnfit.
    """
    if len(subject.strip()) < limits.TICKET_SUBJECT_CHARACTERS_MIN:
        raise TicketWordsUnfit(
            _("Say in a line what it is about, in at least {least} characters."),
            least=limits.TICKET_SUBJECT_CHARACTERS_MIN,
        )
    if len(subject) > limits.TICKET_SUBJECT_CHARACTERS_MAX or not is_storable(subject):
        raise TicketWordsUnfit(
            _("Say in a line of at most {most} characters what it is about."),
            most=limits.TICKET_SUBJECT_CHARACTERS_MAX,
        )
    _check_words(words, _("Say what you need to know, in at least {least} characters."))


def check_request(*, kinds: Collection[str], words: str) -> None:
    """Refuse a request for an exception that names no kinds of contact details, or does not say why.

    Errors: TicketRefused, TicketWordsUnfit.
    """
    if not kinds:
        raise TicketRefused(_("Choose at least one kind of contact details that your work needs."))
    if not set(kinds) <= set(ASKABLE_KINDS):
        raise TicketRefused(
            _("An exception is about ways to reach each other; payment outside of the hall is never allowed.")
        )
    _check_words(words, _("Say why your work needs it, in at least {least} characters."))


def check_can_open(*, open_tickets: int) -> None:
    """Refuse more open tickets of one person than support can look after.

    Errors: TicketRefused.
    """
    if open_tickets >= limits.TICKETS_OPEN_MAX:
        raise TicketRefused(
            _("{count} of your questions are open already. Close one that is settled, or write more there."),
            count=open_tickets,
        )


def check_can_request(*, has_request: bool, is_order_open: bool | None) -> None:
    """Refuse a second open request for a gig, and one for an order that has ended.

    Shapes: ``is_order_open`` is None where no order was named.
    Errors: TicketRefused.
    """
    if has_request:
        raise TicketRefused(
            _("You have asked for an exception for this gig already. Write what is missing on that request.")
        )
    if is_order_open is False:
        raise TicketRefused(_("This order has ended. Ask for the whole gig, or for an order that is open."))


def check_answer(words: str) -> None:
    """Refuse an answer or a note that says nothing, or too much.

    Errors: TicketWordsUnfit.
    """
    if not words.strip():
        raise TicketWordsUnfit(_("Write something first."))
    _check_length(words)


def check_can_write(*, outcome: str, written: int) -> None:
    """Refuse words on a ticket that is closed, or that has become endless.

    Errors: TicketClosed, TicketRefused.
    """
    check_open(outcome=outcome)
    if written >= limits.TICKET_MESSAGES_MAX:
        raise TicketRefused(_("This has become very long. Close it and ask anew, with what matters now."))


def check_open(*, outcome: str, decided_by: str = "") -> None:
    """Refuse to go on with a ticket that is closed.

    Shapes: ``decided_by`` is the name of who decided, if anybody did.
    Errors: TicketClosed with what happened.
    """
    if not outcome:
        return
    if outcome == WITHDRAWN:
        raise TicketClosed(_("This was withdrawn meanwhile. Nothing was changed by you."))
    if outcome == ANSWERED:
        raise TicketClosed(_("This question is closed. Ask a new one if something is left."))
    if decided_by:
        raise TicketClosed(_("{name} has decided this already. Nothing was changed by you."), name=decided_by)
    raise TicketClosed(_("Support has decided this. Ask a question if something is left."))


def check_can_decide_request(*, kind: str, outcome: str, decided_by: str) -> None:
    """Refuse a decision about a question, and a second one.

    Errors: TicketRefused, TicketClosed.
    """
    if kind != EXCEPTION:
        raise TicketRefused(_("A question is answered; there is nothing to decide."))
    check_open(outcome=outcome, decided_by=decided_by)


def check_reason(reason: str) -> None:
    """Refuse a decision without a reason that the seller can read.

    Errors: TicketWordsUnfit.
    """
    if len(reason.strip()) < limits.REASON_CHARACTERS_MIN:
        raise TicketWordsUnfit(
            _("Say why, in at least {least} characters: the people concerned read it."),
            least=limits.REASON_CHARACTERS_MIN,
        )
    if len(reason) > limits.TICKET_REASON_CHARACTERS_MAX or not is_storable(reason):
        raise TicketWordsUnfit(
            _("Say it in {most:,} characters at most, as plain text."),
            most=limits.TICKET_REASON_CHARACTERS_MAX,
        )


def check_grant(*, kinds: Collection[str], asked_kinds: Collection[str]) -> None:
    """Refuse to grant more kinds than were asked for.

    Errors: TicketRefused.
    """
    if not set(kinds) <= set(asked_kinds):
        raise TicketRefused(_("Grant kinds that were asked for, and no others."))


def check_grant_for_order(*, asked_order: str, order: str, is_open: bool, is_buyer: bool) -> None:
    """Refuse an exception for another order than the one asked for, and for one that has ended.

    Shapes: public ids; without an ``asked_order`` the whole gig was asked for, without an ``order`` it is granted.
    ``is_open`` and ``is_buyer`` (who grants is a side of it) are about the order.
    Errors: TicketRefused.
    """
    if asked_order and order != asked_order:
        raise TicketRefused(_("This was asked for one order. Grant it for that order, or decline."))
    if is_buyer:
        raise TicketRefused(_("You are a side of this order. Somebody else on the staff has to decide."))
    if order and not is_open:
        raise TicketRefused(
            _("This order has ended. Grant it for the whole gig if that was asked, or decline.")
        )


def check_assignment(*, outcome: str, has_it: str, has_it_name: str, seen: str) -> None:
    """Refuse to hand on what is closed, or what has changed hands since it was looked at.

    Shapes: ``has_it`` and ``seen`` are public ids, empty where nobody had it.
    Errors: TicketClosed, TicketRefused.
    """
    check_open(outcome=outcome)
    if has_it == seen:
        return
    if has_it:
        raise TicketRefused(
            _("{name} has taken this meanwhile. Nothing was changed by you."), name=has_it_name
        )
    raise TicketRefused(_("This was given back meanwhile. Look again, then press once more."))


def _check_words(words: str, too_short: str) -> None:
    if len(words.strip()) < limits.TICKET_CHARACTERS_MIN:
        raise TicketWordsUnfit(too_short, least=limits.TICKET_CHARACTERS_MIN)
    _check_length(words)


def _check_length(words: str) -> None:
    if len(words) > limits.TICKET_CHARACTERS_MAX or not is_storable(words):
        raise TicketWordsUnfit(
            _("Say it in {most:,} characters at most, as plain text."), most=limits.TICKET_CHARACTERS_MAX
        )
