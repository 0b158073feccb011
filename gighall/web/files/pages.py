"""Sending files, and fetching them. An outsider gets the same answer as for a file that never existed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gighall.base import clock
from gighall.base.errors import NotYours, Refused
from gighall.domain.conversations.actions import post_file
from gighall.domain.conversations.queries import get_conversation_for, get_file_for
from gighall.domain.files.models import StoredFile
from gighall.domain.files.queries import address_in_storage, open_file
from gighall.domain.files.rules import UNKNOWN_TYPE
from gighall.domain.orders.queries import get_order_for
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of
from gighall.web.shared.typed import client_key

FRESH_SECONDS = 3_600
# With the first header a front says that it sends bytes itself, by the second it is told which.
FRONT_SENDS, FRONT_HEADER = "X-Sendfile-Type", "X-Accel-Redirect"


@login_required
@require_safe
def show(request: HttpRequest, file_id: str) -> HttpResponseBase:
    """Answer a file's bytes, to be downloaded; a page may show a picture, and nothing may run."""
    return file_response(request, get_file_for(public_id=file_id, person_id=person_of(request).pk))


def file_response(request: HttpRequest, file: StoredFile) -> HttpResponseBase:
    """Return a file as an answer that no browser takes for a page of the hall.

    The front sends the bytes itself, in whatever ranges are asked for, where it says that it can and they lie in a
    folder; otherwise they are sent from here.
    """
    address = address_in_storage(file) if request.headers.get(FRONT_SENDS) == FRONT_HEADER else None
    answer: HttpResponseBase
    if address is None:
        answer = FileResponse(open_file(file))
        answer["Content-Length"] = str(file.size)
    else:
        answer = HttpResponse()
        answer[FRONT_HEADER] = address
    name = file.name if file.person_id == person_of(request).pk else file.name_shown
    answer["Content-Type"] = file.media_type or UNKNOWN_TYPE
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    answer["ETag"] = f'"{file.sha256}"'
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = f"private, max-age={FRESH_SECONDS}"
    return answer


@login_required
@require_POST
def send_in_conversation(request: HttpRequest, conversation_id: str) -> HttpResponseBase:
    """Store a file in a conversation of the inbox."""
    conversation = get_conversation_for(public_id=conversation_id, person_id=person_of(request).pk)
    return _send(request, conversation.record_id, reverse("inbox:show", args=[conversation_id]))


@login_required
@require_POST
def send_in_order(request: HttpRequest, order_id: str) -> HttpResponseBase:
    """Store a file on an order page."""
    order = get_order_for(public_id=order_id, person_id=person_of(request).pk)
    return _send(request, order.record_id, reverse("orders:show", args=[order_id]))


def _send(request: HttpRequest, record_id: int, page: str) -> HttpResponseBase:
    wants_json = request.headers.get("Accept", "").startswith("application/json")
    upload = request.FILES.get("file")
    if upload is None:
        return _refused(request, _("Choose a file first."), page, wants_json=wants_json)
    try:
        number = post_file(
            record_id=record_id,
            author_id=person_of(request).pk,
            name=upload.name or "",
            content=upload,
            key=client_key(request),
            now=clock.now(),
        )
    except NotYours:
        raise
    except Refused as refusal:
        return _refused(request, say(refusal), page, wants_json=wants_json)
    return JsonResponse({"n": number}) if wants_json else redirect(f"{page}#entry-{number}")


def _refused(request: HttpRequest, sentence: str, page: str, *, wants_json: bool) -> HttpResponse:
    if wants_json:
        return JsonResponse({"say": sentence}, status=422)
    messages.warning(request, sentence)
    return redirect(page)
