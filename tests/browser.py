"""Real Chromium for the tests: where it is, how it starts, and what axe says about a page."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.patience import PATIENCE_SECONDS

SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PATIENCE_MS = PATIENCE_SECONDS * 1_000
expect.set_options(timeout=PATIENCE_MS)
AXE_OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}


def chromium_path(playwright: Playwright) -> str | None:
    """Return the Chromium of this machine, or None to take Playwright's own."""
    found = next(filter(None, map(shutil.which, SYSTEM_NAMES)), None)
    if found is None and not Path(playwright.chromium.executable_path).exists():
        raise RuntimeError("There is no Chromium here. `make test` fetches one.")
    return found


@contextmanager
def chromium(*more: str) -> Iterator[Browser]:
    """Start a headless Chromium, with more flags if wanted, and close it afterwards, with Playwright's event loop.

    The loop must not outlive the tests that use it: Django refuses the database beside a running one.
    """
    with sync_playwright() as playwright:
        flags = [*FLAGS, *more, "--no-sandbox"] if os.geteuid() == 0 else [*FLAGS, *more]
        browser = playwright.chromium.launch(executable_path=chromium_path(playwright), args=flags)
        try:
            yield browser
        finally:
            browser.close()


def open_context(browser: Browser, origin: str, **wishes: Any) -> BrowserContext:
    """Open a window of its own: cookies of nobody else, English, a stated zone, no waiting without end."""
    context = browser.new_context(
        base_url=origin, **{"viewport": DESKTOP, "locale": "en-GB", "timezone_id": "Europe/Madrid"} | wishes
    )
    context.set_default_timeout(PATIENCE_MS)
    return context


def watch(page: Page) -> list[str]:
    """Return a list that fills with whatever goes wrong on a page: script errors and refused content."""
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
    page.on(
        "console",
        lambda message: troubles.append(f"{page.url}: {message.text}") if message.type == "error" else None,
    )
    return troubles


# No colour is on its way to another: what spins for ever does not count.
AT_REST = """() => document.getAnimations().every(
  (one) => one.playState !== "running" || one.effect.getComputedTiming().endTime === Infinity)"""


def axe_violations(page: Page) -> list[str]:
    """Return what axe finds on the page as it is once it has come to rest, one line for each rule broken."""
    page.wait_for_function(AT_REST)
    results = Axe().run(page, options=AXE_OPTIONS)
    return [
        f"{violation['id']}: {violation['help']} — "
        + "; ".join(str(node["target"]) + " " + node["html"][:160] for node in violation["nodes"][:3])
        for violation in results.response["violations"]
    ]
