"""Moments and spans of time as an order's pages say them, in the zones of both sides."""

import zoneinfo
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gighall.domain.accounts.models import Person

DAY_SECONDS, HOUR_SECONDS, MINUTE_SECONDS = 86_400, 3_600, 60


@dataclass(frozen=True)
class BothZones:
    """A moment as each side's clock on the wall shows it; ``there`` is empty where both clocks show the same."""

    here: str
    there: str


def span_words(span: timedelta) -> str:
    """Return how long something takes, in its two largest units: "2 days, 3 hours"."""
    seconds = max(0, int(span.total_seconds()))
    days, rest = divmod(seconds, DAY_SECONDS)
    hours, rest = divmod(rest, HOUR_SECONDS)
    minutes = rest // MINUTE_SECONDS
    said = [
        ngettext("%(count)d day", "%(count)d days", days) % {"count": days} if days else "",
        ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours} if hours else "",
        ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
        if minutes and not days
        else "",
    ]
    return ", ".join(part for part in said if part) or _("less than a minute")


def exact_words(seconds: int) -> str:
    """Return how long something took to the second, in minutes and seconds: "42 minutes 10 seconds"."""
    minutes, rest = divmod(max(0, seconds), MINUTE_SECONDS)
    said = [
        ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes} if minutes else "",
        ngettext("%(count)d second", "%(count)d seconds", rest) % {"count": rest}
        if rest or not minutes
        else "",
    ]
    return " ".join(part for part in said if part)


def both_zones(moment: datetime, other: Person) -> BothZones:
    """Return a moment in the reader's zone and in the other side's."""
    here, there = timezone.localtime(moment), moment.astimezone(zone_of(other))
    is_same = here.replace(tzinfo=None) == there.replace(tzinfo=None)
    return BothZones(date_format(here, "l, j F, H:i"), "" if is_same else date_format(there, "l, j F, H:i"))


def zone_of(person: Person) -> tzinfo:
    """Return the person's time zone; one that this machine does not know counts as UTC."""
    try:
        return zoneinfo.ZoneInfo(person.time_zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return UTC
