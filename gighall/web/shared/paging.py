"""Lists in pages: one row more is read than shown, so that nothing needs to be counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.http import urlencode

from gighall.web.shared.typed import number_asked

PAGE_NUMBER_MAX = 10_000


@dataclass(frozen=True)
class ListPage:
    """The rows of one page and the addresses of its neighbours (empty when there is none)."""

    rows: list[Any]
    newer: str
    older: str


def page_of(request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], *, size: int) -> ListPage:
    """Return the page of a list that ``?page=`` asks for."""
    number = min(max(number_asked(request, "page", 1), 1), PAGE_NUMBER_MAX)
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
