"""What people write is judged, and the verdict is kept: the five outcomes as a person meets them."""

import json
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from gighall.base import limits
from gighall.domain.accounts.models import Person
from gighall.domain.conversations.actions import begin_conversation, post_message
from gighall.domain.orders.actions import deliver
from gighall.domain.orders.models import Delivery
from gighall.domain.policy.models import Verdict
from gighall.domain.policy.queries import noted_spans
from gighall.domain.policy.rules import WordsRefused
from gighall.domain.record.models import Entry, Withheld
from tests.world import World, make_order

ClientOf = Callable[[Person | None], Client]
# The same address in disguises that nobody writes by chance.
HIDDEN = (
    "my mail is anna [at] mailbox [dot] com",
    "anna (at) mailbox (dot) com reaches me",
    "write: anna at mailbox dot com",
)
PLAIN = "or simply anna@mailbox.com"
SECRET = "mailbox"
PROPOSAL = "Let us continue on WhatsApp instead."


def write(
    world: World,
    text: str,
    *,
    by: Person | None = None,
    key: uuid.UUID | None = None,
    at: datetime | None = None,
) -> int:
    """Let somebody (the buyer) write on the order page."""
    return post_message(
        record_id=world.order.record_id,
        author_id=(by or world.buyer).pk,
        text=text,
        key=key or uuid.uuid4(),
        now=at or world.now + timedelta(minutes=30),
    )


def hide_too_often(world: World, *, at: datetime | None = None) -> None:
    """Let the buyer hide a contact detail as often as is borne."""
    for text in HIDDEN[: limits.HIDDEN_CONTACTS_MAX]:
        write(world, text, at=at)
    assert (
        Verdict.objects.filter(person=world.buyer, hidden_contacts__gt=0).count()
        == limits.HIDDEN_CONTACTS_MAX
    )


def test_a_verdict_says_what_was_found_by_which_rule_and_never_the_words(world: World) -> None:
    key = uuid.uuid4()
    number = write(world, PLAIN, key=key)

    verdict = Verdict.objects.get(client_key=key)
    assert (verdict.outcome, verdict.rule_id, verdict.place) == ("mask", "contact-in-order", "order")
    assert [(span["kind"], span["outcome"]) for span in verdict.spans] == [("email", "mask")]
    assert SECRET not in json.dumps([verdict.spans, verdict.value_hashes])
    assert Withheld.objects.get(record=world.order.record_id, number=number).verdict_id == verdict.pk


def test_the_same_detail_has_the_same_keyed_hash_and_another_has_another(world: World) -> None:
    for text in (PLAIN, "again anna@mailbox.com", "no, otto@mailbox.com"):
        write(world, text)

    hashes = [verdict.value_hashes for verdict in Verdict.objects.order_by("-id")[:3]]

    assert hashes[1] == hashes[2]
    assert hashes[0] != hashes[1]


def test_a_proposal_is_delivered_whole_and_noted_for_both(world: World) -> None:
    key = uuid.uuid4()
    number = write(world, PROPOSAL, key=key)

    entry = Entry.objects.get(record=world.order.record_id, number=number)
    assert entry.shown == PROPOSAL
    assert not Withheld.objects.filter(record=world.order.record_id, number=number).exists()
    noted = noted_spans(record_id=world.order.record_id, keys=[str(key)])
    assert [span["kind"] for span in noted[world.buyer.pk, str(key)]] == ["intent"]


def test_contact_details_after_hiding_them_too_often_are_refused_and_the_attempt_is_kept(
    world: World,
) -> None:
    hide_too_often(world)
    last, key = Entry.objects.filter(record=world.order.record_id).count(), uuid.uuid4()

    for _time in range(2):
        with pytest.raises(WordsRefused):
            write(world, PLAIN, key=key)

    assert Entry.objects.filter(record=world.order.record_id).count() == last
    assert Verdict.objects.get(client_key=key).outcome == "refuse"
    assert write(world, "Fine, then here.") == last + 1


def test_a_message_that_was_stored_is_not_refused_when_it_is_sent_again(world: World) -> None:
    keys = [uuid.uuid4() for _text in HIDDEN]
    numbers = [write(world, text, key=key) for text, key in zip(HIDDEN, keys, strict=True)]

    again = [write(world, text, key=key) for text, key in zip(HIDDEN, keys, strict=True)]

    assert again == numbers


def test_words_that_were_mended_after_a_refusal_have_a_verdict_of_their_own(world: World) -> None:
    hide_too_often(world)
    key = uuid.uuid4()
    with pytest.raises(WordsRefused):
        write(world, HIDDEN[0], key=key)

    write(world, PROPOSAL, key=key)

    verdict = Verdict.objects.get(client_key=key)
    assert [(span["kind"], span["outcome"]) for span in verdict.spans] == [("intent", "mask")]
    # That it was tried stays: it counts like every other attempt.
    assert (verdict.outcome, verdict.hidden_contacts) == ("mask", 1)


def test_a_key_of_another_talk_makes_no_message_one_that_was_judged_before(world: World) -> None:
    # Clients choose their keys: one key for every talk must neither hide what was hidden, nor open the way again.
    hide_too_often(world)
    key = uuid.uuid4()
    talk = begin_conversation(
        by_id=world.buyer.pk,
        with_id=world.seller.pk,
        about=f"gig:{world.gig.public_id}",
        text=PROPOSAL,
        key=key,
        now=world.now + timedelta(minutes=20),
    )
    assert Verdict.objects.get(client_key=key).place_id == talk.record_id

    with pytest.raises(WordsRefused):
        write(world, PLAIN, key=key)


def test_what_was_hidden_under_one_key_in_several_talks_counts_each_time(world: World) -> None:
    key, texts = uuid.uuid4(), HIDDEN[: limits.HIDDEN_CONTACTS_MAX]
    orders = [world.order, world.delivered, make_order(world.gig, world.buyer, now=world.now)]
    for order, text in zip(orders, texts, strict=True):
        post_message(record_id=order.record_id, author_id=world.buyer.pk, text=text, key=key, now=world.now)

    with pytest.raises(WordsRefused):
        post_message(
            record_id=world.completed.record_id,
            author_id=world.buyer.pk,
            text=PLAIN,
            key=key,
            now=world.now + timedelta(minutes=30),
        )


def test_others_are_not_judged_more_strictly(world: World) -> None:
    hide_too_often(world)

    assert write(world, PLAIN, by=world.seller)


def test_what_was_hidden_long_ago_does_not_count(world: World) -> None:
    hide_too_often(world)

    assert write(world, PLAIN, at=world.now + timedelta(days=limits.HIDDEN_CONTACTS_DAYS + 1))


def test_an_overturned_verdict_does_not_count(world: World) -> None:
    hide_too_often(world)
    verdict = Verdict.objects.filter(person=world.buyer, hidden_contacts__gt=0).latest("id")
    verdict.overturned_at = world.now
    verdict.save()

    assert write(world, PLAIN)


def test_plain_contact_details_are_withheld_however_often(world: World) -> None:
    for _time in range(limits.HIDDEN_CONTACTS_MAX + 2):
        assert write(world, PLAIN)


def test_a_refused_message_comes_back_into_the_box_with_a_sentence(world: World, client_of: ClientOf) -> None:
    hide_too_often(world)
    client = client_of(world.buyer)

    answer = client.post(f"/orders/{world.order.public_id}/messages/", {"text": PLAIN})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Not sent" in page
    assert PLAIN in page


def test_a_refused_delivery_delivers_nothing(world: World) -> None:
    for text in HIDDEN:
        write(world, text, by=world.seller)

    with pytest.raises(WordsRefused):
        deliver(
            order_id=world.order.public_id,
            by_id=world.seller.pk,
            text=f"Here it is, {PLAIN}",
            key=uuid.uuid4(),
            now=world.now + timedelta(hours=1),
        )

    assert not Delivery.objects.filter(order=world.order).exists()


def test_a_refused_first_message_begins_no_conversation(world: World) -> None:
    hide_too_often(world)

    with pytest.raises(WordsRefused):
        begin_conversation(
            by_id=world.buyer.pk,
            with_id=world.seller.pk,
            about=f"gig:{world.gig.public_id}",
            text=PLAIN,
            key=uuid.uuid4(),
            now=world.now + timedelta(hours=1),
        )

    assert not Entry.objects.filter(author=world.buyer, record__kind="inbox").exists()
