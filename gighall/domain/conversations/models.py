"""Tables of the room conversations."""

from django.db import models

from gighall.base import limits
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


class Filing(models.Model):
    """How one person keeps a conversation: starred, or archived up to a number.

    Archived means: nothing was written after entry ``archived_number``. Newer words bring the conversation back
    by themselves, without a write.
    """

    pk = models.CompositePrimaryKey("conversation", "person")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="filings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    starred_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    archived_number = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(archived_at__isnull=True, archived_number__isnull=True)
                | models.Q(archived_at__isnull=False, archived_number__isnull=False),
                name="filing_archived_up_to_a_number",
            )
        ]

    def __str__(self) -> str:
        return f"how {self.person_id} keeps conversation {self.conversation_id}"


class Label(models.Model):
    """A person's own word for some of their conversations.

    ``folded`` is the name without case, which may take up to three letters for one.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=limits.LABEL_CHARACTERS_MAX)
    folded = models.CharField(max_length=3 * limits.LABEL_CHARACTERS_MAX)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "folded"], name="label_once_a_person")]

    def __str__(self) -> str:
        return self.name


class Labelling(models.Model):
    """A label on a conversation."""

    pk = models.CompositePrimaryKey("label", "conversation")
    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="labellings")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="labellings")

    def __str__(self) -> str:
        return f"label {self.label_id} on conversation {self.conversation_id}"


class Block(models.Model):
    """Somebody takes no messages from somebody before an order."""

    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    blocked = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "blocked"], name="block_once_a_pair"),
            models.CheckConstraint(
                condition=~models.Q(by=models.F("blocked")), name="block_of_somebody_else"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} takes no messages from {self.blocked_id}"


class QuickResponse(models.Model):
    """Words that a person writes often, with variables that the page fills in."""

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=limits.QUICK_RESPONSE_TITLE_CHARACTERS_MAX)
    folded = models.CharField(max_length=3 * limits.QUICK_RESPONSE_TITLE_CHARACTERS_MAX)
    text = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "folded"], name="quick_response_once_a_person")
        ]

    def __str__(self) -> str:
        return self.title


class Draft(models.Model):
    """What a person is writing in a record and has not sent."""

    pk = models.CompositePrimaryKey("record", "person")
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draft of {self.person_id} in record {self.record_id}"
