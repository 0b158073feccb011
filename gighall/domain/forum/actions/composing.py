"""From what somebody typed to what is stored: quotes checked, words judged, rendered once."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gighall.base.masking import Span, mask
from gighall.base.text import plain_html, words_of_html
from gighall.domain.policy.actions import judge_words
from gighall.domain.policy.queries import noted_of, rendered_in, shown_in, spans_of
from gighall.domain.policy.rules import Judgement

from ..models import Post
from ..queries import posts_by_id, words_said_in
from ..rules import (
    Own,
    Part,
    Quote,
    check_quote,
    check_quote_count,
    own_words,
    parse,
    quoted_words,
    quotes_in,
)

PLACE = "community"
_BETWEEN = "\n\n"


@dataclass(frozen=True)
class Composed:
    """A post as it is stored."""

    title_shown: str
    body: list[dict[str, Any]]
    words: str
    kinds: list[str]
    judgement: Judgement
    # The posts that are quoted directly.
    sources: tuple[Post, ...]

    @property
    def is_noted(self) -> bool:
        """Say whether the words sound like going elsewhere."""
        return bool(noted_of(self.judgement))


def compose(
    *,
    title: str,
    text: str,
    by_id: int,
    topic_pk: int,
    key: uuid.UUID,
    now: datetime,
    kept: list[dict[str, Any]] | None = None,
) -> Composed:
    """Return what was typed as it is stored. It comes before the transaction that stores it.

    Shapes: ``kept`` is the body before an edit: quotes that stood there may stay.
    Errors: QuoteUnfit, WordsRefused.
    """
    parts = parse(text)
    check_quote_count(parts)
    sources = _checked_sources(parts, kept or [])
    own = own_words(parts)
    judgement = judge_words(
        person_id=by_id,
        place=PLACE,
        place_id=topic_pk,
        text=_BETWEEN.join([title, *own]),
        key=key,
        now=now,
    )
    # Once together, as a reader sees them, and once each by itself: nothing beside it may cover a contact detail up.
    each = [shown_in(PLACE, text) for text in _masked_each([title, *own], spans_of(judgement))]
    title_shown, *masked = [shown.words for shown in each]
    kinds = {span["kind"] for span in spans_of(judgement)} | {kind for shown in each for kind in shown.kinds}
    body, words = [], []
    shown = iter(masked)
    for part in parts:
        if isinstance(part, Own):
            html, found = rendered_in(PLACE, next(shown))
            kinds |= found
            body.append({"html": html})
            words.append(words_of_html(html)[0])
        else:
            body.append(_quote_block(part, sources, now))
    direct = {part.source for part in parts if isinstance(part, Quote)}
    return Composed(
        title_shown=title_shown,
        body=body,
        words="\n".join(words),
        kinds=sorted(kinds),
        judgement=judgement,
        sources=tuple(sources[source] for source in sorted(direct) if source in sources),
    )


def _checked_sources(parts: tuple[Part, ...], kept: list[dict[str, Any]]) -> dict[str, Post]:
    """Return the posts that are quoted, by their ids, once every quote was found to be what they said."""
    quotes = list(quotes_in(parts))
    sources = posts_by_id(quote.source for quote in quotes)
    said = words_said_in(sources.values())
    stood = kept_quotes(kept)
    for quote in quotes:
        post = sources.get(quote.source)
        if post is not None and _words_alike(quoted_words(quote)) in stood.get(quote.source, set()):
            continue
        check_quote(
            quote,
            is_there=post is not None and post.removed_at is None and not post.is_topic_gone,  # type: ignore[attr-defined]  # annotated
            said=said.get(quote.source, []),
            name=post.author.name if post is not None else "",
        )
    return sources


def kept_quotes(body: Iterable[dict[str, Any]]) -> dict[str, set[str]]:
    """Return the words of the quotes in a stored body, by whose they are."""
    found: dict[str, set[str]] = {}
    for source, words in _quotes_of(body):
        found.setdefault(source, set()).add(_words_alike(words))
    return found


def _quotes_of(body: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for block in body:
        if quote := block.get("quote"):
            own = [words_of_html(inner["html"])[0] for inner in quote["blocks"] if "html" in inner]
            yield quote["source"], "\n".join(own)
            yield from _quotes_of(quote["blocks"])


def _words_alike(text: str) -> str:
    return " ".join(text.split())


def _quote_block(quote: Quote, sources: dict[str, Post], now: datetime) -> dict[str, Any]:
    """Return a quote as it is stored: whose words they are is looked up when they are read."""
    blocks = [
        {"html": plain_html(shown_in(PLACE, part.text).words)}
        if isinstance(part, Own)
        else _quote_block(part, sources, now)
        for part in quote.parts
    ]
    source = sources[quote.source]
    stored = {"source": quote.source, "at": source.made_at.isoformat(), "quoted_at": now.isoformat()}
    return {"quote": {**stored, "blocks": blocks}}


def _masked_each(texts: list[str], spans: list[Span]) -> list[str]:
    """Return each text with what is withheld in it; the spans are those of all texts together."""
    masked, start = [], 0
    for text in texts:
        end = start + len(text)
        inside: list[Span] = [
            {"s": max(span["s"], start) - start, "e": min(span["e"], end) - start, "kind": span["kind"]}
            for span in spans
            if span["s"] < end and span["e"] > start
        ]
        masked.append(mask(text, inside))
        start = end + len(_BETWEEN)
    return masked
