"""Pages of quick responses: words that a person writes often."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gighall.base import clock
from gighall.base.errors import NotYours, Refused
from gighall.domain.conversations import actions, queries
from gighall.web.inbox.forms import QuickResponseForm
from gighall.web.inbox.views import REFUSALS
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def responses(request: HttpRequest) -> HttpResponse:
    """Show a person's quick responses, and make a new one."""
    person_id = person_of(request).pk
    form = QuickResponseForm(request.POST or None)
    if form.is_valid():
        try:
            actions.create_quick_response(person_id=person_id, now=clock.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, say(refusal))
        else:
            messages.success(request, _("Saved. You find it in the menu beside the field for messages."))
            return redirect("inbox:responses")
    context = {"form": form, "responses": queries.quick_responses_of(person_id), "ready": REFUSALS}
    return render(request, "inbox/responses.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, response_id: str) -> HttpResponse:
    """Change one of one's quick responses."""
    person_id = person_of(request).pk
    response = queries.own_quick_response(public_id=response_id, person_id=person_id)
    form = QuickResponseForm(request.POST or None, initial={"title": response.title, "text": response.text})
    if form.is_valid():
        try:
            actions.edit_quick_response(public_id=response_id, person_id=person_id, **form.cleaned_data)
        except NotYours:
            raise
        except Refused as refusal:
            form.add_error(None, say(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("inbox:responses")
    context = {"form": form, "response": response}
    return render(request, "inbox/response.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def delete(request: HttpRequest, response_id: str) -> HttpResponse:
    """Delete one of one's quick responses."""
    actions.delete_quick_response(public_id=response_id, person_id=person_of(request).pk)
    messages.success(request, _("Deleted."))
    return redirect("inbox:responses")
