"""Pages of how one keeps one’s talks: stars, the archive, labels. Each press leads back to where it was made."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gighall.base import clock, limits
from gighall.base.errors import NotYours, Refused
from gighall.domain.conversations import actions, queries
from gighall.web.inbox.forms import LabelForm
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of
from gighall.web.shared.typed import number_posted


def back(request: HttpRequest) -> HttpResponse:
    """Lead back to the page of this hall on which somebody pressed, or to the inbox."""
    wanted = request.POST.get("next", "")
    # A word without a slash would be taken for the name of a page.
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(wanted if is_ours else "inbox:index")


def is_on(request: HttpRequest) -> bool:
    """Say whether a press puts something on; the same button takes it off with an empty field."""
    return bool(request.POST.get("on", ""))


@login_required
@require_POST
def star(request: HttpRequest, conversation_id: str) -> HttpResponse:
    """Star a conversation, or take the star off."""
    actions.set_starred(
        public_id=conversation_id, person_id=person_of(request).pk, starred=is_on(request), now=clock.now()
    )
    return back(request)


@login_required
@require_POST
def archive(request: HttpRequest, conversation_id: str) -> HttpResponse:
    """Put a conversation away up to what the page showed, or bring it back."""
    put_away = is_on(request)
    actions.set_archived(
        public_id=conversation_id,
        person_id=person_of(request).pk,
        archived=put_away,
        number=number_posted(request, "number"),
        now=clock.now(),
    )
    if put_away:
        messages.success(request, _("Archived. It comes back by itself when somebody writes in it."))
    else:
        messages.success(request, _("It is back in your inbox."))
    return back(request)


@login_required
@require_POST
def put_labels(request: HttpRequest, conversation_id: str) -> HttpResponse:
    """Let a conversation carry the ticked labels."""
    ticked = request.POST.getlist("label")[: limits.LABELS_PER_PERSON_MAX]
    actions.set_labels(public_id=conversation_id, person_id=person_of(request).pk, labels=ticked)
    messages.success(request, _("Saved."))
    return back(request)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def labels(request: HttpRequest) -> HttpResponse:
    """Show a person's labels, and make a new one."""
    form = LabelForm(request.POST or None)
    if form.is_valid():
        name = form.cleaned_data["name"]
        try:
            actions.create_label(person_id=person_of(request).pk, name=name, now=clock.now())
        except Refused as refusal:
            form.add_error("name", say(refusal))
        else:
            return redirect("inbox:labels")
    context = {
        "form": form,
        "labels": queries.labels_of(person_of(request).pk),
        "name_max": limits.LABEL_CHARACTERS_MAX,
    }
    return render(request, "inbox/labels.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def rename_label(request: HttpRequest, label_id: str) -> HttpResponse:
    """Give a label another name."""
    try:
        actions.rename_label(
            public_id=label_id, person_id=person_of(request).pk, name=request.POST.get("name", "")
        )
    except NotYours:
        raise
    except Refused as refusal:
        messages.warning(request, say(refusal))
    return redirect("inbox:labels")


@login_required
@require_POST
def delete_label(request: HttpRequest, label_id: str) -> HttpResponse:
    """Delete a label; its conversations stay."""
    actions.delete_label(public_id=label_id, person_id=person_of(request).pk)
    messages.success(request, _("The label is gone. Its conversations are where they were."))
    return redirect(reverse("inbox:labels"))
