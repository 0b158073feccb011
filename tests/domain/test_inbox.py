"""Talk before an order: who may begin it, that a pair has one, what is new in it, what is masked."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from gighall.base.errors import NotYours
from gighall.domain.accounts.models import Person
from gighall.domain.conversations.actions import begin_conversation, mark_read, post_message
from gighall.domain.conversations.models import Conversation, ReadingMark
from gighall.domain.conversations.queries import conversations_of, get_conversation_for
from gighall.domain.conversations.rules import CannotBegin, MessageUnfit
from gighall.domain.notices.queries import newest_mails
from gighall.domain.record.queries import entries_for
from tests.presses import at_once
from tests.world import CONTACT_SECRET, CONTACT_WORDS, World, make_world

ClientOf = Callable[[Person | None], Client]


def ask(
    world: World, by: Person, text: str = "May I ask something first?", key: uuid.UUID | None = None
) -> Conversation:
    """Let somebody write to the seller of the gig."""
    return begin_conversation(
        by_id=by.pk,
        with_id=world.seller.pk,
        about=f"gig:{world.gig.public_id}",
        text=text,
        key=key or uuid.uuid4(),
        now=world.now + timedelta(hours=1),
    )


def has_new(world: World, person: Person) -> bool:
    """Say whether the person's newest conversation has words that they have not read."""
    return bool(conversations_of(person.pk)[0].has_new)  # type: ignore[attr-defined]  # An annotation.


def test_a_pair_has_one_conversation_whoever_writes_about_whichever_gig(world: World) -> None:
    first = ask(world, world.buyer)
    again = ask(world, world.buyer, "And one thing more?")

    assert first.pk == again.pk
    texts = [
        entry.shown for entry in entries_for(record_id=first.record_id, person_id=world.seller.pk, limit=10)
    ]
    assert texts == ["May I ask something first?", "And one thing more?"]
    assert newest_mails(limit=1)[0].to == world.seller.email


def test_the_same_press_twice_is_one_message(world: World) -> None:
    key = uuid.uuid4()

    conversation = ask(world, world.buyer, key=key)
    ask(world, world.buyer, key=key)

    assert len(entries_for(record_id=conversation.record_id, person_id=world.buyer.pk, limit=10)) == 1


def test_nobody_writes_to_oneself_and_empty_words_begin_nothing(world: World) -> None:
    with pytest.raises(CannotBegin):
        ask(world, world.seller)
    with pytest.raises(MessageUnfit):
        ask(world, world.buyer, "   ")

    assert not Conversation.objects.filter(begun_by=world.buyer).exists()


def test_contact_details_are_withheld_before_an_order(world: World) -> None:
    conversation = ask(world, world.buyer, CONTACT_WORDS)

    seen = entries_for(record_id=conversation.record_id, person_id=world.seller.pk, limit=10)[0]
    assert CONTACT_SECRET not in (seen.shown or "")
    assert seen.own is None
    assert CONTACT_SECRET not in "".join(mail.text + mail.html for mail in newest_mails(limit=5))


def test_new_words_of_the_other_side_are_new_until_read_and_ones_own_never(world: World) -> None:
    conversation = ask(world, world.buyer)
    assert (has_new(world, world.seller), has_new(world, world.buyer)) == (True, False)

    mark_read(record_id=conversation.record_id, person_id=world.seller.pk, number=1, now=world.now)
    assert not has_new(world, world.seller)

    post_message(
        record_id=conversation.record_id,
        author_id=world.seller.pk,
        text="Of course.",
        key=uuid.uuid4(),
        now=world.now + timedelta(hours=2),
    )
    assert (has_new(world, world.seller), has_new(world, world.buyer)) == (False, True)


def test_a_mark_never_goes_back(world: World) -> None:
    for number in (1, 5, 3):
        mark_read(
            record_id=world.conversation.record_id, person_id=world.seller.pk, number=number, now=world.now
        )

    assert ReadingMark.objects.get(record=world.conversation.record_id, person=world.seller.pk).number == 5


@pytest.mark.parametrize("who", ["buyer", "operator", "newcomer"])
def test_an_outsider_gets_nothing_of_a_conversation(world: World, client_of: ClientOf, who: str) -> None:
    person = getattr(world, who)

    with pytest.raises(NotYours):
        get_conversation_for(public_id=world.conversation.public_id, person_id=person.pk)
    with pytest.raises(NotYours):
        mark_read(record_id=world.conversation.record_id, person_id=person.pk, number=1, now=world.now)
    page = client_of(person).get("/inbox/")
    assert world.conversation.public_id not in page.content.decode()


def test_opening_a_conversation_reads_it(world: World, client_of: ClientOf) -> None:
    client = client_of(world.seller)
    assert "talk__unread" in client.get("/inbox/").content.decode()

    assert client.get(f"/inbox/{world.conversation.public_id}/").status_code == 200

    assert "talk__unread" not in client.get("/inbox/").content.decode()


def test_asking_again_leads_to_the_conversation_that_is_there(world: World, client_of: ClientOf) -> None:
    answer = client_of(world.outsider).get(f"/gigs/{world.gig.public_id}/question/")

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/inbox/{world.conversation.public_id}/"


def test_a_question_is_asked_by_a_plain_form(world: World, client_of: ClientOf) -> None:
    client = client_of(world.buyer)

    refused = client.post(f"/gigs/{world.gig.public_id}/question/", {"text": " "})
    asked = client.post(
        f"/gigs/{world.gig.public_id}/question/", {"text": "Is Sunday fine?", "client_key": str(uuid.uuid4())}
    )

    assert refused.status_code == 422
    assert asked.status_code == 302
    assert "Is Sunday fine?" in client.get(asked.headers["Location"]).content.decode()


def test_both_who_write_at_the_same_moment_share_one_conversation(own_database: str) -> None:
    world = make_world()

    def press(text: str) -> Callable[[], Conversation]:
        return lambda: ask(world, world.buyer, text)

    answers = at_once(*(press(f"Question {number}") for number in range(4)))

    assert len({answer.pk for answer in answers if isinstance(answer, Conversation)}) == 1
    conversation = Conversation.objects.get(begun_by=world.buyer)
    assert len(entries_for(record_id=conversation.record_id, person_id=world.seller.pk, limit=10)) == 4
