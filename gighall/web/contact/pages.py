"""The public page about contact."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gighall.base import limits
from gighall.domain.accounts.queries import outside_contact_clause
from gighall.web.contact.views import contact_page


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show what may be said where, made from the rules by which it is judged."""
    context = {
        "page": contact_page(),
        "clause": outside_contact_clause(),
        "hidden_max": limits.HIDDEN_CONTACTS_MAX,
        "hidden_days": limits.HIDDEN_CONTACTS_DAYS,
        "waiver_days": limits.WAIVER_DAYS_MAX,
    }
    return render(request, "contact/show.html", context)
