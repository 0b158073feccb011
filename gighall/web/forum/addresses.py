"""Addresses of topics and posts: the id decides, the words beside it are for people."""

import unicodedata

from django.urls import reverse
from django.utils.http import urlencode

from gighall.base import limits
from gighall.domain.forum.models import Post, Topic
from gighall.domain.forum.queries import answers_before
from gighall.domain.forum.rules import BEST_FIRST

SLUG_CHARACTERS_MAX = 80
MARKS_MAX = 2


def slug_of(title: str) -> str:
    """Return a title as it stands in an address: letters and digits of any script, joined by hyphens."""
    slug, marks = "", 0
    for sign in unicodedata.normalize("NFKC", title).lower():
        # Many scripts write vowels as marks; piled up without end they are no writing any more.
        is_mark = unicodedata.category(sign).startswith("M") and slug.strip("-") != ""
        marks = marks + 1 if is_mark else 0
        if sign.isalnum() or (is_mark and marks <= MARKS_MAX):
            slug += sign
        elif not is_mark and not slug.endswith("-"):
            slug += "-"
    return slug.strip("-")[:SLUG_CHARACTERS_MAX].rstrip("-") or "question"


def topic_address(topic: Topic) -> str:
    """Return the one address of a topic."""
    return reverse("forum:topic", args=[f"{topic.public_id}-{slug_of(topic.title_shown)}"])


def id_in(typed: str) -> str:
    """Return the id of an address's part, whatever words follow it."""
    return typed.partition("-")[0]


def anchor_of(post: Post) -> str:
    """Return by which name a post is found on its page."""
    return f"post-{post.public_id}"


def post_address(post: Post, *, sort: str = BEST_FIRST, is_staff: bool = False) -> str:
    """Return where a post stands now: its topic's page and place there, in an order of the answers."""
    page = 1
    if not post.is_question:
        page += answers_before(post, sort=sort, with_removed=is_staff) // limits.ANSWERS_PAGE_ROWS
    asked = {} if sort == BEST_FIRST else {"sort": sort}
    if page > 1:
        asked["page"] = str(page)
    query = f"?{urlencode(asked)}" if asked else ""
    return f"{topic_address(post.topic)}{query}#{anchor_of(post)}"
