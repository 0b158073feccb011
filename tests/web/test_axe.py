"""axe finds nothing on any page that anybody can reach, in light and dark, on desktop and phone."""

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser import DESKTOP, PHONE, axe_violations
from tests.harness.halls import RunningHall
from tests.patience import assert_none
from tests.web.browser_walk import DemoPerson, Theme, browser_walk, is_new_to, people_of, show_whole

LOOKS: tuple[tuple[Theme, ViewportSize], ...] = (("light", DESKTOP), ("dark", PHONE))
# Pages that nobody is led to, but everybody may end on.
UNLINKED_PAGES = (
    "/gigs/there-is-no-such-gig/",
    "/no-such-page/",
    "/offline/",
    "/gallery/",
    "/gallery/right-to-left/",
    "/gallery/errors/413/",
    "/gallery/errors/500/",
    "/gallery/errors/expired/",
    "/gallery/errors/unavailable/",
)
WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def faults_of(page: Page, path: str) -> list[str]:
    """Return what axe finds on the open page, and whether it is wider than a phone."""
    faults = []
    for theme, size in LOOKS:
        show_whole(page, size, theme)
        faults += [f"{path} ({theme}): {line}" for line in axe_violations(page)]
        if page.evaluate(WIDER_THAN_THE_SCREEN):
            faults.append(f"{path} ({size['width']} wide): can be scrolled sideways")
    page.set_viewport_size(DESKTOP)
    return faults


def faults_seen_by(
    browser: Browser, hall: RunningHall, person: DemoPerson | None, looked_at: set[str]
) -> list[str]:
    """Return the faults of every kind of page that a person can reach; pages that are alike, once."""
    faults: list[str] = []
    troubles: list[str] = []
    for stop in browser_walk(browser, hall, person):
        troubles = stop.troubles
        if is_new_to(looked_at, stop.name):
            faults += faults_of(stop.page, f"{stop.name} {stop.path}")
    return faults + troubles


def test_axe_finds_nothing_on_a_guests_pages(browser: Browser, demo_hall: RunningHall) -> None:
    assert_none(faults_seen_by(browser, demo_hall, None, set()))


@pytest.mark.timeout(600)
def test_axe_finds_nothing_on_the_pages_of_those_one_can_be(browser: Browser, demo_hall: RunningHall) -> None:
    looked_at: set[str] = set()
    faults = [
        f"{person.name}: {fault}"
        for person in people_of(demo_hall)
        for fault in faults_seen_by(browser, demo_hall, person, looked_at)
    ]

    assert_none(faults)


def test_axe_finds_nothing_on_pages_that_nobody_is_led_to(browser: Browser, demo_hall: RunningHall) -> None:
    context = browser.new_context(base_url=demo_hall.origin)
    page = context.new_page()
    faults = []
    for path in UNLINKED_PAGES:
        page.goto(path)
        faults += faults_of(page, path)
    context.close()

    assert_none(faults)
