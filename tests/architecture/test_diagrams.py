"""Diagrams that a tool writes are as fresh as what they show."""

import importlib
import pkgutil
from pathlib import Path
from types import ModuleType

import tools
from tests.architecture.code import ROOT


def diagram_tools() -> list[str]:
    """Return the tools that write a diagram: modules of tools/ with ``DIAGRAM`` and ``draw``."""
    names = [module.name for module in pkgutil.iter_modules(tools.__path__)]
    return [
        name for name in names if "DIAGRAM" in (ROOT / "tools" / f"{name}.py").read_text(encoding="utf-8")
    ]


def test_diagrams_are_fresh() -> None:
    written = {tool.DIAGRAM: tool.draw() for tool in map(_tool, diagram_tools())}

    stale = [
        diagram
        for diagram, drawing in written.items()
        if (ROOT / diagram).read_text(encoding="utf-8") != drawing
    ]

    assert stale == []


def test_every_diagram_has_its_tool() -> None:
    drawn = {Path(_tool(name).DIAGRAM).name for name in diagram_tools()}

    assert {path.name for path in (ROOT / "docs" / "diagrams").glob("*.*")} == drawn


def _tool(name: str) -> ModuleType:
    return importlib.import_module(f"tools.{name}")
