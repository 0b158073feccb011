"""Keeping what somebody is writing."""

from datetime import datetime

from gighall.domain.record.queries import place_of

from ..models import Draft
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


def forget_draft(*, record_id: int, person_id: int) -> None:
    """Forget what a person was writing in a record: it was sent, or taken back."""
    Draft.objects.filter(record_id=record_id, person_id=person_id).delete()
