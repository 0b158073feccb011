"""The API of orders, with the same meaning as pages and socket."""

from django.http import FileResponse, HttpRequest
from ninja import Query, Router

from gighall.base import clock, limits
from gighall.domain.conversations.actions import post_message
from gighall.domain.orders import actions, queries
from gighall.domain.orders.models import Order
from gighall.domain.orders.rules import side_of
from gighall.web.api.entries import entries_page
from gighall.web.api.shapes import AckOut, DeliveryIn, EntriesOut, MessageIn, OrderIn, OrderOut, RefusalOut
from gighall.web.orders.evidence import bundle_response
from gighall.web.shared.signed_in import person_of

router = Router(tags=["orders"])
ANSWERS = {200: OrderOut, 404: RefusalOut, 409: RefusalOut}


def _out(order: Order, person_id: int) -> dict[str, object]:
    return {
        "id": order.public_id,
        "record": order.record.public_id,
        "title": order.title,
        "state": order.state,
        "side": side_of(person_id=person_id, buyer_id=order.buyer_id, seller_id=order.seller_id),
        "buyer": order.buyer.public_id,
        "seller": order.seller.public_id,
        "price_minor": order.price_minor,
        "buyer_fee_minor": order.buyer_fee_minor,
        "seller_fee_minor": order.seller_fee_minor,
        "placed_at": order.placed_at,
        "completed_at": order.completed_at,
    }


@router.get("/orders", response=list[OrderOut])
def list_orders(request: HttpRequest, page: int = Query(1, ge=1, le=10_000)) -> list[dict[str, object]]:
    """Return the person's orders, newest first, 25 a page."""
    person_id = person_of(request).pk
    start = (page - 1) * limits.PAGE_ROWS
    return [
        _out(order, person_id) for order in queries.orders_of(person_id)[start : start + limits.PAGE_ROWS]
    ]


@router.post("/orders", response=ANSWERS)
def place_order(request: HttpRequest, body: OrderIn) -> dict[str, object]:
    """Order a gig at the price that was seen."""
    person_id = person_of(request).pk
    order = actions.place_order(
        gig_public_id=body.gig,
        buyer_id=person_id,
        seen_price_minor=body.seen_price_minor,
        key=body.key,
        now=clock.now(),
    )
    return _out(order, person_id)


@router.get("/orders/{order_id}", response={200: OrderOut, 404: RefusalOut})
def show_order(request: HttpRequest, order_id: str) -> dict[str, object]:
    """Return one of the person's orders."""
    person_id = person_of(request).pk
    return _out(queries.get_order_for(public_id=order_id, person_id=person_id), person_id)


@router.get("/orders/{order_id}/entries", response={200: EntriesOut, 404: RefusalOut})
def entries_since(
    request: HttpRequest, order_id: str, since: int = Query(0, ge=0, le=2**62)
) -> dict[str, object]:
    """Return what follows a number, oldest first."""
    person = person_of(request)
    order = queries.get_order_for(public_id=order_id, person_id=person.pk)
    return entries_page(order.record, person.pk, since)


@router.get("/orders/{order_id}/bundle", response={404: RefusalOut})
def bundle(request: HttpRequest, order_id: str) -> FileResponse:
    """Return the evidence bundle, a zip file that can be verified offline."""
    person = person_of(request)
    order = queries.get_order_for(public_id=order_id, person_id=person.pk)
    return bundle_response(request, order, person)


@router.post("/orders/{order_id}/messages", response={200: AckOut, 404: RefusalOut, 409: RefusalOut})
def post(request: HttpRequest, order_id: str, body: MessageIn) -> dict[str, object]:
    """Store a message; the same key again answers the same number."""
    person_id = person_of(request).pk
    order = queries.get_order_for(public_id=order_id, person_id=person_id)
    number = post_message(
        record_id=order.record_id, author_id=person_id, text=body.t, key=body.k, now=clock.now()
    )
    return {"k": str(body.k), "c": order.record.public_id, "n": number}


@router.post("/orders/{order_id}/deliveries", response=ANSWERS)
def deliver(request: HttpRequest, order_id: str, body: DeliveryIn) -> dict[str, object]:
    """Deliver an order in words."""
    person_id = person_of(request).pk
    actions.deliver(order_id=order_id, by_id=person_id, text=body.t, key=body.k, now=clock.now())
    return _out(queries.get_order_for(public_id=order_id, person_id=person_id), person_id)


@router.post("/orders/{order_id}/acceptance", response=ANSWERS)
def accept(request: HttpRequest, order_id: str) -> dict[str, object]:
    """Accept the delivery."""
    person_id = person_of(request).pk
    actions.accept_delivery(order_id=order_id, by_id=person_id, now=clock.now())
    return _out(queries.get_order_for(public_id=order_id, person_id=person_id), person_id)
