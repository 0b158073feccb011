"""``gighall verify ORDER``: recompute the hash chain of an order's record from the database."""

import argparse
from typing import Any

from gighall.base.errors import Refused
from gighall.base.errors import marked as _

from .django_door import check_database, open_django


class NothingToVerify(Refused):
    """No order and no record has this id."""

    code = "nothing_to_verify"


def add(commands: Any) -> None:
    """Register the command."""
    parser = commands.add_parser("verify", help="recompute the hash chain of an order's record")
    parser.add_argument("order", help="the public id of an order, or of a record")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print entries, head, and OK or the first bad entry; 1 when the chain does not hold."""
    open_django()
    check_database()
    return verify_record(arguments.order)


def verify_record(public_id: str) -> int:
    """Verify the record of an order (or a record by its own id), print what was found, return the exit code.

    Errors: NothingToVerify.
    """
    from gighall.domain.orders.models import Order
    from gighall.domain.record.chain import verify
    from gighall.domain.record.models import Record
    from gighall.domain.record.queries import chain_of

    record = Record.objects.filter(public_id=public_id).first()
    if record is None:
        order = Order.objects.select_related("record").filter(public_id=public_id).first()
        if order is None:
            raise NothingToVerify(_("There is no order and no record with the id {id}."), id=public_id)
        record = order.record
    result = verify(
        public_id=record.public_id, kind=record.kind, made_at=record.made_at, entries=chain_of(record)
    )
    head, expected = result.head.hex(), bytes(record.head).hex()
    print(f"record  {record.public_id}")
    print(f"entries {result.entries}")
    print(f"head    {head}")
    if not result.holds:
        print(f"BAD     entry {result.bad_number}: {result.why}")
        return 1
    if (result.entries, head) != (record.last_number, expected):
        print(f"BAD     the record says that it ends with entry {record.last_number} and the head {expected}")
        return 1
    print("OK")
    return 0
