"""A transcript as a file to be downloaded: Markdown, HTML or PDF."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi, ngettext

from gighall.base.errors import NotYours, marked
from gighall.domain.chat_sessions.queries import Transcript, transcript_of
from gighall.domain.orders.models import Order
from gighall.web.shared.context import hall_context
from gighall.web.shared.rates import check_print_rate
from gighall.web.transcripts.documents import Document, Line, document_of
from gighall.web.transcripts.printing import Printer, check_printable, print_job

MARKDOWN, HTML, PDF = "md", "html", "pdf"
FORMS = (MARKDOWN, HTML, PDF)
_TYPES = {
    MARKDOWN: "text/markdown; charset=utf-8; variant=CommonMark",
    HTML: "text/html; charset=utf-8",
    PDF: "application/pdf",
}


def transcript_response(
    request: HttpRequest, order: Order, *, session: str, form: str, until: int | None = None
) -> HttpResponse:
    """Return the transcript of an order's session as a file, for who has found the order as one who may read it.

    Shapes: ``until`` is up to which number of the record it may be read, None for all of it.
    Errors: NotYours, PrintRefused.
    """
    if form not in FORMS:
        raise NotYours(marked("There is no such transcript."))
    held = transcript_of(order.record, session)
    if until is not None and held.talk.last > until:
        raise NotYours(marked("There is no such transcript."))
    made = _MAKERS[form](request, order, held)
    return _as_file(made, f"transcript-{held.talk.session}.{form}", _TYPES[form])


def _as_file(content: bytes, name: str, media_type: str) -> HttpResponse:
    """Return an answer that is downloaded, and that no browser takes for a page of the hall."""
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _markdown(request: HttpRequest, order: Order, held: Transcript) -> bytes:
    return held.text.encode()


def _html(request: HttpRequest, order: Order, held: Transcript) -> bytes:
    context = {"page": document_of(order, held), "hall": hall_context(request)["hall"]}
    return render_to_string("bundle/transcript.html", context).encode()


def _pdf(request: HttpRequest, order: Order, held: Transcript) -> bytes:
    check_print_rate(request)
    check_printable(entry.shown or "" for entry in held.entries)
    return print_job(_job(document_of(order, held), hall_context(request)["hall"].name))


_MAKERS: dict[str, Callable[[HttpRequest, Order, Transcript], bytes]] = {
    MARKDOWN: _markdown,
    HTML: _html,
    PDF: _pdf,
}


def _job(page: Document, hall: str) -> dict[str, Any]:
    """Return what the typesetting program is told, every text of it in letters that it has."""
    printer, rtl = Printer(), get_language_bidi()
    entries = [_entry(line, printer, rtl=rtl) for line in page.lines]
    job = {
        "language": (get_language() or "en").partition("-")[0],
        "rtl": rtl,
        "title": printer.printable(f"{page.kind}: {page.title}"),
        "kind": printer.printable(page.kind),
        "headline": printer.lines(page.title),
        "rows": [{"label": label, "runs": printer.lines(words, rtl=rtl)} for label, words in page.rows],
        "entries": entries,
        "ending": printer.printable(page.ending),
        "footer": printer.printable(f"{hall} · {page.kind}"),
    }
    notes = [*page.notes, *_about_letters(printer.missing)]
    return {**job, "notes": [printer.lines(note, rtl=rtl) for note in notes]}


def _about_letters(missing: int) -> list[str]:
    if not missing:
        return []
    words = ngettext(
        "One letter or sign is in none of the fonts of this paper, and stands as a box or by its name. "
        "The Markdown file of this transcript is the whole truth.",
        "%(count)d letters or signs are in none of the fonts of this paper, and stand as boxes or by their names. "
        "The Markdown file of this transcript is the whole truth.",
        missing,
    )
    return [words % {"count": missing}]


def _entry(line: Line, printer: Printer, *, rtl: bool) -> dict[str, Any]:
    note = f" · {line.note}" if line.note and line.is_said else ""
    text = line.text if line.is_said or not line.note else f"{line.text}\n{line.note}"
    return {
        "said": line.is_said,
        "day": line.day,
        "buyer": line.is_buyer,
        "who": printer.printable(line.who),
        "head": f"{line.clock} · #{line.number}{note}",
        "runs": printer.lines(text, rtl=None if line.is_said else rtl),
    }
