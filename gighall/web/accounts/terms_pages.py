"""The terms, open to everybody: the present version, any version, and what a version changed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from gighall.domain.accounts import queries
from gighall.domain.accounts.models import TermsVersion

from .differences import changed_clauses
from .views import terms_page


@require_safe
def present(request: HttpRequest) -> HttpResponse:
    """Show the present version at the address that all links to clauses use."""
    newest = queries.present_terms()
    return render(request, "terms/version.html", {"terms": terms_page(newest, newest)})


@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    """Show one version, as it was published."""
    page = terms_page(_version_or_404(number), queries.present_terms())
    return render(request, "terms/version.html", {"terms": page})


@require_safe
def changes(request: HttpRequest, number: int) -> HttpResponse:
    """Show what a version changed in the one before it."""
    found = _version_or_404(number)
    if number == 1:
        return redirect("terms:version", 1)
    context = {
        "terms": terms_page(found, queries.present_terms()),
        "changes": changed_clauses(queries.changes_in(found)),
    }
    return render(request, "terms/changes.html", context)


def _version_or_404(number: int) -> TermsVersion:
    found = queries.terms_version(number)
    if found is None:
        raise Http404
    return found
