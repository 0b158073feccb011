"""Staff pages: the exceptions that run and that have ended, and ending one before its time."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gighall.base import clock, limits
from gighall.base.text import clean_text
from gighall.domain.desk import queries
from gighall.domain.desk.actions import revoke_exception
from gighall.domain.policy.rules import WaiverEnded
from gighall.web.desk.exception_views import exception_row
from gighall.web.desk.support_pages import done_or_said
from gighall.web.desk.ticket_forms import RevokeForm
from gighall.web.shared.paging import page_of
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of, staff_only

ENDED = "ended"


@require_safe
@staff_only
def exceptions(request: HttpRequest) -> HttpResponse:
    """List the exceptions that run, or (``?show=ended``) those that have ended."""
    staff, now = person_of(request), clock.now()
    shows_ended = request.GET.get("show") == ENDED
    found = queries.ended_exceptions if shows_ended else queries.running_exceptions
    page = page_of(request, found(staff, now=now), size=limits.PAGE_ROWS)
    gigs = queries.gigs_of_exceptions(page.rows)
    address = reverse("staff:exceptions")
    context = {
        "exceptions": [exception_row(each, gigs.get(each.gig_id), now=now) for each in page.rows],
        "page": page,
        "shows_ended": shows_ended,
        "show_tabs": [
            (_("Running"), address, not shows_ended),
            (_("Ended"), f"{address}?show={ENDED}", shows_ended),
        ],
    }
    return render(request, "support/exceptions.html", context)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def revocation(request: HttpRequest, waiver_id: str) -> HttpResponse:
    """End an exception before its time, with a reason."""
    staff, now = person_of(request), clock.now()
    waiver = queries.get_exception_for_staff(public_id=waiver_id, staff=staff)
    form = RevokeForm(request.POST or None)

    def revoke() -> None:
        reason = clean_text(form.cleaned_data["reason"])
        revoke_exception(waiver_id=waiver_id, by_id=staff.pk, reason=reason, now=now)

    try:
        if form.is_valid() and done_or_said(form, revoke, passes=WaiverEnded):
            messages.success(
                request, _("Revoked. The next message is judged without it; the seller is told.")
            )
            return redirect("staff:exceptions")
    except WaiverEnded as ended:
        messages.warning(request, say(ended))
        return redirect("staff:exceptions")
    gig = queries.gigs_of_exceptions([waiver]).get(waiver.gig_id)
    context = {"form": form, "waiver": waiver, "row": exception_row(waiver, gig, now=now)}
    return render(request, "support/revocation.html", context, status=422 if form.errors else 200)
