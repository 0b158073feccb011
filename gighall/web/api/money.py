"""The API of one's money, and of the hall's for staff."""

from dataclasses import asdict

from django.http import HttpRequest
from ninja import Router

from gighall.base import clock, limits
from gighall.base.money import CURRENCY
from gighall.domain.ledger.queries import balance_of, purse_of, statement_of, totals
from gighall.domain.payments import actions, queries
from gighall.domain.payments.models import Payment
from gighall.domain.payments.states import ANNOUNCED
from gighall.web.api.shapes import (
    BalanceOut,
    BankWordsIn,
    DeclineIn,
    GrantIn,
    KeyIn,
    MoneyOut,
    PaymentIn,
    PaymentOut,
    ReconciliationOut,
    RefusalOut,
    StaffPaymentOut,
)
from gighall.web.shared.signed_in import person_of, require_staff

router = Router(tags=["money"])
ANSWERS = {404: RefusalOut, 409: RefusalOut}


@router.get("/money", response=MoneyOut)
def money(request: HttpRequest) -> dict[str, object]:
    """Return the balance, what of it can be spent, and the newest lines of the statement."""
    person_id = person_of(request).pk
    lines = [
        {
            "at": line.posted_at,
            "kind": line.kind,
            "reference": line.reference,
            "amount_minor": line.amount_minor,
            "balance_minor": line.balance_minor,
            "clears_at": line.clears_at,
        }
        for line in statement_of(person_id, limit=limits.STATEMENT_ROWS)
    ]
    purse = purse_of(person_id, now=clock.now())
    return {
        "balance_minor": purse.balance_minor,
        "available_minor": purse.available_minor,
        "clearing_minor": purse.clearing_minor,
        "next_clears_minor": purse.next_minor,
        "next_clears_at": purse.next_at,
        "currency": CURRENCY,
        "lines": lines,
    }


@router.post("/money/demo-credits", response={200: BalanceOut, 409: RefusalOut})
def take_demo_credits(request: HttpRequest, body: KeyIn) -> dict[str, int]:
    """Take credits to try things with; in the demo world only."""
    person_id = person_of(request).pk
    actions.take_demo_credits(person_id=person_id, key=body.key, now=clock.now())
    return {"balance_minor": balance_of(person_id)}


@router.post("/money/grants", response={200: BalanceOut, 404: RefusalOut, 409: RefusalOut})
def grant_credits(request: HttpRequest, body: GrantIn) -> dict[str, int]:
    """Give a person credits; staff only. Answers the person's balance."""
    staff = require_staff(request)
    grant = actions.grant_credits(
        by_id=staff.pk,
        email=body.email,
        amount_minor=body.amount_minor,
        reason=body.reason,
        key=body.key,
        now=clock.now(),
    )
    return {"balance_minor": balance_of(grant.to_id)}


@router.get("/money/payments", response=list[PaymentOut])
def list_payments(request: HttpRequest) -> list[dict[str, object]]:
    """Return one's newest payments into the hall; how to pay an open one is told by ``/money/payments/{id}``."""
    return [_payment(payment) for payment in queries.payments_of(person_of(request).pk)[: limits.PAGE_ROWS]]


@router.post("/money/payments", response={200: PaymentOut, 409: RefusalOut})
def announce_payment(request: HttpRequest, body: PaymentIn) -> dict[str, object]:
    """Announce a bank transfer; answers the reference and where to send the money."""
    payment = actions.announce_payment(
        person_id=person_of(request).pk, amount_minor=body.amount_minor, key=body.key, now=clock.now()
    )
    return _payment_with_instructions(payment)


@router.get("/money/payments/{payment_id}", response={200: PaymentOut, 404: RefusalOut})
def show_payment(request: HttpRequest, payment_id: str) -> dict[str, object]:
    """Return one of one's payments, with how to pay it while it is open."""
    payment = queries.get_payment_for(public_id=payment_id, person_id=person_of(request).pk)
    return _payment_with_instructions(payment)


@router.post("/money/payments/{payment_id}/withdrawal", response={200: PaymentOut, **ANSWERS})
def withdraw_payment(request: HttpRequest, payment_id: str) -> dict[str, object]:
    """Take an announced payment back."""
    payment = actions.withdraw_payment(
        person_id=person_of(request).pk, payment_id=payment_id, now=clock.now()
    )
    return _payment(payment)


@router.get("/payments", response={200: list[StaffPaymentOut], 404: RefusalOut})
def list_waiting_payments(request: HttpRequest) -> list[dict[str, object]]:
    """Return payments that wait for their money, the oldest first; staff only."""
    require_staff(request)
    return [_staff_payment(payment) for payment in queries.waiting_payments()[: limits.PAGE_ROWS]]


@router.post("/payments/{payment_id}/confirmation", response={200: StaffPaymentOut, **ANSWERS})
def confirm_payment(request: HttpRequest, payment_id: str) -> dict[str, object]:
    """Say that the money arrived: the person gets the credits, once; staff only."""
    staff = require_staff(request)
    return _staff_payment(actions.confirm_payment(by_id=staff.pk, payment_id=payment_id, now=clock.now()))


@router.post("/payments/{payment_id}/refusal", response={200: StaffPaymentOut, **ANSWERS})
def decline_payment(request: HttpRequest, payment_id: str, body: DeclineIn) -> dict[str, object]:
    """Say that the money did not arrive or goes back; the person is told why; staff only."""
    staff = require_staff(request)
    return _staff_payment(
        actions.decline_payment(by_id=staff.pk, payment_id=payment_id, reason=body.reason, now=clock.now())
    )


@router.put("/payments/bank-words", response={200: BankWordsIn, **ANSWERS})
def write_bank_words(request: HttpRequest, body: BankWordsIn) -> dict[str, str]:
    """Write what people read who want to pay by bank transfer; staff only."""
    staff = require_staff(request)
    return {"text": actions.write_bank_words(by_id=staff.pk, text=body.text, now=clock.now()).text}


@router.get("/reconciliation", response={200: ReconciliationOut, 404: RefusalOut})
def reconciliation(request: HttpRequest) -> dict[str, object]:
    """Check all the money now; staff only."""
    require_staff(request)
    problems = [asdict(problem) for problem in queries.money_problems()]
    return {**asdict(totals()), "currency": CURRENCY, "problems": problems}


def _payment(payment: Payment) -> dict[str, object]:
    is_open = payment.state == ANNOUNCED
    return {
        "id": payment.public_id,
        "provider": payment.provider,
        "amount_minor": payment.amount_minor,
        "currency": payment.currency,
        "reference": payment.reference,
        "state": payment.state,
        "announced_at": payment.announced_at,
        "ended_at": None if is_open else payment.end.at,
        "reason": "" if is_open else payment.end.reason,
    }


def _payment_with_instructions(payment: Payment) -> dict[str, object]:
    instructions = queries.instructions_for(payment) if payment.state == ANNOUNCED else ""
    return {**_payment(payment), "instructions": instructions}


def _staff_payment(payment: Payment) -> dict[str, object]:
    names = {"person": payment.person.public_id, "person_name": payment.person.name}
    return {**_payment(payment), **names}
