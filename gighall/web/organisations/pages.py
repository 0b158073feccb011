"""Pages of one's own organisations. An outsider gets the same answer as for one that never existed."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gighall.base import clock
from gighall.base.errors import NotYours, Refused
from gighall.domain.accounts.rules import TermsNotAccepted
from gighall.domain.organisations import actions, queries
from gighall.domain.organisations.rules import OrganisationIncomplete, check_can_correct, check_is_owner
from gighall.web.organisations.forms import InviteForm, OrganisationForm
from gighall.web.organisations.views import organisation_page, organisation_row
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the organisations to which the person belongs."""
    mine = queries.memberships_of(person_of(request).pk)
    return render(request, "organisations/index.html", {"rows_of": [organisation_row(each) for each in mine]})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Register an organisation."""
    form = OrganisationForm(request.POST) if request.method == "POST" else OrganisationForm.empty()
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.register_organisation(
                by_id=person_of(request).pk,
                words=form.words(),
                key=form.cleaned_data["key"] or uuid.uuid4(),
                now=clock.now(),
            )
        except OrganisationIncomplete as refusal:
            form.refuse(refusal)
        except TermsNotAccepted:
            raise
        except Refused as refusal:
            form.add_error(None, say(refusal))
        else:
            messages.success(request, _("Sent. Staff look it up, and you get a mail."))
            return redirect("organisations:show", made.public_id)
    return render(request, "organisations/new.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_safe
def show(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """Show an organisation to one of its members."""
    return show_organisation(request, organisation_id)


def show_organisation(
    request: HttpRequest, organisation_id: str, *, form: InviteForm | None = None
) -> HttpResponse:
    """Answer the page of an organisation; with a form that was refused, its words stand there again."""
    mine = queries.get_membership_for(public_id=organisation_id, person_id=person_of(request).pk)
    page = organisation_page(
        mine,
        members=list(queries.members_of(mine.organisation_id)),
        invitations=list(queries.open_invitations_of(mine.organisation_id)),
        decisions=queries.decisions_about(mine.organisation_id),
        now=clock.now(),
    )
    context = {"page": page, "form": form or InviteForm()}
    return render(request, "organisations/show.html", context, status=422 if form else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """Correct what staff have not confirmed."""
    person_id = person_of(request).pk
    mine = queries.get_membership_for(public_id=organisation_id, person_id=person_id)
    check_is_owner(mine.role)
    check_can_correct(state=mine.organisation.state)
    form = (
        OrganisationForm(request.POST) if request.method == "POST" else OrganisationForm.of(mine.organisation)
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_organisation(
                organisation_id=organisation_id, by_id=person_id, words=form.words(), now=clock.now()
            )
        except OrganisationIncomplete as refusal:
            form.refuse(refusal)
        except NotYours:
            raise
        except Refused as refusal:
            form.add_error(None, say(refusal))
        else:
            messages.success(request, _("Sent. Staff look it up, and you get a mail."))
            return redirect("organisations:show", organisation_id)
    context = {"form": form, "organisation": mine.organisation}
    return render(request, "organisations/edit.html", context, status=422 if form.errors else 200)
