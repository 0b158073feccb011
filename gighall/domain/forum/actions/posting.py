"""Asking and answering."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.base.text import clean_line, clean_text
from gighall.domain.accounts.models import Person
from gighall.domain.policy.actions import store_verdict

from ..models import Post, PostVersion, Topic
from ..queries import get_question, lock_topic, posts_since
from ..rules import check_pace, check_text, check_title, own_words, parse
from .composing import PLACE, Composed, compose
from .counting import count_answers
from .telling import tell_of_post


def ask(*, by_id: int, title: str, text: str, key: uuid.UUID, now: datetime, is_note: bool = False) -> Post:
    """Put a question to everybody, or as staff write a note; return its first post.

    Idempotent by ``key``.
    Errors: PostUnfit, QuoteUnfit, WordsRefused, TooManyPosts; NotYours for a note of somebody else than staff.
    """
    title, text = clean_line(title), clean_text(text)
    check_title(title)
    check_text(text, own="\n".join(own_words(parse(text))))
    if is_note:
        check_staff(by_id)
    composed = compose(title=title, text=text, by_id=by_id, topic_pk=0, key=key, now=now)
    with transaction.atomic():
        if known := _known(by_id=by_id, key=key, now=now):
            return known
        topic = Topic.objects.create(
            by_id=by_id,
            is_note=is_note,
            title=title,
            title_shown=composed.title_shown,
            made_at=now,
            active_at=now,
        )
        return _store(topic, composed, text=text, by_id=by_id, key=key, now=now, is_question=True)


def answer(*, topic_id: str, by_id: int, text: str, key: uuid.UUID, now: datetime) -> Post:
    """Answer a question; who asked, and who is quoted, is told once.

    Idempotent by ``key``.
    Errors: NotYours, PostUnfit, QuoteUnfit, WordsRefused, TooManyPosts.
    """
    text = clean_text(text)
    check_text(text, own="\n".join(own_words(parse(text))))
    topic_pk = get_question(topic_id=topic_id).topic_id
    composed = compose(title="", text=text, by_id=by_id, topic_pk=topic_pk, key=key, now=now)
    with transaction.atomic():
        if known := _known(by_id=by_id, key=key, now=now):
            return known
        topic, _question = lock_topic(topic_id)
        post = _store(topic, composed, text=text, by_id=by_id, key=key, now=now, is_question=False)
        topic.active_at = now
        topic.save(update_fields=["active_at"])
        count_answers(topic)
        tell_of_post(post, topic=topic, sources=composed.sources, now=now)
        return post


def _known(*, by_id: int, key: uuid.UUID, now: datetime) -> Post | None:
    """Return what this key has posted before; nobody writes a second post meanwhile, nor too many.

    Errors: TooManyPosts.
    """
    Person.objects.select_for_update(no_key=True).get(pk=by_id)
    known = Post.objects.select_related("topic", "author").filter(author_id=by_id, client_key=key).first()
    if known is None:
        check_pace(posts_since(by_id, since=now - timedelta(hours=1)))
    return known


def _store(
    topic: Topic,
    composed: Composed,
    *,
    text: str,
    by_id: int,
    key: uuid.UUID,
    now: datetime,
    is_question: bool,
) -> Post:
    post = Post.objects.create(
        topic=topic,
        is_question=is_question,
        author_id=by_id,
        client_key=key,
        text=text,
        body=composed.body,
        words=composed.words,
        withheld_kinds=composed.kinds,
        is_noted=composed.is_noted,
        made_at=now,
    )
    keep_version(post, composed, number=1, by_id=by_id, reason="", now=now)
    store_verdict(
        judgement=composed.judgement, person_id=by_id, place=PLACE, place_id=topic.pk, key=key, now=now
    )
    return post


def keep_version(
    post: Post, composed: Composed, *, number: int, by_id: int, reason: str, now: datetime
) -> None:
    """Keep how a post reads from now on. Must run inside a transaction."""
    PostVersion.objects.create(
        post=post,
        number=number,
        title_shown=composed.title_shown,
        body=composed.body,
        words=composed.words,
        by_id=by_id,
        at=now,
        reason=reason,
    )


def check_staff(by_id: int) -> Person:
    """Return the member of staff; to anybody else there is nothing here.

    Errors: NotYours.
    """
    staff = Person.objects.filter(pk=by_id, is_staff=True, is_active=True).first()
    if staff is None:
        raise NotYours(_("There is no such post."))
    return staff
