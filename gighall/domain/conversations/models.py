"""Tables of the room conversations."""

from django.db import models

from gighall.base.ids import new_public_id
from gighall.domain.accounts.models import Person
from gighall.domain.record.models import Record


class Conversation(models.Model):
    """The inbox talk of two people: one for each pair, whoever began it.

    ``one`` is the person with the smaller id, so that a pair has one row. ``about`` is opaque here: what the talk
    was begun about (``gig:<public id>``).
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    one = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    two = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    about = models.CharField(max_length=60)
    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="conversation")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "two"], name="conversation_once_a_pair"),
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("two")), name="conversation_pair_in_order"
            ),
        ]
        indexes = [models.Index(fields=["two", "one"], name="conversation_by_two")]

    def __str__(self) -> str:
        return f"conversation {self.public_id}"


class ReadingMark(models.Model):
    """How far a record has come to a person: ``number`` was read, ``received`` has reached a device of theirs."""

    pk = models.CompositePrimaryKey("record", "person")
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    number = models.BigIntegerField()
    received = models.BigIntegerField(db_default=0)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"read up to {self.number}"
