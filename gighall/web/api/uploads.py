"""Files in parts: the door that speaks tus, for the page's script and for programs alike (docs/subsystems/files.md)."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from threading import Lock

from django.db import connection
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.urls import reverse
from ninja import Router

from gighall.base import clock, limits
from gighall.base.errors import Refused
from gighall.domain.conversations.actions import begin_upload, cancel_upload, finish_upload, take_part
from gighall.domain.conversations.queries import get_conversation_for, get_upload_for
from gighall.domain.conversations.rules import file_bytes_most
from gighall.domain.files.models import Upload
from gighall.domain.files.queries import bytes_arrived, own_open_uploads
from gighall.domain.files.rules import PART_TYPE
from gighall.domain.orders.queries import get_order_for
from gighall.web.api import tus
from gighall.web.api.shapes import RefusalOut, UploadOut
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of

router = Router(tags=["files"])
ASK, LOOK, PART, CANCEL, BEGIN = "OPTIONS", "HEAD", "PATCH", "DELETE", "POST"
_running: Counter[int] = Counter()
_running_lock = Lock()


@router.api_operation([ASK, BEGIN], "/orders/{order_id}/uploads", include_in_schema=False)
@tus.in_tus
def upload_in_order(request: HttpRequest, order_id: str) -> HttpResponse:
    """Begin to send a file on an order page in parts."""
    order = get_order_for(public_id=order_id, person_id=person_of(request).pk)
    return _begun(request, order.record_id, "order")


@router.api_operation([ASK, BEGIN], "/conversations/{conversation_id}/uploads", include_in_schema=False)
@tus.in_tus
def upload_in_conversation(request: HttpRequest, conversation_id: str) -> HttpResponse:
    """Begin to send a file in a conversation of the inbox in parts."""
    conversation = get_conversation_for(public_id=conversation_id, person_id=person_of(request).pk)
    return _begun(request, conversation.record_id, "inbox")


@router.api_operation([ASK, LOOK, PART, CANCEL, BEGIN], "/uploads/{upload_id}", include_in_schema=False)
@tus.in_tus
def go_on_with_upload(request: HttpRequest, upload_id: str) -> HttpResponse:
    """Tell how far an upload is, take the next part of it, or take it back."""
    person_id, now = person_of(request).pk, clock.now()
    upload = get_upload_for(public_id=upload_id, person_id=person_id, now=now)
    method = request.headers.get("X-HTTP-Method-Override", "") if request.method == BEGIN else request.method
    if method == ASK:
        return tus.options(limits.FILE_IN_ORDER_BYTES_MAX)
    tus.check_version(request)
    if method == LOOK:
        answer = tus.progress(HttpResponse(), offset=bytes_arrived(upload), expires_at=upload.expires_at)
        answer["Upload-Length"] = str(upload.size)
        return answer
    if method == PART:
        return _taken(request, upload, tus.number(request, "Upload-Offset"), HttpResponse(status=204))
    if method == CANCEL:
        cancel_upload(public_id=upload_id, person_id=person_id, now=now)
        return HttpResponse(status=204)
    raise tus.Unreadable(405, "An upload takes HEAD, PATCH and DELETE.")


@router.get("/uploads/{upload_id}", response={200: UploadOut, 404: RefusalOut})
def show_upload(request: HttpRequest, upload_id: str) -> dict[str, object]:
    """Return how far an upload of one's own is, and what has become of it."""
    return _shape(get_upload_for(public_id=upload_id, person_id=person_of(request).pk, now=clock.now()))


@router.get("/orders/{order_id}/uploads", response={200: list[UploadOut], 404: RefusalOut})
def list_uploads_in_order(request: HttpRequest, order_id: str) -> list[dict[str, object]]:
    """Return one's own files for an order page of which not all is there yet, the newest first."""
    order = get_order_for(public_id=order_id, person_id=person_of(request).pk)
    return _open_ones(request, order.record_id)


@router.get("/conversations/{conversation_id}/uploads", response={200: list[UploadOut], 404: RefusalOut})
def list_uploads_in_conversation(request: HttpRequest, conversation_id: str) -> list[dict[str, object]]:
    """Return one's own files for a conversation of which not all is there yet, the newest first."""
    conversation = get_conversation_for(public_id=conversation_id, person_id=person_of(request).pk)
    return _open_ones(request, conversation.record_id)


def _open_ones(request: HttpRequest, record_id: int) -> list[dict[str, object]]:
    mine = own_open_uploads(person_id=person_of(request).pk, place_id=record_id, now=clock.now())
    return [_shape(upload) for upload in mine]


def _shape(upload: Upload) -> dict[str, object]:
    kept = upload.refused
    refused = kept and {"why": kept["why"], "say": say(Refused(kept["template"], **kept["values"]))}
    return {
        "id": upload.public_id,
        "href": _address(upload),
        "name": upload.name,
        "fingerprint": upload.fingerprint,
        "size": upload.size,
        "offset": bytes_arrived(upload),
        "expires_at": upload.expires_at,
        "n": upload.number,
        "refused": refused,
    }


def _address(upload: Upload) -> str:
    return reverse("api:show_upload", args=[upload.public_id])


def _begun(request: HttpRequest, record_id: int, place: str) -> HttpResponse:
    if request.method == ASK:
        return tus.options(file_bytes_most(place))
    tus.check_version(request)
    said = tus.metadata(request)
    upload = begin_upload(
        record_id=record_id,
        person_id=person_of(request).pk,
        name=said.name,
        size=tus.number(request, "Upload-Length"),
        fingerprint=said.fingerprint,
        key=said.key or uuid.uuid4(),
        now=clock.now(),
    )
    answer = HttpResponse(status=201)
    answer["Location"] = _address(upload)
    if tus.brings_part(request) and bytes_arrived(upload) == 0:
        return _taken(request, upload, 0, answer)
    return tus.progress(answer, offset=bytes_arrived(upload), expires_at=upload.expires_at)


def _taken(request: HttpRequest, upload: Upload, offset: int, answer: HttpResponse) -> HttpResponse:
    """Take the part that the body brings, and finish the upload when it was the last one."""
    if not tus.brings_part(request):
        raise tus.Unreadable(415, f"A part is sent as {PART_TYPE}.")
    size = tus.part_size(request)
    if offset + size > upload.size:
        raise tus.Unreadable(413, "The part is longer than what is missing of the file.")
    read = _checked(request, size) if "Upload-Checksum" in request.headers else _reading(request)
    with _one_of_few(upload.person_id):
        end = take_part(upload=upload, offset=offset, size=size, read=read, now=clock.now)
    if end == upload.size:
        finish_upload(upload_id=upload.pk, now=clock.now())
    return tus.progress(answer, offset=end, expires_at=_kept_until(upload))


def _kept_until(upload: Upload) -> datetime:
    upload.refresh_from_db(fields=["expires_at"])
    return upload.expires_at


def _reading(request: HttpRequest) -> Callable[[int], bytes]:
    """Return what reads the body; a line that breaks is the end of the part."""

    def read(most: int) -> bytes:
        # A part may take hours: its connection to the database is free for others meanwhile.
        if not connection.in_atomic_block:
            connection.close()
        try:
            return request.read(most)
        except UnreadablePostError:
            return b""

    return read


def _checked(request: HttpRequest, size: int) -> Callable[[int], bytes]:
    """Return what reads a body that was read whole and is what its checksum says."""
    if size > limits.UPLOAD_BYTES_MAX:
        raise tus.Unreadable(413, f"A part with a checksum has at most {limits.UPLOAD_BYTES_MAX} bytes.")
    part = request.read(size)
    tus.check_digest(request, part)
    return BytesIO(part).read


@contextmanager
def _one_of_few(person_id: int) -> Iterator[None]:
    """Let one person have a few parts running at once, so that nobody takes all threads."""
    with _running_lock:
        if _running[person_id] >= limits.UPLOAD_PARTS_PER_PERSON_MAX:
            raise tus.Unreadable(429, "Several parts are on their way already; wait for one of them.")
        _running[person_id] += 1
    try:
        yield
    finally:
        with _running_lock:
            _running[person_id] -= 1
            if not _running[person_id]:
                del _running[person_id]
