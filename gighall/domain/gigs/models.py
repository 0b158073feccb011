"""Tables of the room gigs."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models

from gighall.base import limits
from gighall.base.ids import new_public_id
from gighall.domain.accounts.models import Person

from .states import CHAT_SESSION, DRAFT, PUBLISHED


class Gig(models.Model):
    """What a seller offers. The ``shown`` columns are what others read: contact details are withheld there."""

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    seller = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="gigs")
    kind = models.CharField(max_length=16, choices=[(CHAT_SESSION, "chat session")])
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
    minutes = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(price_minor__gt=0), name="gig_has_a_price"),
            models.CheckConstraint(
                condition=models.Q(state=DRAFT) | models.Q(published_at__isnull=False),
                name="gig_published_at_some_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-published_at", "-id"], name="gig_newest", condition=models.Q(state=PUBLISHED)
            ),
            models.Index(fields=["seller", "-id"], name="gig_by_seller"),
            GinIndex(fields=["search"], name="gig_by_words"),
            GinIndex(fields=["title_shown"], opclasses=["gin_trgm_ops"], name="gig_by_similar_title"),
        ]

    def __str__(self) -> str:
        return self.title
