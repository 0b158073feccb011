"""Payments into the hall: announced, and then confirmed, declined or withdrawn, once."""

import secrets
import uuid
from datetime import datetime

from django.db import IntegrityError, transaction

from gighall.base import limits
from gighall.base.errors import marked as _
from gighall.base.money import format_minor
from gighall.base.text import clean_line
from gighall.domain.accounts.models import Person
from gighall.domain.ledger.actions import account_of, credit_person
from gighall.domain.ledger.models import Account
from gighall.domain.notices.actions import notify

from ..models import PAYMENT, Payment, PaymentEnd
from ..queries import open_payments_of, provider_of
from ..rules import (
    REFERENCE_ALPHABET,
    REFERENCE_LETTERS,
    Due,
    NoSuchPayment,
    check_decline,
    check_open,
    check_payment,
    reference_of,
)
from ..states import BANK_TRANSFER, CONFIRMED, DECLINED, WITHDRAWN


@transaction.atomic
def announce_payment(*, person_id: int, amount_minor: int, key: uuid.UUID, now: datetime) -> Payment:
    """Announce that a person will pay into the hall; the reference tells the hall whose money it is.

    Units: amount_minor, 1 = the smallest coin.  Idempotent by ``key``: a second press returns the first payment.
    Errors: PaymentRefused.
    """
    # Two presses of one person come one after the other, so that neither overlooks the other's payment.
    Account.objects.select_for_update(no_key=True).get(pk=account_of(person_id).pk)
    first = Payment.objects.filter(person_id=person_id, key=key).first()
    if first is not None:
        return first
    check_payment(amount_minor=amount_minor, open_payments=open_payments_of(person_id).count())
    provider = provider_of(BANK_TRANSFER)
    for _try in range(limits.PAYMENT_REFERENCE_TRIES_MAX):
        due = Due(
            amount_minor,
            reference_of([secrets.choice(REFERENCE_ALPHABET) for _l in range(REFERENCE_LETTERS)]),
        )
        provider.begin(due)
        try:
            with transaction.atomic():
                return Payment.objects.create(
                    provider=provider.name,
                    person_id=person_id,
                    amount_minor=due.amount_minor,
                    reference=due.reference,
                    key=key,
                    announced_at=now,
                )
        except IntegrityError:
            # Some other payment has this reference already; the next one is drawn anew.
            continue
    raise RuntimeError("no free reference was found")


@transaction.atomic
def withdraw_payment(*, person_id: int, payment_id: str, now: datetime) -> Payment:
    """Take an announced payment back: the person will not pay. A second press changes nothing.

    Errors: NoSuchPayment for somebody else's, PaymentEnded.
    """
    payment = _lock(payment_id)
    if payment.person_id != person_id:
        raise NoSuchPayment(_("There is no such payment."))
    _end(payment, WITHDRAWN, by_id=person_id, now=now)
    return payment


@transaction.atomic
def confirm_payment(*, by_id: int, payment_id: str, now: datetime) -> Payment:
    """Say that the money arrived: the person gets the credits, once, and a mail. Staff only.

    A second press changes nothing.
    Errors: NoSuchPayment, PaymentEnded; DoesNotExist if ``by_id`` is not staff.
    """
    staff = Person.objects.get(pk=by_id, is_staff=True)
    payment = _lock(payment_id)
    if _end(payment, CONFIRMED, by_id=staff.pk, now=now):
        credit_person(
            person_id=payment.person_id,
            amount_minor=payment.amount_minor,
            kind=PAYMENT,
            reference=payment.ledger_reference,
            key=payment.ledger_reference,
            now=now,
        )
        _tell(payment, "payment_confirmed", now=now)
    return payment


@transaction.atomic
def decline_payment(*, by_id: int, payment_id: str, reason: str, now: datetime) -> Payment:
    """Say that the money did not arrive or goes back; the person is told why by mail. Staff only.

    A second press changes nothing.
    Errors: NoSuchPayment, PaymentEnded, DeclineRefused; DoesNotExist if ``by_id`` is not staff.
    """
    staff = Person.objects.get(pk=by_id, is_staff=True)
    words = clean_line(reason)
    check_decline(words)
    payment = _lock(payment_id)
    if _end(payment, DECLINED, by_id=staff.pk, reason=words, now=now):
        _tell(payment, "payment_declined", now=now, reason=words)
    return payment


def _lock(payment_id: str) -> Payment:
    payment = Payment.objects.select_for_update(no_key=True).filter(public_id=payment_id).first()
    if payment is None:
        raise NoSuchPayment(_("There is no such payment."))
    return payment


def _end(payment: Payment, state: str, *, by_id: int, now: datetime, reason: str = "") -> bool:
    """End a locked payment; say whether this was the first time."""
    before = PaymentEnd.objects.filter(payment=payment).first()
    if before is not None and before.state == state:
        return False
    check_open(before.state if before else None)
    PaymentEnd.objects.create(payment=payment, state=state, by_id=by_id, reason=reason, at=now)
    return True


def _tell(payment: Payment, kind: str, *, now: datetime, reason: str = "") -> None:
    payload = {
        "amount": format_minor(payment.amount_minor),
        "reference": payment.reference,
        "reason": reason,
        "path": f"/money/payments/{payment.public_id}/",
    }
    notify(kind=kind, person_id=payment.person_id, payload=payload, now=now)
