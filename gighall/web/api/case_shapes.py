"""Shapes of cases. As in ``shapes``."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from gighall.web.api.shapes import Words

Wanted = Literal["release", "refund", "split"]


class CaseIn(Schema):
    """What happened, and what one wants of support; the key makes a second call harmless."""

    words: Words
    wanted: Wanted
    key: UUID


class CaseOut(Schema):
    """A case. ``words`` are there for who wrote them and for staff; ``refund_percent`` and ``reason`` once decided.

    ``state``: *waiting*, *decided*, *moot* (the order ended without support).
    """

    id: str
    order: str
    title: str
    state: Literal["waiting", "decided", "moot"]
    by: str
    words: str | None
    wanted: Wanted
    opened_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    refund_percent: int | None
    reason: str | None


class CasesIn(Schema):
    """Which cases staff want to see: those that wait, who waits longest first, or those that are over."""

    show: Literal["waiting", "closed"] = "waiting"
    page: Annotated[int, Field(ge=1, le=10_000)] = 1


class DecisionIn(Schema):
    """How much of the price goes back to the buyer, and why; both sides read the reason."""

    refund_percent: Annotated[int, Field(ge=0, le=100)]
    reason: Words
