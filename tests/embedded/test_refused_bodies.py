"""A page that refuses without a look at the body is heard all the same, through the real front."""

from concurrent.futures import ThreadPoolExecutor
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from gighall.base import limits
from tests.harness.halls import RunningHall

SIZES = (10, 70_000, limits.REQUEST_BYTES_MAX - 1_000)
ROUNDS = 12


def test_a_refusal_is_heard_however_large_the_body_was(demo_hall: RunningHall) -> None:
    path = f"{demo_hall.origin}/orders/nothing/messages/"

    with ThreadPoolExecutor(4) as pool:
        statuses = set(pool.map(lambda size: status_of(path, size), SIZES * ROUNDS))

    # No token against forged forms: refused by the hall, never by the front as if nobody were there.
    assert statuses == {403}


def test_a_refusal_is_heard_after_a_body_as_large_as_a_file(demo_hall: RunningHall) -> None:
    path = f"{demo_hall.origin}/inbox/nothing/files/"

    with ThreadPoolExecutor(4) as pool:
        statuses = set(pool.map(lambda size: status_of(path, size), [limits.FILE_BYTES_MAX] * 8))

    assert statuses == {403}


def status_of(address: str, size: int) -> int:
    """Return what a form with a body of so many bytes is answered."""
    try:
        with urlopen(Request(address, data=b"text=" + b"x" * size), timeout=200) as answer:
            return int(answer.status)
    except HTTPError as refused:
        refused.read()
        return refused.code
