"""What people wrote, as the pages print it: their words, and quotes told from where and when they are read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from gighall.base import limits
from gighall.base.text import words_of_html
from gighall.domain.accounts.models import Person
from gighall.domain.forum.models import Post
from gighall.domain.forum.rules import Own, Part, Quote, written
from gighall.web.shared.jinja import url


@dataclass(frozen=True)
class Author:
    """Somebody as posts name them; an account that is gone has neither name nor page."""

    name: str
    href: str
    is_staff: bool
    is_former: bool


@dataclass(frozen=True)
class QuoteView:
    """A quote: whose words, when they were written, the way there, and what happened to them since."""

    name: str
    at: datetime
    href: str
    marker: str
    is_long: bool
    blocks: "list[Block]"


@dataclass(frozen=True)
class Block:
    """A stretch of a post: the writer's words, or a quote."""

    body_html: str = ""
    quote: QuoteView | None = None


def author_of(person: Person) -> Author:
    """Return a person as posts name them."""
    if not person.is_active:
        return Author(_("Former member"), "", is_staff=False, is_former=True)
    return Author(person.name, url("people:show", person.public_id), person.is_staff, is_former=False)


def sources_of(body: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield the ids of all posts that a body quotes, at any depth."""
    for block in body:
        if quote := block.get("quote"):
            yield quote["source"]
            yield from sources_of(quote["blocks"])


def blocks_of(
    body: Iterable[dict[str, Any]], sources: Mapping[str, Post], *, here: frozenset[str] = frozenset()
) -> list[Block]:
    """Return a body as it is printed; ``here`` are the ids of the posts that stand on the same page."""
    return [
        Block(quote=_quote_view(block["quote"], sources, here))
        if "quote" in block
        else Block(body_html=block["html"])
        for block in body
    ]


def _quote_view(quote: dict[str, Any], sources: Mapping[str, Post], here: frozenset[str]) -> QuoteView:
    source = sources.get(quote["source"])
    inner = blocks_of(quote["blocks"], sources, here=here)
    href = marker = ""
    if source is None or source.removed_at is not None or source.is_topic_gone:  # type: ignore[attr-defined]  # annotated
        marker = _("This post is not there any more; the quote keeps its words.")
    else:
        href = _jump(source.public_id, here)
        if source.changed_at is not None and source.changed_at > datetime.fromisoformat(quote["quoted_at"]):
            marker = _("The post was edited after it was quoted here.")
    return QuoteView(
        name=author_of(source.author).name if source is not None else _("Former member"),
        at=datetime.fromisoformat(quote["at"]),
        href=href,
        marker=marker,
        is_long=sum(len(strip_tags(each.body_html)) for each in inner) > limits.QUOTE_FOLDED_CHARACTERS,
        blocks=inner,
    )


def _jump(post_id: str, here: frozenset[str]) -> str:
    return f"#post-{post_id}" if post_id in here else url("forum:post", post_id)


def quotation_of(post: Post, sources: Mapping[str, Post]) -> str:
    """Return a whole post as a quote of it is typed: as others read it, with the quotes in it to a sane depth."""
    names = {post.public_id: author_of(post.author).name}
    names |= {source.public_id: author_of(source.author).name for source in sources.values()}
    gone = {key for key, source in sources.items() if source.removed_at is not None or source.is_topic_gone}  # type: ignore[attr-defined]  # annotated
    parts = _parts(post.body, gone=gone, depth=1)
    return written([Quote(post.public_id, tuple(parts))], names)


def _parts(body: Iterable[dict[str, Any]], *, gone: set[str], depth: int) -> list[Part]:
    parts: list[Part] = []
    for block in body:
        if "quote" not in block:
            parts.append(Own(words_of_html(block["html"])[0]))
        elif depth < limits.QUOTE_DEPTH_MAX and block["quote"]["source"] not in gone:
            inner = _parts(block["quote"]["blocks"], gone=gone, depth=depth + 1)
            parts.append(Quote(block["quote"]["source"], tuple(inner)))
    return parts


def excerpt_of(words: str) -> str:
    """Return the first words of a post, cut between words."""
    line = " ".join(words.split())
    if len(line) <= limits.EXCERPT_CHARACTERS_MAX:
        return line
    cut = line[: limits.EXCERPT_CHARACTERS_MAX]
    return (cut.rpartition(" ")[0] or cut).rstrip(",;:.–-") + "…"
