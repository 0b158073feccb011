"""Reads of the inbox. Every read goes through the reader's own conversations."""

from typing import TypedDict

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.domain.files.models import StoredFile
from gighall.domain.files.queries import file_named
from gighall.domain.record.models import Entry
from gighall.domain.record.queries import entries_for_place

from .models import Conversation, ReadingMark


class Reach(TypedDict):
    """How far a record has come to somebody: up to which number they read it, and received it."""

    read: int
    received: int


NOT_REACHED: Reach = {"read": 0, "received": 0}


def conversations_of(person_id: int) -> QuerySet[Conversation]:
    """Return a person's conversations, the newest words first, each with ``has_new``: words of the other side
    after the person's reading mark.
    """
    mark = ReadingMark.objects.filter(record=OuterRef("record"), person_id=person_id).values("number")
    new = Entry.objects.filter(record=OuterRef("record"), number__gt=Coalesce(OuterRef("read_up_to"), 0))
    return (
        Conversation.objects.filter(Q(one_id=person_id) | Q(two_id=person_id))
        .select_related("one", "two", "record")
        .annotate(read_up_to=Subquery(mark))
        .annotate(has_new=Exists(new.exclude(author_id=person_id)))
        .order_by("-record__last_at", "-id")
    )


def get_conversation_for(*, public_id: str, person_id: int) -> Conversation:
    """Return a conversation of the person.

    Errors: NotYours.
    """
    conversation = conversations_of(person_id).filter(public_id=public_id).first()
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


def conversation_between(person_id: int, other_id: int) -> Conversation | None:
    """Return the conversation of two people, or None before the first word."""
    one_id, two_id = sorted((person_id, other_id))
    return Conversation.objects.filter(one_id=one_id, two_id=two_id).select_related("record").first()


def reach_of_others(*, record_id: int, person_id: int) -> dict[str, Reach]:
    """Return how far a record has come to its other people, by their keys, in one query; without a mark, not at all."""
    marks = ReadingMark.objects.filter(record_id=record_id).exclude(person_id=person_id)
    found = marks.values_list("person__public_id", "number", "received")
    return {key: {"read": read, "received": received} for key, read, received in found}
