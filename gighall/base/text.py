"""Text that people type: cleaned once at the door, and rendered once when written."""

import html
import re
import unicodedata

import nh3
from markdown_it import MarkdownIt

from gighall.base.masking import MASK

# NUL cannot be stored, lone surrogates cannot be encoded; other control characters have no shape.
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LINK = re.compile(r'href="([^"]*)"')


class _HallMarkdown(MarkdownIt):
    """Markdown whose links lead somewhere."""

    def validateLink(self, url: str) -> bool:  # noqa: N802  # The name that the library calls.
        """Say whether a link may become one: where a part of its target is withheld, its source stays as text."""
        return super().validateLink(url) and MASK not in self.normalizeLinkText(url)


_MARKDOWN = _HallMarkdown("commonmark", {"html": False, "linkify": False}).enable("table")
_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "code", "pre", "a", "h3", "h4", "hr"} | {
    "table", "thead", "tbody", "tr", "th", "td"
}  # fmt: skip


def isolated(name: str) -> str:
    """Return a name that does not turn the sentence around it when it is written the other way."""
    return f"\u2068{name}\u2069"


def clean_line(text: str) -> str:
    """Return one line of text: normalised, without control characters, spaces folded."""
    return " ".join(_UNSTORABLE.sub("", unicodedata.normalize("NFC", text)).split())


def plain_lines(text: str) -> str:
    """Return a text with the line ends that were typed: forms send each as two characters."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def clean_text(text: str) -> str:
    """Return a text of several lines: line ends unified, control characters gone, ends trimmed."""
    return _UNSTORABLE.sub("", plain_lines(text)).strip()


def is_storable(text: str) -> bool:
    """Say whether the text can be stored as it is (no NUL, no lone surrogate)."""
    return "\x00" not in text and (text.isascii() or _HALF_PAIR.search(text) is None)


def markdown_to_html(text: str) -> str:
    """Return safe HTML for a text written in Markdown; every tag and attribute is on an allow-list."""
    rendered = _MARKDOWN.render(text).replace("<h1>", "<h3>").replace("</h1>", "</h3>")
    rendered = rendered.replace("<h2>", "<h3>").replace("</h2>", "</h3>")
    return nh3.clean(rendered, tags=_TAGS, attributes={"a": {"href"}}, link_rel="nofollow noopener ugc")


def words_of_html(rendered: str) -> tuple[str, list[str]]:
    """Return what a reader of safe HTML sees, a block a line, and where its links lead."""
    words = html.unescape(nh3.clean(rendered, tags=set()))
    return words.strip(), [html.unescape(found) for found in _LINK.findall(rendered)]


def plain_html(text: str) -> str:
    """Return HTML for a text without any markup: a paragraph a line."""
    return "".join(f"<p>{html.escape(line)}</p>\n" for line in text.splitlines() if line.strip())
