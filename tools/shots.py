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
EXTRA_PATHS = ("/no-such-page/", "/offline/")


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


def shoot(browser: Browser, home: Path) -> list[Path]:
    """Walk a demo hall as everybody and take every page's pictures."""
    from tests.browser import open_context
    from tests.harness.halls import RunningHall
    from tests.web.browser_walk import browser_walk, people_of

    hall = RunningHall(home=home, settings={})
    hall.start()
    try:
        taken = []
        for person in [None, *people_of(hall)]:
            folder = SHOTS / (person.name.split()[0].lower() if person else "guest")
            folder.mkdir(parents=True)
            for stop in browser_walk(browser, hall, person):
                taken += take(stop.page, stop.name.replace(":", "-"), folder)
        page = open_context(browser, hall.origin).new_page()
        for path in EXTRA_PATHS:
            page.goto(path)
            taken += take(page, path.strip("/"), SHOTS / "guest")
        return taken
    finally:
        hall.stop()


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
            taken = shoot(browser, Path(folder) / "home")
    write_index(taken)
    print(
        f"{len(taken)} pictures in {SHOTS.relative_to(ROOT)}; look at {SHOTS.relative_to(ROOT)}/index.html."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
