"""Presses about who belongs to an organisation and who owns it."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gighall.base import clock
from gighall.base.errors import NotYours, Refused
from gighall.base.text import isolated
from gighall.domain.organisations import actions
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of


@login_required
@require_POST
def remove(request: HttpRequest, organisation_id: str, person_id: str) -> HttpResponse:
    """Remove a member."""
    return _pressed(
        request,
        organisation_id,
        lambda: (
            actions.remove_member(
                organisation_id=organisation_id,
                person_id=person_id,
                by_id=person_of(request).pk,
                now=clock.now(),
            ).person.name
        ),
        _("%(name)s is no longer a member and gets a mail. Orders that were placed stay as they are."),
    )


@login_required
@require_POST
def own(request: HttpRequest, organisation_id: str, person_id: str) -> HttpResponse:
    """Make a member an owner too."""
    return _pressed(
        request,
        organisation_id,
        lambda: (
            actions.make_owner(
                organisation_id=organisation_id, person_id=person_id, by_id=person_of(request).pk
            ).person.name
        ),
        _("%(name)s is an owner now, as you are."),
    )


@login_required
@require_POST
def hand_over(request: HttpRequest, organisation_id: str, person_id: str) -> HttpResponse:
    """Make a member an owner in one's own place."""
    return _pressed(
        request,
        organisation_id,
        lambda: (
            actions.hand_over(
                organisation_id=organisation_id, person_id=person_id, by_id=person_of(request).pk
            ).person.name
        ),
        _("%(name)s is the owner now in your place. You are a member, and can leave."),
    )


@login_required
@require_POST
def leave(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """Leave an organisation oneself."""
    try:
        left = actions.leave_organisation(
            organisation_id=organisation_id, by_id=person_of(request).pk, now=clock.now()
        )
    except NotYours:
        raise
    except Refused as refusal:
        messages.warning(request, say(refusal))
        return redirect("organisations:show", organisation_id)
    words = _("You have left %(name)s. Orders that you placed for it stay as they are.")
    messages.success(request, words % {"name": isolated(left.organisation.name)})
    return redirect("organisations:index")


def _pressed(request: HttpRequest, organisation_id: str, press: Callable[[], str], said: str) -> HttpResponse:
    """Press, and go back to the organisation with what came of it; ``press`` returns whom it was about."""
    try:
        messages.success(request, said % {"name": isolated(press())})
    except NotYours:
        raise
    except Refused as refusal:
        messages.warning(request, say(refusal))
    return redirect("organisations:show", organisation_id)
