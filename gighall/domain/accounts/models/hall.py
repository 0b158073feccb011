"""The hall itself: one row that the first-run page makes, and who changed it since."""

from django.db import models

from gighall.base import limits

from .person import Person


class Hall(models.Model):
    """What the operator named and coloured. ``demo_people`` is filled in the demo world only."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=limits.HALL_NAME_CHARACTERS_MAX)
    accent_hue = models.PositiveSmallIntegerField()
    set_up_at = models.DateTimeField()
    set_up_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    demo_people = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="hall_has_one_row"),
            models.CheckConstraint(condition=models.Q(accent_hue__lt=360), name="hall_hue_below_360"),
        ]

    def __str__(self) -> str:
        return self.name


class HallChange(models.Model):
    """Who named and coloured the hall, how and when. Rows are added, never edited."""

    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=limits.HALL_NAME_CHARACTERS_MAX)
    accent_hue = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.name}, {self.accent_hue}°"
