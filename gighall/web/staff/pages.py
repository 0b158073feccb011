"""Pages for the people who run the hall. Each is an ordinary door that calls an action."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from gighall.base import clock
from gighall.base.errors import Refused
from gighall.base.text import clean_text
from gighall.domain.accounts import actions, queries
from gighall.domain.accounts.models import TermsVersion
from gighall.domain.accounts.rules import TermsMovedOn, TermsUnreadable, changes_between, parse_terms
from gighall.domain.desk.queries import queue_of, ticket_queue_of
from gighall.domain.payments.queries import waiting_payments
from gighall.web.accounts.differences import ChangedClause, changed_clauses
from gighall.web.accounts.views import day
from gighall.web.desk.ticket_views import ticket_queue_words
from gighall.web.desk.views import queue_words
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of, staff_only

from .forms import HallForm, NewTermsForm
from .organisations import waiting_words


@require_safe
@staff_only
def home(request: HttpRequest) -> HttpResponse:
    """Show what staff can do."""
    present, staff, now = queries.present_terms(), person_of(request), clock.now()
    cards = [
        (_("Questions"), ticket_queue_words(ticket_queue_of(staff), now=now), reverse("staff:tickets")),
        (
            _("Exceptions"),
            _("What sellers may share in their orders, and until when."),
            reverse("staff:exceptions"),
        ),
        (_("Cases"), queue_words(queue_of(staff), now=now), reverse("staff:cases")),
        (_("The hall"), _("Its name and colour."), reverse("staff:hall")),
        (
            _("Terms"),
            _("Version {number} is in force since {day}.").format(
                number=present.number, day=day(present.published_at)
            ),
            reverse("staff:terms"),
        ),
        (_("Credits"), _("Give credits for money that reached the hall outside."), reverse("staff:credits")),
        (_("Bank transfers"), _waiting_words(waiting_payments().count()), reverse("staff:payments")),
        (_("Organisations"), waiting_words(), reverse("staff:organisations")),
        (_("Reconciliation"), _("The proof that all money adds up."), reverse("staff:reconciliation")),
        (
            _("Notes for support"),
            _("What people wrote for you beside their feedback."),
            reverse("staff:notes"),
        ),
        (_("Reports"), _("What people told you about messages and talks."), reverse("staff:reports")),
    ]
    return render(request, "staff/home.html", {"cards": cards})


def _waiting_words(count: int) -> str:
    if not count:
        return _("No announced payment waits for its money.")
    return ngettext(
        "%(count)s announced payment waits for its money.",
        "%(count)s announced payments wait for their money.",
        count,
    ) % {"count": count}


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def hall(request: HttpRequest) -> HttpResponse:
    """Take another name or colour for the hall, and show who chose which before."""
    present = queries.hall_or_none()
    assert present is not None
    form = HallForm(request.POST or None, name=present.name, hue=present.accent_hue)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            actions.change_hall(
                by_id=person_of(request).pk,
                name=typed["name"],
                accent_hue=typed["accent_hue"],
                now=clock.now(),
            )
        except Refused as refusal:
            form.add_error("name", say(refusal))
        else:
            messages.success(request, _("Saved. Colours may take five minutes to change in every browser."))
            return redirect("staff:hall")
    context = {"form": form, "changes": queries.hall_changes()}
    return render(request, "staff/hall.html", context)


@dataclass(frozen=True)
class VersionRow:
    """A version in the list."""

    title: str
    note: str
    href: str
    is_present: bool


@require_safe
@staff_only
def terms(request: HttpRequest) -> HttpResponse:
    """List the versions of the terms with who published them and how many accepted them."""
    versions = queries.terms_versions()
    rows = [_version_row(version, is_present=version is versions[0]) for version in versions]
    return render(request, "staff/terms.html", {"versions": rows})


def _version_row(version: TermsVersion, *, is_present: bool) -> VersionRow:
    publisher = version.published_by.name if version.published_by else _("the program itself")
    accepted_by = version.accepted_by  # type: ignore[attr-defined]  # Counted by the query.
    return VersionRow(
        title=_("Version {number}").format(number=version.number),
        note=ngettext(
            "Published on {day} by {publisher}, accepted by {count} person",
            "Published on {day} by {publisher}, accepted by {count} people",
            accepted_by,
        ).format(day=day(version.published_at), publisher=publisher, count=accepted_by),
        href=reverse("terms:version", args=[version.number]),
        is_present=is_present,
    )


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_terms(request: HttpRequest) -> HttpResponse:
    """Write a new version: look at the difference first, then publish."""
    present = queries.present_terms()
    form = NewTermsForm(request.POST or None, initial={"source": present.source, "based_on": present.number})
    if form.is_valid() and "publish" in request.POST:
        published = _publish(request, form)
        if published is not None:
            messages.success(request, _("Version {number} is in force.").format(number=published.number))
            return redirect("staff:terms")
    context = {"form": form, "present": present, "changes": _difference(form, present)}
    return render(request, "staff/new_terms.html", context)


def _publish(request: HttpRequest, form: NewTermsForm) -> TermsVersion | None:
    typed = form.cleaned_data
    try:
        return actions.publish_terms(
            by_id=person_of(request).pk, source=typed["source"], based_on=typed["based_on"], now=clock.now()
        )
    except TermsMovedOn as refusal:
        # What was typed stays; the difference below is to the newer version, on which it now stands.
        typed_again = request.POST.copy()
        typed_again["based_on"] = str(queries.present_terms().number)
        form.data = typed_again
        form.add_error(None, say(refusal))
    except Refused as refusal:
        form.add_error("source", say(refusal))
    return None


def _difference(form: NewTermsForm, present: TermsVersion) -> list[ChangedClause] | None:
    """Return how the typed text differs from the present version; None before anything was typed."""
    source = form.data.get("source") if form.is_bound else None
    if source is None:
        return None
    try:
        clauses = parse_terms(clean_text(source))
    except TermsUnreadable as refusal:
        if "source" not in form.errors:
            form.add_error("source", say(refusal))
        return None
    return changed_clauses(changes_between(queries.plain_clauses(present), clauses))
