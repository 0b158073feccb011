"""What members press below a post: votes, reactions, the asker's choice. Forms, and data for the page's script."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gighall.base import clock
from gighall.domain.forum import actions
from gighall.domain.forum.models import Post
from gighall.domain.forum.queries import get_post, reactions_by, reactions_to, votes_of
from gighall.domain.forum.rules import REACTIONS
from gighall.web.forum.addresses import id_in, post_address, topic_address
from gighall.web.forum.bodies import author_of
from gighall.web.forum.members import pressed_by_members, wants_data
from gighall.web.forum.pages import sort_asked
from gighall.web.forum.posts import read_post
from gighall.web.forum.views import REACTION_LABELS, Reader, reaction_views, vote_view
from gighall.web.shared.signed_in import person_of

# A number that no vote is: whoever sends something else is told so by the rules.
NO_NUMBER = 99


@require_POST
@pressed_by_members
def vote(request: HttpRequest, post_id: str) -> HttpResponseBase:
    """Let a member vote a post up, down, or not at all."""
    typed = request.POST.get("value", "")
    value = int(typed) if typed in {"1", "0", "-1"} else NO_NUMBER
    post = actions.cast_vote(post_id=post_id, by_id=person_of(request).pk, value=value, now=clock.now())
    if not wants_data(request):
        return _back(request, post)
    view = vote_view(post, _reader(request, post))
    return JsonResponse(
        {
            "score": view.score,
            "said": view.said,
            "arrows": [{"sends": arrow.sends, "pressed": arrow.is_pressed} for arrow in view.arrows],
        }
    )


@require_POST
@pressed_by_members
def react(request: HttpRequest, post_id: str) -> HttpResponseBase:
    """Let a member say that they like a post, in one of a few ways, or take it back."""
    kind = request.POST.get("kind", "")
    post = actions.react(post_id=post_id, by_id=person_of(request).pk, kind=kind, now=clock.now())
    if not wants_data(request):
        return _back(request, post)
    views = reaction_views(post, _reader(request, post))
    return JsonResponse(
        {
            "kinds": [
                {"kind": view.kind, "count": view.count, "sends": view.sends, "pressed": view.is_pressed}
                for view in views
            ]
        }
    )


@require_safe
def reactions(request: HttpRequest, post_id: str) -> HttpResponse:
    """Show who likes a post, by the ways there are."""
    post = read_post(request, post_id)
    by_kind: dict[str, list[object]] = {kind: [] for kind in REACTIONS}
    for reaction in reactions_by(post):
        by_kind.setdefault(reaction.kind, []).append(author_of(reaction.person))
    groups = [(str(REACTION_LABELS.get(kind, kind)), people) for kind, people in by_kind.items() if people]
    context = {"post": post, "groups": groups, "href": post_address(post)}
    return render(request, "forum/reactions.html", context)


@login_required
@require_POST
def choose(request: HttpRequest, topic: str) -> HttpResponse:
    """Let the asker choose the best answer, or take the choice back."""
    post_id = request.POST.get("post", "")
    chosen_in = actions.choose_best(
        topic_id=id_in(topic), post_id=post_id, by_id=person_of(request).pk, now=clock.now()
    )
    if post_id:
        messages.success(request, _("Chosen: it stands first now, and you can change your mind."))
        return redirect(post_address(get_post(post_id=post_id), sort=sort_asked(request)))
    messages.success(request, _("No answer is chosen any more."))
    return redirect(f"{topic_address(chosen_in)}#answers")


def _back(request: HttpRequest, post: Post) -> HttpResponse:
    person = person_of(request)
    return redirect(post_address(post, sort=sort_asked(request), is_staff=person.is_staff))


def _reader(request: HttpRequest, post: Post) -> Reader:
    person = person_of(request)
    return Reader(
        person=person,
        now=clock.now(),
        asker_id=post.topic.by_id,
        is_note=post.topic.is_note,
        votes=votes_of(person.pk, [post.pk]),
        reactions=reactions_to([post.pk], person_id=person.pk),
    )
