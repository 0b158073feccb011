"""Credits given by hand, and demo credits."""

import uuid
from datetime import datetime

from django.db import transaction

from gighall.base import limits
from gighall.base.errors import marked as _
from gighall.base.text import clean_line
from gighall.domain.accounts.models import Person
from gighall.domain.accounts.queries import hall_kind, person_with_email
from gighall.domain.ledger.actions import account_of, credit_person, hall_account
from gighall.domain.ledger.models import SOURCE, Account

from ..models import Grant
from ..rules import GrantRefused, check_demo_credits, check_grant


@transaction.atomic
def grant_credits(
    *, by_id: int, email: str, amount_minor: int, reason: str, key: uuid.UUID, now: datetime
) -> Grant:
    """Give a person credits for money that reached the operator outside; staff only.

    Units: amount_minor, 1 = the smallest coin.  Idempotent by ``key``.
    Errors: GrantRefused; DoesNotExist if ``by_id`` is not staff.
    """
    staff = Person.objects.get(pk=by_id, is_staff=True)
    words = clean_line(reason)
    check_grant(amount_minor=amount_minor, reason=words)
    person = person_with_email(email)
    if person is None:
        raise GrantRefused(_("Nobody here has the address {email}. Check it for typing errors."), email=email)
    grant, made = Grant.objects.get_or_create(
        key=key,
        defaults={"to": person, "by": staff, "amount_minor": amount_minor, "reason": words, "at": now},
    )
    if made:
        credit_person(
            person_id=person.pk,
            amount_minor=amount_minor,
            kind="grant",
            reference=f"grant:{grant.pk}",
            key=f"grant:{grant.pk}",
            now=now,
        )
    return grant


@transaction.atomic
def take_demo_credits(*, person_id: int, key: uuid.UUID, now: datetime) -> int:
    """Give a person of the demo world credits to try things with; return how many.

    Idempotent by ``key``.  Errors: DemoCreditsRefused.
    """
    mine, source = account_of(person_id), hall_account(SOURCE)
    # Both accounts of the transfer, by their ids: two presses of one person come one after the other, and
    # nobody who moves money between the same two waits in a circle.
    locked = Account.objects.select_for_update(no_key=True).filter(pk__in=[mine.pk, source.pk]).order_by("pk")
    account = {row.pk: row for row in locked}[mine.pk]
    check_demo_credits(balance_minor=account.balance_minor, is_demo=hall_kind() == "demo")
    credit_person(
        person_id=person_id,
        amount_minor=limits.DEMO_CREDITS_MINOR,
        kind="demo",
        reference="demo",
        key=f"demo:{person_id}:{key}",
        now=now,
    )
    return limits.DEMO_CREDITS_MINOR
