"""Refusals in the reader's language."""

from django.utils.translation import gettext

from gighall.base.errors import Refused


def say(refusal: Refused) -> str:
    """Return the refusal's sentence, translated and filled in."""
    return gettext(refusal.template).format(**refusal.values)
