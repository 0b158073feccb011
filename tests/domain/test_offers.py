"""Offers in the inbox: made to who has asked, open for a time, answered once; acceptance places the order."""

import json
import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from gighall.base import limits
from gighall.base.errors import NotYours, Refused
from gighall.domain.accounts.models import Person
from gighall.domain.conversations.actions import begin_conversation, block_person, post_message
from gighall.domain.conversations.models import Conversation
from gighall.domain.conversations.rules import TalkBlocked
from gighall.domain.gigs.actions import GigWords, RequirementWords, edit_gig
from gighall.domain.gigs.models import Gig
from gighall.domain.gigs.rules import GigNotForSale
from gighall.domain.gigs.states import DELIVERABLE
from gighall.domain.ledger.queries import balance_of, sum_of_all_balances
from gighall.domain.ledger.rules import NotEnoughCredits
from gighall.domain.notices.models import Mail
from gighall.domain.orders.actions import accept_offer, decline_offer, make_offer, withdraw_offer
from gighall.domain.orders.models import Offer, Order
from gighall.domain.orders.queries import open_offers_in
from gighall.domain.orders.rules import OfferIncomplete, OfferRefused, OfferTerms, PriceChanged
from gighall.domain.record.models import Entry
from gighall.domain.record.rules import KeyReused
from tests.presses import at_once
from tests.world import CONTACT_SECRET, CONTACT_WORDS, GIG_WORDS, World, make_gig, make_person, make_world
from tests.world import OFFER_TERMS as TERMS

ClientOf = Callable[[Person | None], Client]
PAYS_MINOR = 6_330


def later(world: World, **span: float) -> datetime:
    """Return a moment after the world was made."""
    return world.now + timedelta(hours=1) + timedelta(**span)


def offer_in(
    world: World,
    *,
    terms: OfferTerms = TERMS,
    talk: Conversation | None = None,
    by: Person | None = None,
    gig: Gig | None = None,
    key: uuid.UUID | None = None,
    at: datetime | None = None,
) -> Offer:
    """Let the seller make an offer in the talk with the one who asked."""
    return make_offer(
        conversation_id=(talk or world.conversation).public_id,
        gig_id=(gig or world.gig).public_id,
        by_id=(by or world.seller).pk,
        typed=terms,
        key=key or uuid.uuid4(),
        now=at or later(world),
    )


def accept(
    world: World, offer: Offer, *, key: uuid.UUID | None = None, seen: int = 6_000, at: datetime | None = None
) -> Order:
    """Let the one who asked accept an offer."""
    return accept_offer(
        offer_id=offer.public_id,
        by_id=world.outsider.pk,
        seen_price_minor=seen,
        key=key or uuid.uuid4(),
        now=at or later(world, hours=1),
    )


def facts_in(record_id: int, kind: str) -> list[dict[str, Any]]:
    """Return what the facts of a kind in a record say, oldest first."""
    found = Entry.objects.filter(record_id=record_id, kind=kind).order_by("number")
    return [json.loads(shown or "{}") for shown in found.values_list("shown", flat=True)]


def test_an_offer_is_an_entry_of_the_talk_and_a_mail_to_the_buyer(world: World) -> None:
    offer = offer_in(world)

    made = Entry.objects.get(record_id=world.conversation.record_id, kind="offer_made")
    assert (offer.seller_id, offer.buyer_id) == (world.seller.pk, world.outsider.pk)
    assert (made.author_id, made.about_id) == (world.seller.pk, offer.pk)
    assert json.loads(made.shown or "") == {
        "offer": offer.public_id,
        "title": world.gig.title_shown,
        "kind": "chat_session",
        "scope": TERMS.scope,
        "price_minor": 6_000,
        "minutes": 90,
        "delivery_days": None,
        "revisions": 2,
        "expires_at": (later(world) + timedelta(days=limits.OFFER_DAYS_DEFAULT)).isoformat(),
    }
    mail = Mail.objects.order_by("-id")[0]
    assert mail.to == world.outsider.email
    assert f"/offers/{offer.public_id}/" in mail.text
    assert f"/offers/{offer.public_id}/" in mail.html


def test_an_accepted_offer_is_an_order_on_its_terms(world: World) -> None:
    offer, before = offer_in(world), balance_of(world.outsider.pk)

    order = accept(world, offer)

    offer.refresh_from_db()
    assert (offer.answer, offer.order_id) == ("accepted", order.pk)
    assert (order.buyer_id, order.seller_id, order.gig_id) == (
        world.outsider.pk,
        world.seller.pk,
        world.gig.pk,
    )
    assert (order.title, order.minutes, order.revisions, order.price_minor) == (offer.title, 90, 2, 6_000)
    assert before - balance_of(world.outsider.pk) == order.hold.amount_minor == PAYS_MINOR
    placed = facts_in(order.record_id, "order_placed")[0]
    assert (placed["scope"], placed["offer"]) == (TERMS.scope, offer.public_id)
    assert placed["continues"]["conversation"] == world.conversation.public_id
    assert facts_in(offer.record_id, "offer_closed") == [
        {"offer": offer.public_id, "answer": "accepted", "order": order.public_id}
    ]
    assert sum_of_all_balances() == 0


def test_a_deliverable_is_offered_by_days_and_brings_the_gigs_questions(world: World) -> None:
    words = GigWords(
        "A clean plot of your measurements",
        "You bring the numbers, and get one page with a plot and what it says about them.",
        5_000,
        kind=DELIVERABLE,
        delivery_days=5,
        requirements=(RequirementWords("Which numbers?"),),
    )
    gig = make_gig(world.seller, words, now=world.now)
    offer = offer_in(world, gig=gig, terms=replace(TERMS, minutes=None, delivery_days=12))

    order = accept(world, offer)

    assert (order.kind, order.delivery_days, order.minutes) == (DELIVERABLE, 12, None)
    assert order.state == "requirements"
    assert facts_in(order.record_id, "order_placed")[0]["work_seconds"] == 12 * 86_400


def test_an_offer_keeps_its_terms_when_the_gig_changes(world: World) -> None:
    offer = offer_in(world)
    words = GigWords("Chat help with quite another thing", GIG_WORDS.text, 9_900, minutes=30)
    edit_gig(public_id=world.gig.public_id, seller_id=world.seller.pk, words=words, now=later(world))

    order = accept(world, offer)

    assert (order.title, order.minutes, order.price_minor) == (GIG_WORDS.title, 90, 6_000)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"scope": "  \n "}, "scope"),
        ({"scope": "x" * (limits.OFFER_SCOPE_CHARACTERS_MAX + 1)}, "scope"),
        ({"price_minor": limits.GIG_PRICE_MINOR_MIN - 1}, "price_minor"),
        ({"price_minor": limits.GIG_PRICE_MINOR_MAX + 1}, "price_minor"),
        ({"minutes": None}, "minutes"),
        ({"minutes": limits.GIG_MINUTES_MAX + 1}, "minutes"),
        ({"delivery_days": 3}, "delivery_days"),
        ({"revisions": limits.GIG_REVISIONS_MAX + 1}, "revisions"),
        ({"revisions": -1}, "revisions"),
        ({"expires_days": 0}, "expires_days"),
        ({"expires_days": limits.OFFER_DAYS_MAX + 1}, "expires_days"),
    ],
)
def test_an_offer_has_the_limits_of_a_gig(world: World, change: dict[str, Any], field: str) -> None:
    with pytest.raises(OfferIncomplete) as refusal:
        offer_in(world, terms=replace(TERMS, **change))

    assert [fault.field for fault in refusal.value.faults] == [field]
    assert not Offer.objects.exists()


def test_the_longest_and_shortest_offers_are_taken(world: World) -> None:
    longest = OfferTerms(
        scope="x" * limits.OFFER_SCOPE_CHARACTERS_MAX,
        price_minor=limits.GIG_PRICE_MINOR_MAX,
        minutes=limits.GIG_MINUTES_MAX,
        revisions=limits.GIG_REVISIONS_MAX,
        expires_days=limits.OFFER_DAYS_MAX,
    )
    shortest = OfferTerms("x", limits.GIG_PRICE_MINOR_MIN, limits.GIG_MINUTES_MIN, None, 0, 1)

    assert offer_in(world, terms=longest).expires_at == later(world, days=30)
    assert offer_in(world, terms=shortest).expires_at == later(world, days=1)


def test_contact_details_in_the_scope_are_withheld_from_the_buyer(world: World) -> None:
    offer = offer_in(world, terms=replace(TERMS, scope=CONTACT_WORDS))
    order = accept(world, offer)

    assert CONTACT_SECRET in offer.scope
    assert CONTACT_SECRET not in offer.scope_shown
    shown = Entry.objects.filter(record_id__in=[offer.record_id, order.record_id], kind__startswith="o")
    assert not any(CONTACT_SECRET in (entry.shown or "") for entry in shown)


def test_a_seller_offers_nothing_to_somebody_who_never_wrote(world: World) -> None:
    # The seller asked about somebody else's gig: a talk, but the other one has not said a word in it.
    gig = make_gig(world.buyer, GIG_WORDS, now=world.now)
    talk = begin_conversation(
        by_id=world.seller.pk,
        with_id=gig.seller_id,
        about=f"gig:{gig.public_id}",
        text="Good morning! I sell something too.",
        key=uuid.uuid4(),
        now=later(world),
    )

    with pytest.raises(OfferRefused, match="has not written to you yet"):
        offer_in(world, talk=talk)

    post_message(
        record_id=talk.record_id,
        author_id=world.buyer.pk,
        text="Tell me.",
        key=uuid.uuid4(),
        now=later(world),
    )
    assert offer_in(world, talk=talk).buyer_id == world.buyer.pk


def test_nothing_is_offered_without_a_talk_of_ones_own_or_a_gig_of_ones_own(world: World) -> None:
    stranger = make_person("Sten Stranger", now=world.now)
    their_gig = make_gig(stranger, GIG_WORDS, now=world.now)

    with pytest.raises(NotYours):
        offer_in(world, by=stranger, gig=their_gig)
    with pytest.raises(NotYours):
        offer_in(world, gig=their_gig)
    # The one who asked sells nothing here.
    with pytest.raises(NotYours):
        offer_in(world, by=world.outsider)
    with pytest.raises(GigNotForSale):
        offer_in(world, gig=world.draft, terms=replace(TERMS, minutes=30))

    assert not Offer.objects.exists()


@pytest.mark.parametrize("blocker", ["seller", "outsider"])
def test_nothing_is_offered_while_a_block_stands(world: World, blocker: str) -> None:
    people = {"seller": world.seller, "outsider": world.outsider}
    by = people.pop(blocker)
    (other,) = people.values()
    offer = offer_in(world)
    block_person(by_id=by.pk, blocked_id=other.pk, now=later(world))

    with pytest.raises(TalkBlocked):
        offer_in(world)

    # What was offered before can still be taken back.
    withdraw_offer(offer_id=offer.public_id, by_id=world.seller.pk, now=later(world))
    assert facts_in(offer.record_id, "offer_closed")[0]["answer"] == "withdrawn"


def test_a_talk_has_three_open_offers_at_most(world: World) -> None:
    offers = [offer_in(world, terms=replace(TERMS, expires_days=day)) for day in (1, 7, 7)]

    with pytest.raises(OfferRefused, match="3 open offers"):
        offer_in(world)

    # One has expired two days later, and one was declined: two more find room.
    decline_offer(offer_id=offers[1].public_id, by_id=world.outsider.pk, now=later(world))
    for _more in range(2):
        offer_in(world, at=later(world, days=2))
    assert open_offers_in(world.conversation.record_id, now=later(world, days=2)).count() == 3


def test_an_offer_made_twice_with_one_key_is_made_once(world: World) -> None:
    key = uuid.uuid4()
    first = offer_in(world, key=key)

    assert offer_in(world, key=key).pk == first.pk

    with pytest.raises(KeyReused):
        offer_in(world, key=key, terms=replace(TERMS, price_minor=6_100))
    assert Offer.objects.count() == len(facts_in(first.record_id, "offer_made")) == 1


def test_an_offer_is_accepted_before_it_expires_and_not_after(world: World) -> None:
    offer = offer_in(world)
    late = offer_in(world)
    end = offer.expires_at

    accept(world, offer, at=end - timedelta(seconds=1))

    for press in (
        lambda: accept(world, late, at=end),
        lambda: decline_offer(offer_id=late.public_id, by_id=world.outsider.pk, now=end),
        lambda: withdraw_offer(offer_id=late.public_id, by_id=world.seller.pk, now=end),
    ):
        with pytest.raises(OfferRefused, match="expired"):
            press()
    late.refresh_from_db()
    assert (late.answer, late.closed_at) == ("", None)


@pytest.mark.parametrize(
    ("first", "sentence"),
    [("accept", "accepted already"), ("decline", "declined"), ("withdraw", "withdrawn")],
)
def test_an_offer_is_answered_once(world: World, first: str, sentence: str) -> None:
    offer = offer_in(world)
    presses: dict[str, Callable[[], object]] = {
        "accept": lambda: accept(world, offer),
        "decline": lambda: decline_offer(
            offer_id=offer.public_id, by_id=world.outsider.pk, now=later(world, hours=1)
        ),
        "withdraw": lambda: withdraw_offer(
            offer_id=offer.public_id, by_id=world.seller.pk, now=later(world, hours=1)
        ),
    }
    presses[first]()

    for press in presses.values():
        with pytest.raises(OfferRefused, match=sentence):
            press()

    assert len(facts_in(offer.record_id, "offer_closed")) == 1
    assert Order.objects.filter(offer=offer).count() == (first == "accept")


def test_each_side_answers_with_its_own_words_only(world: World) -> None:
    offer = offer_in(world)
    names: dict[str, Any] = {"offer_id": offer.public_id, "now": later(world)}

    with pytest.raises(OfferRefused, match="Only the seller"):
        withdraw_offer(by_id=world.outsider.pk, **names)
    with pytest.raises(OfferRefused, match="Only the buyer"):
        decline_offer(by_id=world.seller.pk, **names)
    with pytest.raises(OfferRefused, match="Only the buyer"):
        accept_offer(by_id=world.seller.pk, seen_price_minor=6_000, key=uuid.uuid4(), **names)
    for press in (withdraw_offer, decline_offer):
        with pytest.raises(NotYours):
            press(by_id=world.buyer.pk, **names)
    with pytest.raises(NotYours):
        accept_offer(by_id=world.buyer.pk, seen_price_minor=6_000, key=uuid.uuid4(), **names)


def test_an_acceptance_sent_twice_is_one_order(world: World) -> None:
    offer, other, key = offer_in(world), offer_in(world), uuid.uuid4()
    order = accept(world, offer, key=key)

    assert accept(world, offer, key=key).pk == order.pk

    # The key of one press does not open another offer.
    with pytest.raises(KeyReused):
        accept(world, other, key=key)


def test_a_refused_acceptance_leaves_the_offer_open(world: World) -> None:
    offer = offer_in(world)
    dear = offer_in(world, terms=replace(TERMS, price_minor=60_000))

    with pytest.raises(PriceChanged):
        accept(world, offer, seen=5_999)
    with pytest.raises(NotEnoughCredits):
        accept(world, dear, seen=60_000)

    assert open_offers_in(offer.record_id, now=later(world)).count() == 2
    assert facts_in(offer.record_id, "offer_closed") == []


def test_the_database_refuses_an_accepted_offer_without_an_order(world: World) -> None:
    offer = offer_in(world)

    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(answer="accepted", closed_at=world.now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(closed_at=world.now)


def test_accepting_and_withdrawing_at_the_same_moment_has_one_winner(own_database: str) -> None:
    world = make_world()
    before = balance_of(world.outsider.pk)
    offer = offer_in(world)

    answers = at_once(
        lambda: accept(world, offer),
        lambda: withdraw_offer(offer_id=offer.public_id, by_id=world.seller.pk, now=later(world)),
        lambda: accept(world, offer),
        lambda: decline_offer(offer_id=offer.public_id, by_id=world.outsider.pk, now=later(world)),
    )

    assert len([each for each in answers if isinstance(each, OfferRefused)]) == 3
    offer.refresh_from_db()
    is_order = offer.order_id is not None
    assert Order.objects.filter(buyer=world.outsider).count() == is_order
    assert before - balance_of(world.outsider.pk) == PAYS_MINOR * is_order
    assert len(facts_in(offer.record_id, "offer_closed")) == 1
    assert sum_of_all_balances() == 0


def test_a_double_press_on_accept_is_one_order_and_one_payment(own_database: str) -> None:
    world = make_world()
    before, key = balance_of(world.outsider.pk), uuid.uuid4()
    offer = offer_in(world)

    answers = at_once(*[lambda: accept(world, offer, key=key)] * 3)

    assert len({each.pk for each in answers if isinstance(each, Order)}) == 1
    assert not any(isinstance(each, Refused) for each in answers)
    assert before - balance_of(world.outsider.pk) == PAYS_MINOR


def test_offers_made_at_the_same_moment_never_exceed_three_nor_repeat_a_key(own_database: str) -> None:
    world = make_world()
    key = uuid.uuid4()

    answers = at_once(
        *[lambda: offer_in(world, key=key)] * 2,
        *[lambda: offer_in(world)] * 4,
    )

    made = {each.pk for each in answers if isinstance(each, Offer)}
    assert len(made) == Offer.objects.count() == limits.OPEN_OFFERS_PER_TALK_MAX
    assert Offer.objects.filter(make_key=key).count() <= 1
    assert len(facts_in(world.conversation.record_id, "offer_made")) == limits.OPEN_OFFERS_PER_TALK_MAX


def test_two_offers_accepted_with_one_key_are_one_order(own_database: str) -> None:
    world = make_world()
    offers, key = [offer_in(world), offer_in(world)], uuid.uuid4()

    answers = at_once(*[lambda offer=offer: accept(world, offer, key=key) for offer in offers])

    assert len([each for each in answers if isinstance(each, Order)]) == 1
    assert len([each for each in answers if isinstance(each, KeyReused)]) == 1


# The pages and the API.


def typed(world: World, **changes: object) -> dict[str, object]:
    """Return what the seller fills in on the page."""
    filled: dict[str, object] = {
        "gig": world.gig.public_id,
        "scope": TERMS.scope,
        "price": "60",
        "minutes": "90",
        "revisions": "2",
        "expires_days": "7",
        "client_key": str(uuid.uuid4()),
    }
    return filled | changes


def value_in(page: str, name: str) -> str | None:
    """Return what stands in a field of a page, or None without the field."""
    found = re.search(rf'<input[^>]* name="{name}"[^>]* value="([^"]*)"', page)
    return found[1] if found else None


def form_of(world: World) -> str:
    """Return the address of the form of an offer."""
    return reverse("offers:new", args=[world.conversation.public_id])


def test_an_offer_goes_from_the_talk_to_an_order_on_pages_alone(world: World, client_of: ClientOf) -> None:
    seller, buyer = client_of(world.seller), client_of(world.outsider)
    talk = reverse("inbox:show", args=[world.conversation.public_id])
    assert form_of(world) in seller.get(talk).content.decode()
    # Who asked sells nothing, so nothing is offered to them to offer.
    assert form_of(world) not in buyer.get(talk).content.decode()

    filled = typed(world)
    made = seller.post(form_of(world), filled)
    again = seller.post(form_of(world), filled)

    offer = Offer.objects.get()
    page = reverse("offers:show", args=[offer.public_id])
    assert made.status_code == again.status_code == 302
    assert made.headers["Location"] == again.headers["Location"]
    read = buyer.get(talk).content.decode()
    assert all(words in read for words in (page, TERMS.scope, "€60.00", "90 minutes", "See and accept"))
    assert "See or withdraw" in seller.get(talk).content.decode()

    shown = buyer.get(page).content.decode()
    assert "€63.30" in shown
    pressed = {name: value_in(shown, name) or "" for name in ("seen_price_minor", "key")}
    accepted = buyer.post(reverse("offers:acceptance", args=[offer.public_id]), pressed)

    order = Order.objects.get(offer=offer)
    address = reverse("orders:show", args=[order.public_id])
    assert accepted.headers["Location"] == address
    for client in (seller, buyer):
        assert TERMS.scope in client.get(address).content.decode()
        assert address in client.get(talk).content.decode()
        assert "accepted" in client.get(page).content.decode()


@pytest.mark.parametrize(("verb", "by"), [("refusal", "outsider"), ("withdrawal", "seller")])
def test_both_sides_read_the_answer(world: World, client_of: ClientOf, verb: str, by: str) -> None:
    offer = offer_in(world, at=world.now)
    people = {"outsider": client_of(world.outsider), "seller": client_of(world.seller)}

    answer = people[by].post(reverse(f"offers:{verb}", args=[offer.public_id]), follow=True)

    word = {"refusal": "declined", "withdrawal": "withdrew"}[verb]
    assert answer.redirect_chain[-1][0] == reverse("inbox:show", args=[world.conversation.public_id])
    for client in people.values():
        assert f"{word} the offer" in client.get(answer.redirect_chain[-1][0]).content.decode()
        assert (
            "Accept and pay"
            not in client.get(reverse("offers:show", args=[offer.public_id])).content.decode()
        )
    # The same press again is told what is the case.
    again = people[by].post(reverse(f"offers:{verb}", args=[offer.public_id]), follow=True)
    assert again.redirect_chain[-1][0] == reverse("offers:show", args=[offer.public_id])


def test_what_is_wrong_with_an_offer_is_said_at_its_fields_and_nothing_is_lost(
    world: World, client_of: ClientOf
) -> None:
    wrong = typed(world, scope="", price="1", minutes="9", revisions="99", expires_days="31")

    answer = client_of(world.seller).post(form_of(world), wrong)

    assert answer.status_code == 422
    page = answer.content.decode()
    names = ("scope", "price", "minutes", "revisions", "expires_days")
    assert all(f'id="id_{name}_errors"' in page for name in names)
    assert value_in(page, "expires_days") == "31"
    assert value_in(page, "client_key") == wrong["client_key"]
    assert not Offer.objects.exists()


def test_the_form_begins_with_the_gig_that_is_chosen(world: World, client_of: ClientOf) -> None:
    words = GigWords(
        "A clean plot of your measurements", GIG_WORDS.text, 5_050, kind=DELIVERABLE, delivery_days=5
    )
    other = make_gig(world.seller, words, now=world.now)
    client = client_of(world.seller)

    first = client.get(form_of(world)).content.decode()
    chosen = client.get(form_of(world), {"gig": other.public_id}).content.decode()

    names = ("gig", "price", "minutes", "delivery_days")
    # Without a wish it is the gig that the talk is about.
    assert [value_in(first, name) for name in names] == [world.gig.public_id, "40", "60", None]
    assert [value_in(chosen, name) for name in names] == [other.public_id, "50.50", None, "5"]
    assert client.post(form_of(world), typed(world, gig=world.draft.public_id)).status_code == 404


def test_who_has_nothing_for_sale_is_led_to_their_gigs(world: World, client_of: ClientOf) -> None:
    client = client_of(world.outsider)

    assert reverse("gigs:mine") in client.get(form_of(world)).content.decode()
    assert client.post(form_of(world), typed(world)).status_code == 404


def test_the_seller_reads_their_own_words_and_the_buyer_the_masked_ones(
    world: World, client_of: ClientOf
) -> None:
    answer = client_of(world.seller).post(form_of(world), typed(world, scope=CONTACT_WORDS), follow=True)
    offer = Offer.objects.get()
    pages = [
        reverse("offers:show", args=[offer.public_id]),
        reverse("inbox:show", args=[world.conversation.public_id]),
    ]

    assert "withheld from the other side" in answer.content.decode()
    assert CONTACT_SECRET in client_of(world.seller).get(pages[0]).content.decode()
    for page in pages:
        assert CONTACT_SECRET not in client_of(world.outsider).get(page).content.decode()


def test_who_lacks_credits_is_led_to_their_money_and_keeps_the_offer(
    world: World, client_of: ClientOf
) -> None:
    offer = offer_in(world, terms=replace(TERMS, price_minor=60_000), at=world.now)
    client = client_of(world.outsider)
    press = {"seen_price_minor": "60000", "key": str(uuid.uuid4())}

    page = client.get(reverse("offers:show", args=[offer.public_id])).content.decode()
    answer = client.post(reverse("offers:acceptance", args=[offer.public_id]), press)

    assert "are missing" in page
    assert "Accept and pay" not in page
    assert answer.status_code == 422
    assert reverse("money:statement") in answer.content.decode()
    assert open_offers_in(offer.record_id, now=later(world)).exists()


def test_an_expired_offer_is_shown_and_cannot_be_accepted(
    world: World, client_of: ClientOf, pass_time: Callable[[timedelta], datetime]
) -> None:
    offer = offer_in(world, at=world.now)
    pass_time(timedelta(days=8))
    client = client_of(world.outsider)

    talk = client.get(reverse("inbox:show", args=[world.conversation.public_id])).content.decode()
    page = client.get(reverse("offers:show", args=[offer.public_id])).content.decode()
    press = {"seen_price_minor": "6000", "key": str(uuid.uuid4())}
    answer = client.post(reverse("offers:acceptance", args=[offer.public_id]), press)

    assert "expired" in talk
    assert "See and accept" not in talk
    assert "has expired" in page
    assert "Accept and pay" not in page
    assert answer.status_code == 422


def test_a_talk_costs_one_query_more_with_any_number_of_offers(
    world: World, client_of: ClientOf, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    client, path = client_of(world.outsider), reverse("inbox:show", args=[world.conversation.public_id])
    client.get(path)
    without = count_queries(lambda: client.get(path))
    costs = []
    for _number in range(2):
        offer_in(world, at=world.now)
        client.get(path)
        costs.append(count_queries(lambda: client.get(path)))

    assert costs == [without + 1] * 2


def test_an_offer_goes_the_same_way_through_the_api(world: World, client_of: ClientOf) -> None:
    seller, buyer = client_of(world.seller), client_of(world.outsider)
    offers = f"/api/v1/conversations/{world.conversation.public_id}/offers"
    body = {
        "gig": world.gig.public_id,
        "scope": CONTACT_WORDS,
        "price_minor": 6_000,
        "minutes": 90,
        "key": str(uuid.uuid4()),
    }

    def post(client: Client, path: str, sent: dict[str, object] | None = None) -> tuple[int, dict[str, Any]]:
        answer = client.post(path, data=sent, content_type="application/json")
        return answer.status_code, answer.json()

    status, made = post(seller, offers, body)
    assert (status, made["state"], made["side"], made["scope"]) == (200, "open", "seller", CONTACT_WORDS)
    assert post(seller, offers, body)[1]["id"] == made["id"]
    wrong = post(seller, offers, body | {"price_minor": 1, "minutes": 9, "key": str(uuid.uuid4())})
    assert [fault["field"] for fault in wrong[1]["faults"]] == ["minutes", "price_minor"]

    (got,) = buyer.get(offers).json()
    assert (got["id"], got["side"]) == (made["id"], "buyer")
    assert CONTACT_SECRET not in got["scope"]
    path = f"/api/v1/offers/{made['id']}"
    assert buyer.get(path).json() == got
    assert post(buyer, f"{path}/withdrawal")[0] == 409
    press = {"seen_price_minor": 6_000, "key": str(uuid.uuid4())}
    status, accepted = post(buyer, f"{path}/acceptance", press)
    assert (status, accepted["state"]) == (200, "accepted")
    assert post(buyer, f"{path}/acceptance", press)[1]["order"] == accepted["order"]
    assert buyer.get(f"/api/v1/orders/{accepted['order']}").json()["price_minor"] == 6_000
    status, refused = post(buyer, f"{path}/refusal")
    assert (status, refused["why"]) == (409, "offer_refused")
