"""The checks of `make check` find what they are there for."""

from pathlib import Path

import pytest
from jinja2 import Environment

from tools import docs_links, lock_file, template_lint, unmarked_strings


def jinja() -> Environment:
    """Return an environment that reads our templates."""
    return Environment(autoescape=True, extensions=["jinja2.ext.i18n"])


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A template file in a tree of its own."""
    monkeypatch.setattr(template_lint, "ROOT", tmp_path)
    monkeypatch.setattr(template_lint, "TEMPLATES", tmp_path)
    return tmp_path / "page.html"


@pytest.mark.parametrize(
    "source",
    [
        '<p style="color: red">{{ _("Hello") }}</p>',
        "<script>alert(1)</script>",
        '<button onclick="go()">{{ _("Go") }}</button>',
        '<img src="https://example.org/a.png" alt="">',
        '{% if order.state == "in_progress" %}{% endif %}',
        "{{ order.note | safe }}",
        "{% if %}",
        "\n" * 121,
    ],
)
def test_template_that_breaks_a_rule_is_found(template: Path, source: str) -> None:
    template.write_text(source, encoding="utf-8")

    assert list(template_lint.complaints_about(template, jinja()))


@pytest.mark.parametrize(
    "source",
    [
        '<p class="quiet">{{ _("Hello") }}</p>',
        '<script type="module" src="/static/js/a.js"></script>',
        "{{ clause.body_html | safe }}",
        "{% if page.deliver.shown %}{% endif %}",
    ],
)
def test_template_that_keeps_the_rules_passes(template: Path, source: str) -> None:
    template.write_text(source, encoding="utf-8")

    assert list(template_lint.complaints_about(template, jinja())) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello you</p>", ["Hello you"]),
        ('<p>{{ _("Hello you") }}</p>', []),
        ("<p>{% trans %}Hello <b>you</b>{% endtrans %}</p>", []),
        ('<input aria-label="Your name">', ["Your name"]),
        ("<input aria-label=\"{{ _('Your name') }}\">", []),
        ("<p>{{ count }} messages</p>", ["… messages"]),
        ("<pre>make run</pre>", []),
        ("{# A word to whoever reads this. #}<p>·</p>", []),
    ],
)
def test_unmarked_words_of_a_template_are_found(tmp_path: Path, source: str, found: list[str]) -> None:
    path = tmp_path / "page.html"
    path.write_text(source, encoding="utf-8")

    assert [text for _, text in unmarked_strings.template_words(path, jinja())] == found


def test_link_to_a_missing_heading_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docs_links, "ROOT", tmp_path)
    document = tmp_path / "a.md"
    document.write_text("# The first heading\n", encoding="utf-8")

    assert docs_links.complaint_about(document, "#the-first-heading") is None
    assert docs_links.complaint_about(document, "#another") is not None
    assert docs_links.complaint_about(document, "b.md") is not None


def test_lock_with_a_host_or_without_a_hash_is_found(tmp_path: Path) -> None:
    good = tmp_path / "good.lock"
    good.write_text("jinja2==3.1.6 \\\n    --hash=sha256:00\n    # via gighall\n", encoding="utf-8")
    bad = tmp_path / "bad.lock"
    bad.write_text("--index-url https://registry.example/simple\njinja2==3.1.6\n", encoding="utf-8")

    assert lock_file.complaints_about(good) == []
    assert len(lock_file.complaints_about(bad)) >= 2
