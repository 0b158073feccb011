"""Tables of the room orders."""

from datetime import datetime

from django.db import models

from gighall.base.ids import new_public_id
from gighall.domain.accounts.models import Person
from gighall.domain.gigs.models import Gig, length_fits_kind
from gighall.domain.gigs.states import CHAT_SESSION
from gighall.domain.ledger.models import Hold
from gighall.domain.organisations.models import Organisation
from gighall.domain.record.models import Record

from .rules import ACCEPTED, ANSWERS, OFFER_ANSWERS, REQUEST_KINDS
from .states import CANCELLED, COMPLETED, SIDES, STATES


class Order(models.Model):
    """One sale. It keeps what was in force when it was placed: the gig's title, kind and terms, and the fees.

    ``requirements`` are the seller's questions as others read them: ``[{"text": …, "is_required": …}]``.
    ``organisation`` is for whom the buyer ordered, if not for themselves: a confirmed one of theirs at that time.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    gig = models.ForeignKey(Gig, on_delete=models.PROTECT, related_name="orders")
    buyer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="orders_bought")
    seller = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="orders_sold")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="orders")
    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="order")
    hold = models.OneToOneField(Hold, on_delete=models.PROTECT, related_name="order")
    place_key = models.UUIDField()
    state = models.CharField(max_length=16, choices=[(state, state) for state in STATES])
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, db_default=CHAT_SESSION)
    minutes = models.PositiveIntegerField(null=True)
    delivery_days = models.PositiveSmallIntegerField(null=True)
    # None where the order was placed before gigs said it.
    revisions = models.PositiveSmallIntegerField(null=True)
    requirements = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    declared_details = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    price_minor = models.BigIntegerField()
    buyer_fee_minor = models.BigIntegerField()
    seller_fee_minor = models.BigIntegerField()
    placed_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["buyer", "place_key"], name="order_placed_once_a_key"),
            models.CheckConstraint(
                condition=~models.Q(buyer=models.F("seller")), name="order_between_two_people"
            ),
            models.CheckConstraint(condition=length_fits_kind(), name="order_length_fits_its_kind"),
            models.CheckConstraint(
                condition=models.Q(state=COMPLETED, completed_at__isnull=False)
                | (~models.Q(state=COMPLETED) & models.Q(completed_at__isnull=True)),
                name="order_completed_at_some_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state=CANCELLED, cancelled_at__isnull=False)
                | (~models.Q(state=CANCELLED) & models.Q(cancelled_at__isnull=True)),
                name="order_cancelled_at_some_time",
            ),
        ]
        indexes = [
            models.Index(fields=["buyer", "-placed_at", "-id"], name="order_by_buyer"),
            models.Index(fields=["seller", "-placed_at", "-id"], name="order_by_seller"),
        ]

    def __str__(self) -> str:
        return f"order {self.public_id}: {self.state}"

    @property
    def ended_at(self) -> datetime | None:
        """Return when the order was completed or cancelled, None while it is open."""
        return self.completed_at or self.cancelled_at


class Delivery(models.Model):
    """A delivery: in words, the entry ``message_number`` of the order's record, or the transcript of a session.

    ``picked`` are the numbers of messages and files of the talk that belong to it. A transcript covers the entries
    from ``first_number`` to ``last_number``; ``session`` is the session's public id, ``digest`` the transcript's.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="deliveries")
    message_number = models.BigIntegerField(null=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    picked = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    version = models.PositiveIntegerField(db_default=1)
    session = models.CharField(max_length=24, blank=True, db_default="")
    first_number = models.BigIntegerField(null=True)
    last_number = models.BigIntegerField(null=True)
    seconds = models.PositiveIntegerField(null=True)
    digest = models.CharField(max_length=64, blank=True, db_default="")

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    session="",
                    digest="",
                    message_number__isnull=False,
                    first_number__isnull=True,
                    last_number__isnull=True,
                    seconds__isnull=True,
                )
                | (
                    models.Q(
                        message_number__isnull=True, first_number__isnull=False, last_number__isnull=False
                    )
                    & models.Q(seconds__gt=0)
                    & ~models.Q(session="")
                    & ~models.Q(digest="")
                ),
                name="delivery_in_words_or_of_a_session",
            ),
            models.UniqueConstraint(
                fields=["session"], condition=~models.Q(session=""), name="delivery_once_a_session"
            ),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk} of order {self.order_id}"


class Request(models.Model):
    """What one side asks of the other: to cancel, a part of the price back, or more time. One at a time.

    The words are the entry ``message_number`` of the order's record. ``answer`` is how it ended.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in REQUEST_KINDS])
    side = models.CharField(max_length=8, choices=[(side, side) for side in SIDES])
    percent = models.PositiveSmallIntegerField(null=True)
    days = models.PositiveSmallIntegerField(null=True)
    message_number = models.BigIntegerField()
    opened_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    answer = models.CharField(max_length=12, blank=True, choices=[(answer, answer) for answer in ANSWERS])
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=models.Q(closed_at__isnull=True), name="request_one_open_an_order"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, answer="")
                | (models.Q(closed_at__isnull=False) & ~models.Q(answer="")),
                name="request_closed_by_an_answer",
            ),
            models.CheckConstraint(
                condition=models.Q(percent__isnull=True) | models.Q(percent__range=(1, 100)),
                name="request_of_a_share",
            ),
        ]
        indexes = [models.Index(fields=["order", "-id"], name="request_by_order")]

    def __str__(self) -> str:
        return f"request {self.public_id}: {self.kind}"


class Feedback(models.Model):
    """What one side says about the other when the order has ended. Nobody reads it before ``shown_at``.

    ``text_shown`` and ``reply_shown`` are what others read: contact details are withheld there. The note is for
    support alone.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="feedback")
    side = models.CharField(max_length=8, choices=[(side, side) for side in SIDES])
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    result_stars = models.PositiveSmallIntegerField()
    talk_stars = models.PositiveSmallIntegerField()
    time_stars = models.PositiveSmallIntegerField()
    text = models.TextField()
    text_shown = models.TextField()
    private_note = models.TextField(blank=True)
    given_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True)
    reply = models.TextField(blank=True)
    reply_shown = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "side"], name="feedback_once_a_side"),
            models.CheckConstraint(
                condition=models.Q(
                    result_stars__range=(1, 5), talk_stars__range=(1, 5), time_stars__range=(1, 5)
                ),
                name="feedback_of_one_to_five_stars",
            ),
            models.CheckConstraint(
                condition=models.Q(replied_at__isnull=True) | models.Q(shown_at__isnull=False),
                name="feedback_replied_when_shown",
            ),
        ]
        indexes = [
            models.Index(
                fields=["about", "-shown_at", "-id"],
                name="feedback_about",
                condition=models.Q(shown_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"feedback {self.public_id} by the {self.side}"


class Offer(models.Model):
    """What a seller offers the other one of an inbox talk: terms of their own for a gig, until ``expires_at``.

    Title and kind are the gig's when it was made. ``scope`` is read by the seller, ``scope_shown`` by the buyer:
    contact details are withheld there. ``answer`` is how it was closed; that it has expired is not written down.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    gig = models.ForeignKey(Gig, on_delete=models.PROTECT, related_name="offers")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="offers")
    seller = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="offers_made")
    buyer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="offers_received")
    make_key = models.UUIDField()
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=16)
    scope = models.TextField()
    scope_shown = models.TextField()
    price_minor = models.BigIntegerField()
    minutes = models.PositiveIntegerField(null=True)
    delivery_days = models.PositiveSmallIntegerField(null=True)
    revisions = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answer = models.CharField(
        max_length=12, blank=True, choices=[(answer, answer) for answer in OFFER_ANSWERS]
    )
    closed_at = models.DateTimeField(null=True)
    order = models.OneToOneField(Order, on_delete=models.PROTECT, null=True, related_name="offer")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seller", "make_key"], name="offer_made_once_a_key"),
            models.CheckConstraint(
                condition=~models.Q(buyer=models.F("seller")), name="offer_between_two_people"
            ),
            models.CheckConstraint(condition=models.Q(price_minor__gt=0), name="offer_has_a_price"),
            models.CheckConstraint(condition=length_fits_kind(), name="offer_length_fits_its_kind"),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")), name="offer_stands_for_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, answer="")
                | (models.Q(closed_at__isnull=False) & ~models.Q(answer="")),
                name="offer_closed_by_an_answer",
            ),
            models.CheckConstraint(
                condition=models.Q(answer=ACCEPTED, order__isnull=False)
                | (~models.Q(answer=ACCEPTED) & models.Q(order__isnull=True)),
                name="offer_accepted_is_an_order",
            ),
        ]
        indexes = [models.Index(fields=["record", "-id"], name="offer_by_record")]

    def __str__(self) -> str:
        return f"offer {self.public_id}: {self.answer or 'not answered'}"


class Deadline(models.Model):
    """Something that is due. Rows are claimed by one sweeper and deleted when done or no longer due."""

    kind = models.CharField(max_length=24)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="deadlines")
    due_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "order"], name="deadline_once_an_order")]
        indexes = [models.Index(fields=["due_at", "id"], name="deadline_next")]

    def __str__(self) -> str:
        return f"{self.kind} of order {self.order_id} at {self.due_at:%F %T}"
