"""The pages and the API as a WSGI application."""

import io
import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from gighall.base.limits import REQUEST_BYTES_MAX

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gighall.config.settings")

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def reading_first(inner: Application) -> Application:
    """Read the whole body before anybody answers.

    A page that refuses without a look at the body would make the server hang up on what is still being sent, and
    the front would take that for an absent program. Larger bodies never come this far: the front refuses them.
    """

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        announced = environ.get("CONTENT_LENGTH") or "0"
        length = int(announced) if announced.isdecimal() else 0
        if 0 < length <= REQUEST_BYTES_MAX:
            environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(length))
        return inner(environ, start_response)

    return application


application = reading_first(get_wsgi_application())
