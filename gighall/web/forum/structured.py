"""What search engines read of a question: the same counts as people read, as structured data."""

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings

from gighall.domain.forum.models import Post
from gighall.web.forum.addresses import topic_address
from gighall.web.forum.bodies import author_of
from gighall.web.shared.jinja import url

# What would end the element that holds the data, or begin another.
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def structured_question(question: Post, answers: Sequence[Post], *, chosen: Post | None) -> str:
    """Return a question with the answers of its page as ``QAPage`` data, safe inside of a script element."""
    topic = question.topic
    asked: dict[str, Any] = {
        "@type": "Question",
        "name": topic.title_shown,
        "answerCount": topic.answers,
        **_post(question),
        "url": settings.GIGHALL_ORIGIN + topic_address(topic),
    }
    suggested = [
        _answer(post)
        for post in answers
        if post.removed_at is None and (chosen is None or post.pk != chosen.pk)
    ]
    if chosen is not None:
        asked["acceptedAnswer"] = _answer(chosen)
    if suggested:
        asked["suggestedAnswer"] = suggested
    data = {"@context": "https://schema.org", "@type": "QAPage", "mainEntity": asked}
    words = json.dumps(data, ensure_ascii=False)
    for sign, escaped in _UNSAFE.items():
        words = words.replace(sign, escaped)
    return words


def _answer(post: Post) -> dict[str, Any]:
    return {
        "@type": "Answer",
        **_post(post),
        "url": settings.GIGHALL_ORIGIN + url("forum:post", post.public_id),
    }


def _post(post: Post) -> dict[str, Any]:
    author = author_of(post.author)
    person = {"@type": "Person", "name": author.name}
    if author.href:
        person["url"] = settings.GIGHALL_ORIGIN + author.href
    said: dict[str, Any] = {
        "text": post.words,
        "upvoteCount": post.score,
        "datePublished": post.made_at.isoformat(),
        "author": person,
    }
    if post.edited_at is not None:
        said["dateModified"] = post.edited_at.isoformat()
    return said
