"""What people make of posts: votes, reactions, the asker's choice, what staff put forward."""

from datetime import datetime

from django.db import transaction

from gighall.base.text import clean_line

from ..models import Post, Reaction, Recommendation, Topic, Vote
from ..queries import get_post, lock_post, lock_topic
from ..rules import (
    NO_VOTE,
    check_can_choose,
    check_can_react,
    check_can_recommend,
    check_can_vote,
    check_reason,
)
from .counting import count_votes
from .posting import check_staff


@transaction.atomic
def cast_vote(*, post_id: str, by_id: int, value: int, now: datetime) -> Post:
    """Let somebody's vote about a post be up (1), down (-1) or none (0), whatever it was; return the new score.

    Idempotent: pressing twice is pressing once.
    Errors: NotYours, CannotVote.
    """
    post = lock_post(post_id)
    check_can_vote(author_id=post.author_id, by_id=by_id, value=value)
    if value == NO_VOTE:
        Vote.objects.filter(post=post, person_id=by_id).delete()
    else:
        Vote.objects.update_or_create(post=post, person_id=by_id, defaults={"value": value, "at": now})
    count_votes(post)
    return post


@transaction.atomic
def react(*, post_id: str, by_id: int, kind: str, now: datetime) -> Post:
    """Let somebody's reaction to a post be of a kind, or none (empty), whatever it was.

    Idempotent: pressing twice is pressing once.
    Errors: NotYours, CannotVote.
    """
    post = lock_post(post_id)
    check_can_react(author_id=post.author_id, by_id=by_id, kind=kind)
    if kind:
        Reaction.objects.update_or_create(post=post, person_id=by_id, defaults={"kind": kind, "at": now})
    else:
        Reaction.objects.filter(post=post, person_id=by_id).delete()
    return post


@transaction.atomic
def choose_best(*, topic_id: str, post_id: str, by_id: int, now: datetime) -> Topic:
    """Let the asker choose the best answer, or take the choice back (an empty id).

    Errors: NotYours, CannotChoose.
    """
    topic, _question = lock_topic(topic_id)
    chosen = get_post(post_id=post_id) if post_id else None
    is_answer = chosen is None or (
        chosen.topic_id == topic.pk and not chosen.is_question and not topic.is_note
    )
    check_can_choose(asker_id=topic.by_id, by_id=by_id, is_answer=is_answer)
    if chosen is None or topic.best_id != chosen.pk:
        topic.best, topic.best_at = chosen, now if chosen else None
        topic.save(update_fields=["best", "best_at"])
    return topic


@transaction.atomic
def recommend_post(*, post_id: str, by_id: int, reason: str, now: datetime) -> Recommendation:
    """Put an answer forward above all answers of its topic, for a reason. Staff only.

    Errors: NotYours, PostUnfit, CannotRecommend.
    """
    staff = check_staff(by_id)
    reason = clean_line(reason)
    check_reason(reason, is_needed=True)
    post = lock_post(post_id)
    standing = Recommendation.objects.filter(post__topic=post.topic, ended_at__isnull=True)
    check_can_recommend(
        author_id=post.author_id,
        by_id=staff.pk,
        is_question=post.is_question,
        has_one=standing.filter(post=post).exists(),
        standing=standing.count(),
    )
    return Recommendation.objects.create(post=post, by=staff, reason=reason, at=now)


@transaction.atomic
def end_recommendation(*, post_id: str, by_id: int, now: datetime) -> Post:
    """Take a recommendation back; when there is none, nothing changes. Staff only.

    Errors: NotYours.
    """
    staff = check_staff(by_id)
    post = lock_post(post_id, is_staff=True)
    Recommendation.objects.filter(post=post, ended_at__isnull=True).update(ended_at=now, ended_by=staff)
    return post
