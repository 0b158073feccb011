"""Reads of the room payments."""

from django.db import connection
from django.db.models import QuerySet

from gighall.base import limits
from gighall.base.errors import marked as _
from gighall.domain.ledger.queries import ledger_problems
from gighall.domain.ledger.rules import Problem

from .models import BankWords, Grant, Payment, Reconciliation
from .rules import BankTransfer, Due, NoSuchPayment, Provider
from .statements import PAYMENT_PROBLEMS_SQL
from .states import BANK_TRANSFER


def newest_grants(*, limit: int) -> list[Grant]:
    """Return the newest grants, for staff."""
    return list(Grant.objects.select_related("to", "by").order_by("-id")[:limit])


def grant_reasons(references: list[str]) -> dict[str, str]:
    """Return the reasons of grants by their ledger references (``grant:7``)."""
    ids = [
        int(reference.removeprefix("grant:")) for reference in references if reference.startswith("grant:")
    ]
    return {f"grant:{grant.pk}": grant.reason for grant in Grant.objects.filter(pk__in=ids)}


def bank_words() -> BankWords | None:
    """Return the present words about bank transfers, with who wrote them."""
    return BankWords.objects.select_related("by").order_by("-id").first()


def provider_of(name: str) -> Provider:
    """Return the provider of that name, as it is set up now."""
    if name != BANK_TRANSFER:
        raise LookupError(name)
    words = bank_words()
    return BankTransfer(words.text if words else "")


def instructions_for(payment: Payment) -> str:
    """Return what the person of a payment does to pay, in the words that count now."""
    return provider_of(payment.provider).instructions(Due(payment.amount_minor, payment.reference))


def payments_of(person_id: int) -> QuerySet[Payment]:
    """Return a person's payments, the newest first, each with how it ended."""
    return Payment.objects.filter(person_id=person_id).select_related("end").order_by("-id")


def open_payments_of(person_id: int) -> QuerySet[Payment]:
    """Return the payments of a person that wait for their money."""
    return payments_of(person_id).filter(end__isnull=True)


def get_payment_for(*, public_id: str, person_id: int) -> Payment:
    """Return a person's own payment.

    Errors: NoSuchPayment.
    """
    payment = payments_of(person_id).filter(public_id=public_id).first()
    if payment is None:
        raise NoSuchPayment(_("There is no such payment."))
    return payment


def get_payment(public_id: str) -> Payment:
    """Return anybody's payment, for staff.

    Errors: NoSuchPayment.
    """
    payment = Payment.objects.select_related("person", "end__by").filter(public_id=public_id).first()
    if payment is None:
        raise NoSuchPayment(_("There is no such payment."))
    return payment


def waiting_payments() -> QuerySet[Payment]:
    """Return all payments that wait for their money, the oldest first, for staff."""
    return Payment.objects.filter(end__isnull=True).select_related("person", "end").order_by("id")


def ended_payments() -> QuerySet[Payment]:
    """Return all payments that have ended, the last ended first, for staff."""
    return (
        Payment.objects.filter(end__isnull=False)
        .select_related("person", "end", "end__by")
        .order_by("-end__at", "-id")
    )


def payments_with_reference(reference: str) -> QuerySet[Payment]:
    """Return the payment of a reference, whoever made it, as a list of one or none, for staff."""
    return (
        Payment.objects.filter(reference=reference).select_related("person", "end", "end__by").order_by("id")
    )


def payment_references(references: list[str]) -> dict[str, tuple[str, str]]:
    """Return (public id, reference) of payments by their ledger references (``payment:<public id>``)."""
    ids = [reference.removeprefix("payment:") for reference in references if reference.startswith("payment:")]
    if not ids:
        return {}
    rows = Payment.objects.filter(public_id__in=ids).values_list("public_id", "reference")
    return {f"payment:{public_id}": (public_id, reference) for public_id, reference in rows}


def money_problems() -> list[Problem]:
    """Return whatever does not add up in the whole hall: the ledger's books, then payments against them."""
    with connection.cursor() as cursor:
        cursor.execute(PAYMENT_PROBLEMS_SQL, [limits.RECONCILIATION_PROBLEMS_MAX])
        rows = cursor.fetchall()
    found = [Problem(kind, about, int(expected), int(stands)) for kind, about, expected, stands in rows]
    return [*ledger_problems(), *found]


def newest_reconciliations(*, limit: int) -> list[Reconciliation]:
    """Return the newest checks of all the money, for staff."""
    return list(Reconciliation.objects.order_by("-at", "-id")[:limit])
