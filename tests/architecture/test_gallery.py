"""Every component stands in the gallery, so that it is seen in both themes and checked by axe."""

from jinja2 import Environment, nodes

from tests.architecture.code import PACKAGE, TEMPLATES

COMPONENTS = TEMPLATES / "components"


def parse(source: str) -> nodes.Template:
    """Parse a template as the hall does."""
    return Environment(
        autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"]
    ).parse(source)


def public_macros() -> set[tuple[str, str]]:
    """Return (file, macro) of every component; a name with an underscore is a part of one."""
    return {
        (path.relative_to(TEMPLATES).as_posix(), macro.name)
        for path in COMPONENTS.rglob("*.html")
        for macro in parse(path.read_text(encoding="utf-8")).find_all(nodes.Macro)
        if not macro.name.startswith("_")
    }


def macros_shown() -> set[tuple[str, str]]:
    """Return (file, macro) of every component that the gallery's templates call."""
    shown = set()
    for path in (TEMPLATES / "gallery").rglob("*.html"):
        tree = parse(path.read_text(encoding="utf-8"))
        called = {call.node.name for call in tree.find_all(nodes.Call) if isinstance(call.node, nodes.Name)}
        called_on = {
            (call.node.node.name, call.node.attr)
            for call in tree.find_all(nodes.Call)
            if isinstance(call.node, nodes.Getattr) and isinstance(call.node.node, nodes.Name)
        }
        for imported in tree.find_all(nodes.FromImport):
            for name in imported.names:
                original, alias = name if isinstance(name, tuple) else (name, name)
                if alias in called:
                    shown.add((_constant(imported.template), original))
        for whole in tree.find_all(nodes.Import):
            shown |= {
                (_constant(whole.template), attr) for target, attr in called_on if target == whole.target
            }
    return shown


def _constant(node: nodes.Node) -> str:
    return str(node.value) if isinstance(node, nodes.Const) else ""


def test_every_component_stands_in_the_gallery() -> None:
    macros = public_macros()

    assert macros, "there are components"
    assert macros - macros_shown() == set()


def test_every_style_sheet_is_loaded() -> None:
    sheets = {path.stem for path in (PACKAGE / "web" / "static" / "css").rglob("*.css")}
    sources = [
        path.read_text(encoding="utf-8")
        for folder in (TEMPLATES, PACKAGE / "web" / "static" / "css")
        for path in folder.rglob("*")
        if path.suffix in {".html", ".css"}
    ]

    unused = {
        sheet
        for sheet in sheets
        if not any(f'"{sheet}"' in source or f"{sheet}.css" in source for source in sources)
    }

    assert unused == set()
