"""Documents, tables and slides of OpenDocument."""

from gighall.guard.files import families, texts
from gighall.guard.files.office import Parts, read_properties
from gighall.guard.files.reading import Reading
from gighall.guard.files.tags import marks_in

# styles.xml holds headers and footers.
WRITTEN_PARTS = {"content.xml": "text", "styles.xml": "header and footer"}
LINES = frozenset({"p", "h", "title", "desc", "annotation", "table-cell"})
WRITTEN = frozenset({"p", "h", "title", "desc", "creator", "span", "a"})
# What fields and forms are filled with.
KEPT = frozenset(
    {"user-field-decl", "variable-set", "text", "textarea", "formatted-text", "combobox", "button"}
)
KEPT_IN = ("office:string-value", "form:current-value", "form:value", "form:label")
SPACES = {"s": " ", "tab": "\t", "line-break": "\n"}
PICTURES = ("Pictures/", "media/", "Object ")


def read(parts: Parts, here: Reading) -> None:
    """Read a document of OpenDocument."""
    for name in parts.names:
        local = name.rpartition("/")[2]
        if local in WRITTEN_PARTS or name == "meta.xml":
            content = texts.decoded(parts.content_of(name) or b"") or ""
            if name == "meta.xml":
                read_properties(content, here)
            else:
                _read_part(content, WRITTEN_PARTS[local], here)
        elif name.startswith(PICTURES) and not name.endswith(("/", ".xml")):
            data = parts.content_of(name)
            if data:
                families.read(data, here.within("", f"picture {local}"))


def _read_part(content: str, place: str, here: Reading) -> None:
    lines: list[str] = []
    depth = 0
    for mark in marks_in(content):
        if mark.sort == "text":
            if depth:
                lines.append(mark.text)
        elif mark.sort == "start":
            lines.append(SPACES.get(mark.name, ""))
            if mark.name in LINES and not mark.closes_itself:
                depth += 1
            if "href=" in mark.inside:
                here.add("link", mark.attributes.get("xlink:href", ""))
            if mark.name in KEPT and "=" in mark.inside:
                for key in KEPT_IN:
                    here.add(place, mark.attributes.get(key, ""))
            if mark.name == "table" and "name=" in mark.inside:
                here.add(place, mark.attributes.get("table:name", ""), "name")
        elif mark.sort == "end" and mark.name in LINES:
            depth = max(0, depth - 1)
            lines.append("\n")
    here.add(place, "".join(lines))
