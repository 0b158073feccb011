"""Pages that the front shows by itself, when the web program cannot: written as plain files at start."""

from pathlib import Path

from django.template.loader import render_to_string

FRONT_PAGES = ("errors/413.html", "errors/unavailable.html")


def write_front_pages(folder: Path) -> None:
    """Write the front's own pages below a folder, under the names their templates have."""
    for name in FRONT_PAGES:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(render_to_string(name), encoding="utf-8")
