"""What a gig says of itself in a list."""

from django.test import Client

from gighall.domain.gigs.actions import GigWords, edit_gig
from tests.world import World


def test_a_card_shows_signs_as_they_were_typed_and_whole_words(world: World, client: Client) -> None:
    text = "Sums & signs: a < b. " + "Everything about an inequality, slowly. " * 10
    words = GigWords("An hour of algebra", text, 2_000, 60)
    edit_gig(public_id=world.gig.public_id, seller_id=world.seller.pk, words=words, now=world.now)

    page = client.get("/").content.decode()

    assert "Sums &amp; signs: a &lt; b. Everything" in page
    summary = page.split("Sums &amp; signs", 1)[1].split("</", 1)[0]
    assert summary.endswith("…")
    assert summary.rstrip("…").split()[-1] in {"Everything", "about", "an", "inequality", "slowly"}
