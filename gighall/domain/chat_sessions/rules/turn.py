"""By which servers two browsers find each other, and what they show of themselves doing so. Plain Python."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True)
class Servers:
    """What an operator has set up: servers to ask for one's own address, and servers that carry a call."""

    stun_urls: Sequence[str] = ()
    turn_urls: Sequence[str] = ()
    turn_secret: str = ""


def turn_credentials(*, secret: str, name: str, until: datetime) -> tuple[str, str]:
    """Return the user name and password with which a TURN server lets a browser in until a moment.

    Source: the scheme that TURN servers call "REST API" (coturn's ``use-auth-secret``): the name begins with the last
    second, the password is its HMAC-SHA1 under the shared secret, in base64.
    """
    username = f"{int(until.timestamp())}:{name}"
    digest = hmac.new(secret.encode(), username.encode(), hashlib.sha1).digest()
    return username, base64.b64encode(digest).decode("ascii")


def connection_settings(servers: Servers, *, name: str, now: datetime, seconds: int) -> dict[str, Any]:
    """Return the settings of a browser's peer connection.

    With TURN everything goes through it (``relay``): neither side learns the other's network address. Without it the
    browsers look for the direct way (``all``), and each sees the addresses of the other.
    """
    found: list[dict[str, Any]] = []
    if servers.stun_urls:
        found.append({"urls": list(servers.stun_urls)})
    if servers.turn_urls:
        username, credential = turn_credentials(
            secret=servers.turn_secret, name=name, until=now + timedelta(seconds=seconds)
        )
        found.append({"urls": list(servers.turn_urls), "username": username, "credential": credential})
    return {"iceServers": found, "iceTransportPolicy": "relay" if servers.turn_urls else "all"}
