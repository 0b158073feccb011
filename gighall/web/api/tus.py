"""What tus 1.0.0 says in headers: read, checked, and answered. https://tus.io/protocols/resumable-upload"""

import base64
import binascii
import hashlib
import hmac
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.http import http_date

from gighall.base import limits
from gighall.base.errors import NotYours, Refused
from gighall.base.text import is_storable
from gighall.domain.files.rules import FileTooLarge, NoRoom, OffsetMoved, is_part
from gighall.domain.policy.rules import WordsRefused
from gighall.web.api.entries import refused_marks
from gighall.web.shared.say import say

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,expiration,termination,checksum"
DIGESTS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}
CHECKSUM_MISMATCH = 460
DIGITS_MAX = 15


class Unreadable(Exception):
    """A request that does not keep to the protocol, with the status and the sentence for who wrote the client."""

    def __init__(self, status: int, sentence: str) -> None:
        self.status = status
        super().__init__(sentence)


@dataclass(frozen=True)
class Metadata:
    """What a client says of its file."""

    name: str = ""
    fingerprint: str = ""
    key: uuid.UUID | None = None


def in_tus(door: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer in the words of the protocol: the version on every answer, refusals as 404, 409, 413, 422 or 507."""

    @wraps(door)
    def spoken(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        try:
            answer = door(request, *args, **named)
        except Unreadable as trouble:
            answer = JsonResponse({"why": "unreadable", "say": f"{trouble}"}, status=trouble.status)
        except Refused as refusal:
            answer = JsonResponse(refusal_words(refusal), status=_status(refusal))
        answer["Tus-Resumable"] = VERSION
        answer["Cache-Control"] = "no-store"
        if answer.status_code == 412:
            answer["Tus-Version"] = VERSION
        return answer

    return spoken


def refusal_words(refusal: Refused) -> dict[str, Any]:
    """Return a refusal as the API says it, with the marks of refused words."""
    words: dict[str, Any] = {"why": refusal.code, "say": say(refusal)}
    return words | {"marks": refused_marks(refusal.judgement)} if isinstance(refusal, WordsRefused) else words


def _status(refusal: Refused) -> int:
    # 409 is left to the wrong offset: clients of tus ask for the right one and go on.
    kinds: tuple[tuple[type[Refused], int], ...] = (
        (NotYours, 404),
        (OffsetMoved, 409),
        (FileTooLarge, 413),
        (NoRoom, 507),
    )
    return next((status for kind, status in kinds if isinstance(refusal, kind)), 422)


def options(most: int) -> HttpResponse:
    """Return what the hall speaks, and how large a file it takes in this place."""
    answer = HttpResponse(status=204)
    answer["Tus-Version"] = VERSION
    answer["Tus-Extension"] = EXTENSIONS
    answer["Tus-Max-Size"] = str(most)
    answer["Tus-Checksum-Algorithm"] = ",".join(DIGESTS)
    return answer


def progress(answer: HttpResponse, *, offset: int, expires_at: datetime) -> HttpResponse:
    """Add to an answer how far an upload is, and until when it is kept."""
    answer["Upload-Offset"] = str(offset)
    answer["Upload-Expires"] = http_date(expires_at.timestamp())
    return answer


def check_version(request: HttpRequest) -> None:
    """Refuse a client that speaks another version.  Errors: Unreadable."""
    if request.headers.get("Tus-Resumable") != VERSION:
        raise Unreadable(412, f"Send the header Tus-Resumable: {VERSION}.")


def number(request: HttpRequest, header: str) -> int:
    """Return a whole number from a header.  Errors: Unreadable."""
    typed = request.headers.get(header, "")
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= DIGITS_MAX):
        raise Unreadable(400, f"Send the header {header} with a whole number.")
    return int(typed)


def part_size(request: HttpRequest) -> int:
    """Return how many bytes a part brings.  Errors: Unreadable."""
    if "Content-Length" not in request.headers:
        raise Unreadable(411, "Send the header Content-Length.")
    return number(request, "Content-Length")


def brings_part(request: HttpRequest) -> bool:
    """Say whether the body is a part of a file."""
    return is_part(request.headers.get("Content-Type", ""))


def metadata(request: HttpRequest) -> Metadata:
    """Return what the client says of its file; what it says beyond that is nobody's business here.

    Errors: Unreadable.
    """
    typed = request.headers.get("Upload-Metadata", "")
    if len(typed) > limits.UPLOAD_METADATA_CHARACTERS_MAX:
        raise Unreadable(400, f"Upload-Metadata may have {limits.UPLOAD_METADATA_CHARACTERS_MAX} characters.")
    said: dict[str, str] = {}
    for pair in typed.split(","):
        name, _blank, value = pair.strip().partition(" ")
        try:
            said[name] = base64.b64decode(value.strip(), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise Unreadable(400, "Upload-Metadata is not pairs of a name and a value in base64.") from None
    if not all(is_storable(value) for value in said.values()):
        raise Unreadable(400, "Upload-Metadata holds characters that cannot be stored.")
    return Metadata(
        said.get("filename", ""),
        said.get("fingerprint", "")[: limits.UPLOAD_FINGERPRINT_CHARACTERS_MAX],
        _key(said.get("key", "")),
    )


def _key(typed: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(typed) if typed else None
    except ValueError:
        raise Unreadable(400, "The key in Upload-Metadata is no UUID.") from None


def check_digest(request: HttpRequest, part: bytes) -> None:
    """Refuse a part that is not what the client's checksum says.  Errors: Unreadable."""
    name, _blank, value = request.headers["Upload-Checksum"].partition(" ")
    if name not in DIGESTS:
        raise Unreadable(400, f"Upload-Checksum may be of {', '.join(DIGESTS)}.")
    try:
        expected = base64.b64decode(value, validate=True)
    except binascii.Error:
        raise Unreadable(400, "Upload-Checksum is not in base64.") from None
    if not hmac.compare_digest(DIGESTS[name](part).digest(), expected):
        raise Unreadable(CHECKSUM_MISMATCH, "The part is not what its checksum says; send it again.")
