"""How one person keeps their conversations: starred, archived, labelled."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gighall.base import limits
from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.domain.accounts.models import Person

from ..models import Conversation, Filing, Label, Labelling
from ..queries import get_conversation_for, own_label
from ..rules import NameTaken, TooMany, fit_label, folded


def set_starred(*, public_id: str, person_id: int, starred: bool, now: datetime) -> Conversation:
    """Put a person's star on a conversation, or take it off; the other side sees nothing of it.

    Errors: NotYours.
    """
    conversation = get_conversation_for(public_id=public_id, person_id=person_id)
    _keep(conversation, person_id, starred_at=now if starred else None)
    return conversation


def set_archived(
    *, public_id: str, person_id: int, archived: bool, number: int | None = None, now: datetime
) -> Conversation:
    """Put a conversation away for a person, up to an entry (the newest one), or bring it back.

    It comes back by itself when something is written after that entry.
    Errors: NotYours.
    """
    conversation = get_conversation_for(public_id=public_id, person_id=person_id)
    last = conversation.record.last_number
    if archived:
        up_to = last if number is None else min(number, last)
        _keep(conversation, person_id, archived_at=now, archived_number=up_to)
    else:
        _keep(conversation, person_id, archived_at=None, archived_number=None)
    return conversation


def _keep(conversation: Conversation, person_id: int, **kept: datetime | int | None) -> None:
    Filing.objects.bulk_create(
        [Filing(conversation=conversation, person_id=person_id, **kept)],
        update_conflicts=True,
        unique_fields=["conversation", "person"],
        update_fields=list(kept),
    )


@transaction.atomic
def create_label(*, person_id: int, name: str, now: datetime) -> Label:
    """Make a label for a person's own use.

    Errors: NameUnfit, NameTaken (in any case of letters), TooMany.
    """
    line = fit_label(name)
    Person.objects.select_for_update(no_key=True).get(pk=person_id)
    mine = Label.objects.filter(person_id=person_id)
    _check_free(mine.filter(folded=folded(line)).exists(), line)
    if mine.count() >= limits.LABELS_PER_PERSON_MAX:
        raise TooMany(
            _("You have {most} labels. Delete one that you no longer use."), most=limits.LABELS_PER_PERSON_MAX
        )
    return Label.objects.create(person_id=person_id, name=line, folded=folded(line), made_at=now)


@transaction.atomic
def rename_label(*, public_id: str, person_id: int, name: str) -> Label:
    """Give one's own label another name; it stays on its conversations.

    Errors: NotYours, NameUnfit, NameTaken.
    """
    label = own_label(public_id=public_id, person_id=person_id)
    line = fit_label(name)
    Person.objects.select_for_update(no_key=True).get(pk=person_id)
    others = Label.objects.filter(person_id=person_id, folded=folded(line)).exclude(pk=label.pk)
    _check_free(others.exists(), line)
    label.name, label.folded = line, folded(line)
    label.save(update_fields=["name", "folded"])
    return label


def _check_free(is_taken: bool, name: str) -> None:
    if is_taken:
        raise NameTaken(_("You have a label “{name}” already."), name=name)


def delete_label(*, public_id: str, person_id: int) -> None:
    """Delete one's own label; its conversations stay.

    Errors: NotYours.
    """
    own_label(public_id=public_id, person_id=person_id).delete()


@transaction.atomic
def set_labels(*, public_id: str, person_id: int, labels: Sequence[str]) -> Conversation:
    """Let a conversation carry exactly these labels of a person (by public ids).

    Errors: NotYours for somebody else's conversation or label.
    """
    conversation = get_conversation_for(public_id=public_id, person_id=person_id)
    wanted = set(labels)
    # Held until the end, so that a label which is deleted at this moment waits.
    mine = Label.objects.select_for_update(no_key=True).filter(person_id=person_id).order_by("pk")
    found = [label for label in mine if label.public_id in wanted]
    if len(found) != len(wanted):
        raise NotYours(_("There is no such label."))
    Labelling.objects.filter(conversation=conversation, label__person_id=person_id).exclude(
        label__in=found
    ).delete()
    Labelling.objects.bulk_create(
        [Labelling(label=label, conversation=conversation) for label in found], ignore_conflicts=True
    )
    return conversation
