"""What every template may call for its look: icons, initials, the language, the main navigation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from gighall.base import clock
from gighall.domain.desk.queries import waiting_for
from gighall.web.shared.icons import icon
from gighall.web.shared.moments import moment

AVATAR_TONES = 6
_AGO = '<time datetime="{machine}" data-relative>{printed}</time>'


@dataclass(frozen=True, slots=True)
class Link:
    """One place in the main navigation."""

    title: str
    href: str
    current: bool
    # How much waits there for the person who looks.
    count: int = 0


class Language:
    """The language of the page being printed; read anew for each page."""

    @property
    def code(self) -> str:
        """Return the language tag for the ``lang`` attribute."""
        return get_language() or "en"

    @property
    def direction(self) -> str:
        """Return the writing direction for the ``dir`` attribute."""
        return "rtl" if get_language_bidi() else "ltr"


def initials(name: str) -> str:
    """Return one or two letters that stand for a person where there is no picture."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "·"
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return letters.upper()


def avatar_tone(name: str) -> int:
    """Return a number that is always the same for the same name, to tell faces apart."""
    return sum(map(ord, name)) % AVATAR_TONES


@pass_context
def navigation(context: Context) -> list[Link]:
    """Return the links of the header for the person looking at the page."""
    me = context.get("me")
    request = context.get("request")
    path = request.path if request is not None else ""
    places = [(_("Gigs"), "/"), (_("Community"), "/community/")]
    if me:
        places += [(_("Inbox"), "/inbox/"), (_("Orders"), "/orders/"), (_("Money"), "/money/")]
    links = [Link(title, href, _is_current(path, href)) for title, href in places]
    if me and me.is_staff:
        # Early in the bar: on a phone its end is out of sight, and staff must see what waits.
        staff = Link(_("Staff"), "/staff/", _is_current(path, "/staff/"), count=waiting_for(me))
        links.insert(1, staff)
    return links


def _is_current(path: str, href: str) -> bool:
    if href == "/":
        return path == "/" or path.startswith("/gigs/")
    return path.startswith(href)


def hall_now() -> str:
    """Return the hall's time for the page's script, which counts from it."""
    return clock.now().isoformat(timespec="seconds")


def zone_name() -> str:
    """Return the viewer's time zone, in which the page's script prints the times it adds."""
    return timezone.get_current_timezone_name()


def ago(moment: datetime) -> Markup:
    """Return a ``<time>`` whose words the page's script keeps fresh while it is recent ("3 minutes ago")."""
    local = timezone.localtime(moment)
    printed = date_format(local, "j M Y, H:i")
    return Markup(_AGO).format(machine=local.isoformat(timespec="seconds"), printed=printed)


def look_globals() -> Mapping[str, Any]:
    """Return the names that the Jinja environment adds for the look."""
    return {
        "ago": ago,
        "hall_now": hall_now,
        "icon": icon,
        "initials": initials,
        "avatar_tone": avatar_tone,
        "language": Language(),
        "moment": moment,
        "navigation": navigation,
        "zone_name": zone_name,
        "origin": settings.GIGHALL_ORIGIN,
    }
