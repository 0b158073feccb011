"""Pages of blocking: taking no messages from somebody before an order."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gighall.base import clock, limits
from gighall.domain.accounts.models import Person
from gighall.domain.conversations import actions, queries
from gighall.web.inbox.views import other_of
from gighall.web.shared.paging import page_of
from gighall.web.shared.signed_in import person_of


@login_required
@require_safe
def blocked(request: HttpRequest) -> HttpResponse:
    """List the people from whom one takes no messages."""
    page = page_of(request, queries.blocks_of(person_of(request).pk), size=limits.PAGE_ROWS)
    return render(request, "inbox/blocked.html", {"page": page})


@login_required
@require_POST
def block(request: HttpRequest, conversation_id: str) -> HttpResponse:
    """Take no messages from the other side of a conversation."""
    other = _other(request, conversation_id)
    actions.block_person(by_id=person_of(request).pk, blocked_id=other.pk, now=clock.now())
    messages.success(request, _("You blocked %(name)s.") % {"name": other.name})
    return redirect("inbox:show", conversation_id)


@login_required
@require_POST
def unblock(request: HttpRequest, conversation_id: str) -> HttpResponse:
    """Take messages from the other side of a conversation again."""
    other = _other(request, conversation_id)
    actions.unblock_person(by_id=person_of(request).pk, blocked_id=other.pk)
    messages.success(request, _("%(name)s can write to you again.") % {"name": other.name})
    return redirect("inbox:show", conversation_id)


def _other(request: HttpRequest, conversation_id: str) -> Person:
    person_id = person_of(request).pk
    conversation = queries.get_conversation_for(public_id=conversation_id, person_id=person_id)
    return other_of(conversation, person_id)


@login_required
@require_POST
def unblock_person(request: HttpRequest, person_id: str) -> HttpResponse:
    """Take messages from somebody on one's list again."""
    own_id = person_of(request).pk
    found = queries.own_block(by_id=own_id, blocked=person_id)
    actions.unblock_person(by_id=own_id, blocked_id=found.blocked_id)
    messages.success(request, _("%(name)s can write to you again.") % {"name": found.blocked.name})
    return redirect("inbox:blocked")
