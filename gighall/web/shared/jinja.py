"""The Jinja environment of all pages and mails.

What a template prints of the same arguments is the same each time: addresses, words of a language, icons, moments in
a zone. A page asks for hundreds of them, so the last ones are kept.
"""

from collections.abc import Callable, Hashable
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Any

import jinja2
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext
from jinja2.environment import TemplateModule
from jinja2.nodes import EvalContext
from markupsafe import Markup

from gighall.base import limits
from gighall.base.money import format_minor
from gighall.web.shared.look import look_globals

_TIME = '<time datetime="{machine}" title="{full}">{short}</time>'


class _Template(jinja2.Template):
    """A template that is imported as it is, without a look at globals of its own: none of ours has any."""

    def _get_default_module(self, ctx: jinja2.runtime.Context | None = None) -> TemplateModule:
        return super()._get_default_module()


class _Environment(jinja2.Environment):
    template_class = _Template


def environment(**options: Any) -> jinja2.Environment:
    """Return the environment that Django's Jinja2 backend uses."""
    options["undefined"] = jinja2.StrictUndefined
    options.setdefault("extensions", []).append("jinja2.ext.i18n")
    # Mails in plain text keep their signs; everything that a browser reads is escaped.
    options["autoescape"] = jinja2.select_autoescape(("html", "xml"), default_for_string=True, default=False)
    env = _Environment(trim_blocks=True, lstrip_blocks=True, **options)
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    # The names of static files change with their contents, which no running program sees change.
    kept_static = lru_cache(limits.PRINTED_KEPT)(static)
    env.globals.update(
        _=translated,
        gettext=translated,
        url=url,
        static=kept_static,
        money=format_minor,
        when=when,
        kept=kept,
        **look_globals(),
    )
    return env


@jinja2.pass_eval_context
def translated(context: EvalContext, words: str, /, **names: Any) -> str:
    """Return words in the page's language, with names put in; the extension's own does the same, from the start."""
    if not context.autoescape:
        return gettext(words) % names
    if not names:
        return _translated(words, get_language())
    return Markup(gettext(words)) % names


@lru_cache(limits.PRINTED_KEPT)
def _translated(words: str, language: str | None) -> Markup:
    return Markup(gettext(words)) % {}


@lru_cache(limits.PRINTED_KEPT)
def url(name: str, /, *args: Any, **kwargs: Any) -> str:
    """Return the address of a named page."""
    return reverse(name, args=args, kwargs=kwargs)


def kept(macro: Callable[[Hashable], Markup], about: Hashable) -> Markup:
    """Return what a macro prints of something; of the same thing for the same eyes it has been printed before.

    Only for a macro that prints nothing but this one thing: no other name, no form, no "minutes ago".
    """
    return _printed(macro, about, timezone.get_current_timezone(), get_language())


@lru_cache(limits.MESSAGES_KEPT)
def _printed(
    macro: Callable[[Hashable], Markup], about: Hashable, zone: tzinfo, language: str | None
) -> Markup:
    return macro(about)


def when(moment: datetime) -> Markup:
    """Return a ``<time>`` element in the viewer's zone, which the page's script keeps fresh."""
    return _when(moment, timezone.get_current_timezone(), get_language())


@lru_cache(limits.PRINTED_KEPT)
def _when(moment: datetime, zone: tzinfo, language: str | None) -> Markup:
    local = timezone.localtime(moment, zone)
    return Markup(_TIME).format(
        machine=local.isoformat(timespec="seconds"),
        full=date_format(local, "DATETIME_FORMAT"),
        short=date_format(local, "j M, H:i"),
    )
