"""Shapes of the API of the community."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, StringConstraints

from gighall.base import limits
from gighall.web.api.shapes import PublicId, Words

Reaction = Literal["like", "thanks"]


class TopicsIn(Schema):
    """Which questions, and in what order; with words the best match comes first."""

    q: Annotated[Words, StringConstraints(max_length=limits.SEARCH_CHARACTERS_MAX)] = ""
    sort: Literal["active", "newest", "votes", "unanswered"] = "active"
    page: Annotated[int, Field(ge=1, le=10_000)] = 1


class AnswersIn(Schema):
    """Which page of the answers, and in what order."""

    sort: Literal["best", "date"] = "best"
    page: Annotated[int, Field(ge=1, le=10_000)] = 1


class AuthorOut(Schema):
    """Who wrote something; an account that is gone has no id and reads *Former member*."""

    id: str | None
    name: str
    is_staff: bool


class QuoteOut(Schema):
    """What of another post is quoted, and whether that post was edited or taken away since."""

    post: str
    at: datetime
    name: str
    marker: str
    blocks: list[BlockOut]


class BlockOut(Schema):
    """A stretch of a post: the writer's words as safe HTML, or a quote."""

    html: str
    quote: QuoteOut | None


class PostOut(Schema):
    """A question or an answer as others read it; contact details are withheld.

    ``vote`` and ``reaction`` are one's own; ``reactions`` counts those of everybody by kind, without zeros.
    """

    id: str
    is_question: bool
    author: AuthorOut
    at: datetime
    score: int
    vote: int
    reactions: dict[str, int]
    reaction: str
    blocks: list[BlockOut]
    words: str
    withheld_kinds: list[str]
    changes: int
    edited_at: datetime | None
    edited_by: str | None
    edit_reason: str
    is_best: bool
    is_removed: bool
    href: str


class TopicOut(Schema):
    """A question in a list. ``answers`` counts those that can be read."""

    id: str
    title: str
    href: str
    is_note: bool
    author: AuthorOut
    at: datetime
    active_at: datetime
    score: int
    answers: int
    best: str | None


class RecommendationOut(Schema):
    """An answer that staff put forward."""

    post: str
    by: str
    reason: str
    at: datetime


class WholeTopicOut(TopicOut):
    """A question with a page of its answers."""

    question: PostOut
    posts: list[PostOut]
    recommended: list[RecommendationOut]


class QuestionIn(Schema):
    """A question, or as staff a note; the key makes a second call harmless."""

    title: Words
    text: Words
    key: UUID
    is_note: bool = False


class AnswerIn(Schema):
    """An answer; the key makes a second call harmless."""

    text: Words
    key: UUID


class EditIn(Schema):
    """A post's new words. ``seen`` is its ``changes`` when it was read; questions have a title."""

    text: Words
    title: Words = ""
    reason: Words = ""
    seen: Annotated[int, Field(ge=0, le=10**6)]


class VersionOut(Schema):
    """How a post read at some time."""

    number: int
    by: str
    at: datetime
    reason: str
    title: str
    blocks: list[BlockOut]


class VoteIn(Schema):
    """What one's vote shall be from now on: up (1), down (-1) or none (0)."""

    value: Literal[1, 0, -1]


class ReactionIn(Schema):
    """What one's reaction shall be from now on; null takes it back."""

    kind: Reaction | None


class ReactionOut(Schema):
    """Who reacted, and how."""

    kind: str
    name: str
    at: datetime


class BestIn(Schema):
    """The answer that the asker chooses; null takes the choice back."""

    post: PublicId | None


class WhyIn(Schema):
    """Why staff do something; others read it."""

    reason: Words


class QuotationOut(Schema):
    """A post as a quote of it is typed."""

    text: str


class PostReportIn(Schema):
    """What is wrong with a post."""

    reason: Literal["spam", "rude", "outside_contact", "scam", "other"]
    words: Words = ""
