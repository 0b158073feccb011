"""Staff pages: organisations that people registered, to be looked up and then confirmed or declined."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from gighall.base import clock, limits
from gighall.base.errors import NotYours, Refused
from gighall.base.text import isolated
from gighall.domain.organisations import actions, queries
from gighall.domain.organisations.models import Decision, Organisation
from gighall.domain.organisations.states import CONFIRMED, DECLINED, STATES, WAITING
from gighall.web.organisations.views import (
    STATE_LABELS,
    STATE_TONES,
    MemberRow,
    country_name,
    facts_of,
    member_row,
)
from gighall.web.shared.paging import page_of
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of, staff_only
from gighall.web.shared.typed import number_posted

_TABS = {
    WAITING: gettext_lazy("Waiting"),
    CONFIRMED: gettext_lazy("Confirmed"),
    DECLINED: gettext_lazy("Not confirmed"),
}
_EMPTY = {
    WAITING: gettext_lazy("No organisation waits"),
    CONFIRMED: gettext_lazy("No organisation is confirmed yet"),
    DECLINED: gettext_lazy("No organisation was declined"),
}


class DeclineForm(forms.Form):
    """Why an organisation is not confirmed."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=limits.REASON_CHARACTERS_MAX,
        help_text=gettext_lazy("The owner reads it in a mail, and can correct what they wrote."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


@dataclass(frozen=True)
class StaffRow:
    """An organisation in the list of staff."""

    name: str
    href: str
    note: str
    sent_at: datetime


@dataclass(frozen=True)
class Alike:
    """Another organisation that could be taken for this one."""

    name: str
    href: str
    note: str


@dataclass(frozen=True)
class StaffPage:
    """An organisation as staff see it; ``barred`` says why this member of staff cannot decide."""

    id: str
    version: int
    name: str
    state_label: str
    state_tone: str
    facts: list[tuple[str, str]]
    about: str
    members: list[MemberRow]
    alike: list[Alike]
    decisions: list[tuple[str, Decision]]
    is_waiting: bool
    barred: str


def waiting_words() -> str:
    """Return in a sentence how many organisations wait for staff."""
    count = queries.organisations_in(WAITING).count()
    if not count:
        return _("No organisation waits for confirmation.")
    words = ngettext(
        "%(count)s organisation waits for confirmation.",
        "%(count)s organisations wait for confirmation.",
        count,
    )
    return words % {"count": count}


@require_safe
@staff_only
def organisations(request: HttpRequest) -> HttpResponse:
    """Show organisations that wait, who waited longest first; or those that were decided."""
    asked = request.GET.get("show", WAITING)
    state = asked if asked in STATES else WAITING
    rows: QuerySet[Organisation] = queries.organisations_in(state)
    page = page_of(request, rows, size=limits.PAGE_ROWS)
    address = reverse("staff:organisations")
    context = {
        "tabs": [(str(name), f"{address}?show={key}", key == state) for key, name in _TABS.items()],
        "rows_of": [_row(each) for each in page.rows],
        "empty_words": str(_EMPTY[state]),
        "page": page,
    }
    return render(request, "staff/organisations.html", context)


def _row(organisation: Organisation) -> StaffRow:
    words = _("%(country)s, %(number)s · by %(name)s")
    values = {
        "country": country_name(organisation.country),
        "number": isolated(organisation.registration),
        "name": isolated(organisation.made_by.name),
    }
    return StaffRow(
        organisation.name,
        reverse("staff:organisation", args=[organisation.public_id]),
        words % values,
        organisation.sent_at,
    )


@require_safe
@staff_only
def organisation(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """Show an organisation to staff, beside those that it could be taken for."""
    return _show(request, organisation_id, DeclineForm())


def _show(request: HttpRequest, organisation_id: str, form: DeclineForm) -> HttpResponse:
    found = queries.get_organisation(organisation_id)
    members = list(queries.members_of(found.pk))
    is_own = person_of(request).pk in {member.person_id for member in members}
    page = StaffPage(
        id=found.public_id,
        version=found.version,
        name=found.name,
        state_label=str(STATE_LABELS[found.state]),
        state_tone=STATE_TONES[found.state],
        facts=facts_of(found),
        about=found.about,
        members=[member_row(member) for member in members],
        alike=[_alike(each) for each in queries.alike(found)],
        decisions=[(str(STATE_LABELS[each.answer]), each) for each in queries.decisions_about(found.pk)],
        is_waiting=found.state == WAITING,
        barred=_("You belong to it: somebody else of the staff has to decide.") if is_own else "",
    )
    context = {"page": page, "form": form}
    return render(request, "staff/organisation.html", context, status=422 if form.errors else 200)


def _alike(other: Organisation) -> Alike:
    words = _("%(country)s, %(number)s · %(state)s")
    values = {
        "country": country_name(other.country),
        "number": isolated(other.registration),
        "state": STATE_LABELS[other.state],
    }
    return Alike(other.name, reverse("staff:organisation", args=[other.public_id]), words % values)


@staff_only
@require_POST
def confirmation(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """Confirm an organisation as it was read."""
    try:
        confirmed = actions.confirm_organisation(
            organisation_id=organisation_id,
            by_id=person_of(request).pk,
            seen_version=number_posted(request, "seen_version") or 0,
            now=clock.now(),
        )
    except NotYours:
        raise
    except Refused as refusal:
        messages.warning(request, say(refusal))
        return redirect("staff:organisation", organisation_id)
    messages.success(
        request, _("Confirmed. The owner of %(name)s gets a mail.") % {"name": isolated(confirmed.name)}
    )
    return redirect("staff:organisations")


@staff_only
@require_POST
def refusal(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """Decline an organisation as it was read, with a reason."""
    form = DeclineForm(request.POST)
    if form.is_valid():
        try:
            declined = actions.decline_organisation(
                organisation_id=organisation_id,
                by_id=person_of(request).pk,
                seen_version=number_posted(request, "seen_version") or 0,
                reason=form.cleaned_data["reason"],
                now=clock.now(),
            )
        except NotYours:
            raise
        except Refused as refused:
            form.add_error(None, say(refused))
        else:
            words = _("Declined. The owner of %(name)s gets a mail.")
            messages.success(request, words % {"name": isolated(declined.name)})
            return redirect("staff:organisations")
    return _show(request, organisation_id, form)
