"""Reads the project's own source once, for the tests of its shape."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "gighall"
DOMAIN = PACKAGE / "domain"
TEMPLATES = PACKAGE / "web" / "templates"

# From the ground up; rooms on one line do not know each other.
ROOM_LINES = (
    ("accounts",),
    ("policy", "ledger", "record", "notices", "files"),
    ("gigs", "forum", "conversations", "payments", "organisations"),
    ("orders",),
    ("chat_sessions",),
    ("desk",),
)
ROOM_HEIGHT = {room: height for height, line in enumerate(ROOM_LINES) for room in line}


@dataclass(frozen=True)
class Module:
    """A Python file of the package and what stands in it."""

    path: Path
    source: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Return where it stands, as people write it."""
        return self.path.relative_to(ROOT).as_posix()

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Yield every function and method, nested ones too."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node


@cache
def modules() -> tuple[Module, ...]:
    """Return every module of the package, migrations aside (they are written by a tool)."""
    return tuple(
        Module(path, source, ast.parse(source))
        for path in sorted(PACKAGE.rglob("*.py"))
        if "migrations" not in path.parts
        for source in [path.read_text(encoding="utf-8")]
    )


def modules_below(folder: Path) -> list[Module]:
    """Return the modules of a folder."""
    return [module for module in modules() if module.path.is_relative_to(folder)]


@dataclass(frozen=True)
class Action:
    """A public action of a room."""

    room: str
    name: str
    module: Module
    definition: ast.FunctionDef | ast.AsyncFunctionDef

    @property
    def title(self) -> str:
        """Return how it is written in lists: room.action."""
        return f"{self.room}.{self.name}"


@cache
def actions() -> tuple[Action, ...]:
    """Return every public action: what a room's ``actions`` offers to the doors."""
    found = []
    for room in ROOM_HEIGHT:
        package = DOMAIN / room / "actions"
        offered = _names_offered_by(package / "__init__.py")
        for module in modules_below(DOMAIN / room):
            if module.path != DOMAIN / room / "actions.py" and not module.path.is_relative_to(package):
                continue
            for node in module.tree.body:
                if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
                    continue
                if offered is None or node.name in offered:
                    found.append(Action(room, node.name, module, node))
    return tuple(found)


def _names_offered_by(init: Path) -> set[str] | None:
    """Return the names that a package of actions imports for its callers, None without such a package."""
    if not init.exists():
        return None
    tree = ast.parse(init.read_text(encoding="utf-8"))
    return {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    } | {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def calls_action(module: Module, action: Action) -> bool:
    """Say whether a module imports from the action's room and uses a name like the action's."""
    package = f"gighall.domain.{action.room}"
    imported: set[str] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(package):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            imported |= {"actions" for alias in node.names if alias.name.startswith(package)}
    if action.name in imported:
        return True
    if "actions" not in imported and not imported & {
        path.stem for path in action.module.path.parent.iterdir()
    }:
        return False
    return any(isinstance(node, ast.Attribute) and node.attr == action.name for node in ast.walk(module.tree))
