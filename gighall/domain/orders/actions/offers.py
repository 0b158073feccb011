"""Offers in the inbox: a seller makes one to who has asked, and the buyer's acceptance places the order."""

import uuid
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from gighall.base.errors import marked as _
from gighall.base.masking import mask
from gighall.domain.accounts.queries import check_person_accepted_terms
from gighall.domain.conversations.models import Conversation
from gighall.domain.conversations.queries import blocked_in_record, get_conversation_for
from gighall.domain.gigs.models import Gig
from gighall.domain.gigs.queries import get_own_gig
from gighall.domain.gigs.rules import check_can_order
from gighall.domain.notices.actions import notify
from gighall.domain.policy.actions import judge_words, store_verdict
from gighall.domain.policy.queries import spans_of
from gighall.domain.policy.rules import Judgement
from gighall.domain.record.actions import NewEntry, append_entry
from gighall.domain.record.queries import lock_to_write
from gighall.domain.record.rules import KeyReused, RecordNotOpenToYou

from ..models import Offer, Order
from ..queries import has_written, lock_offer_for, open_offers_in
from ..rules import (
    ACCEPTED,
    DECLINED,
    WITHDRAWN,
    OfferTerms,
    check_can_answer_offer,
    check_can_offer,
    check_offer,
    check_price,
    cleaned_terms,
    side_of,
    state_of_offer,
)
from .place import Terms, order_placed_under, place_on

PLACE = "inbox"
REUSED = _("Something else was sent before from this form. Reload the page and send it again.")


def make_offer(
    *, conversation_id: str, gig_id: str, by_id: int, typed: OfferTerms, key: uuid.UUID, now: datetime
) -> Offer:
    """Offer the other one of an inbox talk a gig of one's own on terms for them alone; they are told by mail.

    The scope is judged like a message there. Idempotent by ``key``: a second press returns the first offer.
    Errors: NotYours, TermsNotAccepted, GigNotForSale, OfferIncomplete, OfferRefused, WordsRefused, TalkBlocked,
    KeyReused.
    """
    check_person_accepted_terms(by_id)
    talk = get_conversation_for(public_id=conversation_id, person_id=by_id)
    gig = get_own_gig(public_id=gig_id, seller_id=by_id)
    terms, buyer_id = cleaned_terms(typed), talk.two_id if talk.one_id == by_id else talk.one_id
    check_can_order(state=gig.state, seller_id=by_id, buyer_id=buyer_id)
    check_offer(terms, kind=gig.kind)
    offer = _offer_of(gig, terms, talk=talk, buyer_id=buyer_id, key=key, now=now)
    first = _made_before(offer)
    if first is not None:
        return first
    judgement = judge_words(
        person_id=by_id, place=PLACE, place_id=talk.record_id, text=terms.scope, key=key, now=now
    )
    offer.scope_shown = mask(terms.scope, spans_of(judgement))
    try:
        with transaction.atomic():
            return _made_before(offer, lock=True) or _store(offer, talk, judgement, now=now)
    except RecordNotOpenToYou as refusal:
        raise blocked_in_record(record_id=talk.record_id, person_id=by_id) or refusal from None


def _offer_of(
    gig: Gig, terms: OfferTerms, *, talk: Conversation, buyer_id: int, key: uuid.UUID, now: datetime
) -> Offer:
    """Return an offer that is not judged and not stored yet."""
    return Offer(
        gig=gig,
        record=talk.record,
        seller_id=gig.seller_id,
        buyer_id=buyer_id,
        make_key=key,
        title=gig.title_shown,
        kind=gig.kind,
        scope=terms.scope,
        price_minor=terms.price_minor,
        minutes=terms.minutes,
        delivery_days=terms.delivery_days,
        revisions=terms.revisions,
        made_at=now,
        expires_at=now + timedelta(days=terms.expires_days),
    )


def _made_before(offer: Offer, *, lock: bool = False) -> Offer | None:
    """Return the offer that the seller has made under the same key; ``lock`` lets others wait who offer there."""
    if lock:
        lock_to_write(record_id=offer.record_id, person_id=offer.seller_id)
    first = Offer.objects.filter(seller_id=offer.seller_id, make_key=offer.make_key).first()
    if first is None:
        return None
    said = ("record_id", "gig_id", "scope", "price_minor", "minutes", "delivery_days", "revisions")
    if any(getattr(first, name) != getattr(offer, name) for name in said):
        raise KeyReused(REUSED)
    return first


def _store(offer: Offer, talk: Conversation, judgement: Judgement, *, now: datetime) -> Offer:
    check_can_offer(
        has_written=has_written(record_id=offer.record_id, person_id=offer.buyer_id),
        open_offers=open_offers_in(offer.record_id, now=now).count(),
    )
    store_verdict(
        judgement=judgement,
        person_id=offer.seller_id,
        place=PLACE,
        place_id=offer.record_id,
        key=offer.make_key,
        now=now,
    )
    offer.save(force_insert=True)
    notify(
        kind="offer_made",
        person_id=offer.buyer_id,
        payload={"title": offer.title, "path": f"/offers/{offer.public_id}/"},
        now=now,
    )
    fact = {
        "offer": offer.public_id,
        "title": offer.title,
        "kind": offer.kind,
        "scope": offer.scope_shown,
        "price_minor": offer.price_minor,
        "minutes": offer.minutes,
        "delivery_days": offer.delivery_days,
        "revisions": offer.revisions,
        "expires_at": offer.expires_at.isoformat(),
    }
    append_entry(
        NewEntry.fact(
            record_id=offer.record_id,
            kind="offer_made",
            at=now,
            fact=fact,
            author_id=offer.seller_id,
            key=offer.make_key,
            about_id=offer.pk,
        )
    )
    return offer


@transaction.atomic
def withdraw_offer(*, offer_id: str, by_id: int, now: datetime) -> Offer:
    """Take back an offer that is open; the seller may do so at any time, also while a block stands.

    Errors: NotYours, OfferRefused.
    """
    offer = _answerable(offer_id, by_id, WITHDRAWN, now=now)
    _close(offer, WITHDRAWN, by_id=by_id, now=now)
    return offer


@transaction.atomic
def decline_offer(*, offer_id: str, by_id: int, now: datetime) -> Offer:
    """Decline an offer that is open; the seller reads it in the talk.

    Errors: NotYours, OfferRefused.
    """
    offer = _answerable(offer_id, by_id, DECLINED, now=now)
    _close(offer, DECLINED, by_id=by_id, now=now)
    return offer


def accept_offer(
    *,
    offer_id: str,
    by_id: int,
    seen_price_minor: int,
    key: uuid.UUID,
    now: datetime,
    organisation_id: str = "",
) -> Order:
    """Accept an offer that is open: the order is placed on its terms, and the buyer's money moves into escrow.

    The buyer orders for themselves, or for an organisation.  Idempotent by ``key``: a second press returns the order.
    Errors: NotYours, OfferRefused, PriceChanged, GigNotForSale, TermsNotAccepted, TooManyOrders, NotEnoughCredits,
    KeyReused, NotForOrganisation.
    """
    try:
        with transaction.atomic():
            return _accept(offer_id, by_id, seen_price_minor, organisation_id, key, now)
    except IntegrityError:
        # The same key placed another order in the same moment.
        if order_placed_under(by_id, key) is None:
            raise
        raise KeyReused(REUSED) from None


def _accept(
    offer_id: str, by_id: int, seen_price_minor: int, organisation_id: str, key: uuid.UUID, now: datetime
) -> Order:
    check_person_accepted_terms(by_id)
    offer = lock_offer_for(public_id=offer_id, person_id=by_id)
    placed = order_placed_under(by_id, key)
    if placed is not None:
        if placed.pk == offer.order_id:
            return placed
        raise KeyReused(REUSED)
    _check_answer(offer, ACCEPTED, by_id=by_id, now=now)
    check_price(seen_minor=seen_price_minor, price_minor=offer.price_minor)
    # What the seller asks of buyers is the gig's: an edit comes wholly before or wholly after this order.
    gig = Gig.objects.select_for_update(no_key=True).get(pk=offer.gig_id)
    check_can_order(state=gig.state, seller_id=offer.seller_id, buyer_id=by_id)
    offer.order = place_on(
        Terms.of_offer(offer), gig=gig, buyer_id=by_id, organisation_id=organisation_id, key=key, now=now
    )
    _close(offer, ACCEPTED, by_id=by_id, now=now)
    return offer.order


def _answerable(offer_id: str, by_id: int, answer: str, *, now: datetime) -> Offer:
    offer = lock_offer_for(public_id=offer_id, person_id=by_id)
    _check_answer(offer, answer, by_id=by_id, now=now)
    return offer


def _check_answer(offer: Offer, answer: str, *, by_id: int, now: datetime) -> None:
    check_can_answer_offer(
        answer,
        side=side_of(person_id=by_id, buyer_id=offer.buyer_id, seller_id=offer.seller_id) or "",
        state=state_of_offer(offer.answer, expires_at=offer.expires_at, now=now),
    )


def _close(offer: Offer, answer: str, *, by_id: int, now: datetime) -> None:
    """Store an answer to a locked offer, and say it in the talk: the last write of its transaction."""
    offer.answer, offer.closed_at = answer, now
    offer.save(update_fields=["answer", "closed_at", "order"])
    fact = {"offer": offer.public_id, "answer": answer}
    if offer.order is not None:
        fact["order"] = offer.order.public_id
    append_entry(
        NewEntry.fact(
            record_id=offer.record_id,
            kind="offer_closed",
            at=now,
            fact=fact,
            author_id=by_id,
            about_id=offer.pk,
        )
    )
