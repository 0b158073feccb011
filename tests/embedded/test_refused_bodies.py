"""A page that refuses without a look at the body is heard all the same, through the real front."""

from concurrent.futures import ThreadPoolExecutor
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from gighall.base import limits
from tests.harness.halls import RunningHall

SIZES = (10, 70_000, limits.REQUEST_BYTES_MAX - 1_000)
ROUNDS = 12


def test_a_refusal_is_heard_however_large_the_body_was(demo_hall: RunningHall) -> None:
    def status_of(size: int) -> int:
        body = b"text=" + b"x" * size
        try:
            with urlopen(
                Request(f"{demo_hall.origin}/orders/nothing/messages/", data=body), timeout=30
            ) as answer:
                return int(answer.status)
        except HTTPError as refused:
            refused.read()
            return refused.code

    with ThreadPoolExecutor(4) as pool:
        statuses = set(pool.map(status_of, SIZES * ROUNDS))

    # No token against forged forms: refused by the hall, never by the front as if nobody were there.
    assert statuses == {403}
