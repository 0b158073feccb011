"""Keeping what somebody is writing."""

from datetime import datetime

from django.db import transaction

from gighall.domain.record.queries import place_of

from ..models import Draft
from ..queries import draft_in
from ..rules import check_draft


def save_draft(*, record_id: int, person_id: int, text: str, now: datetime) -> None:
    """Keep what a person is writing in a record, in place of what was kept before; empty words are not kept.

    Errors: NotYours, MessageUnfit.
    """
    place_of(record_id=record_id, person_id=person_id)
    check_draft(text)
    if not text.strip():
        forget_draft(record_id=record_id, person_id=person_id)
        return
    Draft.objects.bulk_create(
        [Draft(record_id=record_id, person_id=person_id, text=text, changed_at=now)],
        update_conflicts=True,
        unique_fields=["record", "person"],
        update_fields=["text", "changed_at"],
    )


@transaction.atomic
def move_draft(*, from_record_id: int, to_record_id: int, person_id: int, text: str, now: datetime) -> None:
    """Take what a person is writing in one record along to another one, behind what they were writing there.

    Errors: NotYours, MessageUnfit.
    """
    before = draft_in(record_id=to_record_id, person_id=person_id)
    parts = [before, text] if text.strip() != before.strip() else [text]
    together = "\n\n".join(part for part in parts if part.strip())
    save_draft(record_id=to_record_id, person_id=person_id, text=together, now=now)
    forget_draft(record_id=from_record_id, person_id=person_id)


def forget_draft(*, record_id: int, person_id: int) -> None:
    """Forget what a person was writing in a record: it was sent, or taken back."""
    Draft.objects.filter(record_id=record_id, person_id=person_id).delete()
