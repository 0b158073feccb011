"""Tables of the room payments. What must hold is held by the database: see the SQL beside its migrations."""

from django.db import models

from gighall.base import limits
from gighall.base.ids import new_public_id
from gighall.base.money import CURRENCY
from gighall.domain.accounts.models import Person

from .states import ANNOUNCED, DECLINED, ENDS, PROVIDERS

# The kind of the ledger's transfer that a confirmed payment makes.
PAYMENT = "payment"


class Grant(models.Model):
    """Credits that staff gave to a person: to whom, by whom, why, when."""

    to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    reason = models.TextField()
    key = models.UUIDField(unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"grant {self.pk}"


class BankWords(models.Model):
    """What people read who want to pay by bank transfer; the newest version counts."""

    text = models.CharField(max_length=limits.BANK_WORDS_CHARACTERS_MAX, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"words about bank transfers, version {self.pk}"


class Payment(models.Model):
    """Money that a person announced to pay into the hall. Never changed; how it ended is a row of its own."""

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    provider = models.CharField(max_length=16, choices=[(name, name) for name in PROVIDERS])
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="payments")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, default=CURRENCY)
    # Short and readable: people write it into their bank's form, staff find it on the statement of the account.
    reference = models.CharField(max_length=16, unique=True)
    key = models.UUIDField()
    announced_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="payment_once_a_key"),
            models.CheckConstraint(
                condition=models.Q(amount_minor__gt=0), name="payment_of_more_than_nothing"
            ),
        ]

    def __str__(self) -> str:
        return f"payment {self.reference}"

    @property
    def ledger_reference(self) -> str:
        """Return the reference, and the key, of the transfer that confirming makes."""
        return f"payment:{self.public_id}"

    @property
    def state(self) -> str:
        """Return how far it has come; load ``end`` with it where there are many."""
        return self.end.state if hasattr(self, "end") else ANNOUNCED


class PaymentEnd(models.Model):
    """How a payment ended: by whom, when, and for a declined one why."""

    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="end")
    state = models.CharField(max_length=9, choices=[(state, state) for state in ENDS])
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=limits.REASON_CHARACTERS_MAX, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=ENDS), name="payment_ends_in_a_known_state"),
            models.CheckConstraint(
                condition=models.Q(state=DECLINED) ^ models.Q(reason=""),
                name="payment_declined_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} end of payment {self.payment_id}"


class Reconciliation(models.Model):
    """What a check of all the money found: a list of problems, empty when everything adds up."""

    at = models.DateTimeField()
    problems = models.JSONField(default=list)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"reconciliation {self.pk}: {len(self.problems)} problems"
