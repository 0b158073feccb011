"""Cases and reports."""

from django.db import models

from gighall.base import limits
from gighall.base.ids import new_public_id
from gighall.domain.accounts.models import Person
from gighall.domain.forum.models import Post
from gighall.domain.orders.models import Order
from gighall.domain.orders.states import OPEN_STATES
from gighall.domain.record.models import Record

from ..rules import REASONS, WANTED, status_of


class Report(models.Model):
    """Somebody told staff about an entry of a record, about the whole talk (no number), or about a community post."""

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+", null=True)
    number = models.BigIntegerField(null=True)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", null=True)
    reason = models.CharField(max_length=16, choices=[(reason, reason) for reason in REASONS])
    words = models.CharField(max_length=limits.REPORT_CHARACTERS_MAX)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["by", "record", "number", "post"], name="report_once_an_entry", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(record__isnull=False, post__isnull=True)
                | models.Q(record__isnull=True, number__isnull=True, post__isnull=False),
                name="report_about_a_talk_or_a_post",
            ),
        ]
        indexes = [models.Index(fields=["-at", "-id"], name="report_by_time")]

    def __str__(self) -> str:
        return f"report {self.public_id}"


class Case(models.Model):
    """One side asked support to look at an order. Staff read the order's record because of it, and decide once.

    ``words`` are for support alone; ``reason`` is for both sides and stands in the order's record too.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="cases")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField()
    words = models.CharField(max_length=limits.CASE_CHARACTERS_MAX)
    wanted = models.CharField(max_length=8, choices=[(wanted, wanted) for wanted in WANTED])
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    refund_percent = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=limits.CASE_CHARACTERS_MAX, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=models.Q(decided_at__isnull=True), name="case_one_open_an_order"
            ),
            models.UniqueConstraint(fields=["order", "by", "key"], name="case_once_a_key"),
            models.CheckConstraint(
                condition=models.Q(
                    decided_at__isnull=True, decided_by__isnull=True, refund_percent__isnull=True, reason=""
                )
                | (
                    models.Q(
                        decided_at__isnull=False, decided_by__isnull=False, refund_percent__range=(0, 100)
                    )
                    & ~models.Q(reason="")
                ),
                name="case_decided_by_somebody_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["opened_at", "id"], condition=models.Q(decided_at__isnull=True), name="case_waiting"
            ),
            models.Index(fields=["-opened_at", "-id"], name="case_by_time"),
        ]

    def __str__(self) -> str:
        return f"case {self.public_id} about order {self.order_id}"

    @property
    def status(self) -> str:
        """Return where the case stands; the order comes with it."""
        return status_of(
            is_decided=self.decided_at is not None, is_order_open=self.order.state in OPEN_STATES
        )
