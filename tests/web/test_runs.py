"""Details split over several messages: withheld in the part that completes them, by the page's form and the API."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from gighall.base.masking import MASK
from gighall.domain.accounts.models import Person
from gighall.domain.record.models import Entry
from tests.web.test_api_talks import call, message
from tests.world import World

ClientOf = Callable[[Person | None], Client]
PARTS = ("my number is 415", "223", "8810")
SAYS = "Together with your messages just before, this makes a whole."


@pytest.fixture
def paths(world: World) -> tuple[str, str]:
    """Return the paths of a talk in the inbox and of an order."""
    return f"/inbox/{world.conversation.public_id}/", f"/orders/{world.order.public_id}/"


@pytest.mark.parametrize(("place", "who"), [(0, "outsider"), (1, "buyer")])
def test_the_form_withholds_the_part_that_completes_a_number_and_the_page_says_why(
    world: World, client_of: ClientOf, paths: tuple[str, str], place: int, who: str
) -> None:
    path, author, other = paths[place], client_of(getattr(world, who)), client_of(world.seller)

    for text in PARTS:
        form = {"text": text, "client_key": str(uuid.uuid4())}
        assert author.post(f"{path}messages/", form).status_code == 302

    record = (world.conversation, world.order)[place].record_id
    assert Entry.objects.filter(record_id=record).latest("number").shown == MASK
    own, seen = author.get(path).content.decode(), other.get(path).content.decode()
    assert PARTS[2] in own
    assert SAYS in own
    assert PARTS[2] not in seen
    assert SAYS not in seen


@pytest.mark.parametrize(("place", "who"), [("conversations", "outsider"), ("orders", "buyer")])
def test_the_api_withholds_it_too_and_a_check_says_so_before(
    world: World, client_of: ClientOf, place: str, who: str
) -> None:
    talk = world.order if place == "orders" else world.conversation
    author, other, path = (
        client_of(getattr(world, who)),
        client_of(world.seller),
        f"/{place}/{talk.public_id}",
    )
    for text in PARTS[:2]:
        assert call(author, "post", f"{path}/messages", message(text)).json()["marks"] == []

    checked = call(author, "post", f"{path}/check", {"t": PARTS[2]}).json()["marks"]
    others = call(other, "post", f"{path}/check", {"t": PARTS[2]}).json()["marks"]
    words = message(PARTS[2])
    stored = [call(author, "post", f"{path}/messages", words).json() for _time in range(2)]
    after = call(author, "post", f"{path}/messages", message("Thanks, that is fine.")).json()

    assert (checked[0]["s"], checked[0]["e"], checked[0]["kind"]) == (0, len(PARTS[2]), "phone")
    assert checked[0]["why"].startswith(SAYS)
    assert stored[0] == stored[1]
    assert stored[0]["marks"] == checked
    assert others == after["marks"] == []


def test_a_short_message_costs_one_look_at_what_its_author_wrote_before(
    world: World, client_of: ClientOf, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    client, path = client_of(world.buyer), f"/orders/{world.order.public_id}/messages"
    call(client, "post", path, message("Good morning"))

    short = count_queries(lambda: call(client, "post", path, message("Good morning")))
    long = count_queries(lambda: call(client, "post", path, message("Good morning, dear seller. " * 10)))

    assert short == long + 1
