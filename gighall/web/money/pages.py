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
from gighall.domain.ledger.queries import StatementLine, clearing_parts_of, purse_of, statement_of
from gighall.domain.orders.queries import held_for, titles_by_reference
from gighall.domain.payments.actions import take_demo_credits
from gighall.domain.payments.queries import grant_reasons, open_payments_of, payment_references
from gighall.domain.payments.rules import has_plenty
from gighall.web.money.payments import payment_row
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
    # Until when it is still clearing; None when it is not.
    clears_at: datetime | None


@login_required
@require_safe
def statement(request: HttpRequest) -> HttpResponse:
    """Show the balance, what of it can be spent, and every transfer that made it."""
    person, now = person_of(request), clock.now()
    rows = statement_of(person.pk, limit=limits.STATEMENT_ROWS)
    held_minor, held_orders = held_for(person.pk)
    purse = purse_of(person.pk, now=now)
    parts = clearing_parts_of(person.pk, now=now, limit=limits.CLEARING_ROWS) if purse.clearing_minor else []
    return render(
        request,
        "money/statement.html",
        {
            "purse": purse,
            "clearing_parts": parts,
            "later_minor": purse.clearing_minor - sum(part.amount_minor for part in parts),
            "clearing_days": limits.CLEARING_DAYS,
            "held_minor": held_minor,
            "held_orders": held_orders,
            "open_payments": [payment_row(payment) for payment in open_payments_of(person.pk)],
            "lines": _lines(rows, person.pk, now),
            "demo_credits_minor": 0 if has_plenty(purse.balance_minor) else limits.DEMO_CREDITS_MINOR,
            "key": uuid.uuid4(),
        },
    )


def _lines(rows: list[StatementLine], person_id: int, now: datetime) -> list[Line]:
    references = [row.reference for row in rows]
    orders = titles_by_reference(references, person_id)
    payments = payment_references(references)
    reasons = grant_reasons(references)
    lines = []
    for row in rows:
        order_id, title = orders.get(row.reference, ("", ""))
        payment_id, payment_reference = payments.get(row.reference, ("", ""))
        href = ""
        if order_id:
            href = reverse("orders:show", args=[order_id])
        elif payment_id:
            href = reverse("money:payment", args=[payment_id])
        words = _words(row.kind, title or payment_reference or reasons.get(row.reference, ""))
        clears_at = row.clears_at if row.clears_at and row.clears_at > now else None
        lines.append(Line(row.posted_at, words, href, row.amount_minor, row.balance_minor, clears_at))
    return lines


def _words(kind: str, about: str) -> str:
    match kind:
        case "hold":
            return _("Paid into escrow: %(title)s") % {"title": about}
        case "release":
            return _("Earned, less the fee: %(title)s") % {"title": about}
        case "refund":
            return _("Back from escrow: %(title)s") % {"title": about}
        case "payment":
            return _("Bank transfer %(reference)s") % {"reference": about}
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
