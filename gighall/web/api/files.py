"""The API of files, with the same meaning as the pages."""

import uuid

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import File, Form, Router
from ninja.files import UploadedFile

from gighall.base import clock
from gighall.domain.conversations.actions import post_file
from gighall.domain.conversations.queries import get_conversation_for, get_file_for
from gighall.domain.orders.queries import get_order_for
from gighall.web.api.description import bytes_answered
from gighall.web.api.shapes import FileAckOut, RefusalOut
from gighall.web.files.pages import file_response
from gighall.web.shared.signed_in import person_of

router = Router(tags=["files"])
ANSWERS = {200: FileAckOut, 404: RefusalOut, 409: RefusalOut}


@router.post("/conversations/{conversation_id}/files", response=ANSWERS)
def send_in_conversation(
    request: HttpRequest, conversation_id: str, file: File[UploadedFile], k: Form[uuid.UUID]
) -> dict[str, object]:
    """Store a file in a conversation of the inbox; the same key for the same bytes answers the same number."""
    conversation = get_conversation_for(public_id=conversation_id, person_id=person_of(request).pk)
    return _sent(request, conversation.record_id, conversation.record.public_id, file, k)


@router.post("/orders/{order_id}/files", response=ANSWERS)
def send_in_order(
    request: HttpRequest, order_id: str, file: File[UploadedFile], k: Form[uuid.UUID]
) -> dict[str, object]:
    """Store a file on an order page; the same key for the same bytes answers the same number."""
    order = get_order_for(public_id=order_id, person_id=person_of(request).pk)
    return _sent(request, order.record_id, order.record.public_id, file, k)


def _sent(
    request: HttpRequest, record_id: int, record: str, file: UploadedFile, key: uuid.UUID
) -> dict[str, object]:
    number = post_file(
        record_id=record_id,
        author_id=person_of(request).pk,
        name=file.name or "",
        content=file,
        key=key,
        now=clock.now(),
    )
    return {"k": str(key), "c": record, "n": number}


@router.api_operation(["HEAD"], "/files/{file_id}", include_in_schema=False)
def head_file(request: HttpRequest, file_id: str) -> HttpResponseBase:
    """Return what would be said with the bytes: how many they are, and that ranges of them can be had."""
    return show_file(request, file_id)


@router.get("/files/{file_id}", response={404: RefusalOut}, openapi_extra=bytes_answered("*/*"))
def show_file(request: HttpRequest, file_id: str) -> HttpResponseBase:
    """Return the bytes of a file that was sent in one of the person's records."""
    return file_response(request, get_file_for(public_id=file_id, person_id=person_of(request).pk))
