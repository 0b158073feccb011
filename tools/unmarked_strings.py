"""Find words for people that are not marked for translation, in templates and in Python."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "gighall"
TEMPLATES = PACKAGE / "web" / "templates"

TAG_OR_ENTITY = re.compile(r"<!--.*?-->|<[^<>]*>|&#?\w+;", re.S)
SPOKEN_ATTRIBUTE = re.compile(r"\b(alt|title|placeholder|aria-label|aria-description|label)=\"([^\"]*)\"")
# Two letters together are a word; a single one is a unit, a key or an initial.
WORD = re.compile(r"[^\W\d_]{2,}")
# Ids and class names: nobody reads them aloud.
IDENTIFIER = re.compile(r"\S*(?:_|--)\S*")
# Names and formats that are the same in every language.
SAME_EVERYWHERE = {
    "Gighall",
    "JSON",
    "API",
    "OpenAPI",
    "ID",
    "PDF",
    "UTC",
    "DOCTYPE",
    "html",
    "CSS",
    "OKLCH",
    "px",
}
MARKERS = {"_", "marked", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
SPOKEN_KEYWORDS = {"label", "help_text", "sentence", "empty_label", "placeholder", "verbose_name", "say"}


def template_words(path: Path, environment: Environment) -> Iterator[tuple[int, str]]:
    """Yield the line and the words of each text of a template that stands outside _() and {% trans %}."""
    outside: list[str] = []
    translating = silent_block = False
    tokens = list(environment.lex(path.read_text(encoding="utf-8")))
    for index, (line, kind, value) in enumerate(tokens):
        if (
            kind == "name"
            and value in {"trans", "endtrans"}
            and tokens[index - 1][1] in {"block_begin", "whitespace"}
        ):
            translating = value == "trans"
        if kind == "name" and value == "endblock":
            silent_block = False
        if kind == "name" and tokens[index - 2][2] == "block":
            silent_block = value.endswith("_class")
        if kind == "data" and not (translating or silent_block):
            # Newlines are kept so that a word's line can be counted in the joined text.
            outside.append(value)
        else:
            gap = "\n" * value.count("\n")
            outside.append(gap if kind != "variable_begin" else "\x00" + gap)
        del line
    text = "".join(outside)
    for match in SPOKEN_ATTRIBUTE.finditer(text):
        yield from unmarked_in(match[2], text.count("\n", 0, match.start()) + 1)
    # Contents of code, of scripts and of styles are not spoken.
    silent = re.compile(r"<(script|style|code|pre|svg)\b.*?</\1>", re.S | re.I)
    text = silent.sub(lambda found: "\n" * found[0].count("\n"), text)
    spoken = TAG_OR_ENTITY.sub(lambda found: "\n" * found[0].count("\n") or " ", text)
    for number, line_text in enumerate(spoken.split("\n"), start=1):
        yield from unmarked_in(line_text, number)


def unmarked_in(text: str, line: int) -> Iterator[tuple[int, str]]:
    """Yield the line and the text when it has a word that changes with the language."""
    words = [word for word in WORD.findall(IDENTIFIER.sub(" ", text)) if word not in SAME_EVERYWHERE]
    if words:
        yield line, " ".join(text.replace("\x00", "…").split())


def refusal_classes(trees: dict[Path, ast.Module]) -> set[str]:
    """Return the names of all classes that descend from Refused: their first argument is spoken."""
    known = {"Refused", "NotYours", "ValidationError", "SettingError"}
    while True:
        more = {
            node.name
            for tree in trees.values()
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef)
            and any(isinstance(base, ast.Name) and base.id in known for base in node.bases)
        }
        if more <= known:
            # The program that starts the hall speaks to its operator before any language is loaded.
            return known - {"SettingError"}
        known |= more


def spoken_literal(node: ast.expr) -> str | None:
    """Return the text of a literal that a person would read: it has a word."""
    if isinstance(node, ast.JoinedStr):
        node = next((part for part in node.values if isinstance(part, ast.Constant)), node)
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and WORD.search(node.value):
        return node.value
    return None


def python_words(tree: ast.Module, refusals: set[str]) -> Iterator[tuple[int, str]]:
    """Yield the line and the text of each spoken literal that is passed on without a marker."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        spoken: list[ast.expr] = [word.value for word in node.keywords if word.arg in SPOKEN_KEYWORDS]
        if called in refusals:
            spoken += node.args[:1]
        if isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "messages":
            spoken += node.args[1:2]
        for argument in spoken:
            text = spoken_literal(argument)
            if text is not None and called not in MARKERS:
                yield argument.lineno, text


def main() -> int:
    """Look through all templates and all of the package; answer with an exit code."""
    environment = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"])
    found = []
    for path in sorted(path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".txt"}):
        for line, text in template_words(path, environment):
            found.append(f"{path.relative_to(ROOT)}:{line}: not marked: {text}")
    trees = {
        path: ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
        if "migrations" not in path.parts
    }
    refusals = refusal_classes(trees)
    for path, tree in trees.items():
        # The command line speaks to whoever runs the hall, in English, like every program beside it.
        if path.is_relative_to(PACKAGE / "cli") or path.is_relative_to(PACKAGE / "embedded"):
            continue
        for line, text in python_words(tree, refusals):
            found.append(f"{path.relative_to(ROOT)}:{line}: not marked: {text}")
    print("\n".join(found) or f"{len(trees)} modules and all templates are marked.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
