"""When support may make an exception, and what it lets stand."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gighall.base import limits
from gighall.domain.policy.rules import (
    ALLOW,
    CONTACT_KINDS,
    IN_ORDER,
    MASK,
    NOTE,
    REFUSE,
    WAIVABLE_KINDS,
    RunningWaiver,
    WaiverEnded,
    WaiverRefused,
    after_hidden,
    check_can_revoke,
    check_waiver,
    judge,
    kinds_waived,
    until_words,
    why,
)
from gighall.guard import Finding
from gighall.guard.finding import Kind

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
REASON = "Lessons are calls."


def finding(kind: Kind, start: int = 0, end: int = 5, *, value: str = "", hidden: bool = False) -> Finding:
    return Finding(kind, 0, start, end, value or f"{kind} {start}", 0.9, (), hidden)


def waiver(*kinds: str, days: float = 1, number: int = 1) -> RunningWaiver:
    return RunningWaiver(number, f"w{number}", frozenset(kinds), NOW + timedelta(days=days))


@pytest.mark.parametrize("kind", sorted(WAIVABLE_KINDS))
@pytest.mark.parametrize("place", ["order", "session", "inbox", "gig", "profile", "community"])
def test_an_exception_lets_its_kinds_stand_in_orders_alone(kind: Kind, place: str) -> None:
    judgement = judge([finding(kind)], place=place, waivers=[waiver(kind)], now=NOW)

    assert judgement.outcome == (ALLOW if place in IN_ORDER else MASK)
    assert (judgement.waiver is not None) == (place in IN_ORDER)
    assert judgement.rule is not None


def test_other_kinds_are_masked_as_ever() -> None:
    judgement = judge(
        [finding("phone", 0, 5), finding("email", 8, 12)], place="order", waivers=[waiver("phone")], now=NOW
    )

    assert [(span.kind, span.outcome) for span in judgement.spans] == [("phone", ALLOW), ("email", MASK)]
    assert judgement.outcome == MASK


@pytest.mark.parametrize(
    "link",
    ["https://paypal.me/max", "www.PayPal.com/paypalme/max", "https://buy.stripe.com/x1", "ko-fi.com/max"],
)
def test_a_link_to_pay_elsewhere_is_masked_under_an_exception_for_links(link: str) -> None:
    judged = judge([finding("url", value=link)], place="order", waivers=[waiver("url")], now=NOW)

    assert (judged.outcome, judged.waiver) == (MASK, None)


@pytest.mark.parametrize(
    "link", ["https://stripe.com/docs/api", "https://notpaypal.me/max", "https://[", "wise.org"]
)
def test_a_link_that_only_looks_like_it_may_stand(link: str) -> None:
    judged = judge([finding("url", value=link)], place="order", waivers=[waiver("url")], now=NOW)

    assert judged.outcome == ALLOW


def test_paying_elsewhere_is_never_let_stand() -> None:
    # Even a row that the database should never hold lets no payment stand.
    running = [waiver(*CONTACT_KINDS)]
    judgement = judge(
        [finding("payment", 0, 5), finding("intent", 8, 12, value="pay")],
        place="order",
        waivers=running,
        now=NOW,
    )

    assert [(span.kind, span.outcome) for span in judgement.spans] == [("payment", MASK), ("intent", NOTE)]


@pytest.mark.parametrize("kind", ["intent", "allusion"])
def test_a_proposal_to_talk_outside_may_stand_under_any_exception(kind: Kind) -> None:
    found = [finding(kind, value="talk")]

    assert judge(found, place="order", waivers=[waiver("phone")], now=NOW).outcome == ALLOW
    assert judge(found, place="inbox", waivers=[waiver("phone")], now=NOW).outcome == NOTE


def test_it_ends_at_its_moment() -> None:
    running, found = [waiver("phone", days=1)], [finding("phone")]
    end = NOW + timedelta(days=1)

    assert judge(found, place="order", waivers=running, now=end - timedelta(seconds=1)).outcome == ALLOW
    assert judge(found, place="order", waivers=running, now=end).outcome == MASK


def test_of_several_the_longest_is_used() -> None:
    running = [waiver("phone", days=1, number=1), waiver("phone", days=9, number=2), waiver("email", days=99)]

    used = judge([finding("phone")], place="order", waivers=running, now=NOW).waiver

    assert used is not None
    assert used.public_id == "w2"
    assert kinds_waived(running) == ("email", "phone")


def test_what_is_hidden_under_an_exception_is_not_counted_and_not_refused() -> None:
    judgement = judge(
        [finding("phone", 0, 5, hidden=True), finding("email", 8, 12, hidden=True)],
        place="order",
        waivers=[waiver("phone")],
        now=NOW,
    )

    assert judgement.hidden_contacts == 1
    later = after_hidden(judgement, hidden_before=limits.HIDDEN_CONTACTS_MAX)
    assert [(span.kind, span.outcome) for span in later.spans] == [("phone", ALLOW), ("email", REFUSE)]


def test_a_detail_that_is_withheld_stays_whole_inside_of_words_that_may_stand() -> None:
    judgement = judge(
        [finding("intent", 0, 30, value="talk"), finding("email", 10, 20)],
        place="order",
        waivers=[waiver("phone")],
        now=NOW,
    )

    assert [(span.start, span.end, span.outcome) for span in judgement.spans] == [
        (0, 10, ALLOW),
        (10, 20, MASK),
        (20, 30, ALLOW),
    ]


@pytest.mark.parametrize(
    ("kinds", "reason", "days", "fits"),
    [
        (["phone"], REASON, 1, True),
        (sorted(WAIVABLE_KINDS), REASON, limits.WAIVER_DAYS_MAX, True),
        ([], REASON, 1, False),
        (["payment"], REASON, 1, False),
        (["phone", "payment"], REASON, 1, False),
        (["intent"], REASON, 1, False),
        (["nonsense"], REASON, 1, False),
        (["phone"], "  ", 1, False),
        (["phone"], "x" * (limits.WAIVER_REASON_CHARACTERS_MAX + 1), 1, False),
        (["phone"], REASON, 0, False),
        (["phone"], REASON, -1, False),
        (["phone"], REASON, limits.WAIVER_DAYS_MAX + 1, False),
    ],
)
def test_which_exceptions_can_be_granted(kinds: list[str], reason: str, days: int, fits: bool) -> None:
    wanted: dict[str, Any] = {
        "kinds": kinds,
        "reason": reason,
        "expires_at": NOW + timedelta(days=days),
        "now": NOW,
    }

    if fits:
        check_waiver(**wanted)
    else:
        with pytest.raises(WaiverRefused):
            check_waiver(**wanted)


@pytest.mark.parametrize("revoked", [True, False])
def test_what_has_ended_is_not_revoked(revoked: bool) -> None:
    ended = NOW - timedelta(hours=1)

    with pytest.raises(WaiverEnded):
        check_can_revoke(
            expires_at=NOW if not revoked else NOW + timedelta(1),
            revoked_at=ended if revoked else None,
            now=NOW,
        )
    check_can_revoke(expires_at=NOW + timedelta(seconds=1), revoked_at=None, now=NOW)


def test_its_remark_is_the_same_for_both_sides_and_says_until_when() -> None:
    (mine,) = why("phone", for_author=True, outcome=ALLOW, place="order")
    (theirs,) = why("phone", for_author=False, outcome=ALLOW, place="order")

    until = until_words("2026-12-03T15:00:00+01:00")
    assert mine == theirs
    assert mine.format(until=until) == "Allowed here by support’s exception until 3 December 2026, 14:00 UTC."


def test_whose_words_are_withheld_in_an_order_reads_how_to_ask_for_an_exception() -> None:
    for kind in CONTACT_KINDS:
        in_order = " ".join(why(kind, for_author=True, place="order"))
        assert ("ask support for an exception" in in_order) == (kind in WAIVABLE_KINDS)
        assert "exception" not in " ".join(why(kind, for_author=True, place="inbox"))
        assert "exception" not in " ".join(why(kind, for_author=False, place="order"))
