"""The one table of the ground: by how much the hall's clock was moved."""

from django.db import models


class ClockOffset(models.Model):
    """One row, read in demo mode and in tests only (see ``gighall.base.clock``)."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seconds = models.BigIntegerField()

    class Meta:
        db_table = "clock_offset"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="clock_offset_has_one_row")]

    def __str__(self) -> str:
        return f"{self.seconds} s ahead"
