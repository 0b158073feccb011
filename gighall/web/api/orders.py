"""The API of orders, with the same meaning as pages and socket."""

from collections.abc import Callable, Mapping
from functools import partial
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import Query, Router, Status

from gighall.base import clock, limits
from gighall.base.errors import NotYours, Refused
from gighall.domain.orders import actions, queries
from gighall.domain.orders.models import Order
from gighall.domain.orders.rules import Wish, answered, stated_picks, stated_wish
from gighall.domain.record.models import Record
from gighall.web.api import talks
from gighall.web.api.description import bytes_answered
from gighall.web.api.entries import checked, entries_page
from gighall.web.api.found import found_out
from gighall.web.api.order_shapes import (
    AnswersIn,
    DeliveryIn,
    OrderIn,
    OrderOut,
    OrderShow,
    RequestAnswerIn,
    RequestIn,
    TranscriptForm,
    order_out,
)
from gighall.web.api.shapes import RefusalOut
from gighall.web.api.talk_shapes import (
    AckOut,
    CheckedOut,
    EntriesIn,
    EntriesOut,
    FoundOut,
    MarksIn,
    MessageIn,
    ReportIn,
    ReportOut,
    SearchIn,
    TextIn,
    WordsRefusedOut,
)
from gighall.web.inbox.search import found_in_order
from gighall.web.orders.evidence import bundle_response
from gighall.web.shared.signed_in import person_of
from gighall.web.transcripts.answers import transcript_response

router = Router(tags=["orders"])
ANSWERS = {200: OrderOut, 404: RefusalOut, 409: RefusalOut}
WORDS = {200: OrderOut, 404: RefusalOut, 409: WordsRefusedOut}
# Most moves say nothing beside their words.
NOTHING_BESIDE: Mapping[str, object] = {}
NOTHING = {204: None, 404: RefusalOut, 409: RefusalOut}


def _record(request: HttpRequest, order_id: str) -> Record:
    return queries.get_order_for(public_id=order_id, person_id=person_of(request).pk).record


def _out(order: Order, person_id: int) -> dict[str, object]:
    return order_out(
        order,
        person_id,
        facts=queries.moments_of(order.record_id),
        pending=queries.open_request_of(order.pk),
        now=clock.now(),
    )


def _moved(request: HttpRequest, order_id: str) -> dict[str, object]:
    person_id = person_of(request).pk
    return _out(queries.get_order_for(public_id=order_id, person_id=person_id), person_id)


def _in_words(
    request: HttpRequest,
    order_id: str,
    key: UUID,
    press: Callable[[], object],
    *,
    words: str,
    stated: Mapping[str, object] = NOTHING_BESIDE,
) -> dict[str, object]:
    """Make a move that has words; a second call of the same with its key answers as the first did."""
    person_id = person_of(request).pk
    order = queries.get_order_for(public_id=order_id, person_id=person_id)
    try:
        press()
    except NotYours:
        raise
    except Refused:
        moved = queries.moved_under(
            record_id=order.record_id, person_id=person_id, key=key, words=words, stated=stated
        )
        if moved is None:
            raise
    return _moved(request, order_id)


@router.get("/orders", response=list[OrderOut])
def list_orders(
    request: HttpRequest, show: OrderShow = "all", page: int = Query(1, ge=1, le=10_000)
) -> list[dict[str, object]]:
    """Return the person's orders, 25 a page: first what needs them, then what is open, then what has ended."""
    person_id, now = person_of(request).pk, clock.now()
    start = (page - 1) * limits.PAGE_ROWS
    rows = list(queries.listed_orders(person_id, show)[start : start + limits.PAGE_ROWS])
    requests = queries.open_requests_of([order.pk for order in rows])
    facts = queries.moments_of_records([order.record_id for order in rows])
    return [
        order_out(
            order,
            person_id,
            facts=facts.get(order.record_id, []),
            pending=requests.get(order.pk),
            now=now,
        )
        for order in rows
    ]


@router.post("/orders", response=ANSWERS)
def place_order(request: HttpRequest, body: OrderIn) -> dict[str, object]:
    """Order a gig at the price that was seen, for oneself or for an organisation of one's own."""
    person_id = person_of(request).pk
    order = actions.place_order(
        gig_public_id=body.gig,
        buyer_id=person_id,
        seen_price_minor=body.seen_price_minor,
        seen_changed_at=body.seen_changed_at,
        organisation_id=body.organisation or "",
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
def entries_since(request: HttpRequest, order_id: str, wish: Query[EntriesIn]) -> dict[str, object]:
    """Return what follows a number, what was written from a moment on, or what stands before a number."""
    person = person_of(request)
    order = queries.get_order_for(public_id=order_id, person_id=person.pk)
    return entries_page(order.record, person.pk, wish)


@router.get("/orders/{order_id}/search", response={200: FoundOut, 404: RefusalOut, 409: RefusalOut})
def search_order(request: HttpRequest, order_id: str, wish: Query[SearchIn]) -> dict[str, object]:
    """Return the messages and files that the person finds in one of their orders."""
    person_id = person_of(request).pk
    order = queries.get_order_for(public_id=order_id, person_id=person_id)
    return found_out(found_in_order(request, order, wish.q, person_id))


@router.get(
    "/orders/{order_id}/bundle",
    response={404: RefusalOut},
    openapi_extra=bytes_answered("application/zip"),
)
def bundle(request: HttpRequest, order_id: str) -> FileResponse:
    """Return the evidence bundle, a zip file that can be verified offline."""
    person = person_of(request)
    order = queries.get_order_for(public_id=order_id, person_id=person.pk)
    return bundle_response(request, order, person)


@router.get(
    "/orders/{order_id}/transcripts/{session_id}/{form}",
    response={404: RefusalOut, 409: RefusalOut},
    openapi_extra=bytes_answered("application/octet-stream"),
)
def transcript(request: HttpRequest, order_id: str, session_id: str, form: TranscriptForm) -> HttpResponse:
    """Return the transcript of a session that has ended: its canonical Markdown, or the same as HTML or PDF.

    Its digest stands in the order's entries: in the facts `session_ended` and, where it is the delivery, `delivered`.
    """
    order = queries.get_order_for(public_id=order_id, person_id=person_of(request).pk)
    return transcript_response(request, order, session=session_id, form=form)


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
    return checked(_record(request, order_id), body.t, person_id=person_of(request).pk, now=clock.now())


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


@router.post("/orders/{order_id}/answers", response=WORDS)
def answer_requirements(request: HttpRequest, order_id: str, body: AnswersIn) -> dict[str, object]:
    """Answer the seller's questions, one answer for each, empty where none is required; the work begins."""
    questions = queries.get_order_for(public_id=order_id, person_id=person_of(request).pk).requirements
    fits = len(questions) == len(body.answers)
    press = partial(
        actions.answer_requirements,
        order_id=order_id,
        by_id=person_of(request).pk,
        answers=body.answers,
        key=body.k,
        now=clock.now(),
    )
    return _in_words(
        request, order_id, body.k, press, words=answered(questions, body.answers) if fits else ""
    )


@router.post("/orders/{order_id}/deliveries", response=WORDS)
def deliver(request: HttpRequest, order_id: str, body: DeliveryIn) -> dict[str, object]:
    """Deliver an order in words, with what was sent in the talk; the review time starts."""
    press = partial(
        actions.deliver,
        order_id=order_id,
        by_id=person_of(request).pk,
        text=body.t,
        picked=body.picked,
        key=body.k,
        now=clock.now(),
    )
    return _in_words(request, order_id, body.k, press, words=body.t, stated=stated_picks(body.picked))


@router.post("/orders/{order_id}/acceptance", response=ANSWERS)
def accept(request: HttpRequest, order_id: str) -> dict[str, object]:
    """Accept the delivery: the order is completed and the seller is paid."""
    actions.accept_delivery(order_id=order_id, by_id=person_of(request).pk, now=clock.now())
    return _moved(request, order_id)


@router.post("/orders/{order_id}/revisions", response=WORDS)
def request_revision(request: HttpRequest, order_id: str, body: MessageIn) -> dict[str, object]:
    """Ask the seller to change the delivery, point by point; the order goes back to work."""
    press = partial(
        actions.request_revision,
        order_id=order_id,
        by_id=person_of(request).pk,
        text=body.t,
        key=body.k,
        now=clock.now(),
    )
    return _in_words(request, order_id, body.k, press, words=body.t)


@router.post("/orders/{order_id}/review-extension", response=ANSWERS)
def extend_review(request: HttpRequest, order_id: str) -> dict[str, object]:
    """Take more time to look at the delivery, once."""
    actions.extend_review(order_id=order_id, by_id=person_of(request).pk, now=clock.now())
    return _moved(request, order_id)


@router.post("/orders/{order_id}/cancellation", response=ANSWERS)
def cancel(request: HttpRequest, order_id: str) -> dict[str, object]:
    """Cancel an order that is very late, alone: the buyer gets everything back."""
    actions.cancel_very_late(order_id=order_id, by_id=person_of(request).pk, now=clock.now())
    return _moved(request, order_id)


@router.post("/orders/{order_id}/requests", response=WORDS)
def open_request(request: HttpRequest, order_id: str, body: RequestIn) -> dict[str, object]:
    """Ask the other side to cancel, for a part of the price back, or for more time.

    While a request of theirs is open, this answers it with a wish of one's own.
    """
    wish = Wish(body.kind, body.percent, body.days)
    press = partial(
        actions.open_request,
        order_id=order_id,
        by_id=person_of(request).pk,
        wish=wish,
        text=body.t,
        key=body.k,
        now=clock.now(),
    )
    return _in_words(request, order_id, body.k, press, words=body.t, stated=stated_wish(wish))


@router.post("/orders/{order_id}/requests/{request_id}/answer", response=ANSWERS)
def answer_request(
    request: HttpRequest, order_id: str, request_id: str, body: RequestAnswerIn
) -> dict[str, object]:
    """Accept or decline what the other side asks, or withdraw what one asked; what is accepted happens at once."""
    actions.answer_request(
        order_id=order_id,
        request_id=request_id,
        by_id=person_of(request).pk,
        answer=body.answer,
        now=clock.now(),
    )
    return _moved(request, order_id)
