"""``gighall erase``: take the words of messages away for ever; the chain still holds."""

import argparse
from typing import Any

from gighall.base.errors import Refused
from gighall.base.errors import marked as _

from .django_door import check_database, open_django


class CannotFind(Refused):
    """No order or no member of staff has this name."""

    code = "cannot_find"


def add(commands: Any) -> None:
    """Register the command."""
    parser = commands.add_parser("erase", help="take the words of messages of an order away for ever")
    parser.add_argument("order", help="the public id of the order")
    parser.add_argument("numbers", type=int, nargs="+", help="the numbers of the messages")
    parser.add_argument(
        "--by", required=True, help="the e-mail address of the member of staff who decided it"
    )
    parser.add_argument("--clause", required=True, help="the anchor of the clause that it rests on")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> None:
    """Erase, and say which entry tells of it.

    Errors: CannotFind, CannotErase.
    """
    open_django()
    check_database()
    from gighall.base import clock
    from gighall.domain.accounts.models import TermsClause
    from gighall.domain.accounts.queries import person_with_email
    from gighall.domain.orders.models import Order
    from gighall.domain.record.actions import erase_entries

    order = Order.objects.filter(public_id=arguments.order).first()
    staff = person_with_email(arguments.by)
    if order is None or staff is None or not staff.is_staff:
        raise CannotFind(_("There is no such order, or no member of staff with this address."))
    if not TermsClause.objects.filter(anchor=arguments.clause).exists():
        raise CannotFind(_("No clause of the terms has the anchor {anchor}."), anchor=arguments.clause)
    number = erase_entries(
        record_id=order.record_id,
        numbers=arguments.numbers,
        by_id=staff.pk,
        clause=arguments.clause,
        now=clock.now(),
    )
    print(f"Erased. Entry {number} of the record says so.")
