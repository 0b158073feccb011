"""The pages and the API as a WSGI application."""

import gc
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from gighall.base.limits import REQUEST_BYTES_MAX, UPLOAD_BYTES_MAX
from gighall.domain.files.rules import is_part

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gighall.config.settings")

COPY_BYTES = 65_536
# New objects, rounds among the new ones, and rounds among those that outlived these.
GARBAGE_SEARCHED_AFTER = (50_000, 20, 100)
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def reading_first(inner: Application) -> Application:
    """Read the whole body before anybody answers; a large one, which brings a file, into a file of its own.

    A page that refuses without a look at the body would make the server hang up on what is still being sent, and
    the front would take that for an absent program. Larger bodies never come this far: the front refuses them.
    """

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        announced = environ.get("CONTENT_LENGTH") or "0"
        length = int(announced) if announced.isdecimal() else 0
        if is_part(environ.get("CONTENT_TYPE") or ""):
            return _streaming(inner, environ, start_response)
        if not 0 < length <= UPLOAD_BYTES_MAX:
            return inner(environ, start_response)
        with SpooledTemporaryFile(max_size=REQUEST_BYTES_MAX) as body:
            _copy(environ["wsgi.input"], body, length)
            body.seek(0)
            environ["wsgi.input"] = body
            return inner(environ, start_response)

    return application


def _streaming(inner: Application, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Let a part of an upload be read as it comes, and what a refusal left of it afterwards, as far as that is little.

    Of a long rest the front hears too late; clients of uploads ask again how far they are.
    """
    body = environ["wsgi.input"]
    answer = inner(environ, start_response)
    left = UPLOAD_BYTES_MAX
    with suppress(OSError):
        while left > 0 and (chunk := body.read(min(left, COPY_BYTES))):
            left -= len(chunk)
    return answer


def _copy(source: IO[bytes], target: IO[bytes], length: int) -> None:
    while length > 0:
        chunk = source.read(min(length, COPY_BYTES))
        if not chunk:
            return
        target.write(chunk)
        length -= len(chunk)


def settled(inner: Application) -> Application:
    """Load every page's code now, not with the first visit, and leave what is loaded out of the search for garbage.

    It is hundreds of thousands of objects that stay; a page makes some thousands, nearly all of which go by
    themselves. Searching seldom, and among them only, takes a twentieth off each page (`make bench ARGS=pages`).
    """
    get_resolver()._populate()  # type: ignore[attr-defined]  # There is no public way to load all addresses.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE_SEARCHED_AFTER)
    return inner


application = settled(reading_first(get_wsgi_application()))
