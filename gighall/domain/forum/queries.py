"""Reads of the community. What was taken away is read by staff only; everything else by everybody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db import connection
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Sum, Value, When

from gighall.base import limits
from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.base.searching import swapped
from gighall.base.written_query import Given, WrittenQuery

from .models import Post, PostVersion, Reaction, Recommendation, Topic
from .rules import ACTIVE, BEST_FIRST, BY_DATE, MOST_VOTED, NEWEST, UNANSWERED
from .statements import REACTIONS_SQL, VOTES_SQL

NO_SUCH_POST = _("There is no such post.")
# What comes with a post wherever it is read.
_WITH = ("topic", "author", "edited_by", "removed_by")


def found_topics(*, words: Sequence[str] = (), sort: str = ACTIVE) -> QuerySet[Post]:
    """Return the questions and notes that everybody can read, as their first posts, with topic and author.

    Each word must stand in the title, in the question or in an answer, by its beginning; two neighbouring letters
    may be swapped, or the word be nearly one of the title. With words the best match comes first unless another
    order was asked for.
    """
    found = Post.objects.filter(is_question=True, removed_at__isnull=True)
    found = found.select_related("topic__best", "author")
    for word in words:
        query = _beginning(word, *swapped(word))
        answered = Post.objects.filter(topic=OuterRef("topic"), removed_at__isnull=True, search=query)
        found = found.filter(
            Q(topic__search=query) | Q(topic__title_shown__trigram_word_similar=word) | Exists(answered)
        )
    if sort == UNANSWERED:
        found = found.filter(topic__answers=0, topic__is_note=False)
    order = {MOST_VOTED: ["-score"], NEWEST: [], UNANSWERED: []}.get(sort, ["-topic__active_at"])
    if words and sort == ACTIVE:
        found = found.annotate(
            rank=SearchRank(F("topic__search"), _beginning(*words)),
            likeness=TrigramWordSimilarity(" ".join(words), "topic__title_shown"),
        )
        order = ["-rank", "-likeness", *order]
    return found.order_by(*order, "-id")


def _beginning(*words: str) -> SearchQuery:
    """Return a query for any word that begins like one of these; they consist of letters and digits."""
    return SearchQuery(" | ".join(f"{word}:*" for word in words), search_type="raw", config="simple")


_QUESTION = WrittenQuery(
    lambda: (
        Post.objects.filter(topic__public_id=Given("topic_id"), is_question=True)
        .select_related(*_WITH, "topic__by")
        .order_by("id")[:1]
    )
)


def get_question(*, topic_id: str, is_staff: bool = False) -> Post:
    """Return the first post of a topic, with the topic.

    Errors: NotYours.
    """
    question = _QUESTION.first(topic_id=topic_id)
    if question is None or (question.removed_at is not None and not is_staff):
        raise NotYours(_("There is no such question."))
    return question


def answers_in(topic: Topic, *, sort: str = BEST_FIRST, with_removed: bool = False) -> QuerySet[Post]:
    """Return a topic's answers with their authors: the chosen one first, then by score, or all by date."""
    found = Post.objects.filter(topic=topic, is_question=False).select_related(*_WITH)
    if not with_removed:
        found = found.filter(removed_at__isnull=True)
    if sort == BY_DATE:
        return found.order_by("made_at", "id")
    first = Case(When(pk=topic.best_id, then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.order_by(first, "-score", "made_at", "id")


def answers_before(post: Post, *, sort: str = BEST_FIRST, with_removed: bool = False) -> int:
    """Return how many answers stand above this one in its topic."""
    rows = answers_in(post.topic, sort=sort, with_removed=with_removed)
    earlier = Q(made_at__lt=post.made_at) | Q(made_at=post.made_at, pk__lt=post.pk)
    if sort == BY_DATE:
        return rows.filter(earlier).count()
    if post.pk == post.topic.best_id:
        return 0
    above = Q(score__gt=post.score) | (Q(score=post.score) & earlier)
    return rows.filter(above | Q(pk=post.topic.best_id)).count()


def get_post(*, post_id: str, is_staff: bool = False) -> Post:
    """Return a post that can be read, with its topic.

    Errors: NotYours.
    """
    post = Post.objects.filter(public_id=post_id).select_related(*_WITH).first()
    if post is None:
        raise NotYours(NO_SUCH_POST)
    if not is_staff:
        if post.removed_at is not None:
            raise NotYours(NO_SUCH_POST)
        if not post.is_question:
            get_question(topic_id=post.topic.public_id)
    return post


def lock_topic(topic_id: str) -> tuple[Topic, Post]:
    """Return a topic, locked until the transaction ends, with its first post as it is then.

    Errors: NotYours when nobody can read it.
    """
    topic = Topic.objects.select_for_update(no_key=True, of=("self",)).filter(public_id=topic_id).first()
    if topic is None:
        raise NotYours(_("There is no such question."))
    return topic, get_question(topic_id=topic_id)


def lock_post(post_id: str, *, is_staff: bool = False) -> Post:
    """Return a post as it is once its topic is locked, which it stays until the transaction ends.

    Errors: NotYours when this person cannot read it.
    """
    topic_pk = Post.objects.filter(public_id=post_id).values_list("topic_id", flat=True).first()
    if topic_pk is None:
        raise NotYours(NO_SUCH_POST)
    Topic.objects.select_for_update(no_key=True, of=("self",)).get(pk=topic_pk)
    return get_post(post_id=post_id, is_staff=is_staff)


@dataclass(frozen=True)
class Reactions:
    """The reactions to posts: how many of each kind by post, and which are one's own."""

    counts: dict[int, dict[str, int]]
    own: dict[int, str]


def votes_of(person_id: int | None, post_pks: Iterable[int]) -> dict[int, int]:
    """Return how somebody voted about posts."""
    if person_id is None:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(VOTES_SQL, {"person": person_id, "posts": list(post_pks)})
        return dict(cursor.fetchall())


def reactions_to(post_pks: Iterable[int], *, person_id: int | None) -> Reactions:
    """Return what people make of posts, counted from the rows, in one query."""
    counts: dict[int, dict[str, int]] = {}
    own = {}
    with connection.cursor() as cursor:
        cursor.execute(REACTIONS_SQL, {"person": person_id, "posts": list(post_pks)})
        for post_pk, kind, count, is_own in cursor.fetchall():
            counts.setdefault(post_pk, {})[kind] = count
            if is_own:
                own[post_pk] = kind
    return Reactions(counts, own)


def reactions_by(post: Post) -> list[Reaction]:
    """Return who reacted to a post and how, the first ones first."""
    rows = Reaction.objects.filter(post=post).select_related("person").order_by("kind", "at", "id")
    return list(rows[: limits.REACTIONS_SHOWN_MAX])


def recommended_in(topic: Topic) -> list[Recommendation]:
    """Return what staff recommend of a topic's answers, the first ones first."""
    return _RECOMMENDED.all(topic_id=topic.pk)


_RECOMMENDED = WrittenQuery(
    lambda: (
        Recommendation.objects.filter(
            post__topic_id=Given("topic_id"), ended_at__isnull=True, post__removed_at__isnull=True
        )
        .select_related("post__author", "post__topic", "by")
        .order_by("at", "id")
    )
)


def chosen_in(topic: Topic) -> Post | None:
    """Return the answer that the asker chose, if it can be read."""
    if topic.best_id is None:
        return None
    chosen = Post.objects.filter(pk=topic.best_id, removed_at__isnull=True)
    return chosen.select_related("author", "topic").first()


def posts_by_id(public_ids: Iterable[str]) -> dict[str, Post]:
    """Return posts by their ids, those that were taken away too: what quotes lead to."""
    wanted = set(public_ids)
    if not wanted:
        return {}
    found = Post.objects.filter(public_id__in=wanted).select_related("topic", "author")
    hidden = Post.objects.filter(topic=OuterRef("topic"), is_question=True, removed_at__isnull=False)
    return {post.public_id: post for post in found.annotate(is_topic_gone=Exists(hidden)).order_by("pk")}


def words_said_in(posts: Iterable[Post]) -> dict[str, list[str]]:
    """Return all the words that posts have had, by the posts' ids, with the titles above them."""
    by_pk = {post.pk: post for post in posts}
    said = {post.public_id: [post.words] for post in by_pk.values()}
    for post in by_pk.values():
        if post.is_question:
            said[post.public_id].append(f"{post.topic.title_shown}\n{post.words}")
    versions = PostVersion.objects.filter(post_id__in=by_pk).order_by("post_id", "number")
    for post_pk, title, words in versions.values_list("post_id", "title_shown", "words"):
        said[by_pk[post_pk].public_id].append(f"{title}\n{words}")
    return said


def versions_of(post: Post) -> list[PostVersion]:
    """Return how a post has read, the newest first."""
    return list(post.versions.select_related("by").order_by("-number")[: limits.POST_VERSIONS_MAX])


def posts_since(person_id: int, *, since: Any) -> int:
    """Return how many posts somebody has written since a time."""
    return Post.objects.filter(author_id=person_id, made_at__gt=since).count()


def miscounted() -> list[str]:
    """Return what does not add up: kept numbers that differ from the rows. It is always empty."""
    wrong = []
    scores = Post.objects.annotate(sum=Sum("votes__value")).order_by("pk")
    for post in scores.exclude(score=F("sum")).exclude(score=0, sum__isnull=True):
        wrong.append(f"{post}: score {post.score}, votes {post.sum}")
    visible = Q(posts__is_question=False, posts__removed_at__isnull=True)
    for topic in Topic.objects.annotate(count=Count("posts", filter=visible)).exclude(answers=F("count")):
        wrong.append(f"topic {topic.public_id}: {topic.answers} answers kept, {topic.count} there")
    return wrong
