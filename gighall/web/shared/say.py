"""Refusals in the reader's language."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from gighall.base.errors import Refused


def say(refusal: Refused) -> str:
    """Return the refusal's sentence, translated and filled in; moments are told in the reader's time zone."""
    return gettext(refusal.template).format(
        **{name: _printed(value) for name, value in refusal.values.items()}
    )


def _printed(value: object) -> object:
    return date_format(timezone.localtime(value), "j F, H:i") if isinstance(value, datetime) else value
