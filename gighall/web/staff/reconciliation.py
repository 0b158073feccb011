"""Staff page: the proof that all money adds up, as of now, and what the daily check found."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gighall.base import limits
from gighall.base.money import format_minor
from gighall.domain.ledger.queries import totals
from gighall.domain.ledger.rules import Problem
from gighall.domain.payments.queries import money_problems, newest_reconciliations
from gighall.web.shared.signed_in import staff_only

# Kind of a problem -> its sentence. Written out, so that each can be translated whole.
SENTENCES: dict[str, Callable[[], str]] = {
    "sum": lambda: _("All balances in %(about)s together are %(stands)s, and must be nothing."),
    "balance": lambda: _("Account %(about)s stands at %(stands)s, but its transfers add up to %(expected)s."),
    "below_zero": lambda: _("Account %(about)s stands below zero: %(stands)s."),
    "escrow": lambda: _("Escrow in %(about)s holds %(stands)s, but the open holds add up to %(expected)s."),
    "hold_in": lambda: _("Hold %(about)s is of %(expected)s, but %(stands)s were paid into it."),
    "hold_out": lambda: _("Of hold %(about)s %(stands)s were paid out, and %(expected)s must be."),
    "payment": lambda: _(
        "Payment %(about)s of %(expected)s is confirmed, but did not bring exactly that to its person: %(stands)s."
    ),
    "stray_payment": lambda: _("A transfer of %(stands)s says it is from %(about)s, which nobody confirmed."),
}


@dataclass(frozen=True)
class Run:
    """A daily check as the page lists it."""

    at: datetime
    problems: list[str]


def problem_words(problem: Problem) -> str:
    """Return a problem in words, with its ids."""
    return SENTENCES[problem.kind]() % {
        "about": problem.about,
        "expected": format_minor(problem.expected_minor),
        "stands": format_minor(problem.stands_minor),
    }


@require_safe
@staff_only
def reconciliation(request: HttpRequest) -> HttpResponse:
    """Check all the money now, and show the newest daily checks."""
    runs = [
        Run(run.at, [problem_words(Problem(**problem)) for problem in run.problems])
        for run in newest_reconciliations(limit=limits.RECONCILIATIONS_SHOWN)
    ]
    problems = [problem_words(problem) for problem in money_problems()]
    context = {"totals": totals(), "problems": problems, "runs": runs}
    return render(request, "staff/reconciliation.html", context)
