"""What every template knows: the hall and the person looking at it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gighall.domain.accounts.queries import hall_or_none

# Before the first run: a green of the shipped look.
FIRST_HUE = 160


@dataclass(frozen=True)
class HallView:
    """The hall as templates print it."""

    name: str
    accent_hue: int
    demo: bool
    is_set_up: bool
    # No mail server: what is written stays on the hall's machine, and pages must not say that it was sent.
    mail_stays: bool


class CsrfInput:
    """The hidden field of every form, made once a page: a page of posts has a hundred forms.

    It is not made where no form is printed: then no cookie is needed.
    """

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def _field(self) -> SafeString:
        return csrf_input(self._request)

    def __html__(self) -> str:
        return self._field

    __str__ = __html__


def read_hall() -> HallView:
    """Return the hall's name and colour, with the program's own before the first run."""
    hall = hall_or_none()
    if hall is None:
        return HallView(_("Gighall"), FIRST_HUE, demo=False, is_set_up=False, mail_stays=False)
    demo = settings.GIGHALL_DEMO and hall.demo_people is not None
    mail_stays = settings.NOTICES_MAIL_BACKEND is None and not demo
    return HallView(hall.name, hall.accent_hue, demo=demo, is_set_up=True, mail_stays=mail_stays)


def hall_context(request: HttpRequest) -> dict[str, Any]:
    """Return ``hall`` and ``me`` (None for a guest)."""
    hall = getattr(request, "hall", None) or read_hall()
    user = getattr(request, "user", None)
    return {
        "hall": hall,
        "me": user if user is not None and user.is_authenticated else None,
        "csrf_input": CsrfInput(request),
    }
