"""Tables of the room files."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from gighall.base import limits
from gighall.base.ids import new_public_id
from gighall.domain.accounts.models import Person


class StoredFile(models.Model):
    """A file that somebody sent. Its bytes lie in the hall's storage and never change.

    ``place_id`` is opaque here: the id of the record in which it was sent. ``name`` is for the person who sent it;
    everybody else reads ``name_shown``, in which contact details are withheld.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    place_id = models.BigIntegerField()
    client_key = models.UUIDField()
    name = models.CharField(max_length=limits.FILE_NAME_CHARACTERS_MAX)
    name_shown = models.CharField(max_length=limits.FILE_NAME_CHARACTERS_MAX * 3)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    stored_name = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place_id", "person", "client_key"], name="file_once_a_client_key"
            ),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="file_is_not_empty"),
        ]
        indexes = [models.Index(fields=["person", "made_at"], name="file_by_person")]

    def __str__(self) -> str:
        return f"file {self.public_id}"


class Upload(models.Model):
    """A file on its way in parts. Its offset is the size of its part on the disk; no column counts bytes.

    ``place_id`` is opaque here, as a stored file's. ``fingerprint`` is the client's own, by which it knows its file
    again. Once all is there (``arrived_at``) it becomes an entry (``number``), or is ``refused`` with a sentence.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    place_id = models.BigIntegerField()
    client_key = models.UUIDField()
    name = models.CharField(max_length=limits.FILE_NAME_CHARACTERS_MAX)
    fingerprint = models.CharField(max_length=limits.UPLOAD_FINGERPRINT_CHARACTERS_MAX)
    size = models.BigIntegerField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)
    number = models.BigIntegerField(null=True)
    refused = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place_id", "person", "client_key"], name="upload_once_a_client_key"
            ),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="upload_is_not_empty"),
            models.CheckConstraint(
                condition=models.Q(number__isnull=True) | models.Q(refused__isnull=True),
                name="upload_ends_once",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "made_at"], name="upload_by_person"),
            models.Index(fields=["expires_at"], name="upload_by_end"),
            models.Index(
                fields=["arrived_at"],
                name="upload_to_finish",
                condition=models.Q(arrived_at__isnull=False, number__isnull=True, refused__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"upload {self.public_id}"

    @property
    def is_open(self) -> bool:
        """Say whether it has neither become an entry nor been refused."""
        return self.number is None and self.refused is None
