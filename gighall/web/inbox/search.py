"""Looking for something in one's own inbox: people, gigs that were talked about, and words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from gighall.base import limits
from gighall.domain.conversations.models import Conversation
from gighall.domain.conversations.queries import FoundEntry, conversations_of, found_entries
from gighall.domain.conversations.rules import hits_in, search_words
from gighall.domain.gigs.queries import titles_for
from gighall.web.inbox.views import gig_id_of, other_of

BEFORE_HIT = 50


@dataclass(frozen=True)
class FoundRow:
    """Something that was found; ``parts`` are stretches of its words and whether they were looked for."""

    name: str
    href: str
    note: str
    at: datetime
    conversation: str
    number: int = 0
    parts: list[tuple[str, bool]] = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """What a search found: talks by the other side's name or their gig, and messages; each list may be cut."""

    talks: list[FoundRow] = field(default_factory=list)
    messages: list[FoundRow] = field(default_factory=list)
    is_cut: bool = False

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was found."""
        return not self.talks and not self.messages


def found_in_inbox(typed: str, person_id: int) -> Found:
    """Return what a person finds in their own inbox, in three queries; only what they may read."""
    words = search_words(typed)
    if not words:
        return Found()
    talks = list(conversations_of(person_id)[: limits.INBOX_SEARCH_CONVERSATIONS_MAX])
    titles = titles_for(public_ids=map(gig_id_of, talks), person_id=person_id)
    by_name = [_talk_row(talk, titles, person_id, words) for talk in talks]
    found_talks = [row for row in by_name if row is not None]
    entries = found_entries(person_id=person_id, words=words)
    by_id = {talk.public_id: talk for talk in talks}
    most = limits.INBOX_SEARCH_RESULTS_MAX
    return Found(
        talks=found_talks[:most],
        messages=[
            _message_row(entry, by_id[entry.conversation], person_id, words)
            for entry in entries[:most]
            if entry.conversation in by_id
        ],
        is_cut=len(found_talks) > most or len(entries) > most,
    )


def _talk_row(
    talk: Conversation, titles: dict[str, str], person_id: int, words: Sequence[str]
) -> FoundRow | None:
    name, title = other_of(talk, person_id).name, titles.get(gig_id_of(talk), "")
    hits = hits_in(title, words)
    if not hits and not hits_in(name, words):
        return None
    return FoundRow(
        name=name,
        href=reverse("inbox:show", args=[talk.public_id]),
        note="",
        at=talk.record.last_at,
        conversation=talk.public_id,
        parts=parts_of(title, hits),
    )


def _message_row(entry: FoundEntry, talk: Conversation, person_id: int, words: Sequence[str]) -> FoundRow:
    shown = " ".join(entry.words.split())
    hits = hits_in(shown, words)
    # The page begins a little earlier than the entry, so that one reads what led to it.
    address = reverse("inbox:show", args=[entry.conversation])
    return FoundRow(
        name=other_of(talk, person_id).name,
        href=f"{address}?from={max(1, entry.number - 3)}#entry-{entry.number}",
        note=_("You wrote") if entry.author_id == person_id else "",
        at=entry.at,
        conversation=entry.conversation,
        number=entry.number,
        parts=parts_of(*cut_around(shown, hits)),
    )


def cut_around(text: str, hits: list[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """Return the part of a long text around its first hit, and the hits in that part."""
    start = max(0, hits[0][0] - BEFORE_HIT) if hits else 0
    end = start + limits.SNIPPET_CHARACTERS_MAX
    before, after = "…" if start else "", "…" if end < len(text) else ""
    shift = len(before) - start
    inside = [(max(s, start) + shift, min(e, end) + shift) for s, e in hits if s < end and e > start]
    return f"{before}{text[start:end]}{after}", inside


def parts_of(text: str, hits: list[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Return a text as stretches, each with whether it was looked for."""
    parts: list[tuple[str, bool]] = []
    position = 0
    for start, end in hits:
        if start < position:
            # Two of the words begin at the same place.
            continue
        parts += [(text[position:start], False), (text[start:end], True)]
        position = end
    parts.append((text[position:], False))
    return [(words, is_hit) for words, is_hit in parts if words]
