"""Tables of the room organisations."""

from django.db import models
from django.db.models.functions import Lower

from gighall.base import limits
from gighall.base.ids import new_public_id
from gighall.domain.accounts.models import Person

from .states import CONFIRMED, DECLINED, ROLES, STATES


class Organisation(models.Model):
    """A business client. ``about_shown`` is what others than its members read: contact details are withheld there.

    ``name_key`` is the name as the eye takes it: names that look alike have the same.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    name = models.CharField(max_length=limits.ORGANISATION_NAME_CHARACTERS_MAX)
    name_key = models.TextField()
    country = models.CharField(max_length=2)
    registration = models.CharField(max_length=limits.ORGANISATION_REGISTRATION_CHARACTERS_MAX)
    registration_key = models.TextField()
    about = models.TextField()
    about_shown = models.TextField()
    withheld_kinds = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=[(state, state) for state in STATES])
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    make_key = models.UUIDField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["made_by", "make_key"], name="organisation_made_once_a_key"),
            models.UniqueConstraint(
                fields=["name_key"],
                condition=models.Q(state=CONFIRMED),
                name="organisation_looks_like_no_other",
            ),
            models.UniqueConstraint(
                fields=["country", "registration_key"],
                condition=models.Q(state=CONFIRMED),
                name="organisation_confirmed_once_a_registration",
            ),
            models.CheckConstraint(
                condition=models.Q(state=CONFIRMED, confirmed_at__isnull=False)
                | (~models.Q(state=CONFIRMED) & models.Q(confirmed_at__isnull=True)),
                name="organisation_confirmed_at_some_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "sent_at", "id"], name="organisation_by_state")]

    def __str__(self) -> str:
        return f"organisation {self.public_id}: {self.state}"


class Decision(models.Model):
    """What staff said about an organisation, who and when. Rows are added, never edited."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="decisions")
    answer = models.CharField(max_length=12, choices=[(state, state) for state in (CONFIRMED, DECLINED)])
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=limits.REASON_CHARACTERS_MAX, blank=True)

    class Meta:
        ordering = ["organisation", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer=CONFIRMED) | ~models.Q(reason=""),
                name="organisation_declined_with_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.answer} by {self.by_id}"


class Membership(models.Model):
    """Somebody belongs to an organisation from ``joined_at`` to ``left_at``; who comes back gets a row anew.

    ``ended_by`` is who removed them; nobody where they left by themselves.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=8, choices=[(role, role) for role in ROLES])
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"],
                condition=models.Q(left_at__isnull=True),
                name="membership_once_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["person", "organisation"], name="membership_by_person")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.organisation_id}: {self.role}"


class Invitation(models.Model):
    """A way into an organisation for whoever has an address. Only the SHA-256 of the mailed token is kept."""

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    membership = models.OneToOneField(
        Membership, on_delete=models.PROTECT, null=True, related_name="invitation"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=models.Q(membership__isnull=True, withdrawn_at__isnull=True),
                name="invitation_one_open_an_address",
            ),
            models.CheckConstraint(
                condition=models.Q(membership__isnull=True) | models.Q(withdrawn_at__isnull=True),
                name="invitation_not_both_used_and_withdrawn",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("invited_at")), name="invitation_stands_for_a_time"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-id"], name="invitation_by_organisation")]

    def __str__(self) -> str:
        return f"invitation {self.public_id}"
