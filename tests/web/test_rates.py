"""How often one may press: people, guests and programs alike, each told in their own way."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from gighall.base import limits
from gighall.domain.accounts.actions import create_token
from gighall.domain.accounts.models import Person
from tests.world import World

ClientOf = Callable[[Person | None], Client]
# One window for ever: no test begins in one and ends in the next.
ALL_TIME = 10**10


@pytest.fixture(autouse=True)
def _few_presses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "RATE_GUEST", (6, ALL_TIME))
    monkeypatch.setattr(limits, "RATE_WRITE", (3, ALL_TIME))


def test_a_guest_who_asks_too_often_is_asked_to_wait(world: World, client_of: ClientOf) -> None:
    client = client_of(None)

    answers = [client.get("/terms/") for _press in range(7)]

    assert [answer.status_code for answer in answers] == [200] * 6 + [429]
    assert answers[-1].headers["Retry-After"]


def test_a_program_without_a_token_is_told_in_the_shape_of_the_api(world: World, client_of: ClientOf) -> None:
    client = client_of(None)

    answers = [client.get("/api/v1/me") for _press in range(7)]

    assert [answer.status_code for answer in answers] == [401] * 6 + [429]
    assert answers[-1].json()["why"] == "too_fast"


def test_a_token_writes_no_more_often_than_its_person(world: World) -> None:
    _row, words = create_token(person_id=world.buyer.pk, name="a fast program", now=world.now)
    client = Client(SERVER_NAME="127.0.0.1", headers={"Authorization": f"Bearer {words}"})
    path = f"/api/v1/orders/{world.order.public_id}/messages"

    answers = [
        client.post(path, {"k": str(uuid.uuid4()), "t": "Fast!"}, content_type="application/json")
        for _press in range(4)
    ]

    assert [answer.status_code for answer in answers] == [200] * 3 + [429]
    assert answers[-1].json()["why"] == "too_fast"
    assert client.get("/api/v1/me").status_code == 200
