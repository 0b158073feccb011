"""The API of the inbox, with the same meaning as pages and socket."""

from django.http import HttpRequest
from ninja import Query, Router, Status

from gighall.base import clock, limits
from gighall.domain.conversations import actions, queries
from gighall.domain.conversations.models import Conversation
from gighall.domain.gigs.queries import get_gig_for
from gighall.web.api.entries import entries_page
from gighall.web.api.shapes import AckOut, ConversationOut, EntriesOut, MessageIn, NumberIn, RefusalOut
from gighall.web.inbox.views import other_of
from gighall.web.shared.signed_in import person_of

router = Router(tags=["inbox"])


def _out(conversation: Conversation, person_id: int) -> dict[str, object]:
    other = other_of(conversation, person_id)
    return {
        "id": conversation.public_id,
        "record": conversation.record.public_id,
        "with": other.public_id,
        "with_name": other.name,
        "about": conversation.about,
        "last": conversation.record.last_number,
        "has_new": getattr(conversation, "has_new", False),
    }


@router.get("/conversations", response=list[ConversationOut], by_alias=True)
def list_conversations(
    request: HttpRequest, page: int = Query(1, ge=1, le=10_000)
) -> list[dict[str, object]]:
    """Return the person's conversations, the newest words first, 25 a page."""
    person_id = person_of(request).pk
    start = (page - 1) * limits.PAGE_ROWS
    found = queries.conversations_of(person_id)[start : start + limits.PAGE_ROWS]
    return [_out(conversation, person_id) for conversation in found]


@router.post(
    "/gigs/{gig_id}/questions",
    response={200: ConversationOut, 404: RefusalOut, 409: RefusalOut},
    by_alias=True,
)
def ask(request: HttpRequest, gig_id: str, body: MessageIn) -> dict[str, object]:
    """Write to the seller of a gig, for the first time or again."""
    person_id = person_of(request).pk
    gig = get_gig_for(public_id=gig_id, person_id=person_id)
    begun = actions.begin_conversation(
        by_id=person_id,
        with_id=gig.seller_id,
        about=f"gig:{gig.public_id}",
        text=body.t,
        key=body.k,
        now=clock.now(),
    )
    return _out(queries.get_conversation_for(public_id=begun.public_id, person_id=person_id), person_id)


@router.get("/conversations/{conversation_id}/entries", response={200: EntriesOut, 404: RefusalOut})
def conversation_since(
    request: HttpRequest, conversation_id: str, since: int = Query(0, ge=0, le=2**62)
) -> dict[str, object]:
    """Return what follows a number, oldest first."""
    person_id = person_of(request).pk
    conversation = queries.get_conversation_for(public_id=conversation_id, person_id=person_id)
    return entries_page(conversation.record, person_id, since)


@router.post(
    "/conversations/{conversation_id}/messages", response={200: AckOut, 404: RefusalOut, 409: RefusalOut}
)
def say_in_conversation(request: HttpRequest, conversation_id: str, body: MessageIn) -> dict[str, object]:
    """Store a message; the same key again answers the same number."""
    person_id = person_of(request).pk
    conversation = queries.get_conversation_for(public_id=conversation_id, person_id=person_id)
    number = actions.post_message(
        record_id=conversation.record_id, author_id=person_id, text=body.t, key=body.k, now=clock.now()
    )
    return {"k": str(body.k), "c": conversation.record.public_id, "n": number}


@router.post("/conversations/{conversation_id}/reading-mark", response={204: None, 404: RefusalOut})
def mark_read(request: HttpRequest, conversation_id: str, body: NumberIn) -> Status[None]:
    """Note up to which entry one has read."""
    person_id = person_of(request).pk
    conversation = queries.get_conversation_for(public_id=conversation_id, person_id=person_id)
    actions.mark_read(
        record_id=conversation.record_id,
        person_id=person_id,
        number=min(body.number, conversation.record.last_number),
        now=clock.now(),
    )
    return Status(204, None)
