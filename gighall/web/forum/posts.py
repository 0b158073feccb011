"""Pages of one post: its permanent link, changing it, how it read before, taking it away."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gighall.base import clock, limits
from gighall.base.errors import NotYours, Refused
from gighall.base.text import plain_lines
from gighall.domain.accounts.queries import outside_contact_clause
from gighall.domain.forum import actions
from gighall.domain.forum.models import Post
from gighall.domain.forum.queries import get_post, posts_by_id, versions_of
from gighall.domain.forum.rules import check_can_edit
from gighall.web.forum.addresses import post_address, topic_address
from gighall.web.forum.bodies import author_of, blocks_of, quotation_of, sources_of
from gighall.web.forum.forms import EditForm
from gighall.web.forum.members import pressed_by_members
from gighall.web.forum.pages import reader, sort_asked
from gighall.web.shared.signed_in import person_of


def read_post(request: HttpRequest, post_id: str) -> Post:
    """Return a post that who asks may read.

    Errors: NotYours.
    """
    person = reader(request)
    return get_post(post_id=post_id, is_staff=person is not None and person.is_staff)


@require_safe
def show(request: HttpRequest, post_id: str) -> HttpResponse:
    """Lead to where a post stands now; its permanent link."""
    person = reader(request)
    post = read_post(request, post_id)
    is_staff = person is not None and person.is_staff
    return redirect(post_address(post, sort=sort_asked(request), is_staff=is_staff))


@require_safe
def quotation(request: HttpRequest, post_id: str) -> HttpResponse:
    """Answer a post as a quote of it is typed; the page's script asks."""
    post = get_post(post_id=post_id)
    return JsonResponse({"text": quotation_of(post, posts_by_id(sources_of(post.body)))})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, post_id: str) -> HttpResponse:
    """Let an author change a fresh post, and staff any."""
    person, now = person_of(request), clock.now()
    post = read_post(request, post_id)
    initial = {"title": post.topic.title, "text": post.text, "seen": post.changes, "client_key": uuid.uuid4()}
    form = EditForm(request.POST or None, initial=initial, is_question=post.is_question)
    if request.method == "POST" and form.is_valid():
        try:
            post = actions.edit_post(
                post_id=post_id,
                by_id=person.pk,
                title=form.cleaned_data.get("title", ""),
                text=plain_lines(form.cleaned_data["text"]),
                reason=form.cleaned_data["reason"],
                seen=form.cleaned_data["seen"],
                now=now,
            )
        except NotYours:
            raise
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(post_address(post, is_staff=person.is_staff))
    elif request.method != "POST":
        check_can_edit(
            author_id=post.author_id, made_at=post.made_at, by_id=person.pk, is_staff=person.is_staff, now=now
        )
    context = {
        "form": form,
        "post": post,
        "href": post_address(post, is_staff=person.is_staff),
        "is_own": post.author_id == person.pk,
        "minutes": limits.POST_EDIT_MINUTES,
        "clause": outside_contact_clause(),
    }
    return render(request, "forum/edit.html", context, status=422 if form.errors else 200)


@require_safe
def history(request: HttpRequest, post_id: str) -> HttpResponse:
    """Show how a post has read, the newest version first."""
    post = read_post(request, post_id)
    versions = versions_of(post)
    sources = posts_by_id(source for version in versions for source in sources_of(version.body))
    rows = [
        {
            "number": version.number,
            "by": author_of(version.by),
            "at": version.at,
            "reason": version.reason,
            "title": version.title_shown,
            "blocks": blocks_of(version.body, sources),
        }
        for version in versions
    ]
    context = {
        "post": post,
        "versions": rows,
        "href": post_address(post, is_staff=reader(request) is not None and person_of(request).is_staff),
        "topic_href": topic_address(post.topic),
    }
    return render(request, "forum/history.html", context)


@require_POST
@pressed_by_members
def remove(request: HttpRequest, post_id: str) -> HttpResponseBase:
    """Take one's own post away."""
    post = actions.remove_post(post_id=post_id, by_id=person_of(request).pk, now=clock.now())
    if post.is_question:
        messages.success(request, _("Your question was taken away."))
        return redirect("forum:board")
    messages.success(
        request, _("Your answer was taken away. Where it was quoted, the quote keeps its words.")
    )
    return redirect(f"{topic_address(post.topic)}#answers")
