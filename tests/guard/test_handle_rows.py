"""Account names of messengers and social places that the guard must find."""

import pytest

from gighall.guard import find_in

HANDLES = [
    ("@anna_s on telegram", "@anna_s", "telegram:anna_s"),
    ("I'm @annaleena on Instagram", "@annaleena", "instagram:annaleena"),
    ("my telegram: @anna", "@anna", "telegram:anna"),
    ("my skype is live:xy", "live:xy", "skype:live:xy"),
    ("Skype: live:.cid.12ab", "live:.cid.12ab", "skype:live:.cid.12ab"),
    ("IG: name_here", "name_here", "instagram:name_here"),
    ("insta: anna.smith", "anna.smith", "instagram:anna.smith"),
    ("telegram name_here", "name_here", "telegram:name_here"),
    ("my telegram username is annasmith", "annasmith", "telegram:annasmith"),
    ("my insta is annaleena", "annaleena", "instagram:annaleena"),
    ("add me on discord name#1234", "name#1234", "discord:name#1234"),
    ("bram#1234 (discord) is me", "bram#1234", "discord:bram#1234"),
    ("I'm anna_s on ig", "anna_s", "instagram:anna_s"),
    ("find me on instagram annaleena", "annaleena", "instagram:annaleena"),
    ("my line id is anna77", "anna77", "line:anna77"),
    ("mein Telegram ist jana_m", "jana_m", "telegram:jana_m"),
    ("mi instagram es luz.garcia", "luz.garcia", "instagram:luz.garcia"),
    ("dm me @anna_s", "@anna_s", "anna_s"),
    ("my handle is @anna_s everywhere", "@anna_s", "anna_s"),
    ("add me: anna_s (telegram)", "anna_s", "telegram:anna_s"),
    ("WeChat: anna_wx88", "anna_wx88", "wechat:anna_wx88"),
]

MISSPELT = [
    ("my wh@tsapp is anna_s99", "wh@tsapp is anna_s99", "whatsapp:anna_s99"),
    ("te1egram: anna_s", "te1egram: anna_s", "telegram:anna_s"),
    ("my inst@gram is anna.smith", "inst@gram is anna.smith", "instagram:anna.smith"),
    ("my t e l e g r a m : anna_s", "anna_s", "telegram:anna_s"),
]


@pytest.mark.parametrize(("text", "span", "value"), HANDLES)
def test_an_account_name_is_found(text: str, span: str, value: str) -> None:
    (found,) = [one for one in find_in(text) if one.kind != "intent"]

    assert (found.kind, text[found.start : found.end], found.value) == ("handle", span, value)
    assert not found.hidden


@pytest.mark.parametrize(("text", "span", "value"), MISSPELT)
def test_an_account_name_beside_a_disguised_app_is_found(text: str, span: str, value: str) -> None:
    *disguised, found = [one for one in find_in(text) if one.kind != "intent"]

    assert (found.kind, text[found.start : found.end], found.value) == ("handle", span, value)
    assert all(one.hidden and one.kind == "handle" for one in disguised)


def test_a_link_to_an_account_stays_a_link() -> None:
    assert [one.kind for one in find_in("telegram: t.me/anna_s")] == ["url"]
    told = find_in("my mail on telegram: anna@foo.de")
    assert [one.kind for one in told if one.kind != "intent"] == ["email"]
