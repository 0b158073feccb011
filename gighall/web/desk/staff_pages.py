"""Staff pages: the queue of cases, and a case with everything that is needed to decide it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from gighall.base import clock, limits
from gighall.base.errors import NotYours, Refused
from gighall.base.text import clean_text
from gighall.domain.desk import queries
from gighall.domain.desk.actions import decide_case
from gighall.domain.desk.models import Case
from gighall.domain.desk.rules import WAITING, CaseClosed
from gighall.domain.orders.rules import MoveRefused
from gighall.web.desk.facts import case_facts
from gighall.web.desk.forms import DecisionForm
from gighall.web.desk.record import record_window
from gighall.web.desk.views import case_row, outcome_at, share_notes
from gighall.web.files.pages import file_response
from gighall.web.orders.window import start_asked
from gighall.web.shared.paging import page_of
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of, staff_only

CLOSED = "closed"


@require_safe
@staff_only
def cases(request: HttpRequest) -> HttpResponse:
    """List the cases that wait, who waits longest first, or (``?show=closed``) those that are over."""
    staff, now = person_of(request), clock.now()
    shows_closed = request.GET.get("show") == CLOSED
    found = queries.closed_cases(staff) if shows_closed else queries.waiting_cases(staff)
    page = page_of(request, found, size=limits.PAGE_ROWS)
    context = {
        "cases": [case_row(case, now=now) for case in page.rows],
        "page": page,
        "shows_closed": shows_closed,
        "own_note": _own_note(queries.queue_of(staff).own),
        "answer_hours": limits.CASE_ANSWER_HOURS,
    }
    return render(request, "desk/cases.html", context)


def _own_note(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "A case waits about an order of which you are a side. Somebody else on the staff has to decide it.",
        "%(count)d cases wait about orders of which you are a side. Somebody else on the staff has to decide them.",
        count,
    ) % {"count": count}


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, case_id: str) -> HttpResponse:
    """Show a case and its order's whole record; take the decision once its amounts were looked at."""
    found = queries.get_case_for_staff(public_id=case_id, staff=person_of(request))
    form = DecisionForm(request.POST or None)
    if form.is_valid() and _has_seen(request, form):
        try:
            decided = _decide(request, found, form)
        except (CaseClosed, MoveRefused) as refusal:
            messages.warning(request, say(refusal))
            return redirect("staff:case", case_id)
        if decided:
            messages.success(request, _("Decided. Both sides were told, and the money has moved."))
            return redirect("staff:case", case_id)
    return _show(request, found, form)


def _has_seen(request: HttpRequest, form: DecisionForm) -> bool:
    typed = form.cleaned_data
    return "decide" in request.POST and typed["seen_percent"] == typed["refund_percent"]


def _decide(request: HttpRequest, found: Case, form: DecisionForm) -> bool:
    try:
        decide_case(
            case_id=found.public_id,
            by_id=person_of(request).pk,
            refund_percent=form.cleaned_data["refund_percent"],
            reason=clean_text(form.cleaned_data["reason"]),
            now=clock.now(),
        )
    except (NotYours, CaseClosed, MoveRefused):
        raise
    except Refused as refusal:
        form.add_error(None, say(refusal))
        return False
    return True


@dataclass(frozen=True)
class Decision:
    """The form of a decision, with what its shares come to; ``seen`` is what the last press would do."""

    form: DecisionForm
    notes: dict[str, str]
    seen: str


def _show(request: HttpRequest, found: Case, form: DecisionForm) -> HttpResponse:
    now, staff = clock.now(), person_of(request)
    context: dict[str, Any] = {
        "case": found,
        "row": case_row(found, now=now),
        "facts": case_facts(found, now=now),
        "decision": _decision(request, found, form) if found.status == WAITING else None,
        **record_window(found, staff, asked_from=start_asked(request)),
    }
    return render(request, "desk/case.html", context, status=422 if form.errors else 200)


def _decision(request: HttpRequest, found: Case, form: DecisionForm) -> Decision:
    seen = ""
    if form.is_bound and form.is_valid():
        outcome = outcome_at(found.order, form.cleaned_data["refund_percent"])
        seen = outcome.sentence
        typed = request.POST.copy()
        typed["seen_percent"] = str(outcome.percent)
        form.data = typed
    return Decision(form, share_notes(found.order), seen)


@require_safe
@staff_only
def case_file(request: HttpRequest, case_id: str, file_id: str) -> HttpResponseBase:
    """Answer the bytes of a file that belongs to what staff read because of a case."""
    found = queries.get_case_for_staff(public_id=case_id, staff=person_of(request))
    return file_response(request, queries.file_of_case(found, public_id=file_id))
