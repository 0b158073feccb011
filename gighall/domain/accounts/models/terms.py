"""Terms: versioned documents of numbered clauses, and who accepted which."""

from django.db import models

from .person import Person


class TermsVersion(models.Model):
    """One published version. It is never edited; a change is a new version."""

    number = models.PositiveIntegerField(unique=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    source = models.TextField()

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"terms {self.number}"


class TermsClause(models.Model):
    """A clause. Its anchor stays the same through all versions; its number may change."""

    version = models.ForeignKey(TermsVersion, on_delete=models.CASCADE, related_name="clauses")
    position = models.PositiveIntegerField()
    number = models.CharField(max_length=16)
    anchor = models.SlugField(max_length=60)
    heading = models.CharField(max_length=120)
    body = models.TextField()
    body_html = models.TextField()

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "anchor"], name="clause_anchor_once_a_version"),
            models.UniqueConstraint(fields=["version", "position"], name="clause_position_once_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}"


class TermsAcceptance(models.Model):
    """Who accepted which version, and when."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="acceptances")
    version = models.ForeignKey(TermsVersion, on_delete=models.PROTECT, related_name="acceptances")
    at = models.DateTimeField()

    class Meta:
        ordering = ["person", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["person", "version"], name="acceptance_once_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} accepted {self.version_id}"
