"""Demo mode's own pages: who one can be, the mails that were written, and the clock."""

from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gighall.base import clock, limits
from gighall.domain.accounts.queries import hall_or_none
from gighall.domain.notices.queries import get_mail, newest_mails

# A mail carries its own styles; it may open its links and nothing else.
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups allow-top-navigation"
HOURS_A_STEP = {"hour": 1, "day": 24, "days": 73}


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Show who one can be in the demo world, with what to sign in with."""
    hall = hall_or_none()
    return render(
        request, "dev/people.html", {"people": (hall and hall.demo_people) or [], "now": clock.now()}
    )


@require_POST
def move_clock(request: HttpRequest) -> HttpResponse:
    """Move the hall's clock forward; what becomes due meanwhile is done by the jobs."""
    hours = HOURS_A_STEP.get(request.POST.get("step", ""))
    if hours is None:
        raise Http404
    with connection.cursor() as cursor:
        cursor.execute(clock.MOVE_OFFSET_SQL, [hours * 3600])
        clock.take_offset(cursor.fetchone()[0])
    messages.success(request, _("The clock was moved. Deadlines that passed are worked off within seconds."))
    return redirect("dev:people")


@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """Show the newest mails, which never leave this machine."""
    return render(request, "dev/mails.html", {"mails": newest_mails(limit=limits.KEPT_MAILS_SHOWN)})


@require_safe
def mail(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Show one mail as text, its links open."""
    found = get_mail(mail_id)
    if found is None:
        raise Http404
    return render(request, "dev/mail.html", {"mail": found})


@require_safe
def mail_html(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Answer a mail as a mail program would print it; nothing in it can run."""
    found = get_mail(mail_id)
    if found is None or not found.html:
        raise Http404
    return HttpResponse(found.html, headers={"Content-Security-Policy": MAIL_POLICY})
