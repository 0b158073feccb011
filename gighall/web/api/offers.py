"""The API of offers, with the same meaning as the pages."""

from django.http import HttpRequest
from ninja import Query, Router

from gighall.base import clock, limits
from gighall.domain.conversations.queries import get_conversation_for
from gighall.domain.orders import actions, queries
from gighall.domain.orders.rules import OfferTerms
from gighall.web.api.offer_shapes import OfferAcceptanceIn, OfferIn, OfferOut, OfferRefusedOut, offer_out
from gighall.web.api.shapes import RefusalOut
from gighall.web.shared.signed_in import person_of

router = Router(tags=["offers"])
ANSWERS = {200: OfferOut, 404: RefusalOut, 409: RefusalOut}


def _out(request: HttpRequest, offer_id: str) -> dict[str, object]:
    person_id = person_of(request).pk
    offer = queries.get_offer_for(public_id=offer_id, person_id=person_id)
    return offer_out(offer, person_id, now=clock.now())


@router.get("/conversations/{conversation_id}/offers", response={200: list[OfferOut], 404: RefusalOut})
def list_offers(
    request: HttpRequest, conversation_id: str, page: int = Query(1, ge=1, le=10_000)
) -> list[dict[str, object]]:
    """Return the offers of a talk, those made and those got, the newest first, 25 a page."""
    person_id, now = person_of(request).pk, clock.now()
    talk = get_conversation_for(public_id=conversation_id, person_id=person_id)
    start = (page - 1) * limits.PAGE_ROWS
    offers = queries.offers_of(person_id).filter(record_id=talk.record_id)
    return [offer_out(each, person_id, now=now) for each in offers[start : start + limits.PAGE_ROWS]]


@router.post(
    "/conversations/{conversation_id}/offers",
    response={200: OfferOut, 404: RefusalOut, 409: OfferRefusedOut},
)
def make_offer(request: HttpRequest, conversation_id: str, body: OfferIn) -> dict[str, object]:
    """Offer the other one of a talk a gig of one's own on terms for them alone."""
    made = actions.make_offer(
        conversation_id=conversation_id,
        gig_id=body.gig,
        by_id=person_of(request).pk,
        typed=OfferTerms(
            scope=body.scope,
            price_minor=body.price_minor,
            minutes=body.minutes,
            delivery_days=body.delivery_days,
            revisions=body.revisions,
            expires_days=body.expires_days,
        ),
        key=body.key,
        now=clock.now(),
    )
    return _out(request, made.public_id)


@router.get("/offers/{offer_id}", response={200: OfferOut, 404: RefusalOut})
def show_offer(request: HttpRequest, offer_id: str) -> dict[str, object]:
    """Return an offer that one made or got."""
    return _out(request, offer_id)


@router.post("/offers/{offer_id}/acceptance", response=ANSWERS)
def accept_offer(request: HttpRequest, offer_id: str, body: OfferAcceptanceIn) -> dict[str, object]:
    """Accept an offer at the price that was seen: the order is placed, and the money is held."""
    actions.accept_offer(
        offer_id=offer_id,
        by_id=person_of(request).pk,
        seen_price_minor=body.seen_price_minor,
        organisation_id=body.organisation or "",
        key=body.key,
        now=clock.now(),
    )
    return _out(request, offer_id)


@router.post("/offers/{offer_id}/refusal", response=ANSWERS)
def decline_offer(request: HttpRequest, offer_id: str) -> dict[str, object]:
    """Decline an offer that one got."""
    actions.decline_offer(offer_id=offer_id, by_id=person_of(request).pk, now=clock.now())
    return _out(request, offer_id)


@router.post("/offers/{offer_id}/withdrawal", response=ANSWERS)
def withdraw_offer(request: HttpRequest, offer_id: str) -> dict[str, object]:
    """Take back an offer that one made."""
    actions.withdraw_offer(offer_id=offer_id, by_id=person_of(request).pk, now=clock.now())
    return _out(request, offer_id)
