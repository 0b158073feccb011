"""The word lists of the guard, read once from ``data/``.

Each is a text file: ``#`` starts a comment, ``[name]`` a section. In ``tlds.txt`` blanks separate entries;
in the others each line is one entry.
"""

import re
from functools import cache
from pathlib import Path

from ahocorasick_rs import AhoCorasick

FOLDER = Path(__file__).parent / "data"


@cache
def sections(name: str) -> dict[str, tuple[str, ...]]:
    """Return the sections of a list, each with its lines."""
    found: dict[str, list[str]] = {}
    current: list[str] = found.setdefault("", [])
    for raw in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]"):
            current = found.setdefault(line[1:-1], [])
        else:
            current.append(line)
    return {section: tuple(lines) for section, lines in found.items()}


@cache
def words(name: str, section: str) -> frozenset[str]:
    """Return a section's entries where blanks separate them."""
    return frozenset(word for line in sections(name).get(section, ()) for word in line.split())


@cache
def phrases(name: str, section: str) -> tuple[str, ...]:
    """Return a section's entries where each line is one."""
    return sections(name).get(section, ())


def is_any_in(text: str, name: str, section: str) -> bool:
    """Say whether one of a section's lines, in small letters, stands anywhere in a text."""
    return bool(_automaton(name, section).find_matches_as_indexes(text))


def is_said_in(text: str, name: str, section: str) -> bool:
    """Say whether one of a section's lines stands in a text as whole words; that most hold none is seen at once."""
    return is_any_in(text.lower(), name, section) and whole_words(name, section).search(text) is not None


@cache
def whole_words(name: str, section: str) -> re.Pattern[str]:
    """Return the expression of a section's lines as whole words, where the script has blanks."""
    written = "|".join(re.escape(one) for one in phrases(name, section))
    return re.compile(rf"(?<![^\W_])(?:{written})(?![^\W_])", re.IGNORECASE)


@cache
def _automaton(name: str, section: str) -> AhoCorasick:
    return AhoCorasick([line.lower() for line in phrases(name, section)], store_patterns=False)


@cache
def domain_classes() -> dict[str, str]:
    """Return for each top-level domain what a bare name ending in it proves (a section of ``tlds.txt``)."""
    return {
        word: section
        for section in ("plain", "word", "file", "attribute", "script", "reserved")
        for word in words("tlds", section)
    }
