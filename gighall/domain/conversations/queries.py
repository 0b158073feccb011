"""Reads of the inbox. Every read goes through the reader's own conversations."""

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.domain.record.models import Entry

from .models import Conversation, ReadingMark


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


def conversation_between(person_id: int, other_id: int) -> Conversation | None:
    """Return the conversation of two people, or None before the first word."""
    one_id, two_id = sorted((person_id, other_id))
    return Conversation.objects.filter(one_id=one_id, two_id=two_id).select_related("record").first()
