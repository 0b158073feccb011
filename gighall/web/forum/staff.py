"""What staff do in the community: notes, recommendations, hiding."""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gighall.base import clock
from gighall.base.errors import NotYours, Refused
from gighall.base.ids import PUBLIC_ID_LENGTH
from gighall.domain.accounts.queries import outside_contact_clause
from gighall.domain.forum import actions
from gighall.domain.forum.models import Post
from gighall.domain.forum.queries import get_post
from gighall.web.forum.addresses import post_address, topic_address
from gighall.web.forum.forms import AskForm, ReasonForm, RecommendForm
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of, staff_only

_POST_ID = re.compile(rf"(?<![0-9A-Za-z])[0-9A-Za-z]{{{PUBLIC_ID_LENGTH}}}(?![0-9A-Za-z])")


@dataclass(frozen=True)
class Asked:
    """What the page says that asks staff for a reason, and what is said when it is done."""

    title: str
    lead: str
    button_label: str
    done: str


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest) -> HttpResponse:
    """Let staff write a note for everybody."""
    form = AskForm(request.POST or None, initial={"client_key": uuid.uuid4()}, is_note=True)
    if request.method == "POST" and form.is_valid():
        try:
            written = actions.ask(
                by_id=person_of(request).pk,
                title=form.cleaned_data["title"],
                text=form.cleaned_data["text"],
                key=form.key(),
                now=clock.now(),
                is_note=True,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your note is there, for everybody."))
            return redirect(topic_address(written.topic))
    context = {"form": form, "clause": outside_contact_clause()}
    return render(request, "forum/note.html", context, status=422 if form.errors else 200)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def recommend(request: HttpRequest) -> HttpResponse:
    """Let staff put an answer forward, by its link."""
    form = RecommendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = _POST_ID.findall(form.cleaned_data["answer"])
        post_id = found[-1] if found else ""
        try:
            actions.recommend_post(
                post_id=post_id,
                by_id=person_of(request).pk,
                reason=form.cleaned_data["reason"],
                now=clock.now(),
            )
        except NotYours:
            form.add_error(
                "answer", _("This leads to no answer. Copy it from “Link to comment” below the answer.")
            )
        except Refused as refusal:
            form.add_error("reason" if getattr(refusal, "field", "") else None, say(refusal))
        else:
            messages.success(request, _("Recommended. It stands above all answers now, with your reason."))
            return redirect("forum:post", post_id)
    return render(request, "forum/recommend.html", {"form": form}, status=422 if form.errors else 200)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def recommend_post(request: HttpRequest, post_id: str) -> HttpResponse:
    """Let staff put this answer forward, for a reason."""
    asked = Asked(
        title=_("Recommend this answer"),
        lead=_("It will stand above all answers, on every page of the question, with your name and reason."),
        button_label=_("Recommend"),
        done=_("Recommended. It stands above all answers now, with your reason."),
    )
    return _for_a_reason(request, get_post(post_id=post_id), actions.recommend_post, asked)


@staff_only
@require_POST
def end_recommendation(request: HttpRequest, post_id: str) -> HttpResponse:
    """Take a recommendation back."""
    actions.end_recommendation(post_id=post_id, by_id=person_of(request).pk, now=clock.now())
    messages.success(request, _("No longer recommended."))
    return redirect("forum:post", post_id)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def hide(request: HttpRequest, post_id: str) -> HttpResponse:
    """Let staff hide a post from everybody, for a reason."""
    asked = Asked(
        title=_("Hide this post"),
        lead=_(
            "Nobody but staff will see it; of a question, all its answers go with it. Quotes keep their words."
        ),
        button_label=_("Hide"),
        done=_("Hidden. Only staff see it now, and can show it again."),
    )
    return _for_a_reason(request, get_post(post_id=post_id, is_staff=True), actions.hide_post, asked)


@staff_only
@require_POST
def show(request: HttpRequest, post_id: str) -> HttpResponse:
    """Show a hidden post again."""
    actions.show_post(post_id=post_id, by_id=person_of(request).pk)
    messages.success(request, _("Everybody sees it again."))
    return redirect("forum:post", post_id)


def _for_a_reason(
    request: HttpRequest, post: Post, action: Callable[..., object], asked: Asked
) -> HttpResponse:
    """Do something with a post for the reason that was given, or ask for one."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            action(post_id=post.public_id, by_id=person_of(request).pk, reason=reason, now=clock.now())
        except Refused as refusal:
            form.add_error("reason", say(refusal))
        else:
            messages.success(request, asked.done)
            return redirect("forum:post", post.public_id)
    context = {
        "form": form,
        "post": post,
        "href": post_address(post, is_staff=True),
        "action": request.path,
        "title": asked.title,
        "lead": asked.lead,
        "button_label": asked.button_label,
    }
    return render(request, "forum/reason.html", context, status=422 if form.errors else 200)
