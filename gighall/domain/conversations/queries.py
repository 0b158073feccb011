"""Reads of the inbox. Every read goes through the reader's own conversations."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from django.db import connection
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from gighall.base import limits
from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.base.written_query import Given, WrittenQuery
from gighall.domain.accounts.models import Person
from gighall.domain.files.models import StoredFile, Upload
from gighall.domain.files.queries import file_named, own_upload
from gighall.domain.policy.rules import Run, Said, run_before
from gighall.domain.record.models import Entry
from gighall.domain.record.queries import entries_for_place, own_last_messages, place_of
from gighall.guard import may_complete

from .models import Block, Conversation, Label, Labelling, QuickResponse, ReadingMark
from .rules import Blocking, ListWish, TalkBlocked, talk_blocked
from .statements import DRAFT_SQL, LAST_WORDS_SQL, REACH_SQL


@dataclass(frozen=True)
class LastWords:
    """The newest message or file of a record as its participants read it (null: none, or erased), and how many
    entries of others a person has not read, counted to one more than is shown.
    """

    kind: str | None
    author_id: int | None
    shown: str | None
    unread: int


class Reach(TypedDict):
    """How far a record has come to somebody: up to which number they read it, and received it."""

    read: int
    received: int


NOT_REACHED: Reach = {"read": 0, "received": 0}


_CONVERSATION_FOR = WrittenQuery(
    lambda: conversations_of(Given("person_id")).filter(public_id=Given("public_id"))[:1]
)


def conversations_of(person_id: int | Given) -> QuerySet[Conversation]:
    """Return a person's conversations, also archived ones, the newest words first.

    Shapes: each with ``has_new`` (words of the other side after the person's reading mark), ``starred_at`` and
    ``is_archived``.
    """
    mark = ReadingMark.objects.filter(record=OuterRef("record"), person_id=person_id).values("number")
    new = Entry.objects.filter(record=OuterRef("record"), number__gt=Coalesce(OuterRef("read_up_to"), 0))
    kept = FilteredRelation("filings", condition=Q(filings__person_id=person_id))
    is_archived = Q(kept__archived_number__isnull=False, kept__archived_number__gte=F("record__last_number"))
    return (
        Conversation.objects.filter(Q(one_id=person_id) | Q(two_id=person_id))
        .select_related("one", "two", "record")
        .annotate(read_up_to=Subquery(mark))
        .annotate(has_new=Exists(new.exclude(author_id=person_id)))
        .annotate(kept=kept)
        .annotate(
            starred_at=F("kept__starred_at"), is_archived=ExpressionWrapper(is_archived, BooleanField())
        )
        .order_by("-record__last_at", "-id")
    )


def listed_conversations(person_id: int, wish: ListWish) -> QuerySet[Conversation]:
    """Return the conversations of a person that fit a wish, the newest words first.

    What was archived stands in its own list, among the starred ones and under its labels.
    Errors: NotYours for somebody else's label.
    """
    # Of anything: the type checker does not know annotations.
    found: QuerySet[Any] = conversations_of(person_id)
    if wish.label:
        label = own_label(public_id=wish.label, person_id=person_id)
        return found.filter(labellings__label=label)
    match wish.show:
        case "starred":
            return found.filter(starred_at__isnull=False)
        case "archived":
            return found.filter(is_archived=True)
        case "unread":
            return found.filter(is_archived=False, has_new=True)
        case _:
            return found.filter(is_archived=False)


def last_words(*, person_id: int, record_ids: list[int]) -> dict[int, LastWords]:
    """Return the newest words of records of a person, and how much is unread, by record, in one query."""
    if not record_ids:
        return {}
    arguments: dict[str, Any] = {
        "person": person_id,
        "records": record_ids,
        "characters": 2 * limits.SNIPPET_CHARACTERS_MAX,
        "unread": limits.UNREAD_COUNT_MAX + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(LAST_WORDS_SQL, arguments)
        return {record_id: LastWords(*rest) for record_id, *rest in cursor.fetchall()}


def get_conversation_for(*, public_id: str, person_id: int) -> Conversation:
    """Return a conversation of the person.

    Errors: NotYours.
    """
    conversation = _CONVERSATION_FOR.first(public_id=public_id, person_id=person_id)
    if conversation is None:
        raise NotYours(_("There is no such conversation."))
    return conversation


def get_file_for(*, public_id: str, person_id: int) -> StoredFile:
    """Return a file that was sent in a record in which the person has a place, and in their part of it.

    Errors: NotYours.
    """
    file = file_named(public_id)
    if file is not None:
        readable = entries_for_place(record_id=file.place_id, person_id=person_id)
        if readable.filter(kind="file", about_id=file.pk).exists():
            return file
    raise NotYours(_("There is no such file."))


def get_upload_for(*, public_id: str, person_id: int, now: datetime) -> Upload:
    """Return a person's own upload, in a record in which they still have a place.

    Errors: NotYours.
    """
    upload = own_upload(public_id=public_id, person_id=person_id, now=now)
    if upload is None or place_of(record_id=upload.place_id, person_id=person_id).until_number is not None:
        raise NotYours(_("There is no such upload."))
    return upload


def conversation_between(person_id: int, other_id: int) -> Conversation | None:
    """Return the conversation of two people, or None before the first word."""
    one_id, two_id = sorted((person_id, other_id))
    return Conversation.objects.filter(one_id=one_id, two_id=two_id).select_related("record").first()


def reach_in(record_id: int) -> dict[str, Reach]:
    """Return how far a record has come to its people, by their keys, in one query; without a mark, not at all."""
    with connection.cursor() as cursor:
        cursor.execute(REACH_SQL, {"record": record_id})
        return {key: {"read": read, "received": received} for key, read, received in cursor.fetchall()}


def labels_of(person_id: int) -> list[Label]:
    """Return a person's labels by name."""
    return list(Label.objects.filter(person_id=person_id).order_by("folded", "id"))


def own_label(*, public_id: str, person_id: int) -> Label:
    """Return a label of the person.

    Errors: NotYours.
    """
    label = Label.objects.filter(public_id=public_id, person_id=person_id).first()
    if label is None:
        raise NotYours(_("There is no such label."))
    return label


def labels_on(*, person_id: int, conversation_ids: list[int]) -> dict[int, list[str]]:
    """Return the public ids of a person's labels on conversations, by conversation, in one query."""
    rows = Labelling.objects.filter(label__person_id=person_id, conversation_id__in=conversation_ids)
    found: dict[int, list[str]] = {}
    for conversation_id, label in rows.order_by("label__folded").values_list(
        "conversation_id", "label__public_id"
    ):
        found.setdefault(conversation_id, []).append(label)
    return found


def blocking_between(*, person_id: int, other_id: int) -> Blocking:
    """Return whether a person blocks another one, and is blocked by them."""
    pairs = Q(by_id=person_id, blocked_id=other_id) | Q(by_id=other_id, blocked_id=person_id)
    by = set(Block.objects.filter(pairs).values_list("by_id", flat=True))
    return Blocking(mine=person_id in by, theirs=other_id in by)


def blocked_between(*, person_id: int, other_id: int) -> TalkBlocked | None:
    """Return why a person cannot write to another one before an order, or None when no block stands."""
    blocking = blocking_between(person_id=person_id, other_id=other_id)
    name = Person.objects.values_list("name", flat=True).get(pk=other_id)
    return talk_blocked(blocking, name=name)


def blocked_in_record(*, record_id: int, person_id: int) -> TalkBlocked | None:
    """Return why a person cannot write in the record of a conversation, or None when no block stands."""
    conversation = conversations_of(person_id).filter(record_id=record_id).first()
    if conversation is None:
        return None
    other_id = conversation.two_id if conversation.one_id == person_id else conversation.one_id
    return blocked_between(person_id=person_id, other_id=other_id)


def blocks_of(person_id: int) -> QuerySet[Block]:
    """Return whom a person blocks, the newest first."""
    return Block.objects.filter(by_id=person_id).select_related("blocked").order_by("-at", "-id")


def own_block(*, by_id: int, blocked: str) -> Block:
    """Return a person's block of somebody (by public id).

    Errors: NotYours.
    """
    found = blocks_of(by_id).filter(blocked__public_id=blocked).first()
    if found is None:
        raise NotYours(_("You do not block this person."))
    return found


def run_before_message(
    *, record_id: int, author_id: int, text: str, key: uuid.UUID, now: datetime
) -> Run | None:
    """Return what the author wrote in a record just before a message of theirs, in one query at most.

    None where that is all one: the words are too long to be a part of anything, or were stored long ago under this key.
    """
    if not may_complete(text):
        return None
    rows, is_known = own_last_messages(record_id=record_id, author_id=author_id, key=key)
    said = [Said(str(one), at, shown) for one, at, shown in rows]
    if is_known and all(one.key != str(key) for one in said):
        return None
    return run_before(said, key=str(key), now=now)


def draft_in(*, record_id: int, person_id: int) -> str:
    """Return what a person was writing in a record, or nothing."""
    with connection.cursor() as cursor:
        cursor.execute(DRAFT_SQL, {"record": record_id, "person": person_id})
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def quick_responses_of(person_id: int) -> list[QuickResponse]:
    """Return a person's quick responses by title."""
    return list(QuickResponse.objects.filter(person_id=person_id).order_by("folded", "id"))


def own_quick_response(*, public_id: str, person_id: int) -> QuickResponse:
    """Return a quick response of the person.

    Errors: NotYours.
    """
    response = QuickResponse.objects.filter(public_id=public_id, person_id=person_id).first()
    if response is None:
        raise NotYours(_("There is no such quick response."))
    return response
