"""The least that a Django view can cost, under the pages' own server: ``python -m … ADDRESS APPLICATION``.

``application`` stands behind the middleware that every page of the hall stands behind, ``bare`` behind none.
"""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gighall.config.settings")

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def hello(request: HttpRequest) -> HttpResponse:
    """Answer a word."""
    return HttpResponse("Hello.", content_type="text/plain")


urlpatterns = [path("", hello)]
settings.ROOT_URLCONF = __name__
application = get_wsgi_application()
settings.MIDDLEWARE = []
bare = WSGIHandler()


def main(address: str, which: str) -> None:
    """Become the server of the pages, with this view behind it."""
    from gighall.base.limits import PAGE_THREADS
    from gighall.cli.run import pages_command

    command = pages_command(address, PAGE_THREADS, f"tests.bench.yardsticks.trivial_view:{which}")
    os.execv(command[0], command)


if __name__ == "__main__":
    main(*sys.argv[1:])
