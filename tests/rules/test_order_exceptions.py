"""Which exceptions an order was told of, from its facts alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

from gighall.domain.orders.rules import Moment, exceptions_told, exceptions_worth_telling

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=10)


def granted(name: str, until: datetime = LATER, **more: Any) -> Moment:
    fact = {"waiver": name, "kinds": ["phone"], "until": until.isoformat(), "reason": "Calls."}
    return Moment(NOW, "exception_granted", fact | more)


def revoked(name: str) -> Moment:
    fact = {"waiver": name, "kinds": ["phone"], "until": NOW.isoformat(), "reason": "No more calls."}
    return Moment(NOW, "exception_revoked", fact)


def worth_telling(*facts: Moment, now: datetime = NOW) -> list[tuple[str, bool]]:
    told = exceptions_worth_telling(exceptions_told(facts), now=now)
    return [(each.waiver, each.runs(now)) for each in told]


def test_those_that_run_are_told_the_newest_first() -> None:
    assert worth_telling() == []
    assert worth_telling(granted("a"), granted("b")) == [("b", True), ("a", True)]
    assert worth_telling(granted("a"), granted("b"), revoked("b")) == [("a", True)]


def test_when_none_runs_the_last_one_is_told() -> None:
    assert worth_telling(granted("a"), revoked("a")) == [("a", False)]
    assert worth_telling(granted("a"), granted("b", NOW + timedelta(days=1)), now=LATER) == [("b", False)]
    # At its very end it has ended.
    assert worth_telling(granted("a"), now=LATER) == [("a", False)]


def test_a_revocation_says_when_and_why_it_ended() -> None:
    (told,) = exceptions_told([granted("a", only_here=True), revoked("a"), revoked("never told")])

    assert (told.ends_at, told.reason, told.revoked_because) == (NOW, "Calls.", "No more calls.")
    assert told.is_only_here
    assert told.kinds == ("phone",)


def test_other_facts_say_nothing_of_exceptions() -> None:
    assert exceptions_told([Moment(NOW, "late", {}), Moment(NOW, "delivered", {"message": 1})]) == []
