"""What one side may ask of the other, who may answer, and what silence means: every case there is."""

from itertools import product

import pytest

from gighall.base import limits
from gighall.domain.orders.rules import (
    ACCEPTED,
    ANSWERS,
    CANCEL,
    COUNTERED,
    DECLINED,
    LAPSED,
    REFUND,
    TIME,
    WITHDRAWN,
    RequestRefused,
    Wish,
    check_can_answer,
    check_can_request,
    check_wish,
    silence_cancels,
)
from gighall.domain.orders.states import (
    BUYER,
    CANCELLED,
    COMPLETED,
    DELIVERED,
    IN_PROGRESS,
    REQUIREMENTS,
    SELLER,
    STATES,
)

MOST_DAYS = limits.TIME_EXTENSION_DAYS_MAX
HOW_MUCH = "Say how much of the price goes back: 1 to 100 percent."
HOW_LONG = f"Say how much time is added: 1 to {MOST_DAYS} days."
WISHES = [Wish(CANCEL), Wish(REFUND, percent=40), Wish(TIME, days=2)]


@pytest.mark.parametrize(
    "wish",
    [
        Wish(CANCEL),
        Wish(REFUND, percent=1),
        Wish(REFUND, percent=100),
        Wish(TIME, days=1),
        Wish(TIME, days=MOST_DAYS),
    ],
)
def test_a_wish_whose_numbers_fit_its_kind_is_fine(wish: Wish) -> None:
    check_wish(wish)


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (Wish("praise"), "Choose what you ask for: to cancel, a part of the money back, or more time."),
        (Wish(REFUND), HOW_MUCH),
        (Wish(REFUND, days=3), HOW_MUCH),
        (Wish(REFUND, percent=0), HOW_MUCH),
        (Wish(REFUND, percent=101), HOW_MUCH),
        (Wish(TIME), HOW_LONG),
        (Wish(TIME, percent=3), HOW_LONG),
        (Wish(TIME, days=0), HOW_LONG),
        (Wish(TIME, days=MOST_DAYS + 1), HOW_LONG),
    ],
)
def test_a_wish_whose_numbers_do_not_fit_is_refused(wish: Wish, sentence: str) -> None:
    with pytest.raises(RequestRefused) as refusal:
        check_wish(wish)

    assert refusal.value.sentence == sentence


@pytest.mark.parametrize(("wish", "state"), list(product(WISHES, STATES)))
def test_an_open_order_takes_requests_and_more_time_only_while_there_is_work(wish: Wish, state: str) -> None:
    states = {IN_PROGRESS} if wish.kind == TIME else {REQUIREMENTS, IN_PROGRESS, DELIVERED}

    if state in states:
        check_can_request(wish, state=state, has_open_request=False, has_case=False)
    else:
        with pytest.raises(RequestRefused) as refusal:
            check_can_request(wish, state=state, has_open_request=False, has_case=False)
        is_over = state in (COMPLETED, CANCELLED)
        assert ("has ended" in refusal.value.sentence) == is_over
        assert ("More time" in refusal.value.sentence) == (not is_over)


@pytest.mark.parametrize(
    ("wish", "state", "has_open_request", "has_case", "words"),
    [
        (Wish(CANCEL), IN_PROGRESS, True, False, "There is a request already."),
        (Wish(CANCEL), IN_PROGRESS, False, True, "Support is looking at this order"),
        (Wish(CANCEL), IN_PROGRESS, True, True, "Support is looking at this order"),
        (Wish(CANCEL), COMPLETED, True, True, "This order has ended."),
        (Wish(REFUND), COMPLETED, True, True, HOW_MUCH),
    ],
)
def test_a_request_stands_alone_and_ends_where_support_begins(
    wish: Wish, state: str, has_open_request: bool, has_case: bool, words: str
) -> None:
    with pytest.raises(RequestRefused) as refusal:
        check_can_request(wish, state=state, has_open_request=has_open_request, has_case=has_case)

    assert refusal.value.sentence.startswith(words)


@pytest.mark.parametrize(
    ("side", "asked_by", "answer"), list(product((BUYER, SELLER), (BUYER, SELLER), (*ANSWERS, "shrug")))
)
def test_the_other_side_answers_and_who_asked_withdraws(side: str, asked_by: str, answer: str) -> None:
    own = side == asked_by
    words = ""
    if answer in (COUNTERED, LAPSED, "shrug"):
        words = "Choose an answer"
    elif answer == WITHDRAWN and not own:
        words = "Only who asked can withdraw"
    elif answer in (ACCEPTED, DECLINED) and own:
        words = "This is your own request."

    if not words:
        check_can_answer(side=side, asked_by=asked_by, answer=answer)
    else:
        with pytest.raises(RequestRefused) as refusal:
            check_can_answer(side=side, asked_by=asked_by, answer=answer)
        assert refusal.value.sentence.startswith(words)


@pytest.mark.parametrize(
    ("wish", "asked_by", "state", "has_delivery"),
    list(product(WISHES, (BUYER, SELLER), STATES, (False, True))),
)
def test_silence_cancels_only_what_the_buyer_asked_before_any_delivery(
    wish: Wish, asked_by: str, state: str, has_delivery: bool
) -> None:
    cancels = silence_cancels(wish, asked_by=asked_by, state=state, has_delivery=has_delivery)

    assert cancels == (
        (wish.kind, asked_by, has_delivery) == (CANCEL, BUYER, False) and state in (REQUIREMENTS, IN_PROGRESS)
    )


def test_a_side_asks_so_often_and_no_more() -> None:
    most = limits.REQUESTS_PER_SIDE_MAX
    for asked in range(most):
        check_can_request(
            Wish(CANCEL), state=IN_PROGRESS, has_open_request=False, has_case=False, asked_before=asked
        )

    with pytest.raises(RequestRefused, match="support"):
        check_can_request(
            Wish(CANCEL), state=IN_PROGRESS, has_open_request=False, has_case=False, asked_before=most
        )
