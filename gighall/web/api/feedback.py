"""The API of feedback, with the same meaning as the pages."""

from django.http import HttpRequest
from ninja import Router

from gighall.base import clock
from gighall.domain.orders import actions, queries
from gighall.domain.orders.models import Feedback
from gighall.web.api.shapes import FeedbackIn, FeedbackOut, RefusalOut, ReplyIn
from gighall.web.shared.signed_in import person_of

router = Router(tags=["feedback"])
ANSWERS = {200: FeedbackOut, 404: RefusalOut, 409: RefusalOut}


def _out(feedback: Feedback, person_id: int) -> dict[str, object]:
    own = feedback.by_id == person_id
    return {
        "id": feedback.public_id,
        "side": feedback.side,
        "stars": [feedback.result_stars, feedback.talk_stars, feedback.time_stars],
        "text": feedback.text if own else feedback.text_shown,
        "given_at": feedback.given_at,
        "shown_at": feedback.shown_at,
        "reply": feedback.reply_shown,
    }


@router.get("/orders/{order_id}/feedback", response={200: list[FeedbackOut], 404: RefusalOut})
def list_feedback(request: HttpRequest, order_id: str) -> list[dict[str, object]]:
    """Return one's own feedback about an order, and what is shown of the other side's."""
    person_id = person_of(request).pk
    order = queries.get_order_for(public_id=order_id, person_id=person_id)
    return [_out(each, person_id) for each in queries.feedback_of(order.pk, person_id=person_id)]


@router.post("/orders/{order_id}/feedback", response=ANSWERS)
def give_feedback(request: HttpRequest, order_id: str, body: FeedbackIn) -> dict[str, object]:
    """Say how an ended order was; stars for result, talk and time."""
    person_id = person_of(request).pk
    given = actions.give_feedback(
        order_id=order_id,
        by_id=person_id,
        stars=body.stars,
        text=body.text,
        private_note=body.private_note,
        now=clock.now(),
    )
    given.refresh_from_db()
    return _out(given, person_id)


@router.post("/feedback/{feedback_id}/reply", response=ANSWERS)
def reply(request: HttpRequest, feedback_id: str, body: ReplyIn) -> dict[str, object]:
    """Answer feedback about oneself, once, for everybody to read."""
    person_id = person_of(request).pk
    replied = actions.reply_to_feedback(
        feedback_id=feedback_id, by_id=person_id, text=body.text, now=clock.now()
    )
    return _out(replied, person_id)
