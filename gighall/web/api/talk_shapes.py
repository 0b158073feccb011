"""Shapes of talks: entries, messages, conversations and what one keeps about them. As in ``shapes``."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field, StringConstraints

from gighall.base import limits
from gighall.web.api.shapes import PublicId, RefusalOut, Words


class MessageIn(Schema):
    """A message; ``k`` is the client key under which a repetition is recognised."""

    k: UUID
    t: Words


class MarkOut(Schema):
    """A stretch of the text, in code points, half open, and why it is marked; ``own_s`` and ``own_e`` where it
    stands in the full words.

    ``outcome``: *mask* (withheld), *note* (shown, with a remark), *allow* (shown: an exception lets it stand),
    *refuse* (take it out and send the rest). ``clause`` is what it rests on, ``help`` says what is allowed where.
    """

    s: int
    e: int
    kind: str
    outcome: Literal["mask", "note", "allow", "refuse"]
    why: str
    clause: str
    help: str
    own_s: int | None = None
    own_e: int | None = None


class WordsRefusedOut(RefusalOut):
    """Why something was not done; with the marks of words that were refused as a whole."""

    marks: list[MarkOut] = []


class EntryOut(Schema):
    """One entry of the record, the same object as on the socket."""

    c: str
    n: int
    kind: str
    by: str | None
    at: int
    k: str | None = None
    t: str | None
    marks: list[MarkOut]
    own: str | None = None


class AckOut(Schema):
    """The number and time under which a message is stored, and what of it is marked."""

    k: str
    c: str
    n: int
    at: int
    marks: list[MarkOut]


class EntriesIn(Schema):
    """Which entries are wanted: those after a number, from a moment on, or the last ones before a number."""

    since: Annotated[int, Field(ge=0, le=2**62)] = 0
    at: AwareDatetime | None = None
    before: Annotated[int, Field(ge=1, le=2**62)] | None = None


class EntriesOut(Schema):
    """A page of entries, oldest first; ``more``: there are others further on, or further back with ``before``."""

    c: str
    entries: list[EntryOut]
    more: bool
    last: int


class ConversationsIn(Schema):
    """Which conversations are wanted: one of the lists, or those with a label (its id)."""

    show: Literal["all", "unread", "starred", "archived"] = "all"
    label: Annotated[Words, StringConstraints(max_length=24)] = ""
    page: Annotated[int, Field(ge=1, le=10_000)] = 1


class ConversationOut(Schema):
    """A conversation of the inbox; ``has_new`` says whether the other side wrote since one read it.

    ``title`` is the gig's, ``words`` the newest words as they are shown; stars, archive and labels are one's own.
    """

    id: str
    record: str
    with_: Annotated[str, Field(alias="with")]
    with_name: str
    about: str
    title: str
    last: int
    last_at: datetime
    words: str
    has_new: bool
    is_starred: bool
    is_archived: bool
    labels: list[str]


class SearchIn(Schema):
    """What is looked for in one's talks and orders: beginnings of words, or "words in quotes"; 25 results a page."""

    q: Annotated[Words, StringConstraints(max_length=limits.SEARCH_CHARACTERS_MAX)] = ""
    page: Annotated[int, Field(ge=1, le=10_000)] = 1


class FoundRowOut(Schema):
    """A talk, or an entry of a talk or of an order (``n``), with the words around what was found.

    ``hits`` are where in ``words`` that stands: [from, to] in code points.
    """

    conversation: str | None
    order: str | None
    n: int | None
    with_name: str
    about: str
    words: str
    hits: list[tuple[int, int]]
    at: datetime


class FoundOut(Schema):
    """What was found, the best first.

    ``more`` says that there is more than this, on the next page or for narrower words; ``is_behind`` that so much was
    written lately that not all of it is looked through yet.
    """

    talks: list[FoundRowOut]
    messages: list[FoundRowOut]
    more: bool
    is_behind: bool


class MarksIn(Schema):
    """Up to which entry one has read a record, and up to which it has reached one, where that is further."""

    number: Annotated[int, Field(ge=0, le=2**62)]
    received: Annotated[int, Field(ge=0, le=2**62)] | None = None


class TextIn(Schema):
    """Words that are not sent: to be looked at, or kept as a draft."""

    t: Words


class CheckedOut(Schema):
    """What would be marked in some words."""

    marks: list[MarkOut]


class ArchiveIn(Schema):
    """Up to which entry a conversation is put away; the newest one when it is left out."""

    number: Annotated[int, Field(ge=0, le=2**62)] | None = None


class LabelIn(Schema):
    """The name of a label."""

    name: Annotated[Words, StringConstraints(max_length=1_000)]


class LabelOut(Schema):
    """One of one's labels."""

    id: str
    name: str


class LabelsIn(Schema):
    """The labels (ids) that a conversation carries."""

    labels: Annotated[list[PublicId], Field(max_length=limits.LABELS_PER_PERSON_MAX)]


class BlockOut(Schema):
    """Somebody from whom one takes no messages before an order."""

    id: str
    name: str
    at: datetime


class QuickResponseIn(Schema):
    """Words that one writes often."""

    title: Annotated[Words, StringConstraints(max_length=1_000)]
    text: Words


class QuickResponseOut(Schema):
    """One of one's quick responses."""

    id: str
    title: str
    text: str


class ReportIn(Schema):
    """What is wrong with an entry, or (without a number) with the whole talk."""

    number: Annotated[int, Field(ge=1, le=2**62)] | None = None
    reason: Literal["spam", "rude", "outside_contact", "scam", "other"]
    words: Words = ""


class ReportOut(Schema):
    """A report that staff have; ``is_new`` is false when one had reported the same before."""

    id: str
    at: datetime
    is_new: bool
