"""The Jinja environment of all pages and mails."""

from datetime import datetime
from typing import Any

import jinja2
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from markupsafe import Markup

from gighall.base.money import format_minor
from gighall.web.shared.look import look_globals

_TIME = '<time datetime="{machine}" title="{full}">{short}</time>'


def environment(**options: Any) -> jinja2.Environment:
    """Return the environment that Django's Jinja2 backend uses."""
    options["undefined"] = jinja2.StrictUndefined
    # Mails in plain text must keep their quotes and ampersands as they are.
    options["autoescape"] = jinja2.select_autoescape(default_for_string=True)
    options.setdefault("extensions", []).append("jinja2.ext.i18n")
    # Mails in plain text keep their signs; everything that a browser reads is escaped.
    options["autoescape"] = jinja2.select_autoescape(("html", "xml"), default_for_string=True, default=False)
    env = jinja2.Environment(trim_blocks=True, lstrip_blocks=True, **options)  # noqa: S701 - autoescape is in options.
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(url=url, static=static, money=format_minor, when=when, **look_globals())
    return env


def url(name: str, /, *args: Any, **kwargs: Any) -> str:
    """Return the address of a named page."""
    return reverse(name, args=args, kwargs=kwargs)


def when(moment: datetime) -> Markup:
    """Return a ``<time>`` element in the viewer's zone, which the page's script keeps fresh."""
    local = timezone.localtime(moment)
    return Markup(_TIME).format(
        machine=local.isoformat(timespec="seconds"),
        full=date_format(local, "DATETIME_FORMAT"),
        short=date_format(local, "j M, H:i"),
    )
