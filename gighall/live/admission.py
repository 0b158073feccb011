"""Who stands at the door: a sign-in of this browser, or a personal token. The ORM is used here only."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections
from django.http import HttpRequest
from django.http.request import split_domain_port, validate_host

from gighall.base import clock
from gighall.domain.accounts.actions import use_token
from gighall.domain.accounts.models import Person
from gighall.domain.accounts.queries import token_with_words

from .sockets import Grant

ADMISSION_THREADS = 2


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody is not let in, as an HTTP status and a sentence."""

    status: int
    sentence: str


Check = Callable[[str], Grant | Refusal]
SIGN_IN = Refusal(401, "Sign in, or send a personal token.")
UNKNOWN_TOKEN = Refusal(401, "This token is not known here.")
OTHER_ORIGIN = Refusal(403, "This page belongs to another site.")


class Admission:
    """Checks people at the door, a few at a time, beside the loop."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(ADMISSION_THREADS, thread_name_prefix="admission")

    async def admit(self, headers: Mapping[str, str]) -> Grant | Refusal:
        """Return by what somebody comes in, or why not. Header names are in lower case.

        Errors: django.db.Error when the database is away.
        """
        bearer = headers.get("authorization", "")
        if bearer:
            scheme, _blank, words = bearer.partition(" ")
            if scheme.lower() != "bearer" or not words.strip():
                return SIGN_IN
            return await self._beside(self._by_token, words.strip())
        if not is_own_origin(headers.get("origin", ""), headers.get("host", "")):
            return OTHER_ORIGIN
        session_key = _session_key(headers.get("cookie", ""))
        return await self._beside(self._by_session, session_key) if session_key else SIGN_IN

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _beside(self, check: Check, words: str) -> Grant | Refusal:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, _with_fresh_connection, check, words)

    @staticmethod
    def _by_token(words: str) -> Grant | Refusal:
        token = token_with_words(words)
        if token is None or use_token(words=words, now=clock.now()) is None:
            return UNKNOWN_TOKEN
        person = token.person
        return Grant(person.pk, person.public_id, person.password, token_id=token.pk)

    @staticmethod
    def _by_session(session_key: str) -> Grant | Refusal:
        request = HttpRequest()
        request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
        person = get_user(request)
        if not isinstance(person, Person) or not person.is_active:
            return SIGN_IN
        return Grant(person.pk, person.public_id, person.password, session_key=session_key)


def is_own_origin(origin: str, host: str) -> bool:
    """Say whether a page of this hall opened the socket: browsers do not let it lie."""
    if not validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS):
        return False
    return origin == settings.GIGHALL_ORIGIN or origin in (f"https://{host}", f"http://{host}")


def _session_key(cookie: str) -> str | None:
    try:
        morsel = SimpleCookie(cookie).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return None
    # The database refuses to look for this character, and no sign-in has it.
    return morsel.value if morsel and "\x00" not in morsel.value else None


def _with_fresh_connection(check: Check, words: str) -> Grant | Refusal:
    close_old_connections()
    try:
        return check(words)
    finally:
        close_old_connections()
