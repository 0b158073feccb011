"""Moments as people say them ("12 minutes ago"), with the exact time for whoever points at them or tabs to them."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from gighall.base import clock

# Older moments are told by their date.
RELATIVE_FOR = timedelta(days=7)
_MOMENT = (
    '<span class="moment"><time datetime="{machine}" data-moment data-just="{just}" data-day="{day}">{words}</time>'
    '<span class="moment__exact">{exact}</span></span>'
)


def moment(at: datetime) -> Markup:
    """Return a moment as a ``<time>`` that the page's script keeps fresh, and the exact time in the viewer's zone."""
    local = timezone.localtime(at)
    return Markup(_MOMENT).format(
        machine=local.isoformat(timespec="seconds"),
        just=_("just now"),
        day=_day(local),
        words=since_words(at, clock.now()),
        exact=date_format(local, "j F Y, H:i"),
    )


def since_words(at: datetime, now: datetime) -> str:
    """Return how long ago a moment was, never less than nothing; an old one by its date."""
    age = max(now - at, timedelta())
    minutes = age // timedelta(minutes=1)
    if minutes < 1:
        return _("just now")
    if age >= RELATIVE_FOR:
        return _day(timezone.localtime(at))
    if minutes < 60:
        return ngettext("%(count)d minute ago", "%(count)d minutes ago", minutes) % {"count": minutes}
    hours = minutes // 60
    if hours < 24:
        return ngettext("%(count)d hour ago", "%(count)d hours ago", hours) % {"count": hours}
    days = hours // 24
    return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}


def _day(local: datetime) -> str:
    return date_format(local, "j M Y")
