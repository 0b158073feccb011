"""Who may write to whom before an order: blocks, and that only a seller's published gig opens a talk."""

import ast
import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client

from gighall.domain.accounts.models import Person
from gighall.domain.conversations.actions import (
    begin_conversation,
    block_person,
    post_message,
    unblock_person,
)
from gighall.domain.conversations.models import Block, Conversation
from gighall.domain.conversations.queries import blocks_of
from gighall.domain.conversations.rules import CannotBegin, TalkBlocked
from gighall.domain.record.models import Participant, Record
from gighall.domain.record.queries import entries_for
from tests.architecture.code import PACKAGE, modules, modules_below
from tests.presses import at_once
from tests.world import DRAFT_WORDS, World, make_gig, make_world, say

ClientOf = Callable[[Person | None], Client]
JSON = "application/json"


def write(world: World, by: Person, key: uuid.UUID | None = None) -> int:
    """Let one of outsider and seller write in their talk."""
    return post_message(
        record_id=world.conversation.record_id,
        author_id=by.pk,
        text="Are you there?",
        key=key or uuid.uuid4(),
        now=world.now + timedelta(hours=1),
    )


def ask(world: World, by: Person, seller: Person) -> Conversation:
    """Let somebody begin, or go on, with somebody."""
    return begin_conversation(
        by_id=by.pk,
        with_id=seller.pk,
        about=f"gig:{world.gig.public_id}",
        text="May I ask something?",
        key=uuid.uuid4(),
        now=world.now + timedelta(hours=1),
    )


def block(world: World, by: Person, blocked: Person) -> None:
    """Let somebody take no messages from somebody."""
    block_person(by_id=by.pk, blocked_id=blocked.pk, now=world.now)


def test_while_a_block_stands_neither_side_writes_and_both_read(world: World) -> None:
    block(world, world.seller, world.outsider)

    with pytest.raises(TalkBlocked, match=f"You blocked {world.outsider.name}"):
        write(world, world.seller)
    with pytest.raises(TalkBlocked, match=f"{world.seller.name} takes no messages"):
        write(world, world.outsider)
    assert entries_for(record_id=world.conversation.record_id, person_id=world.outsider.pk, limit=1)


def test_a_message_that_was_stored_before_the_block_keeps_its_number(world: World) -> None:
    key = uuid.uuid4()
    number = write(world, world.outsider, key)
    block(world, world.seller, world.outsider)

    assert write(world, world.outsider, key) == number


def test_a_block_reaches_the_socket_through_the_places_in_the_record(world: World) -> None:
    record_id = world.conversation.record_id
    facts = Record.objects.get(pk=record_id).facts_version

    block(world, world.outsider, world.seller)
    block(world, world.outsider, world.seller)

    assert not Participant.objects.filter(record_id=record_id, may_write=True).exists()
    assert Record.objects.get(pk=record_id).facts_version == facts + 1
    assert Block.objects.filter(by=world.outsider).count() == 1


def test_after_the_last_unblocking_both_write_again(world: World) -> None:
    block(world, world.seller, world.outsider)
    block(world, world.outsider, world.seller)

    unblock_person(by_id=world.seller.pk, blocked_id=world.outsider.pk)
    with pytest.raises(TalkBlocked):
        write(world, world.seller)
    unblock_person(by_id=world.outsider.pk, blocked_id=world.seller.pk)

    assert write(world, world.seller)
    assert write(world, world.outsider)


@pytest.mark.parametrize("by_seller", [True, False])
def test_nobody_begins_where_a_block_stands_in_either_direction(world: World, by_seller: bool) -> None:
    pair = (world.seller, world.buyer) if by_seller else (world.buyer, world.seller)
    block(world, *pair)

    with pytest.raises(CannotBegin, match="takes no messages" if by_seller else "Unblock to write"):
        ask(world, world.buyer, world.seller)
    assert not Conversation.objects.filter(begun_by=world.buyer).exists()


def test_nobody_goes_on_by_asking_again(world: World) -> None:
    block(world, world.seller, world.outsider)

    with pytest.raises(CannotBegin):
        ask(world, world.outsider, world.seller)


def test_orders_are_not_touched_by_a_block(world: World) -> None:
    block(world, world.seller, world.buyer)

    assert say(world.order, world.buyer, "Still here.", now=world.now + timedelta(hours=1))
    assert say(world.order, world.seller, "Me too.", now=world.now + timedelta(hours=1))


def test_whoever_is_first_a_block_and_a_beginning_leave_no_talk_that_goes_on(own_database: str) -> None:
    world = make_world()
    for round_number in range(6):
        gig_seller, asker = (
            (world.outsider, world.buyer) if round_number % 2 else (world.buyer, world.operator)
        )

        answers = at_once(
            partial(ask, world, asker, gig_seller),
            partial(block, world, gig_seller, asker),
            partial(ask, world, asker, gig_seller),
        )

        assert all(answer is None or isinstance(answer, Conversation | CannotBegin) for answer in answers)
        begun = Conversation.objects.filter(begun_by=asker, one_id__in=[asker.pk, gig_seller.pk])
        begun = begun.filter(two_id__in=[asker.pk, gig_seller.pk])
        assert begun.count() <= 1
        assert not Participant.objects.filter(record__conversation__in=begun, may_write=True).exists()
        unblock_person(by_id=gig_seller.pk, blocked_id=asker.pk)


def test_the_pages_say_honestly_who_blocks_and_how_it_ends(world: World, client_of: ClientOf) -> None:
    seller, outsider = client_of(world.seller), client_of(world.outsider)
    talk = f"/inbox/{world.conversation.public_id}/"

    blocked = seller.post(f"{talk}block/", follow=True).content.decode()
    theirs = outsider.get(talk).content.decode()

    assert f"You blocked {world.outsider.name}. Unblock to write." in blocked
    assert f'action="{talk}unblock/"' in blocked
    assert f"{world.seller.name} takes no messages from you now." in theirs
    assert f'action="{talk}unblock/"' not in theirs
    for page in (blocked, theirs):
        assert "Good evening!" in page
        assert f'action="{talk}messages/"' not in page


def test_a_blocked_person_is_refused_by_page_and_by_api(world: World, client_of: ClientOf) -> None:
    block(world, world.seller, world.outsider)
    client = client_of(world.outsider)
    talk = world.conversation.public_id
    message = {"t": "Are you there?", "k": str(uuid.uuid4())}

    by_page = client.post(f"/inbox/{talk}/messages/", {"text": "Are you there?"})
    by_api = client.post(f"/api/v1/conversations/{talk}/messages", message, content_type=JSON)
    asked_page = client.post(f"/gigs/{world.gig.public_id}/question/", {"text": "Hello?"})
    asked_api = client.post(f"/api/v1/gigs/{world.gig.public_id}/questions", message, content_type=JSON)

    assert (by_page.status_code, by_api.status_code) == (422, 409)
    assert by_api.json()["why"] == "no_access"
    assert (asked_page.status_code, asked_api.status_code) == (422, 409)
    assert asked_api.json()["why"] == "cannot_begin"
    for words in (by_api.json()["say"], asked_api.json()["say"]):
        assert words.startswith(f"{world.seller.name} takes no messages from you now.")


def test_one_unblocks_from_ones_list_and_from_nobody_elses(world: World, client_of: ClientOf) -> None:
    block(world, world.seller, world.outsider)
    path = f"/inbox/blocked/{world.outsider.public_id}/removal/"
    assert world.outsider.name in client_of(world.seller).get("/inbox/blocked/").content.decode()

    assert client_of(world.buyer).post(path).status_code == 404
    assert client_of(world.seller).post(path).status_code == 302

    assert world.outsider.pk not in blocks_of(world.seller.pk).values_list("blocked_id", flat=True)
    assert write(world, world.outsider)


def begin_by_page(client: Client, gig_id: str) -> int:
    """Ask about a gig as the page does; return the answer's status."""
    return client.post(f"/gigs/{gig_id}/question/", {"text": "I have an offer for you."}).status_code


def begin_by_api(client: Client, gig_id: str) -> int:
    """Ask about a gig as programs do; return the answer's status."""
    body = {"t": "I have an offer for you.", "k": str(uuid.uuid4())}
    return client.post(f"/api/v1/gigs/{gig_id}/questions", body, content_type=JSON).status_code


@pytest.mark.parametrize("begin", [begin_by_page, begin_by_api])
def test_a_seller_cannot_start_cold(
    world: World, client_of: ClientOf, begin: Callable[[Client, str], int]
) -> None:
    seller, buyer = client_of(world.seller), client_of(world.buyer)
    before = Conversation.objects.count()

    # The seller's own gigs lead to the seller; the buyer sells nothing, and a draft is nobody's door.
    refused = [
        begin(seller, world.gig.public_id),
        begin(seller, world.draft.public_id),
        begin(seller, world.buyer.public_id),
        begin(seller, "there-is-no-such-gig"),
        begin(buyer, world.draft.public_id),
    ]

    assert set(refused) <= {403, 404, 409, 422}
    assert Conversation.objects.count() == before


@pytest.mark.parametrize("begin", [begin_by_page, begin_by_api])
def test_a_gig_leads_to_its_own_seller_and_to_nobody_else(
    world: World, client_of: ClientOf, begin: Callable[[Client, str], int]
) -> None:
    gig = make_gig(world.outsider, DRAFT_WORDS, now=world.now)

    begin(client_of(world.buyer), gig.public_id)

    begun = Conversation.objects.get(begun_by=world.buyer)
    assert {begun.one_id, begun.two_id} == {world.buyer.pk, world.outsider.pk}


def test_no_other_door_opens_a_conversation() -> None:
    callers = {
        module.name
        for module in modules_below(PACKAGE)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and "begin_conversation" in (getattr(node.func, "attr", ""), getattr(node.func, "id", ""))
    }
    makers = [module.name for module in modules() if "Conversation.objects.create(" in module.source]

    # The first two fill a hall that is none: the demo world, and conversations for a load generator.
    assert callers == {
        "gighall/cli/demo/load.py",
        "gighall/cli/bench_world.py",
        "gighall/web/api/inbox.py",
        "gighall/web/gigs/pages.py",
    }
    assert makers == ["gighall/domain/conversations/actions/begin.py"]
