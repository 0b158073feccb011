"""Tables of the room gigs."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models

from gighall.base import limits
from gighall.base.ids import new_public_id
from gighall.domain.accounts.models import Person

from .rules import EVERYDAY
from .states import CHAT_SESSION, DELIVERABLE, DRAFT, PUBLISHED, SESSIONS, VIDEO_SESSION


def length_fits_kind() -> models.Q:
    """Return the condition that a session has minutes and a deliverable has days, and neither has both."""
    # Without "is not null" a missing length would be neither true nor false, which a constraint lets pass.
    minutes = models.Q(minutes__isnull=False, minutes__gt=0, delivery_days__isnull=True)
    days = models.Q(delivery_days__isnull=False, delivery_days__gt=0, minutes__isnull=True)
    return models.Q(minutes, kind__in=SESSIONS) | models.Q(days, kind=DELIVERABLE)


class Gig(models.Model):
    """What a seller offers. The ``shown`` columns are what others read: contact details are withheld there."""

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    seller = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="gigs")
    kind = models.CharField(
        max_length=16,
        choices=[
            (CHAT_SESSION, "chat session"),
            (VIDEO_SESSION, "video session"),
            (DELIVERABLE, "deliverable"),
        ],
    )
    # A key of the hall's list of categories; the list may grow without a migration.
    category = models.CharField(max_length=24, db_default=EVERYDAY)
    state = models.CharField(max_length=12, choices=[(DRAFT, "draft"), (PUBLISHED, "published")])
    title = models.CharField(max_length=limits.GIG_TITLE_CHARACTERS_MAX)
    title_shown = models.CharField(max_length=limits.GIG_TITLE_CHARACTERS_MAX * 2)
    text = models.TextField()
    text_shown_html = models.TextField()
    withheld_kinds = models.JSONField(default=list)
    # Words of any language, without endings cut off; the title counts more than the text. Tags are no words.
    search = models.GeneratedField(
        expression=SearchVector("title_shown", config="simple", weight="A")
        + SearchVector("text_shown_html", config="simple", weight="B"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    price_minor = models.BigIntegerField()
    minutes = models.PositiveIntegerField(null=True)
    delivery_days = models.PositiveSmallIntegerField(null=True)
    # Nobody promises in a seller's name: rows that do not say it include none.
    revisions = models.PositiveSmallIntegerField(db_default=0)
    # Keys of the hall's list of personal details that the work needs.
    declared_details = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(price_minor__gt=0), name="gig_has_a_price"),
            models.CheckConstraint(condition=length_fits_kind(), name="gig_length_fits_its_kind"),
            models.CheckConstraint(condition=~models.Q(category=""), name="gig_has_a_category"),
            models.CheckConstraint(
                condition=models.Q(state=DRAFT) | models.Q(published_at__isnull=False),
                name="gig_published_at_some_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-published_at", "-id"], name="gig_newest", condition=models.Q(state=PUBLISHED)
            ),
            models.Index(
                fields=["category", "-published_at", "-id"],
                name="gig_newest_of_category",
                condition=models.Q(state=PUBLISHED),
            ),
            models.Index(fields=["seller", "-id"], name="gig_by_seller"),
            GinIndex(fields=["search"], name="gig_by_words"),
            GinIndex(fields=["title_shown"], opclasses=["gin_trgm_ops"], name="gig_by_similar_title"),
        ]

    def __str__(self) -> str:
        return self.title


class GigRequirement(models.Model):
    """A question that a gig's seller asks every buyer. ``text_shown`` is what others read."""

    gig = models.ForeignKey(Gig, on_delete=models.CASCADE, related_name="requirements")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=limits.GIG_REQUIREMENT_CHARACTERS_MAX)
    # Masks are longer than the shortest words they stand for.
    text_shown = models.TextField()
    is_required = models.BooleanField()

    class Meta:
        ordering = ["gig", "position"]
        constraints = [
            models.UniqueConstraint(fields=["gig", "position"], name="gig_requirement_in_its_place")
        ]

    def __str__(self) -> str:
        return self.text
