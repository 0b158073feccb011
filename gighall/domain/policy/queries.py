"""Judging text for rooms that store it themselves."""

from dataclasses import dataclass

from django.conf import settings

from gighall.base.masking import Span, mask
from gighall.guard import find_in

from .rules import MASK, Judgement, judge


@dataclass(frozen=True)
class ShownWords:
    """A text as others read it, and the kinds of what was withheld in it."""

    words: str
    kinds: tuple[str, ...]


def own_hosts() -> frozenset[str]:
    """Return the hosts whose links are links to the hall itself."""
    if settings.GIGHALL_DOMAIN:
        return frozenset({settings.GIGHALL_DOMAIN})
    return frozenset({f"127.0.0.1:{settings.GIGHALL_PORT}", f"localhost:{settings.GIGHALL_PORT}"})


def judged_in(place: str, text: str) -> Judgement:
    """Judge one text in a place."""
    return judge(find_in(text, own_hosts=own_hosts()), place=place)


def spans_of(judgement: Judgement) -> list[Span]:
    """Return what a judgement withholds, as the record stores it."""
    if judgement.outcome != MASK:
        return []
    return [{"s": span.start, "e": span.end, "kind": span.kind} for span in judgement.spans]


def shown_in(place: str, text: str) -> ShownWords:
    """Return a text as others may read it in a place."""
    spans = spans_of(judged_in(place, text))
    return ShownWords(mask(text, spans), tuple(sorted({span["kind"] for span in spans})))
