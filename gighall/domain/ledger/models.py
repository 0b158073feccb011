"""Tables of the room ledger. What must hold is held by the database: see the SQL beside its migrations."""

from django.db import models

from gighall.base.money import CURRENCY
from gighall.domain.accounts.models import Person

# Credits enter the hall from the source, which alone may go below zero: it shows what the hall owes.
SOURCE, PARTY, ESCROW, FEES = "source", "party", "escrow", "fees"
ACCOUNT_KINDS = [(SOURCE, "source"), (PARTY, "party"), (ESCROW, "escrow"), (FEES, "fees")]
# Kinds of the transfers of a hold: into escrow, and out of it again, in one posting.
HOLD, RELEASE, FEE, REFUND = "hold", "release", "fee", "refund"


class Account(models.Model):
    """A place where money of one currency stands. The balance is kept by a trigger on transfers."""

    kind = models.CharField(max_length=8, choices=ACCOUNT_KINDS)
    owner = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="ledger_accounts")
    currency = models.CharField(max_length=3, default=CURRENCY)
    balance_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "owner", "currency"], nulls_distinct=False, name="account_once_an_owner"
            ),
            models.CheckConstraint(
                condition=models.Q(kind=SOURCE) | models.Q(balance_minor__gte=0),
                name="account_never_below_zero",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=PARTY, owner__isnull=False)
                | (~models.Q(kind=PARTY) & models.Q(owner__isnull=True)),
                name="account_of_a_party_has_an_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} account {self.pk}"


class Hold(models.Model):
    """Money of a buyer that stands in escrow until it is settled, once."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="holds")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, default=CURRENCY)
    reference = models.CharField(max_length=60)
    placed_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="hold_of_more_than_nothing"),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk} for {self.reference}"


class Transfer(models.Model):
    """One amount from one account (debit) to one other (credit). Never edited; corrected by another."""

    debit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="debits")
    credit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="credits")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, default=CURRENCY)
    kind = models.CharField(max_length=24)
    reference = models.CharField(max_length=60)
    idempotency_key = models.CharField(max_length=80, unique=True)
    posting_id = models.UUIDField()
    hold = models.ForeignKey(Hold, null=True, on_delete=models.PROTECT, related_name="transfers")
    posted_at = models.DateTimeField()
    # Until then a seller cannot spend what this transfer brought.
    clears_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount_minor__gt=0), name="transfer_of_more_than_nothing"
            ),
            models.CheckConstraint(
                condition=~models.Q(debit=models.F("credit")), name="transfer_between_two_accounts"
            ),
            models.CheckConstraint(
                condition=models.Q(clears_at__isnull=True)
                | models.Q(kind=RELEASE, clears_at__gte=models.F("posted_at")),
                name="transfer_clears_after_a_release",
            ),
        ]
        indexes = [
            models.Index(fields=["debit", "id"], name="transfer_by_debit"),
            models.Index(fields=["credit", "id"], name="transfer_by_credit"),
            models.Index(
                fields=["credit", "clears_at"],
                condition=models.Q(clears_at__isnull=False),
                name="transfer_by_clearing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.amount_minor} for {self.reference}"
