"""The API of cases: asking support about an order; for staff, the queue and deciding."""

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router

from gighall.base import clock, limits
from gighall.base.text import clean_text
from gighall.domain.desk import actions, queries
from gighall.domain.desk.models import Case
from gighall.web.api.case_shapes import CaseIn, CaseOut, CasesIn, DecisionIn
from gighall.web.api.shapes import RefusalOut
from gighall.web.shared.signed_in import person_of, require_staff

router = Router(tags=["cases"])
ANSWERS = {200: CaseOut, 404: RefusalOut, 409: RefusalOut}


def _out(case: Case, *, with_words: bool) -> dict[str, object]:
    return {
        "id": case.public_id,
        "order": case.order.public_id,
        "title": case.order.title,
        "state": case.status,
        "by": case.by.public_id,
        "words": case.words if with_words else None,
        "wanted": case.wanted,
        "opened_at": case.opened_at,
        "decided_at": case.decided_at,
        "decided_by": case.decided_by.public_id if case.decided_by else None,
        "refund_percent": case.refund_percent,
        "reason": case.reason or None,
    }


def _rows(cases: QuerySet[Case], page: int) -> list[Case]:
    start = (page - 1) * limits.PAGE_ROWS
    return list(cases[start : start + limits.PAGE_ROWS])


@router.post("/orders/{order_id}/cases", response=ANSWERS)
def open_case(request: HttpRequest, order_id: str, body: CaseIn) -> dict[str, object]:
    """Ask support to decide about an open order; its clocks stand still until then."""
    case = actions.open_case(
        order_id=order_id,
        by_id=person_of(request).pk,
        words=clean_text(body.words),
        wanted=body.wanted,
        key=body.key,
        now=clock.now(),
    )
    return _out(case, with_words=True)


@router.get("/cases", response=list[CaseOut])
def list_cases(request: HttpRequest, page: int = Query(1, ge=1, le=10_000)) -> list[dict[str, object]]:
    """Return the cases about the person's orders, newest first, 25 a page."""
    person_id = person_of(request).pk
    found = _rows(queries.cases_about(person_id), page)
    return [_out(case, with_words=case.by_id == person_id) for case in found]


@router.get("/staff/cases", response={200: list[CaseOut], 404: RefusalOut})
def list_staff_cases(request: HttpRequest, wish: Query[CasesIn]) -> list[dict[str, object]]:
    """Return cases to staff, 25 a page; none about one's own orders."""
    staff = require_staff(request)
    cases = queries.waiting_cases(staff) if wish.show == "waiting" else queries.closed_cases(staff)
    return [_out(case, with_words=True) for case in _rows(cases, wish.page)]


@router.post("/staff/cases/{case_id}/decision", response=ANSWERS)
def decide_case(request: HttpRequest, case_id: str, body: DecisionIn) -> dict[str, object]:
    """Decide a case; staff only. The order ends, and its money moves."""
    staff = require_staff(request)
    actions.decide_case(
        case_id=case_id,
        by_id=staff.pk,
        refund_percent=body.refund_percent,
        reason=clean_text(body.reason),
        now=clock.now(),
    )
    return _out(queries.get_case_for_staff(public_id=case_id, staff=staff), with_words=True)
