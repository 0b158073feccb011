"""What a form or an address brings along beside its words."""

import uuid
from typing import overload

from django.http import HttpRequest

DIGITS_MAX = 15


def is_number(typed: str) -> bool:
    """Say whether something typed is a whole number that the database can hold."""
    return typed.isdecimal() and len(typed) <= DIGITS_MAX


@overload
def number_asked(request: HttpRequest, name: str, default: int) -> int: ...


@overload
def number_asked(request: HttpRequest, name: str, default: None) -> int | None: ...


def number_asked(request: HttpRequest, name: str, default: int | None) -> int | None:
    """Return a whole number from the address, or the default for anything else."""
    typed = request.GET.get(name, "")
    return int(typed) if is_number(typed) else default


def number_posted(request: HttpRequest, name: str) -> int | None:
    """Return a whole number from a form, or None for anything else."""
    typed = request.POST.get(name, "")
    return int(typed) if is_number(typed) else None


def client_key(request: HttpRequest) -> uuid.UUID:
    """Return the form's key; a form without a readable one gets a fresh key and is not a repetition."""
    try:
        return uuid.UUID(request.POST.get("client_key", ""))
    except ValueError:
        return uuid.uuid4()
