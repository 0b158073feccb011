"""View-models of the board: one line for each question."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gighall.domain.forum.models import Post
from gighall.domain.forum.rules import ACTIVE, TOPIC_SORTS
from gighall.web.forum.addresses import topic_address
from gighall.web.forum.bodies import Author, author_of, excerpt_of
from gighall.web.forum.forms import SORT_LABELS
from gighall.web.forum.views import signed


@dataclass(frozen=True)
class BoardRow:
    """A question in the list."""

    title: str
    href: str
    excerpt: str
    author: Author
    asked_at: datetime
    active_at: datetime
    score: str
    score_word: str
    answers: str
    answers_word: str
    is_answered: bool
    has_best: bool
    is_note: bool


def board_rows(questions: Iterable[Post]) -> list[BoardRow]:
    """Return the lines of a list of questions."""
    return [
        BoardRow(
            title=post.topic.title_shown,
            href=topic_address(post.topic),
            excerpt=excerpt_of(post.words),
            author=author_of(post.author),
            asked_at=post.made_at,
            active_at=post.topic.active_at,
            score=signed(post.score),
            score_word=ngettext("point", "points", abs(post.score)),
            answers=str(post.topic.answers),
            answers_word=ngettext("answer", "answers", post.topic.answers),
            is_answered=post.topic.answers > 0,
            has_best=post.topic.best is not None and post.topic.best.removed_at is None,
            is_note=post.topic.is_note,
        )
        for post in questions
    ]


def board_tabs(sort: str, typed: str) -> list[tuple[str, str, bool]]:
    """Return the ways to order the list; what is looked for stays."""
    tabs = []
    for key in TOPIC_SORTS:
        asked = {
            name: value for name, value in (("q", typed), ("sort", "" if key == ACTIVE else key)) if value
        }
        address = reverse("forum:board") + (f"?{urlencode(asked)}" if asked else "")
        label = _("Best match") if key == ACTIVE and typed else str(SORT_LABELS[key])
        tabs.append((label, address, key == sort))
    return tabs
