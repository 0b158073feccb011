"""The API of the community: reading, asking, answering, and what people make of posts."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from gighall.base import clock, limits
from gighall.base.searching import words_of
from gighall.base.text import clean_text
from gighall.domain.accounts.models import Person
from gighall.domain.desk import actions as desk
from gighall.domain.forum import actions, queries
from gighall.domain.forum.models import Post
from gighall.web.api.forum_shapes import (
    AnswerIn,
    AnswersIn,
    BestIn,
    EditIn,
    PostOut,
    PostReportIn,
    QuestionIn,
    QuotationOut,
    ReactionIn,
    ReactionOut,
    TopicOut,
    TopicsIn,
    VersionOut,
    VoteIn,
    WholeTopicOut,
    WhyIn,
)
from gighall.web.api.shapes import RefusalOut
from gighall.web.api.talk_shapes import ReportOut
from gighall.web.forum.addresses import topic_address
from gighall.web.forum.bodies import Block, author_of, blocks_of, quotation_of, sources_of
from gighall.web.shared.signed_in import person_of, require_staff

router = Router(tags=["community"])
ANSWERS = {200: PostOut, 404: RefusalOut, 409: RefusalOut}


def _author(person: Person) -> dict[str, object]:
    author = author_of(person)
    return {
        "id": None if author.is_former else person.public_id,
        "name": author.name,
        "is_staff": author.is_staff,
    }


def _blocks(blocks: Sequence[Block], body: Sequence[dict[str, Any]]) -> list[dict[str, object]]:
    return [
        {
            "html": block.body_html,
            "quote": block.quote
            and {
                "post": stored["quote"]["source"],
                "at": block.quote.at,
                "name": block.quote.name,
                "marker": block.quote.marker,
                "blocks": _blocks(block.quote.blocks, stored["quote"]["blocks"]),
            },
        }
        for block, stored in zip(blocks, body, strict=True)
    ]


def _topic(question: Post) -> dict[str, object]:
    topic = question.topic
    best = queries.chosen_in(topic) if topic.best_id else None
    return {
        "id": topic.public_id,
        "title": topic.title_shown,
        "href": topic_address(topic),
        "is_note": topic.is_note,
        "author": _author(question.author),
        "at": question.made_at,
        "active_at": topic.active_at,
        "score": question.score,
        "answers": topic.answers,
        "best": best.public_id if best else None,
    }


def _posts(posts: Sequence[Post], person: Person) -> list[dict[str, object]]:
    pks = [post.pk for post in posts]
    votes = queries.votes_of(person.pk, pks)
    reactions = queries.reactions_to(pks, person_id=person.pk)
    sources = queries.posts_by_id(source for post in posts for source in sources_of(post.body))
    return [
        {
            "id": post.public_id,
            "is_question": post.is_question,
            "author": _author(post.author),
            "at": post.made_at,
            "score": post.score,
            "vote": votes.get(post.pk, 0),
            "reactions": reactions.counts.get(post.pk, {}),
            "reaction": reactions.own.get(post.pk, ""),
            "blocks": _blocks(blocks_of(post.body, sources), post.body),
            "words": post.words,
            "withheld_kinds": post.withheld_kinds,
            "changes": post.changes,
            "edited_at": post.edited_at,
            "edited_by": author_of(post.edited_by).name if post.edited_by else None,
            "edit_reason": post.edit_reason,
            "is_best": post.topic.best_id == post.pk,
            "is_removed": post.removed_at is not None,
            "href": f"{topic_address(post.topic)}#post-{post.public_id}",
        }
        for post in posts
    ]


def _fresh(post: Post, person: Person) -> dict[str, object]:
    return _posts([queries.get_post(post_id=post.public_id, is_staff=True)], person)[0]


@router.get("/community/topics", response=list[TopicOut])
def list_topics(request: HttpRequest, wish: Query[TopicsIn]) -> list[dict[str, object]]:
    """Return the questions that fit, 25 a page."""
    start = (wish.page - 1) * limits.PAGE_ROWS
    found = queries.found_topics(words=words_of(wish.q), sort=wish.sort)
    return [_topic(question) for question in found[start : start + limits.PAGE_ROWS]]


@router.post("/community/topics", response=ANSWERS)
def ask_community(request: HttpRequest, body: QuestionIn) -> dict[str, object]:
    """Put a question to everybody; staff may write a note."""
    person = person_of(request)
    question = actions.ask(
        by_id=person.pk,
        title=body.title,
        text=body.text,
        key=body.key,
        now=clock.now(),
        is_note=body.is_note,
    )
    return _fresh(question, person)


@router.get("/community/topics/{topic_id}", response={200: WholeTopicOut, 404: RefusalOut})
def show_topic(request: HttpRequest, topic_id: str, wish: Query[AnswersIn]) -> dict[str, object]:
    """Return a question with its answers, 20 a page: the chosen one first, then by score."""
    person = person_of(request)
    question = queries.get_question(topic_id=topic_id, is_staff=person.is_staff)
    start = (wish.page - 1) * limits.ANSWERS_PAGE_ROWS
    rows = queries.answers_in(question.topic, sort=wish.sort, with_removed=person.is_staff)
    first, *others = _posts([question, *rows[start : start + limits.ANSWERS_PAGE_ROWS]], person)
    recommended = [
        {"post": each.post.public_id, "by": author_of(each.by).name, "reason": each.reason, "at": each.at}
        for each in queries.recommended_in(question.topic)
    ]
    return {**_topic(question), "question": first, "posts": others, "recommended": recommended}


@router.post("/community/topics/{topic_id}/answers", response=ANSWERS)
def answer_topic(request: HttpRequest, topic_id: str, body: AnswerIn) -> dict[str, object]:
    """Answer a question."""
    person = person_of(request)
    post = actions.answer(topic_id=topic_id, by_id=person.pk, text=body.text, key=body.key, now=clock.now())
    return _fresh(post, person)


@router.put("/community/topics/{topic_id}/best", response={200: TopicOut, 404: RefusalOut, 409: RefusalOut})
def choose_best(request: HttpRequest, topic_id: str, body: BestIn) -> dict[str, object]:
    """Choose the best answer of one's own question, or none."""
    actions.choose_best(
        topic_id=topic_id, post_id=body.post or "", by_id=person_of(request).pk, now=clock.now()
    )
    return _topic(queries.get_question(topic_id=topic_id))


@router.put("/community/posts/{post_id}", response=ANSWERS)
def edit_post(request: HttpRequest, post_id: str, body: EditIn) -> dict[str, object]:
    """Change a fresh post of one's own; as staff any post."""
    person = person_of(request)
    post = actions.edit_post(
        post_id=post_id,
        by_id=person.pk,
        title=body.title,
        text=body.text,
        reason=body.reason,
        seen=body.seen,
        now=clock.now(),
    )
    return _fresh(post, person)


@router.delete("/community/posts/{post_id}", response=ANSWERS)
def remove_post(request: HttpRequest, post_id: str) -> dict[str, object]:
    """Take one's own post away."""
    person = person_of(request)
    return _fresh(actions.remove_post(post_id=post_id, by_id=person.pk, now=clock.now()), person)


@router.get("/community/posts/{post_id}/versions", response={200: list[VersionOut], 404: RefusalOut})
def list_versions(request: HttpRequest, post_id: str) -> list[dict[str, object]]:
    """Return how a post has read, the newest first."""
    post = queries.get_post(post_id=post_id, is_staff=person_of(request).is_staff)
    versions = queries.versions_of(post)
    sources = queries.posts_by_id(source for each in versions for source in sources_of(each.body))
    return [
        {
            "number": each.number,
            "by": author_of(each.by).name,
            "at": each.at,
            "reason": each.reason,
            "title": each.title_shown,
            "blocks": _blocks(blocks_of(each.body, sources), each.body),
        }
        for each in versions
    ]


@router.get("/community/posts/{post_id}/quotation", response={200: QuotationOut, 404: RefusalOut})
def show_quotation(request: HttpRequest, post_id: str) -> dict[str, str]:
    """Return a post as a quote of it is typed."""
    post = queries.get_post(post_id=post_id)
    return {"text": quotation_of(post, queries.posts_by_id(sources_of(post.body)))}


@router.put("/community/posts/{post_id}/vote", response=ANSWERS)
def cast_vote(request: HttpRequest, post_id: str, body: VoteIn) -> dict[str, object]:
    """Vote about somebody else's post, or take the vote back."""
    person = person_of(request)
    post = actions.cast_vote(post_id=post_id, by_id=person.pk, value=body.value, now=clock.now())
    return _fresh(post, person)


@router.put("/community/posts/{post_id}/reaction", response=ANSWERS)
def react(request: HttpRequest, post_id: str, body: ReactionIn) -> dict[str, object]:
    """Like somebody else's post in one of a few ways, or take it back."""
    person = person_of(request)
    post = actions.react(post_id=post_id, by_id=person.pk, kind=body.kind or "", now=clock.now())
    return _fresh(post, person)


@router.get("/community/posts/{post_id}/reactions", response={200: list[ReactionOut], 404: RefusalOut})
def list_reactions(request: HttpRequest, post_id: str) -> list[dict[str, object]]:
    """Return who likes a post, and how."""
    post = queries.get_post(post_id=post_id, is_staff=person_of(request).is_staff)
    return [
        {"kind": each.kind, "name": author_of(each.person).name, "at": each.at}
        for each in queries.reactions_by(post)
    ]


@router.post(
    "/community/posts/{post_id}/reports", response={200: ReportOut, 404: RefusalOut, 409: RefusalOut}
)
def report_post(request: HttpRequest, post_id: str, body: PostReportIn) -> dict[str, object]:
    """Tell staff about a post; twice is once."""
    report, is_new = desk.report_post(
        by_id=person_of(request).pk,
        post_id=post_id,
        reason=body.reason,
        words=clean_text(body.words),
        now=clock.now(),
    )
    return {"id": report.public_id, "at": report.at, "is_new": is_new}


@router.put("/community/posts/{post_id}/recommendation", response=ANSWERS)
def recommend_post(request: HttpRequest, post_id: str, body: WhyIn) -> dict[str, object]:
    """Put an answer forward above all others; staff only."""
    staff = require_staff(request)
    done = actions.recommend_post(post_id=post_id, by_id=staff.pk, reason=body.reason, now=clock.now())
    return _fresh(done.post, staff)


@router.delete("/community/posts/{post_id}/recommendation", response=ANSWERS)
def end_recommendation(request: HttpRequest, post_id: str) -> dict[str, object]:
    """Take a recommendation back; staff only."""
    staff = require_staff(request)
    return _fresh(actions.end_recommendation(post_id=post_id, by_id=staff.pk, now=clock.now()), staff)


@router.put("/community/posts/{post_id}/hiding", response=ANSWERS)
def hide_post(request: HttpRequest, post_id: str, body: WhyIn) -> dict[str, object]:
    """Hide a post from everybody but staff; staff only."""
    staff = require_staff(request)
    post = actions.hide_post(post_id=post_id, by_id=staff.pk, reason=body.reason, now=clock.now())
    return _fresh(post, staff)


@router.delete("/community/posts/{post_id}/hiding", response=ANSWERS)
def show_post(request: HttpRequest, post_id: str) -> dict[str, object]:
    """Show a hidden post again; staff only."""
    staff = require_staff(request)
    return _fresh(actions.show_post(post_id=post_id, by_id=staff.pk), staff)
