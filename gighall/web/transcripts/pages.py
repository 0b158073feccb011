"""Downloads of transcripts. An outsider gets the same answer as for a transcript that never existed."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gighall.domain.desk.queries import get_case_for_staff, readable_to
from gighall.domain.orders.queries import get_order_for
from gighall.web.shared.signed_in import person_of, staff_only
from gighall.web.transcripts.answers import transcript_response


@login_required
@require_safe
def of_order(request: HttpRequest, order_id: str, session_id: str, form: str) -> HttpResponse:
    """Answer the transcript of a session of one's own order, as a file."""
    order = get_order_for(public_id=order_id, person_id=person_of(request).pk)
    return transcript_response(request, order, session=session_id, form=form)


@require_safe
@staff_only
def of_case(request: HttpRequest, case_id: str, session_id: str, form: str) -> HttpResponse:
    """Answer the transcript of a session to staff, where it belongs to what they read because of a case."""
    case = get_case_for_staff(public_id=case_id, staff=person_of(request))
    return transcript_response(request, case.order, session=session_id, form=form, until=readable_to(case))
