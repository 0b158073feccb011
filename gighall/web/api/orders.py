"""The API of orders, with the same meaning as pages and socket."""

from django.http import FileResponse, HttpRequest
from ninja import Query, Router, Status

from gighall.base import clock, limits
from gighall.domain.orders import actions, queries
from gighall.domain.orders.models import Order
from gighall.domain.orders.rules import side_of
from gighall.domain.record.models import Record
from gighall.web.api import talks
from gighall.web.api.entries import checked, entries_page
from gighall.web.api.shapes import DeliveryIn, OrderIn, OrderOut, RefusalOut
from gighall.web.api.talk_shapes import (
    AckOut,
    CheckedOut,
    EntriesOut,
    MarksIn,
    MessageIn,
    ReportIn,
    ReportOut,
    TextIn,
    WordsRefusedOut,
)
from gighall.web.orders.evidence import bundle_response
from gighall.web.shared.signed_in import person_of

router = Router(tags=["orders"])
ANSWERS = {200: OrderOut, 404: RefusalOut, 409: RefusalOut}
NOTHING = {204: None, 404: RefusalOut, 409: RefusalOut}


def _record(request: HttpRequest, order_id: str) -> Record:
    return queries.get_order_for(public_id=order_id, person_id=person_of(request).pk).record


def _out(order: Order, person_id: int) -> dict[str, object]:
    return {
        "id": order.public_id,
        "record": order.record.public_id,
        "title": order.title,
        "state": order.state,
        "side": side_of(person_id=person_id, buyer_id=order.buyer_id, seller_id=order.seller_id),
        "buyer": order.buyer.public_id,
        "seller": order.seller.public_id,
        "kind": order.kind,
        "minutes": order.minutes,
        "delivery_days": order.delivery_days,
        "revisions": order.revisions,
        "requirements": order.requirements,
        "declared_details": order.declared_details,
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
        seen_changed_at=body.seen_changed_at,
        key=body.key,
        now=clock.now(),
    )
    return _out(order, person_id)


@router.get("/orders/{order_id}", response={200: OrderOut, 404: RefusalOut})
def show_order(request: HttpRequest, order_id: str) -> dict[str, object]:
    """Return one of the person's orders."""
    person_id = person_of(request).pk
    return _out(queries.get_order_for(public_id=order_id, person_id=person_id), person_id)


@router.get("/orders/{order_id}/entries", response={200: EntriesOut, 404: RefusalOut}, exclude_unset=True)
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


@router.post(
    "/orders/{order_id}/messages",
    response={200: AckOut, 404: RefusalOut, 409: WordsRefusedOut},
    exclude_unset=True,
)
def post(request: HttpRequest, order_id: str, body: MessageIn) -> dict[str, object]:
    """Store a message; the same key again answers the same number."""
    return talks.posted(request, _record(request, order_id), body)


@router.post("/orders/{order_id}/check", response={200: CheckedOut, 404: RefusalOut}, exclude_unset=True)
def check(request: HttpRequest, order_id: str, body: TextIn) -> dict[str, object]:
    """Say what would be marked in these words; nothing is stored."""
    return checked(_record(request, order_id).kind, body.t)


@router.post("/orders/{order_id}/reading-mark", response=NOTHING)
def mark_order_read(request: HttpRequest, order_id: str, body: MarksIn) -> Status[None]:
    """Note up to which entry the person has read, and (if that is further) received."""
    return talks.marked(request, _record(request, order_id), body)


@router.get("/orders/{order_id}/draft", response={200: TextIn, 404: RefusalOut})
def order_draft(request: HttpRequest, order_id: str) -> dict[str, object]:
    """Return what the person is writing on the order page."""
    return talks.draft(request, _record(request, order_id))


@router.put("/orders/{order_id}/draft", response=NOTHING)
def save_order_draft(request: HttpRequest, order_id: str, body: TextIn) -> Status[None]:
    """Keep what the person is writing on the order page; empty words are forgotten."""
    return talks.draft_saved(request, _record(request, order_id), body)


@router.post("/orders/{order_id}/reports", response={200: ReportOut, 404: RefusalOut, 409: RefusalOut})
def report_order(request: HttpRequest, order_id: str, body: ReportIn) -> dict[str, object]:
    """Tell staff about a message, or (without a number) about the whole talk; twice is once."""
    return talks.reported(request, _record(request, order_id), body)


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
