"""What tickets, the people and orders in them are called, wherever they are printed."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gighall.domain.desk.models import Ticket
from gighall.domain.desk.rules import ANSWERED, DECLINED, EXCEPTION, GRANTED, WITHDRAWN
from gighall.domain.orders.models import Order
from gighall.domain.policy.rules import KIND_NAMES

OUTCOME_NAMES = {
    GRANTED: gettext_lazy("granted"),
    DECLINED: gettext_lazy("declined"),
    ANSWERED: gettext_lazy("answered"),
    WITHDRAWN: gettext_lazy("withdrawn"),
}
OUTCOME_TONES = {GRANTED: "good", DECLINED: "bad", ANSWERED: "good", WITHDRAWN: "plain"}


def kind_name(kind: str) -> str:
    """Return what a kind of contact details is called, as it stands alone."""
    name = _(KIND_NAMES[kind])
    return name[:1].upper() + name[1:]


def kind_names(kinds: list[str]) -> str:
    """Return kinds of contact details as a list in words."""
    return ", ".join(_(KIND_NAMES[kind]) for kind in kinds if kind in KIND_NAMES)


def order_label(order: Order) -> str:
    """Return an order as a list offers it."""
    day = date_format(localtime(order.placed_at), "j F Y")
    return _("%(title)s (ordered %(day)s by %(name)s)") % {
        "title": order.title,
        "day": day,
        "name": order.buyer.name,
    }


def end_words(moment: datetime) -> str:
    """Return when an exception ends, in words with the year: it may run for a whole one."""
    return date_format(localtime(moment), "j F Y, H:i")


def heading_of(ticket: Ticket) -> str:
    """Return what stands at the top of a ticket's own page."""
    return ticket.gig.title_shown if ticket.kind == EXCEPTION and ticket.gig else ticket.subject


def title_of(ticket: Ticket) -> str:
    """Return what a ticket is called in a list."""
    if ticket.kind != EXCEPTION or ticket.gig is None:
        return ticket.subject
    return _("Exception for “%(title)s”") % {"title": ticket.gig.title_shown}
