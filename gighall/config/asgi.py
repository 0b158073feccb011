"""The sockets as an ASGI application."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gighall.config.settings")
django.setup()

from gighall.live.application import make_application  # noqa: E402  (needs the settings above)

application = make_application()
