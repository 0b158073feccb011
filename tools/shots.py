"""`make shots`: every page as people see it, on phone and desktop, light and dark, in var/shots/.

Starts a demo hall of its own, walks it as a guest and as everybody one can be there, and writes one
picture for each kind of page, size and theme, with an index.html to look through them.
"""

import os
import shutil
import sys
import tempfile
from html import escape
from pathlib import Path

from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
SHOTS = ROOT / "var" / "shots"
ERRORS = ("400", "403", "404", "410", "413", "429", "500", "csrf", "expired", "unavailable")
UNLINKED_PATHS = (
    "/offline/",
    "/gallery/",
    "/gallery/right-to-left/",
    "/gallery/mail/",
    *(f"/gallery/errors/{name}/" for name in ERRORS),
)


def open_django(home: Path) -> None:
    """Let Django name addresses; nothing of it touches a database."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "gighall.config.settings",
        "GIGHALL_HOME": str(home),
        "GIGHALL_DEMO": "yes",
    }
    import django

    django.setup()


def take(page: Page, name: str, folder: Path) -> list[Path]:
    """Take the open page's pictures, one for each size and theme."""
    from tests.browser import DESKTOP, PHONE
    from tests.web.browser_walk import THEMES, show_whole

    taken = []
    for size_name, size in (("phone", PHONE), ("desktop", DESKTOP)):
        for theme in THEMES:
            show_whole(page, size, theme)
            target = folder / f"{name}-{size_name}-{theme}.png"
            page.screenshot(path=target, full_page=True)
            taken.append(target)
    page.set_viewport_size(DESKTOP)
    return taken


def shoot_demo(browser: Browser, home: Path) -> list[Path]:
    """Walk a demo hall as everybody and take every page's pictures; pages that are alike, once."""
    from tests.harness.halls import RunningHall
    from tests.web.browser_walk import browser_walk, is_new_to, people_of

    hall = RunningHall(home=home, settings={})
    hall.start()
    try:
        taken, looked_at = [], set[str]()
        for person in [None, *people_of(hall)]:
            folder = SHOTS / (person.name.split()[0].lower() if person else "guest")
            folder.mkdir(parents=True)
            for stop in browser_walk(browser, hall, person):
                if is_new_to(looked_at, stop.name):
                    taken += take(stop.page, stop.name.replace(":", "-"), folder)
        return taken + shoot_paths(browser, hall.origin, UNLINKED_PATHS)
    finally:
        hall.stop()
        hall.forget()


def shoot_empty(browser: Browser, home: Path) -> list[Path]:
    """Take the pictures of a hall that nobody has opened yet."""
    from tests.harness.halls import RunningHall

    hall = RunningHall(home=home, settings={"GIGHALL_DEMO": "no"})
    hall.start()
    try:
        return shoot_paths(browser, hall.origin, ("/setup/",))
    finally:
        hall.stop()
        hall.forget()


def shoot_paths(browser: Browser, origin: str, paths: tuple[str, ...]) -> list[Path]:
    """Take the pictures of pages that no other page leads to, as a guest."""
    from tests.browser import open_context

    page = open_context(browser, origin).new_page()
    taken = []
    for path in paths:
        page.goto(path)
        taken += take(page, path.strip("/").replace("/", "-"), SHOTS / "guest")
    return taken


def write_index(taken: list[Path]) -> None:
    """Write a page that shows all pictures side by side."""
    rows = "\n".join(
        f'<figure><img loading="lazy" src="{escape(path.relative_to(SHOTS).as_posix())}" alt="">'
        f"<figcaption>{escape(path.relative_to(SHOTS).as_posix())}</figcaption></figure>"
        for path in sorted(taken)
    )
    style = (
        "body{display:flex;flex-wrap:wrap;gap:1rem;font:14px system-ui}img{max-width:320px;border:1px solid}"
    )
    (SHOTS / "index.html").write_text(
        f"<!doctype html><meta charset=utf-8><title>Shots</title><style>{style}</style>{rows}\n",
        encoding="utf-8",
    )


def main() -> int:
    """Take all pictures anew; answer with an exit code."""
    with tempfile.TemporaryDirectory(prefix="gighall-shots-") as folder:
        # As root the database runs as another user, who must be able to enter.
        Path(folder).chmod(0o755)
        open_django(Path(folder) / "settings")
        from tests.browser import chromium

        shutil.rmtree(SHOTS, ignore_errors=True)
        with chromium() as browser:
            taken = shoot_demo(browser, Path(folder) / "demo")
            taken += shoot_empty(browser, Path(folder) / "empty")
    write_index(taken)
    print(
        f"{len(taken)} pictures in {SHOTS.relative_to(ROOT)}; look at {SHOTS.relative_to(ROOT)}/index.html."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
