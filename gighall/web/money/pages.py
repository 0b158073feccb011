"""One's own money: the statement, and credits to try the demo with."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gighall.base import clock, limits
from gighall.base.errors import Refused
from gighall.base.money import format_minor
from gighall.domain.ledger.queries import StatementLine, balance_of, statement_of
from gighall.domain.orders.queries import held_for, titles_by_reference
from gighall.domain.payments.actions import take_demo_credits
from gighall.domain.payments.queries import grant_reasons
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of


@dataclass(frozen=True)
class Line:
    """A line of a statement as it is printed."""

    at: datetime
    words: str
    href: str
    amount_minor: int
    balance_minor: int


@login_required
@require_safe
def statement(request: HttpRequest) -> HttpResponse:
    """Show the balance and every transfer that made it."""
    person = person_of(request)
    rows = statement_of(person.pk, limit=limits.STATEMENT_ROWS)
    held_minor, held_orders = held_for(person.pk)
    return render(
        request,
        "money/statement.html",
        {
            "balance_minor": balance_of(person.pk),
            "held_minor": held_minor,
            "held_orders": held_orders,
            "lines": _lines(rows, person.pk),
            "demo_credits_minor": limits.DEMO_CREDITS_MINOR,
            "key": uuid.uuid4(),
        },
    )


def _lines(rows: list[StatementLine], person_id: int) -> list[Line]:
    references = [row.reference for row in rows]
    orders = titles_by_reference(references, person_id)
    reasons = grant_reasons(references)
    lines = []
    for row in rows:
        public_id, title = orders.get(row.reference, ("", ""))
        href = reverse("orders:show", args=[public_id]) if public_id else ""
        words = _words(row.kind, title or reasons.get(row.reference, ""))
        lines.append(Line(row.posted_at, words, href, row.amount_minor, row.balance_minor))
    return lines


def _words(kind: str, about: str) -> str:
    match kind:
        case "hold":
            return _("Paid into escrow: %(title)s") % {"title": about}
        case "release":
            return _("Earned, less the fee: %(title)s") % {"title": about}
        case "grant":
            return _("Credits from the hall: %(reason)s") % {"reason": about}
        case _other:
            return _("Demo credits")


@login_required
@require_POST
def demo_credits(request: HttpRequest) -> HttpResponse:
    """Take credits to try things with; in the demo world only."""
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        key = uuid.uuid4()
    try:
        amount_minor = take_demo_credits(person_id=person_of(request).pk, key=key, now=clock.now())
    except Refused as refusal:
        messages.warning(request, say(refusal))
    else:
        messages.success(request, _("You have %(amount)s more.") % {"amount": format_minor(amount_minor)})
    return redirect("money:statement")
