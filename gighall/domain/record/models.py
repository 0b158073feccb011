"""Tables of the room record.

``entry`` and ``withheld`` are written by the database function ``record_append`` only, so Django does not
manage them: the migration makes them in SQL, and these models read.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from gighall.base.ids import new_public_id
from gighall.domain.accounts.models import Person

KINDS = [("inbox", "inbox"), ("order", "order"), ("desk", "desk")]


class Record(models.Model):
    """One conversation's log: one number sequence and one hash chain."""

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=8, choices=KINDS)
    made_at = models.DateTimeField()
    last_number = models.BigIntegerField(default=0)
    head = models.BinaryField()
    last_at = models.DateTimeField()
    facts_version = models.IntegerField(default=1)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "record"

    def __str__(self) -> str:
        return f"{self.kind} record {self.public_id}, {self.last_number} entries"


class Participant(models.Model):
    """A person's place in a record: which side, and which entries they may read and write."""

    pk = models.CompositePrimaryKey("record", "person")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="participants")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    person_key = models.CharField(max_length=24)
    side = models.CharField(max_length=8)
    may_write = models.BooleanField(default=True)
    from_number = models.BigIntegerField(default=1)
    until_number = models.BigIntegerField(null=True)

    class Meta:
        db_table = "participant"
        constraints = [
            models.CheckConstraint(condition=models.Q(from_number__gte=1), name="participant_reads_from_1"),
        ]
        indexes = [models.Index(fields=["person", "record"], name="participant_by_person")]

    def __str__(self) -> str:
        return f"{self.side} of record {self.record_id}"


class Entry(models.Model):
    """One entry. ``shown`` is a message's words with masked spans replaced, or a fact's JSON."""

    pk = models.CompositePrimaryKey("record", "number")
    record = models.ForeignKey(Record, on_delete=models.DO_NOTHING, related_name="entries")
    number = models.BigIntegerField()
    kind = models.CharField(max_length=24)
    author = models.ForeignKey(Person, null=True, on_delete=models.DO_NOTHING, related_name="+")
    at = models.DateTimeField()
    client_key = models.UUIDField()
    about_id = models.BigIntegerField(null=True)
    shown = models.TextField(null=True)  # noqa: DJ001  (null means erased, which is not the empty text)
    shown_salt = models.BinaryField(null=True)
    shown_digest = models.BinaryField()
    withheld_digest = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        db_table = "entry"
        managed = False

    def __str__(self) -> str:
        return f"entry {self.number} of record {self.record_id}"


class Withheld(models.Model):
    """The full words of an entry in which spans were masked; for its author, and staff on the case."""

    pk = models.CompositePrimaryKey("record", "number")
    record = models.ForeignKey(Record, on_delete=models.DO_NOTHING, related_name="+")
    number = models.BigIntegerField()
    text = models.TextField(null=True)  # noqa: DJ001  (null means erased)
    salt = models.BinaryField(null=True)
    spans = models.JSONField()
    verdict_id = models.BigIntegerField(null=True)
    released_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "withheld"
        managed = False

    def __str__(self) -> str:
        return f"withheld words of entry {self.number} of record {self.record_id}"


class IndexedRecord(models.Model):
    """Up to which entry the words of a record are in the index. Whoever writes or deletes its words locks this row."""

    record = models.OneToOneField(Record, primary_key=True, on_delete=models.PROTECT, related_name="+")
    number = models.BigIntegerField(default=0)

    class Meta:
        db_table = "indexed_record"

    def __str__(self) -> str:
        return f"the words of record {self.record_id} up to entry {self.number}"


class EntryWords(models.Model):
    """The words of an entry that everybody of its record reads, each behind the name of the entry's part."""

    pk = models.CompositePrimaryKey("record", "number")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.BigIntegerField()
    at = models.DateTimeField()
    words = SearchVectorField()

    class Meta:
        db_table = "entry_words"
        indexes = [
            # What waits in a list beside the index would be read through by every search.
            GinIndex(fields=["words"], name="entry_by_words", fastupdate=False),
        ]

    def __str__(self) -> str:
        return f"the words of entry {self.number} of record {self.record_id}"
