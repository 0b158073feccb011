"""The shape of modules and functions."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from tests.architecture.code import PACKAGE, ROOT, Module, actions, modules

LINES_MAX = 400
FUNCTION_LINES_MAX = 60
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "services", "core", "stuff"}


def test_no_module_is_named_for_nothing() -> None:
    folders_and_files = [path for path in PACKAGE.rglob("*") if path.suffix == ".py" or path.is_dir()]

    nameless = [str(path.relative_to(ROOT)) for path in folders_and_files if path.stem in NAMELESS]

    assert nameless == []


def test_files_have_at_most_400_lines() -> None:
    long = [f"{module.name}: {module.source.count(chr(10))} lines" for module in modules()]

    assert [name for name in long if int(name.split()[-2]) > LINES_MAX] == []


def test_functions_have_at_most_60_lines() -> None:
    long = []
    for module in modules():
        for function in module.functions():
            lines = (function.end_lineno or function.lineno) - function.lineno + 1
            if lines > FUNCTION_LINES_MAX:
                long.append(f"{module.name}:{function.lineno}: {function.name} has {lines} lines")

    assert long == []


def test_every_module_says_what_it_is() -> None:
    # Django finds an app by its apps.py; every one of them says the same.
    silent = [
        module.name
        for module in modules()
        if module.source.strip() and module.path.name != "apps.py" and ast.get_docstring(module.tree) is None
    ]

    assert silent == []


def test_public_actions_say_their_effect() -> None:
    silent = [action.title for action in actions() if not ast.get_docstring(action.definition)]

    assert silent == []


def test_public_actions_take_keywords_beyond_the_one_thing_they_are_about() -> None:
    positional = [action.title for action in actions() if len(action.definition.args.args) > 1]

    assert positional == []


def test_no_signal_receivers() -> None:
    def receives(module: Module) -> bool:
        return any(
            (
                isinstance(node, ast.ImportFrom)
                and node.module in {"django.dispatch", "django.db.models.signals"}
            )
            or (isinstance(node, ast.Attribute) and node.attr == "connect" and _is_signal(node.value))
            for node in ast.walk(module.tree)
        )

    assert [module.name for module in modules() if receives(module)] == []


def _is_signal(node: ast.expr) -> bool:
    """Say whether an expression looks like one of Django's or allauth's signals."""
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return bool(
        re.search(
            r"(^|_)(pre|post)_|_signal$|user_(logged|signed)|email_confirmed|request_(started|finished)", name
        )
    )


def test_no_logic_in_save() -> None:
    overriding = []
    for module in modules():
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.ClassDef) or not _is_model(node):
                continue
            overriding += [
                f"{module.name}: {node.name}.{item.name}"
                for item in node.body
                if isinstance(item, ast.FunctionDef)
                and item.name in {"save", "delete", "clean", "full_clean"}
            ]

    assert overriding == []


def _is_model(node: ast.ClassDef) -> bool:
    return any(
        (isinstance(base, ast.Attribute) and base.attr == "Model")
        or (isinstance(base, ast.Name) and base.id in {"Model", "AbstractBaseUser", "PermissionsMixin"})
        for base in node.bases
    )


@pytest.mark.parametrize("shelf", ["rules", "states"])
def test_rules_and_states_are_plain_python(shelf: str) -> None:
    wrong = []
    for module in modules():
        if shelf not in module.path.relative_to(PACKAGE).with_suffix("").parts[2:3]:
            continue
        for node in ast.walk(module.tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            wrong += [
                f"{module.name}: {name}"
                for name in names
                if name.split(".")[0] in {"django", "psycopg", "allauth"}
            ]
            if isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today"}:
                wrong.append(f"{module.name}:{node.lineno}: reads a clock")

    assert wrong == []


def test_no_code_names_a_person_or_gig_of_the_demo_world() -> None:
    names = demo_names(PACKAGE / "cli" / "demo")
    sources = [path for path in PACKAGE.rglob("*") if path.suffix in {".py", ".html", ".js", ".css", ".txt"}]

    naming = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sources
        for name in names
        if name in path.read_text(encoding="utf-8")
    ]

    assert naming == []


def demo_names(folder: Path) -> set[str]:
    """Return the names, addresses and titles that the demo world's data gives."""
    found: set[str] = set()

    def walk(value: object, key: str = "") -> None:
        if isinstance(value, dict):
            for inner_key, inner in value.items():
                walk(inner, inner_key)
        elif isinstance(value, list):
            for inner in value:
                walk(inner, key)
        elif isinstance(value, str) and key in {"name", "email", "title"} and len(value) > 3:
            found.add(value)

    for path in sorted(folder.glob("*.toml")):
        walk(tomllib.loads(path.read_text(encoding="utf-8")))
    # The hall's own name may well be the program's.
    return found - {"Gighall"}
