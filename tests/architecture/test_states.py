"""Each state has an owner, and each move between states a test."""

import ast
import importlib
import re
from collections.abc import Iterable
from types import ModuleType

import pytest

from tests.architecture.code import DOMAIN, PACKAGE, ROOM_HEIGHT, ROOT, modules

PROOF = re.compile(r"proves\(\s*\"([a-z_]+\.[a-z_]+)\"")


def state_modules() -> dict[str, ModuleType]:
    """Return the states of every room that has moves between them."""
    found = {}
    for room in ROOM_HEIGHT:
        if (DOMAIN / room / "states.py").exists():
            module = importlib.import_module(f"gighall.domain.{room}.states")
            if hasattr(module, "TRANSITIONS"):
                found[room] = module
    return found


def test_every_move_leads_from_a_state_to_a_state() -> None:
    for room, module in state_modules().items():
        named = {state for move in module.TRANSITIONS for state in (*move.sources, move.target)}

        assert named == set(module.STATES), room


def test_every_state_but_the_first_can_be_reached() -> None:
    for room, module in state_modules().items():
        reached = {module.STATES[0]}
        for _round in module.STATES:
            reached |= {move.target for move in module.TRANSITIONS if reached & set(move.sources)}

        assert reached == set(module.STATES), room


def test_moves_have_names_of_their_own() -> None:
    for room, module in state_modules().items():
        names = [move.name for move in module.TRANSITIONS]

        assert len(names) == len(set(names)), room


def test_a_state_is_changed_by_its_own_room_only() -> None:
    wrong = [
        f"{module.name}:{line}"
        for module in modules()
        if not _is_action(module.path.relative_to(PACKAGE).parts)
        for line in _assignments_of_state(ast.walk(module.tree))
    ]

    assert wrong == []


def _is_action(parts: tuple[str, ...]) -> bool:
    return parts[0] == "domain" and len(parts) > 2 and parts[2].removesuffix(".py") == "actions"


def _assignments_of_state(nodes: Iterable[ast.AST]) -> list[int]:
    lines = []
    for node in nodes:
        targets = node.targets if isinstance(node, ast.Assign) else []
        flat = [leaf for target in targets for leaf in getattr(target, "elts", [target])]
        lines += [leaf.lineno for leaf in flat if isinstance(leaf, ast.Attribute) and leaf.attr == "state"]
    return lines


@pytest.fixture(scope="module")
def proved() -> set[str]:
    """The moves that some test says it proves."""
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")]
    return {name for source in sources for name in PROOF.findall(source)}


def test_every_move_has_a_test_that_proves_it(proved: set[str]) -> None:
    moves = {f"{room}.{move.name}" for room, module in state_modules().items() for move in module.TRANSITIONS}

    assert moves, "there are moves"
    assert proved == moves
