"""What templates print of the same arguments is kept: it is still printed for each pair of eyes as it should be."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.template import engines
from django.test import Client
from django.utils import timezone, translation

from gighall.domain.accounts.models import Person
from tests.world import World, say

ClientOf = Callable[[Person | None], Client]
MOMENT = datetime(2026, 3, 1, 23, 30, tzinfo=ZoneInfo("UTC"))
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def printed(source: str, **context: object) -> str:
    """Return what a template prints that is HTML."""
    return str(engines["jinja2"].env.from_string(source).render(**context))  # type: ignore[attr-defined]  # Of the Jinja backend.


def test_a_moment_is_printed_in_the_zone_of_who_looks() -> None:
    found = {}
    for name in ("UTC", "Asia/Tokyo", "UTC"):
        with timezone.override(ZoneInfo(name)):
            found[name] = printed("{{ when(at) }}", at=MOMENT)

    assert "1 Mar, 23:30" in found["UTC"]
    assert "2 Mar, 08:30" in found["Asia/Tokyo"]


def test_a_message_is_printed_in_the_zone_of_who_looks(world: World, client_of: ClientOf) -> None:
    say(world.order, world.buyer, "A word at dawn", now=world.now + timedelta(minutes=20))
    path = f"/orders/{world.order.public_id}/"

    def read_in(zone: str) -> str:
        world.buyer.time_zone = zone
        world.buyer.save(update_fields=["time_zone"])
        return client_of(world.buyer).get(path).content.decode()

    at_home, abroad, again = read_in("Europe/Madrid"), read_in("Asia/Tokyo"), read_in("Europe/Madrid")

    assert all(page.count("A word at dawn") == 1 for page in (at_home, abroad, again))
    assert "+09:00" not in at_home + again
    for name in ("+01:00", "+02:00"):
        assert name not in abroad


def test_both_sides_read_their_own_words_however_often_each_has_opened_the_page(
    world: World, client_of: ClientOf
) -> None:
    say(world.order, world.buyer, "Mail me at ana.lind@mail.example", now=world.now + timedelta(minutes=20))
    path = f"/orders/{world.order.public_id}/"

    for _time in range(2):
        assert "ana.lind@mail.example" in client_of(world.buyer).get(path).content.decode()
        assert "ana.lind@mail.example" not in client_of(world.seller).get(path).content.decode()


def test_words_are_put_in_as_text_and_constant_words_stay_as_they_are() -> None:
    assert printed('{{ _("By %(name)s", name=name) }}', name="<b>") == "By &lt;b&gt;"
    assert printed('{{ _("Half: 50 %%") }} {{ _("<b>") }}') == "Half: 50 % <b>"
    with translation.override("de"):
        assert printed('{{ _("Gigs") }}') == "Gigs"


def test_forms_of_a_page_have_one_token_and_each_page_its_own(world: World, client_of: ClientOf) -> None:
    client = client_of(world.buyer)

    pages = [set(TOKEN.findall(client.get("/account/").content.decode())) for _time in range(2)]

    assert [len(tokens) for tokens in pages] == [1, 1]
    assert pages[0] != pages[1]


def test_a_page_without_a_form_sets_no_cookie(world: World, client_of: ClientOf) -> None:
    assert not client_of(None).get("/").cookies
