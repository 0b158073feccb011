"""Taking no messages from somebody before an order."""

from datetime import datetime

from django.db import connection, transaction

from gighall.domain.record.actions import set_may_write

from ..models import Block
from ..queries import conversation_between
from ..statements import LOCK_PAIR_SQL


def lock_pair(person_id: int, other_id: int) -> None:
    """Hold a pair of people until the transaction ends: nobody begins with or blocks the other meanwhile.

    It comes before every lock of a record.
    """
    one_id, two_id = sorted((person_id, other_id))
    with connection.cursor() as cursor:
        cursor.execute(LOCK_PAIR_SQL, [f"conversation:{one_id}:{two_id}"])


@transaction.atomic
def block_person(*, by_id: int, blocked_id: int, now: datetime) -> None:
    """Take no messages from a person before an order: in their conversation nobody writes any more.

    It can still be read, and orders of the two are not touched. A second press changes nothing.
    """
    lock_pair(by_id, blocked_id)
    Block.objects.get_or_create(by_id=by_id, blocked_id=blocked_id, defaults={"at": now})
    _let_write(by_id, blocked_id, may_write=False)


@transaction.atomic
def unblock_person(*, by_id: int, blocked_id: int) -> None:
    """Take messages from a person again; the two can write unless the other one blocks too."""
    lock_pair(by_id, blocked_id)
    Block.objects.filter(by_id=by_id, blocked_id=blocked_id).delete()
    if not Block.objects.filter(by_id=blocked_id, blocked_id=by_id).exists():
        _let_write(by_id, blocked_id, may_write=True)


def _let_write(by_id: int, other_id: int, *, may_write: bool) -> None:
    conversation = conversation_between(by_id, other_id)
    if conversation is not None:
        set_may_write(record_id=conversation.record_id, may_write=may_write)
