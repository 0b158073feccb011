"""Telling people about a post: each once, whatever it has to do with them."""

from collections.abc import Iterable
from datetime import datetime

from gighall.domain.accounts.models import Person
from gighall.domain.notices.actions import notify

from ..models import Post, Told, Topic


def tell_of_post(post: Post, *, topic: Topic, sources: Iterable[Post], now: datetime) -> None:
    """Mail who is quoted and who asked, unless it is the writer, or they were told of this post before.

    Must run inside the transaction that stores the post.
    """
    reasons: dict[int, str] = {source.author_id: "forum_quoted" for source in sources}
    if not post.is_question:
        reasons.setdefault(topic.by_id, "forum_answered")
    reasons.pop(post.author_id, None)
    payload = {
        "by": Person.objects.get(pk=post.author_id).name,
        "title": topic.title_shown,
        "path": f"/community/posts/{post.public_id}/",
    }
    present = Person.objects.filter(pk__in=reasons, is_active=True).order_by("pk")
    for person_id in present.values_list("pk", flat=True):
        _row, is_new = Told.objects.get_or_create(post=post, person_id=person_id, defaults={"at": now})
        if is_new:
            notify(kind=reasons[person_id], person_id=person_id, payload=payload, now=now)
