"""Who may hold a socket: signed in here or with a token, and only as long as that holds."""

import asyncio
import json

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from websockets.exceptions import ConnectionClosed, InvalidStatus

from gighall.base import limits
from tests.live.hands import beside
from tests.live.line import Line, Lines
from tests.live.program import LiveProgram, Talk, Talker, run_sql

HERE = "http://127.0.0.1"


def sign_in(talker: Talker) -> str:
    """Sign somebody in as a browser is signed in, and return the session's key."""
    session = SessionStore()
    session[SESSION_KEY] = str(talker.id)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = talker.person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def browser_headers(session_key: str, origin: str = HERE) -> dict[str, str]:
    """Return what a browser sends when a page opens a socket."""
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session_key}", "Origin": origin}


async def status_of(lines: Lines, talk: Talk, headers: dict[str, str]) -> tuple[int, str]:
    """Return the status and the sentence with which somebody is refused at the door."""
    with pytest.raises(InvalidStatus) as refused:
        await lines.open(talk.buyer, headers)
    return refused.value.response.status_code, json.loads(refused.value.response.body)["say"]


async def test_a_signed_in_browser_gets_a_socket(lines: Lines, talk: Talk) -> None:
    key = await beside(sign_in, talk.buyer)

    buyer = await lines.open(talk.buyer, browser_headers(key))

    assert buyer.hello["me"] == talk.buyer.person.public_id


async def test_strangers_are_refused_at_the_door_with_a_sentence(lines: Lines, talk: Talk) -> None:
    key = await beside(sign_in, talk.buyer)
    strangers = [
        ({}, 403),
        ({"Origin": HERE}, 401),
        (browser_headers("nobody's"), 401),
        (browser_headers('"nobody\\000s"'), 401),
        (browser_headers(key, "https://evil.example"), 403),
        (browser_headers(key, "null"), 403),
        (browser_headers(key) | {"Host": "evil.example", "Origin": "http://evil.example"}, 403),
        ({"Authorization": "Bearer ght_wrong"}, 401),
        ({"Authorization": f"Basic {talk.buyer.token}"}, 401),
        ({"Authorization": "Bearer "}, 401),
    ]

    for headers, status in strangers:
        assert (await status_of(lines, talk, headers))[0] == status
        assert (await status_of(lines, talk, headers))[1]


async def test_signing_out_closes_the_socket(lines: Lines, program: LiveProgram, talk: Talk) -> None:
    key = await beside(sign_in, talk.buyer)
    buyer = await lines.open(talk.buyer, browser_headers(key))

    run_sql(program.database_url, "DELETE FROM django_session WHERE session_key = %s", key)

    assert await buyer.bye() == "signed_out"


async def test_a_new_password_closes_the_sockets_of_old_sign_ins(
    lines: Lines, program: LiveProgram, talk: Talk
) -> None:
    key = await beside(sign_in, talk.buyer)
    buyer = await lines.open(talk.buyer, browser_headers(key))

    run_sql(program.database_url, "UPDATE accounts_person SET password = 'new' WHERE id = %s", talk.buyer.id)

    assert await buyer.bye() == "signed_out"


async def test_revoking_a_token_closes_the_socket(lines: Lines, program: LiveProgram, talk: Talk) -> None:
    buyer, seller = await lines.open(talk.buyer), await lines.open(talk.seller)

    run_sql(program.database_url, "DELETE FROM accounts_personaltoken WHERE person_id = %s", talk.buyer.id)

    assert await buyer.bye() == "signed_out"
    assert (await seller.post(talk.c, "Still here."))["n"] == 1


async def test_a_suspended_person_loses_the_socket_and_gets_no_other(
    lines: Lines, program: LiveProgram, talk: Talk
) -> None:
    buyer = await lines.open(talk.buyer)

    run_sql(program.database_url, "UPDATE accounts_person SET is_active = false WHERE id = %s", talk.buyer.id)

    assert await buyer.bye() == "signed_out"
    assert (await status_of(lines, talk, {"Authorization": f"Bearer {talk.buyer.token}"}))[0] == 401


async def test_who_left_a_record_is_let_go(lines: Lines, program: LiveProgram, talk: Talk) -> None:
    buyer, seller = await lines.open(talk.buyer), await lines.open(talk.seller)

    run_sql(
        program.database_url, "UPDATE participant SET until_number = 0 WHERE person_id = %s", talk.buyer.id
    )

    assert await buyer.bye() == "removed"
    again = await lines.open(talk.buyer)
    await seller.post(talk.c, "Without the buyer.")
    assert (await again.post(talk.c, "Let me in."))["why"] == "no_access"
    assert [frame for frame in again.heard if frame["op"] == "entry"] == []


async def test_the_oldest_socket_makes_room_for_one_too_many(lines: Lines, talk: Talk) -> None:
    first = await lines.open(talk.buyer)
    for _position in range(limits.SOCKETS_PER_PERSON_MAX):
        await lines.open(talk.buyer)

    assert await first.bye() == "too_many_sockets"


async def test_sockets_opened_all_at_once_stay_within_the_limit(lines: Lines, talk: Talk) -> None:
    too_many = 8

    opened = await asyncio.gather(
        *(_open(lines, talk.buyer) for _position in range(limits.SOCKETS_PER_PERSON_MAX + too_many))
    )

    heard = [await _pong_or_bye(line) if line else "bye" for line in opened]
    assert heard.count("bye") == too_many


async def _open(lines: Lines, talker: Talker) -> Line | None:
    """Return a line; None where the goodbye came before the greeting."""
    try:
        return await lines.open(talker)
    except ConnectionClosed as closed:
        check_crowded(closed)
        return None


async def _pong_or_bye(line: Line) -> str:
    """Return how a line answers a ping: whoever was told to go has heard it before that, if only by the line's end."""
    try:
        await line.say(op="ping")
        return str((await line.until_any({"pong", "bye"}, lambda _frame: True))["op"])
    except ConnectionClosed as closed:
        check_crowded(closed)
        return "bye"


def check_crowded(closed: ConnectionClosed) -> None:
    """Check that a line was closed to make room."""
    assert closed.rcvd is not None
    assert closed.rcvd.reason == "too_many_sockets"
