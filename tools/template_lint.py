"""Check the templates: they parse, they print and do not decide, and they keep the content policy.

The rules come from STYLE.md ("Templates") and from the strict content security policy; djlint adds its
own about sound HTML.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "gighall" / "web" / "templates"
LINES_MAX = 120
DJLINT_SECONDS_MAX = 120
# What djlint asks for and we do not want: sizes on every picture are set by style sheets (H006), meta
# keywords and descriptions (H030, H031), tags closed in another file of an extended template (H025),
# its own idea of attribute order or capitals (H016, H021 we check ourselves).
DJLINT_IGNORED = "H006,H016,H021,H025,H030,H031,J018,J004,T028,H014"


@dataclass(frozen=True)
class Rule:
    """A pattern that must not occur, and the sentence for whoever wrote it."""

    pattern: re.Pattern[str]
    sentence: str
    not_in: tuple[str, ...] = ()


RULES = [
    Rule(
        re.compile(r"<style[\s>]", re.I),
        "has a style element; styles belong in static/css.",
        ("mail/", "bundle/"),
    ),
    Rule(
        re.compile(r"<[^>{]*\sstyle\s*=", re.I),
        "has a style attribute; the policy refuses it.",
        ("mail/", "bundle/"),
    ),
    Rule(
        re.compile(r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/(?:ld\+)?json\")[^>]*>", re.I),
        "has an inline script.",
    ),
    Rule(re.compile(r"<[^>{]*\son[a-z]+\s*=", re.I), "has an on… attribute; the policy refuses it."),
    Rule(re.compile(r"javascript:", re.I), "has a javascript: address."),
    Rule(
        re.compile(
            r"<(?:script|link|img|iframe|source|video|audio)\b[^>]*(?:src|href)\s*=\s*[\"']?(?:https?:)?//",
            re.I,
        ),
        "makes a request to another house.",
    ),
    Rule(
        re.compile(r"\{\{[^}]*(?<!_html)(?<!\s)\s*\|\s*safe\b"), "marks as safe something not named …_html."
    ),
    Rule(re.compile(r"autoescape\s+false", re.I), "turns escaping off.", ()),
    Rule(
        re.compile(r"\{%-?\s*(?:el)?if\s[^%]*[=!]=\s*[\"'][^\"']+[\"']"),
        "compares strings; the view-model decides, the template prints.",
        ("components/", "layout/", "gallery/"),
    ),
    Rule(re.compile(r"\b(?:TODO|FIXME|XXX)\b|lorem ipsum", re.I), "holds something unfinished."),
]


def template_files() -> list[Path]:
    """List all templates, pages and mails."""
    return sorted(
        path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".txt", ".svg", ".js", ".css"}
    )


def complaints_about(path: Path, environment: Environment) -> Iterator[str]:
    """Yield a sentence for each rule that a template breaks."""
    name = path.relative_to(TEMPLATES).as_posix()
    source = path.read_text(encoding="utf-8")
    where = path.relative_to(ROOT).as_posix()
    try:
        environment.parse(source, name=name)
    except TemplateSyntaxError as error:
        yield f"{where}:{error.lineno}: does not parse: {error.message}"
        return
    lines = source.count("\n")
    if lines > LINES_MAX:
        yield f"{where}:1: has {lines} lines; {LINES_MAX} are the most. Make a component of a part."
    if path.suffix != ".html":
        return
    for rule in RULES:
        if name.startswith(rule.not_in):
            continue
        for match in rule.pattern.finditer(source):
            line = source.count("\n", 0, match.start()) + 1
            yield f"{where}:{line}: {rule.sentence}"


def djlint_complaints() -> list[str]:
    """Return what djlint says about the HTML."""
    finished = subprocess.run(
        [
            Path(sys.executable).parent / "djlint",
            "--lint",
            "--quiet",
            "--profile=jinja",
            f"--ignore={DJLINT_IGNORED}",
            "--linter-output-format={filename}:{line}: {code} {message}",
            TEMPLATES,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=DJLINT_SECONDS_MAX,
        check=False,
    )
    if finished.returncode == 0:
        return []
    return [line for line in (finished.stdout + finished.stderr).splitlines() if line.strip()]


def main() -> int:
    """Check every template; answer with an exit code."""
    environment = Environment(
        autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"]
    )
    files = template_files()
    found = [sentence for path in files for sentence in complaints_about(path, environment)]
    found += djlint_complaints()
    print("\n".join(found) or f"{len(files)} templates hold.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
