"""Who may have a video call, what the facts say of one, and how a browser is let into the relay."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from gighall.domain.chat_sessions.rules.turn import Servers, connection_settings, turn_credentials
from gighall.domain.chat_sessions.rules.video import (
    CallNow,
    VideoRefused,
    call_now,
    check_can_ask_for_video,
    check_may_have_video,
    has_asked_for_video,
    may_have_video,
)
from gighall.domain.gigs.states import CHAT_SESSION, DELIVERABLE, VIDEO_SESSION
from gighall.domain.orders.rules import Moment

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
OPENED = ("session_opened", {"session": "one", "medium": "video"})
STARTED = ("session_started", {"session": "one", "medium": "video"})
ENDED = ("session_ended", {"session": "one", "why": "pressed", "seconds": 5})
ASKED: tuple[str, dict[str, str]] = ("video_asked", {})


def told(*facts: tuple[str, dict[str, object]]) -> list[Moment]:
    """Return facts as moments, one a minute."""
    return [Moment(NOW + timedelta(minutes=at), kind, fact) for at, (kind, fact) in enumerate(facts)]


@pytest.mark.parametrize(
    ("kind", "is_business", "everywhere", "may"),
    [
        (CHAT_SESSION, False, False, False),
        (DELIVERABLE, False, False, False),
        (VIDEO_SESSION, False, False, True),
        (CHAT_SESSION, True, False, True),
        (DELIVERABLE, True, False, True),
        (VIDEO_SESSION, True, False, True),
        (CHAT_SESSION, False, True, True),
        (DELIVERABLE, False, True, True),
    ],
)
def test_calls_belong_to_video_gigs_and_business_clients_unless_the_operator_widens_it(
    kind: str, is_business: bool, everywhere: bool, may: bool
) -> None:
    found, why_not = may_have_video(kind=kind, is_business=is_business, everywhere=everywhere)

    assert found is may
    assert bool(why_not) is not may


def test_the_sentence_why_not_names_both_ways_to_a_call() -> None:
    with pytest.raises(VideoRefused, match=r"order a video gig, or order for your organisation"):
        check_may_have_video(kind=CHAT_SESSION, is_business=False, everywhere=False)


@pytest.mark.parametrize(
    ("facts", "call"),
    [
        ([], None),
        ([OPENED], CallNow("one", is_running=False)),
        ([OPENED, STARTED], CallNow("one", is_running=True)),
        ([OPENED, STARTED, ENDED], None),
        ([OPENED, ("session_withdrawn", {"session": "one"})], None),
        ([("session_opened", {"session": "one", "medium": "text"})], None),
        ([OPENED, ("session_ended", {"session": "another"})], CallNow("one", is_running=False)),
    ],
)
def test_the_facts_say_which_call_is_open(facts: list[tuple[str, dict[str, object]]], call: object) -> None:
    assert call_now(told(*facts)) == call


@pytest.mark.parametrize(
    ("facts", "has_asked"),
    [
        ([], False),
        ([ASKED], True),
        ([ASKED, OPENED], False),
        ([OPENED, ENDED, ASKED], True),
        ([ASKED, ("session_opened", {"session": "two", "medium": "text"})], True),
    ],
)
def test_an_ask_stands_until_a_call_is_started(
    facts: list[tuple[str, dict[str, object]]], has_asked: bool
) -> None:
    assert has_asked_for_video(told(*facts)) is has_asked


@pytest.mark.parametrize(
    ("is_buyer", "has_call", "has_asked", "sentence"),
    [
        (False, False, False, "start the video call yourself"),
        (True, True, False, "open already: join it"),
        (True, False, True, "You have asked for a video call"),
    ],
)
def test_asking_where_it_makes_no_sense_says_what_to_do(
    is_buyer: bool, has_call: bool, has_asked: bool, sentence: str
) -> None:
    with pytest.raises(VideoRefused, match=sentence):
        check_can_ask_for_video(is_buyer=is_buyer, has_call=has_call, has_asked=has_asked)


def test_turn_credentials_follow_the_scheme_of_turn_servers() -> None:
    until = datetime(2026, 11, 23, tzinfo=UTC)

    username, password = turn_credentials(secret="north", name="call", until=until)

    # printf %s 1795392000:call | openssl dgst -sha1 -hmac north -binary | base64
    assert (username, password) == ("1795392000:call", "L4/aVSML7pnv5GYPLOR9U3bicuk=")
    assert base64.b64decode(password) == hmac.new(b"north", username.encode(), hashlib.sha1).digest()


def test_with_a_relay_everything_goes_through_it() -> None:
    servers = Servers(("stun:s.example:3478",), ("turn:t.example:3478?transport=udp",), "a shared secret")

    found = connection_settings(servers, name="call", now=NOW, seconds=60)

    assert found["iceTransportPolicy"] == "relay"
    stun, turn = found["iceServers"]
    assert stun == {"urls": ["stun:s.example:3478"]}
    assert turn["urls"] == ["turn:t.example:3478?transport=udp"]
    assert turn["username"] == f"{int(NOW.timestamp()) + 60}:call"


def test_without_servers_no_server_is_asked() -> None:
    assert connection_settings(Servers(), name="call", now=NOW, seconds=60) == {
        "iceServers": [],
        "iceTransportPolicy": "all",
    }
