"""Inviting somebody into an organisation, and the page behind the mailed link."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gighall.base import clock
from gighall.base.errors import NotYours, Refused
from gighall.base.text import isolated
from gighall.domain.accounts.models import Person
from gighall.domain.organisations import actions, queries
from gighall.web.organisations.forms import InviteForm
from gighall.web.organisations.pages import show_organisation
from gighall.web.organisations.views import invitation_page
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of


@login_required
@require_POST
def invite(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """Invite somebody by their address."""
    form = InviteForm(request.POST)
    if form.is_valid():
        address = form.cleaned_data["email"]
        try:
            actions.invite_member(
                organisation_id=organisation_id,
                by_id=person_of(request).pk,
                email=address,
                now=clock.now(),
            )
        except NotYours:
            raise
        except Refused as refusal:
            form.add_error(None, say(refusal))
        else:
            messages.success(request, _("Invited: %(address)s gets a mail.") % {"address": isolated(address)})
            return redirect("organisations:show", organisation_id)
    return show_organisation(request, organisation_id, form=form)


@login_required
@require_POST
def withdraw(request: HttpRequest, organisation_id: str, invitation_id: str) -> HttpResponse:
    """Take an invitation back."""
    try:
        actions.withdraw_invitation(
            organisation_id=organisation_id,
            invitation_id=invitation_id,
            by_id=person_of(request).pk,
            now=clock.now(),
        )
    except NotYours:
        raise
    except Refused as refusal:
        messages.warning(request, say(refusal))
    else:
        messages.success(request, _("Withdrawn: the link in the mail no longer works."))
    return redirect("organisations:show", organisation_id)


@never_cache
@require_safe
def show(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation to whoever holds its link, signed in or not, used or not."""
    return _show(request, token)


def _show(request: HttpRequest, token: str, *, status: int = 200) -> HttpResponse:
    invitation = queries.get_invitation(token)
    person = request.user if isinstance(request.user, Person) else None
    problem = ""
    if person is not None:
        used = invitation.membership
        if used is not None and used.person_id == person.pk and used.left_at is None:
            return redirect("organisations:show", invitation.organisation.public_id)
        try:
            queries.check_can_use(invitation, person_id=person.pk, now=clock.now())
        except Refused as refusal:
            problem = say(refusal)
    page = invitation_page(invitation, person=person, problem=problem)
    context = {"page": page, "token": token}
    return render(request, "organisations/invitation.html", context, status=status)


@login_required
@require_POST
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Become a member."""
    try:
        membership = actions.accept_invitation(token=token, by_id=person_of(request).pk, now=clock.now())
    except NotYours:
        raise
    except Refused:
        # The page says why.
        return _show(request, token, status=422)
    organisation = membership.organisation
    words = _("You are a member of %(name)s now, and can order for it.")
    messages.success(request, words % {"name": isolated(organisation.name)})
    return redirect("organisations:show", organisation.public_id)
