"""The API of the inbox, with the same meaning as pages and socket."""

from django.http import HttpRequest
from ninja import Query, Router, Status

from gighall.base import clock, limits
from gighall.domain.conversations import actions, queries
from gighall.domain.conversations.models import Conversation
from gighall.domain.conversations.rules import ListWish
from gighall.domain.gigs.queries import get_gig_for
from gighall.domain.record.models import Record
from gighall.web.api import talks
from gighall.web.api.entries import checked, entries_page
from gighall.web.api.found import found_out
from gighall.web.api.shapes import RefusalOut
from gighall.web.api.talk_shapes import (
    AckOut,
    CheckedOut,
    ConversationOut,
    ConversationsIn,
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
from gighall.web.inbox.search import found_in_inbox, found_in_talk
from gighall.web.inbox.views import ConversationRow, conversation_rows, other_of
from gighall.web.shared.signed_in import person_of

router = Router(tags=["inbox"])
NOTHING = {204: None, 404: RefusalOut, 409: RefusalOut}


def conversation_out(conversation: Conversation, row: ConversationRow, person_id: int) -> dict[str, object]:
    """Return a conversation as the API says it."""
    return {
        "id": conversation.public_id,
        "record": conversation.record.public_id,
        "with": other_of(conversation, person_id).public_id,
        "with_name": row.name,
        "about": conversation.about,
        "title": row.gig_title,
        "last": conversation.record.last_number,
        "last_at": row.at,
        "words": row.words,
        "has_new": getattr(conversation, "has_new", False),
        "is_starred": row.is_starred,
        "is_archived": bool(getattr(conversation, "is_archived", False)),
        "labels": row.labels,
    }


def one_out(public_id: str, person_id: int) -> dict[str, object]:
    """Return one of the person's conversations.

    Errors: NotYours.
    """
    conversation = queries.get_conversation_for(public_id=public_id, person_id=person_id)
    row = conversation_rows([conversation], person_id, labels=queries.labels_of(person_id))[0]
    return conversation_out(conversation, row, person_id)


def _record(request: HttpRequest, conversation_id: str) -> Record:
    person_id = person_of(request).pk
    return queries.get_conversation_for(public_id=conversation_id, person_id=person_id).record


@router.get("/conversations", response={200: list[ConversationOut], 404: RefusalOut}, by_alias=True)
def list_conversations(request: HttpRequest, wish: Query[ConversationsIn]) -> list[dict[str, object]]:
    """Return the person's conversations, the newest words first, 25 a page; archived ones when asked for."""
    person_id = person_of(request).pk
    start = (wish.page - 1) * limits.PAGE_ROWS
    listed = queries.listed_conversations(person_id, ListWish(wish.show, wish.label))
    found = list(listed[start : start + limits.PAGE_ROWS])
    rows = conversation_rows(found, person_id, labels=queries.labels_of(person_id))
    return [conversation_out(each, row, person_id) for each, row in zip(found, rows, strict=True)]


@router.get("/conversations/search", response={200: FoundOut, 409: RefusalOut})
def search_conversations(request: HttpRequest, wish: Query[SearchIn]) -> dict[str, object]:
    """Return what the person finds in their own talks and orders: talks by name or gig, messages and files."""
    return found_out(found_in_inbox(request, wish.q, person_of(request).pk))


@router.get(
    "/conversations/{conversation_id}/search", response={200: FoundOut, 404: RefusalOut, 409: RefusalOut}
)
def search_conversation(
    request: HttpRequest, conversation_id: str, wish: Query[SearchIn]
) -> dict[str, object]:
    """Return the messages and files that the person finds in one of their conversations."""
    person_id = person_of(request).pk
    conversation = queries.get_conversation_for(public_id=conversation_id, person_id=person_id)
    return found_out(found_in_talk(request, conversation, wish.q, person_id))


@router.get(
    "/conversations/{conversation_id}", response={200: ConversationOut, 404: RefusalOut}, by_alias=True
)
def show_conversation(request: HttpRequest, conversation_id: str) -> dict[str, object]:
    """Return one of the person's conversations."""
    return one_out(conversation_id, person_of(request).pk)


@router.post(
    "/gigs/{gig_id}/questions",
    response={200: ConversationOut, 404: RefusalOut, 409: WordsRefusedOut},
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
    return one_out(begun.public_id, person_id)


@router.get(
    "/conversations/{conversation_id}/entries",
    response={200: EntriesOut, 404: RefusalOut},
    exclude_unset=True,
)
def conversation_since(
    request: HttpRequest, conversation_id: str, wish: Query[EntriesIn]
) -> dict[str, object]:
    """Return what follows a number, what was written from a moment on, or what stands before a number."""
    return entries_page(_record(request, conversation_id), person_of(request).pk, wish)


@router.post(
    "/conversations/{conversation_id}/messages",
    response={200: AckOut, 404: RefusalOut, 409: WordsRefusedOut},
    exclude_unset=True,
)
def say_in_conversation(request: HttpRequest, conversation_id: str, body: MessageIn) -> dict[str, object]:
    """Store a message; the same key again answers the same number."""
    return talks.posted(request, _record(request, conversation_id), body)


@router.post(
    "/conversations/{conversation_id}/check",
    response={200: CheckedOut, 404: RefusalOut},
    exclude_unset=True,
)
def check_in_conversation(request: HttpRequest, conversation_id: str, body: TextIn) -> dict[str, object]:
    """Say what would be marked in these words; nothing is stored."""
    return checked(
        _record(request, conversation_id), body.t, person_id=person_of(request).pk, now=clock.now()
    )


@router.post("/conversations/{conversation_id}/reading-mark", response=NOTHING)
def mark_read(request: HttpRequest, conversation_id: str, body: MarksIn) -> Status[None]:
    """Note up to which entry the person has read, and (if that is further) received."""
    return talks.marked(request, _record(request, conversation_id), body)


@router.get("/conversations/{conversation_id}/draft", response={200: TextIn, 404: RefusalOut})
def conversation_draft(request: HttpRequest, conversation_id: str) -> dict[str, object]:
    """Return what the person is writing there."""
    return talks.draft(request, _record(request, conversation_id))


@router.put("/conversations/{conversation_id}/draft", response=NOTHING)
def save_conversation_draft(request: HttpRequest, conversation_id: str, body: TextIn) -> Status[None]:
    """Keep what the person is writing there; empty words are forgotten."""
    return talks.draft_saved(request, _record(request, conversation_id), body)


@router.post(
    "/conversations/{conversation_id}/reports", response={200: ReportOut, 404: RefusalOut, 409: RefusalOut}
)
def report_conversation(request: HttpRequest, conversation_id: str, body: ReportIn) -> dict[str, object]:
    """Tell staff about a message, or (without a number) about the whole talk; twice is once."""
    return talks.reported(request, _record(request, conversation_id), body)
