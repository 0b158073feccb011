"""Who takes part in a journey: once people of the demo world, once people of a hall that the journey opens."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from tests.harness.halls import RunningHall
from tests.journeys.window import PASSWORD, Window, open_window
from tests.web.browser_walk import people_of

OPERATOR = "olga@hall.example"


@dataclass
class Cast:
    """Who takes part, each at a window of their own, signed in."""

    seller: Window
    buyer: Window
    outsider: Window
    guest: Window
    staff: Window
    buyer_name: str
    seller_name: str

    @property
    def windows(self) -> list[Window]:
        """Return every window."""
        return [self.seller, self.buyer, self.outsider, self.guest, self.staff]


def cast_of(browser: Browser, hall: RunningHall, *, buyer_name: str, seller_name: str) -> Cast:
    """Open a window for each part; nobody is signed in yet."""
    seller, buyer, outsider, guest, staff = (open_window(browser, hall) for _part in range(5))
    return Cast(seller, buyer, outsider, guest, staff, buyer_name, seller_name)


@pytest.fixture
def demo_cast(browser: Browser, demo_hall: RunningHall) -> Iterator[Cast]:
    """The people of the demo world: one sells, one buys, one has no part in it."""
    operator, seller, buyer, *_others, outsider = people_of(demo_hall)
    assert operator != outsider
    cast = cast_of(browser, demo_hall, buyer_name=buyer.name, seller_name=seller.name)
    parts = ((cast.seller, seller), (cast.buyer, buyer), (cast.outsider, outsider), (cast.staff, operator))
    for window, person in parts:
        window.sign_in(person.email, person.password)
    cast.buyer.take_credits()
    yield cast
    for window in cast.windows:
        window.page.context.close()


@pytest.fixture
def own_cast(browser: Browser, empty_hall: RunningHall) -> Iterator[Cast]:
    """A hall opened by its operator, three people who join by mail, and credits granted by hand.

    The first journey opens the hall; each has people of its own.
    """
    cast = cast_of(browser, empty_hall, buyer_name="Bruno Buyer", seller_name="Selma Seller")
    operator = cast.staff
    operator.page.goto("/")
    if "/setup/" in operator.page.url:
        operator.open_hall(hall_name="The Long Table", name="Olga Operator", email=OPERATOR)
    else:
        operator.sign_in(OPERATOR, PASSWORD)
    journey = uuid.uuid4().hex[:6]
    cast.seller.join(cast.seller_name, f"selma.{journey}@mail.example")
    cast.buyer.join(cast.buyer_name, f"bruno.{journey}@mail.example")
    cast.outsider.join("Ottilie Other", f"ottilie.{journey}@mail.example")
    operator.grant_credits(f"bruno.{journey}@mail.example", "100", f"Bank transfer {journey}")
    yield cast
    for window in cast.windows:
        window.page.context.close()
