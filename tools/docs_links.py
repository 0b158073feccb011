"""Check that every relative link of the documentation leads to a file, and to a heading in it."""

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$")
FENCE = re.compile(r"^\s*(```|~~~)")
OUTSIDE = ("http://", "https://", "mailto:")


def documents() -> list[Path]:
    """List the Markdown files that people read: those beside this project's code and those of docs/."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def prose_lines(document: Path) -> Iterator[tuple[int, str]]:
    """Yield the numbered lines of a document that do not stand in a code block."""
    inside = False
    for number, line in enumerate(document.read_text(encoding="utf-8").splitlines(), start=1):
        if FENCE.match(line):
            inside = not inside
        elif not inside:
            yield number, line


@cache
def anchors_of(document: Path) -> frozenset[str]:
    """Return the anchors that a reader's browser knows in a document, named as code hosts name them."""
    seen: dict[str, int] = {}
    anchors = set(re.findall(r'(?:id|name)="([^"]+)"', document.read_text(encoding="utf-8")))
    for _, line in prose_lines(document):
        heading = HEADING.match(line)
        if heading is None:
            continue
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading[1]).replace("`", "").lower()
        slug = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        count = seen.get(slug, 0)
        seen[slug] = count + 1
        anchors.add(f"{slug}-{count}" if count else slug)
    return frozenset(anchors)


def complaint_about(document: Path, target: str) -> str | None:
    """Say what is wrong with one link, or nothing."""
    path_text, _, anchor = target.partition("#")
    linked = (document.parent / unquote(path_text)).resolve() if path_text else document
    if not linked.exists():
        return f"leads to {path_text}, which is not there."
    if not linked.is_relative_to(ROOT):
        return f"leads out of the project to {path_text}."
    if anchor and linked.suffix == ".md" and anchor not in anchors_of(linked):
        return f"leads to #{anchor}, a heading that {linked.name} does not have."
    return None


def main() -> int:
    """Check every document; answer with an exit code."""
    found, links = [], 0
    for document in documents():
        for number, line in prose_lines(document):
            for target in LINK.findall(line):
                if target.startswith(OUTSIDE):
                    continue
                links += 1
                complaint = complaint_about(document, target)
                if complaint:
                    found.append(f"{document.relative_to(ROOT)}:{number}: {complaint}")
    print("\n".join(found) or f"{links} links hold.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
