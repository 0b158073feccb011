"""Lists in pages: one row more is read than shown, so that nothing needs to be counted."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.http import urlencode

PAGE_NUMBER_MAX = 10_000


@dataclass(frozen=True)
class ListPage:
    """The rows of one page and the addresses of its neighbours (empty when there is none)."""

    rows: list[Any]
    newer: str
    older: str


def page_of(request: HttpRequest, rows: QuerySet[Any], *, size: int) -> ListPage:
    """Return the page of a list that ``?page=`` asks for."""
    typed = request.GET.get("page", "1")
    number = min(max(int(typed), 1), PAGE_NUMBER_MAX) if typed.isdecimal() else 1
    start = (number - 1) * size
    found = list(rows[start : start + size + 1])
    return ListPage(
        rows=found[:size],
        newer=_address(request, number - 1) if number > 1 else "",
        older=_address(request, number + 1) if len(found) > size else "",
    )


def _address(request: HttpRequest, number: int) -> str:
    query = {**request.GET.dict(), "page": str(number)}
    if number == 1:
        del query["page"]
    return f"{request.path}?{urlencode(query)}" if query else request.path
