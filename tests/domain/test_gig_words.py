"""What others read of a gig: contact details stay withheld, however Markdown would bring them to light."""

import pytest

from gighall.domain.gigs.actions import GigWords
from tests.world import World, make_gig

REST = "We look at your sheet together in a chat, line by line, until its sums are right."


def shown(world: World, text: str) -> tuple[str, list[str]]:
    """Return the HTML of a gig's words, and the kinds of what was withheld."""
    words = GigWords("Chat help with a stubborn spreadsheet", f"{text} {REST}", 2_500, 30)
    gig = make_gig(world.seller, words, now=world.now)
    return gig.text_shown_html, gig.withheld_kinds


@pytest.mark.parametrize(
    ("text", "secret", "kind"),
    [
        (r"Write to anna\@foo.org first.", "anna@foo.org", "email"),
        ("Write to anna@foo&#46;org first.", "anna@foo.org", "email"),
        ("Write to anna@*foo*.org first.", "foo</em>.org", "email"),
        (r"Look at [me](https\://foo-site\.com) first.", "foo-site.com", "url"),
        ("Look at [me](//foo-site&#46;com) first.", "foo-site.com", "url"),
        ("Write to [me](mailto:anna&#64;foo&#46;org) first.", "anna@foo.org", "email"),
    ],
)
def test_contact_details_that_markdown_hides_are_withheld(
    world: World, text: str, secret: str, kind: str
) -> None:
    html, kinds = shown(world, text)

    assert secret not in html
    assert "<a" not in html
    assert kind in kinds
    assert REST in html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Bring **one** sheet.", "<strong>one</strong>"),
        ("Bring `self.name` and `import asyncio`.", "<code>self.name</code>"),
        ("Read [this](https://docs.python.org/3/) first.", '<a href="https://docs.python.org/3/"'),
        (r"It costs 5\*3 < 20.", "5*3 &lt; 20"),
    ],
)
def test_words_without_contact_details_keep_their_markup(world: World, text: str, html: str) -> None:
    answer, kinds = shown(world, text)

    assert html in answer
    assert kinds == []
