"""Moments as people say them ("12 minutes ago"), with the exact time for whoever points at them or tabs to them."""

from datetime import datetime, timedelta, tzinfo
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from markupsafe import Markup

from gighall.base import clock, limits

# Older moments are told by their date.
RELATIVE_FOR = timedelta(days=7)
_BEFORE = '<span class="moment"><time datetime="{machine}" data-moment data-just="{just}" data-day="{day}">'
_AFTER = '</time><span class="moment__exact">{exact}</span></span>'


def moment(at: datetime) -> Markup:
    """Return a moment as a ``<time>`` that the page's script keeps fresh, and the exact time in the viewer's zone."""
    before, after = _around(at, timezone.get_current_timezone(), get_language())
    return before + since_words(at, clock.now()) + after


@lru_cache(limits.PRINTED_KEPT)
def _around(at: datetime, zone: tzinfo, language: str | None) -> tuple[Markup, Markup]:
    """Return what stands around the words, which alone change while time passes."""
    local = timezone.localtime(at, zone)
    before = Markup(_BEFORE).format(
        machine=local.isoformat(timespec="seconds"), just=_("just now"), day=_day(local)
    )
    return before, Markup(_AFTER).format(exact=date_format(local, "j F Y, H:i"))


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
