"""Walks a running demo hall in real Chromium, one visit for each kind of page that a person can reach."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

import psycopg
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser import open_context, watch
from tests.harness.halls import RunningHall
from tests.web.crawler import NOT_PAGES, inside, name_of

PAGES_MAX = 120
# What people see of their own; the rest of the pages is alike for all of them.
DIFFERENT_FOR_EACH = ("home:", "gigs:", "orders:", "money:", "accounts:home")
WINDOW_HEIGHT_MAX = 8_000
Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
LINKS_SCRIPT = "nodes => nodes.map(node => node.getAttribute('href'))"


@dataclass(frozen=True)
class DemoPerson:
    """Somebody whom a visitor of the demo world can be."""

    name: str
    email: str
    password: str


def people_of(hall: RunningHall) -> list[DemoPerson]:
    """Return who one can be in a demo hall, as its own page shows them."""
    with psycopg.connect(hall.database_url) as database:
        row = database.execute("SELECT demo_people FROM accounts_hall").fetchone()
    assert row is not None, "the demo world is loaded"
    return [DemoPerson(person["name"], person["email"], person["password"]) for person in row[0]]


def sign_in(page: Page, email: str, password: str) -> None:
    """Sign in on the page for it, as people do."""
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/account/login/" not in url)


@dataclass
class Stop:
    """A page of the walk, open in the browser while the caller looks at it."""

    path: str
    name: str
    page: Page
    troubles: list[str]


def browser_walk(browser: Browser, hall: RunningHall, person: DemoPerson | None) -> Iterator[Stop]:
    """Open each kind of page that a person can reach from the first one, once, and yield it."""
    context = open_context(browser, hall.origin)
    page = context.new_page()
    troubles = watch(page)
    if person is not None:
        sign_in(page, person.email, person.password)
    queue, known = deque(["/"]), {"home:front"}
    visits = 0
    while queue and visits < PAGES_MAX:
        path = queue.popleft()
        # A mail is shown in a box in which no script runs, so nothing can be asked there; files are no pages.
        if name_of(path) in NOT_PAGES:
            continue
        response = page.goto(path)
        assert response is not None
        visits += 1
        if not response.headers.get("content-type", "").startswith("text/html"):
            continue
        if response.status != 200:
            troubles.append(f"{path} answers {response.status}")
        shown = urlsplit(page.url).path
        links = page.locator("a[href]").evaluate_all(LINKS_SCRIPT)
        yield Stop(shown, name_of(shown) or shown, page, troubles)
        for link in links:
            target = inside(shown, link)
            name = name_of(target) if target else None
            if target is not None and name is not None and name not in known:
                known.add(name)
                queue.append(target)
    context.close()


def is_new_to(looked_at: set[str], name: str) -> bool:
    """Say whether a page is worth a look: what people see of their own always, the others once."""
    is_new = name not in looked_at or name.startswith(DIFFERENT_FOR_EACH)
    looked_at.add(name)
    return is_new


def show_whole(page: Page, size: ViewportSize, theme: Theme) -> None:
    """Show all of the page in a width and theme, at rest.

    The window becomes as high as the page: what sticks to its lower edge then covers nothing that one
    would scroll to.
    """
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=theme)
    height = min(page.evaluate("document.documentElement.scrollHeight"), WINDOW_HEIGHT_MAX)
    page.set_viewport_size({"width": size["width"], "height": max(height, size["height"])})
    settle(page)


def settle(page: Page) -> None:
    """Wait until fonts are there and nothing moves any more, so that colours are what they will stay."""
    page.evaluate("document.fonts.ready.then(() => true)")
    page.evaluate(
        "Promise.race([new Promise(done => setTimeout(done, 10000)), Promise.all(document.getAnimations()"
        ".filter(a => a.effect.getComputedTiming().iterations !== Infinity)"
        ".map(a => a.finished.catch(() => null)))]).then(() => true)"
    )
