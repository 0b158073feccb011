"""The API of how one keeps one's inbox: stars, the archive, labels, blocks, quick responses."""

from django.http import HttpRequest
from ninja import Query, Router, Status

from gighall.base import clock, limits
from gighall.domain.conversations import actions, queries
from gighall.domain.conversations.models import Block, Label, QuickResponse
from gighall.web.api.inbox import NOTHING, one_out
from gighall.web.api.shapes import RefusalOut
from gighall.web.api.talk_shapes import (
    ArchiveIn,
    BlockOut,
    ConversationOut,
    LabelIn,
    LabelOut,
    LabelsIn,
    QuickResponseIn,
    QuickResponseOut,
)
from gighall.web.inbox.views import other_of
from gighall.web.shared.signed_in import person_of

router = Router(tags=["inbox"])
KEPT = {200: ConversationOut, 404: RefusalOut, 409: RefusalOut}


def _starred(request: HttpRequest, conversation_id: str, *, starred: bool) -> dict[str, object]:
    person_id = person_of(request).pk
    actions.set_starred(public_id=conversation_id, person_id=person_id, starred=starred, now=clock.now())
    return one_out(conversation_id, person_id)


@router.put("/conversations/{conversation_id}/star", response=KEPT, by_alias=True)
def star(request: HttpRequest, conversation_id: str) -> dict[str, object]:
    """Star a conversation."""
    return _starred(request, conversation_id, starred=True)


@router.delete("/conversations/{conversation_id}/star", response=KEPT, by_alias=True)
def unstar(request: HttpRequest, conversation_id: str) -> dict[str, object]:
    """Take the star off a conversation."""
    return _starred(request, conversation_id, starred=False)


def _archived(
    request: HttpRequest, conversation_id: str, *, archived: bool, number: int | None = None
) -> dict[str, object]:
    person_id = person_of(request).pk
    actions.set_archived(
        public_id=conversation_id, person_id=person_id, archived=archived, number=number, now=clock.now()
    )
    return one_out(conversation_id, person_id)


@router.put("/conversations/{conversation_id}/archive", response=KEPT, by_alias=True)
def archive(request: HttpRequest, conversation_id: str, body: ArchiveIn) -> dict[str, object]:
    """Put a conversation away up to an entry (the newest); newer words bring it back."""
    return _archived(request, conversation_id, archived=True, number=body.number)


@router.delete("/conversations/{conversation_id}/archive", response=KEPT, by_alias=True)
def unarchive(request: HttpRequest, conversation_id: str) -> dict[str, object]:
    """Bring a conversation back from the archive."""
    return _archived(request, conversation_id, archived=False)


@router.put("/conversations/{conversation_id}/labels", response=KEPT, by_alias=True)
def put_labels(request: HttpRequest, conversation_id: str, body: LabelsIn) -> dict[str, object]:
    """Let a conversation carry exactly these labels (ids)."""
    person_id = person_of(request).pk
    actions.set_labels(public_id=conversation_id, person_id=person_id, labels=body.labels)
    return one_out(conversation_id, person_id)


def _label(label: Label) -> dict[str, object]:
    return {"id": label.public_id, "name": label.name}


@router.get("/labels", response=list[LabelOut])
def list_labels(request: HttpRequest) -> list[dict[str, object]]:
    """Return one's labels by name."""
    return [_label(label) for label in queries.labels_of(person_of(request).pk)]


@router.post("/labels", response={200: LabelOut, 409: RefusalOut})
def create_label(request: HttpRequest, body: LabelIn) -> dict[str, object]:
    """Make a label."""
    return _label(actions.create_label(person_id=person_of(request).pk, name=body.name, now=clock.now()))


@router.put("/labels/{label_id}", response={200: LabelOut, 404: RefusalOut, 409: RefusalOut})
def rename_label(request: HttpRequest, label_id: str, body: LabelIn) -> dict[str, object]:
    """Give a label another name."""
    person_id = person_of(request).pk
    return _label(actions.rename_label(public_id=label_id, person_id=person_id, name=body.name))


@router.delete("/labels/{label_id}", response={204: None, 404: RefusalOut})
def delete_label(request: HttpRequest, label_id: str) -> Status[None]:
    """Delete a label; its conversations stay."""
    actions.delete_label(public_id=label_id, person_id=person_of(request).pk)
    return Status(204, None)


def _other_id(request: HttpRequest, conversation_id: str) -> int:
    person_id = person_of(request).pk
    conversation = queries.get_conversation_for(public_id=conversation_id, person_id=person_id)
    return other_of(conversation, person_id).pk


@router.put("/conversations/{conversation_id}/block", response=NOTHING)
def block(request: HttpRequest, conversation_id: str) -> Status[None]:
    """Take no messages from the other side; orders are not touched."""
    actions.block_person(
        by_id=person_of(request).pk, blocked_id=_other_id(request, conversation_id), now=clock.now()
    )
    return Status(204, None)


@router.delete("/conversations/{conversation_id}/block", response=NOTHING)
def unblock(request: HttpRequest, conversation_id: str) -> Status[None]:
    """Take messages from the other side again."""
    actions.unblock_person(by_id=person_of(request).pk, blocked_id=_other_id(request, conversation_id))
    return Status(204, None)


def _block(found: Block) -> dict[str, object]:
    return {"id": found.blocked.public_id, "name": found.blocked.name, "at": found.at}


@router.get("/blocks", response=list[BlockOut])
def list_blocks(request: HttpRequest, page: int = Query(1, ge=1, le=10_000)) -> list[dict[str, object]]:
    """Return whom one blocks, the newest first, 25 a page."""
    start = (page - 1) * limits.PAGE_ROWS
    found = queries.blocks_of(person_of(request).pk)[start : start + limits.PAGE_ROWS]
    return [_block(each) for each in found]


@router.delete("/blocks/{person_id}", response={204: None, 404: RefusalOut})
def unblock_person(request: HttpRequest, person_id: str) -> Status[None]:
    """Take messages from somebody that one blocks again."""
    own_id = person_of(request).pk
    found = queries.own_block(by_id=own_id, blocked=person_id)
    actions.unblock_person(by_id=own_id, blocked_id=found.blocked_id)
    return Status(204, None)


def _response(response: QuickResponse) -> dict[str, object]:
    return {"id": response.public_id, "title": response.title, "text": response.text}


@router.get("/quick-responses", response=list[QuickResponseOut])
def list_quick_responses(request: HttpRequest) -> list[dict[str, object]]:
    """Return one's quick responses by title."""
    return [_response(each) for each in queries.quick_responses_of(person_of(request).pk)]


@router.post("/quick-responses", response={200: QuickResponseOut, 409: RefusalOut})
def create_quick_response(request: HttpRequest, body: QuickResponseIn) -> dict[str, object]:
    """Make a quick response; {name}, {gig} and {me} are filled in by the page."""
    made = actions.create_quick_response(
        person_id=person_of(request).pk, title=body.title, text=body.text, now=clock.now()
    )
    return _response(made)


@router.put(
    "/quick-responses/{response_id}", response={200: QuickResponseOut, 404: RefusalOut, 409: RefusalOut}
)
def edit_quick_response(request: HttpRequest, response_id: str, body: QuickResponseIn) -> dict[str, object]:
    """Change a quick response."""
    person_id = person_of(request).pk
    edited = actions.edit_quick_response(
        public_id=response_id, person_id=person_id, title=body.title, text=body.text
    )
    return _response(edited)


@router.delete("/quick-responses/{response_id}", response={204: None, 404: RefusalOut})
def delete_quick_response(request: HttpRequest, response_id: str) -> Status[None]:
    """Delete a quick response."""
    actions.delete_quick_response(public_id=response_id, person_id=person_of(request).pk)
    return Status(204, None)
