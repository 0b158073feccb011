"""Changing one's words, taking them away, and what staff may do with others'."""

import uuid
from datetime import datetime

from django.db import transaction

from gighall.base.text import clean_line, clean_text
from gighall.domain.accounts.models import Person
from gighall.domain.policy.actions import store_verdict

from ..models import Post, PostVersion
from ..queries import get_post, lock_post
from ..rules import (
    check_can_edit,
    check_can_remove,
    check_reason,
    check_seen,
    check_text,
    check_title,
    is_silent,
    own_words,
    parse,
)
from .composing import PLACE, Composed, compose
from .counting import count_answers
from .posting import check_staff, keep_version
from .telling import tell_of_post


def edit_post(
    *, post_id: str, by_id: int, text: str, title: str = "", reason: str = "", seen: int, now: datetime
) -> Post:
    """Change a post's words; votes, reactions and the choice stay. An edit within the first minute leaves no mark.

    Shapes: ``title`` belongs to questions; ``seen`` is the post's number of changes when the editor read it.
    Errors: NotYours, CannotEdit, EditedMeanwhile, PostUnfit, QuoteUnfit, WordsRefused.
    """
    is_staff = Person.objects.filter(pk=by_id, is_staff=True, is_active=True).exists()
    post = get_post(post_id=post_id, is_staff=is_staff)
    title, text, reason = clean_line(title), clean_text(text), clean_line(reason)
    title = title if post.is_question else ""
    _check(post, by_id=by_id, is_staff=is_staff, seen=seen, now=now)
    if post.is_question:
        check_title(title)
    check_text(text, own="\n".join(own_words(parse(text))))
    check_reason(reason, is_needed=False)
    if text == post.text and title in ("", post.topic.title):
        return post
    key = uuid.uuid4()
    composed = compose(
        title=title,
        text=text,
        by_id=post.author_id,
        topic_pk=post.topic_id,
        key=key,
        now=now,
        kept=post.body,
    )
    with transaction.atomic():
        post = lock_post(post_id, is_staff=is_staff)
        _check(post, by_id=by_id, is_staff=is_staff, seen=seen, now=now)
        silent = is_silent(author_id=post.author_id, made_at=post.made_at, by_id=by_id, now=now)
        _write(post, composed, title=title, text=text)
        post.changed_at, post.changes = now, post.changes + 1
        if not silent:
            post.edited_at, post.edited_by_id, post.edit_reason = now, by_id, reason
        post.save()
        _keep(post, composed, silent=silent, by_id=by_id, reason=reason, now=now)
        store_verdict(
            judgement=composed.judgement,
            person_id=post.author_id,
            place=PLACE,
            place_id=post.topic_id,
            key=key,
            now=now,
        )
        tell_of_post(post, topic=post.topic, sources=composed.sources, now=now)
        return post


def _check(post: Post, *, by_id: int, is_staff: bool, seen: int, now: datetime) -> None:
    check_can_edit(author_id=post.author_id, made_at=post.made_at, by_id=by_id, is_staff=is_staff, now=now)
    check_seen(seen=seen, changes=post.changes)


def _write(post: Post, composed: Composed, *, title: str, text: str) -> None:
    post.text, post.body, post.words = text, composed.body, composed.words
    post.withheld_kinds, post.is_noted = composed.kinds, composed.is_noted
    if post.is_question:
        post.topic.title, post.topic.title_shown = title, composed.title_shown
        post.topic.save(update_fields=["title", "title_shown"])


def _keep(post: Post, composed: Composed, *, silent: bool, by_id: int, reason: str, now: datetime) -> None:
    newest = PostVersion.objects.filter(post=post).order_by("-number")[0]
    if silent:
        newest.title_shown, newest.body, newest.words = composed.title_shown, composed.body, composed.words
        newest.save(update_fields=["title_shown", "body", "words"])
    else:
        keep_version(post, composed, number=newest.number + 1, by_id=by_id, reason=reason, now=now)


@transaction.atomic
def remove_post(*, post_id: str, by_id: int, now: datetime) -> Post:
    """Take one's own post away; a second press changes nothing.

    Errors: NotYours, CannotRemove.
    """
    post = lock_post(post_id, is_staff=True)
    check_can_remove(
        author_id=post.author_id, by_id=by_id, is_question=post.is_question, answers=post.topic.answers
    )
    if post.removed_at is None:
        _remove(post, by_id=by_id, reason="", now=now)
    return post


@transaction.atomic
def hide_post(*, post_id: str, by_id: int, reason: str, now: datetime) -> Post:
    """Hide a post from everybody but staff, who read why; of a question, the whole topic. Staff only.

    Errors: NotYours, PostUnfit.
    """
    staff = check_staff(by_id)
    reason = clean_line(reason)
    check_reason(reason, is_needed=True)
    post = lock_post(post_id, is_staff=True)
    if post.removed_at is None:
        _remove(post, by_id=staff.pk, reason=reason, now=now)
    return post


@transaction.atomic
def show_post(*, post_id: str, by_id: int) -> Post:
    """Show again what staff had hidden; what its author took away stays away. Staff only.

    Errors: NotYours.
    """
    check_staff(by_id)
    post = lock_post(post_id, is_staff=True)
    if post.removed_because:
        post.removed_at, post.removed_by, post.removed_because = None, None, ""
        post.save(update_fields=["removed_at", "removed_by", "removed_because"])
        count_answers(post.topic)
    return post


def _remove(post: Post, *, by_id: int, reason: str, now: datetime) -> None:
    post.removed_at, post.removed_by_id, post.removed_because = now, by_id, reason
    post.save(update_fields=["removed_at", "removed_by", "removed_because"])
    count_answers(post.topic)
