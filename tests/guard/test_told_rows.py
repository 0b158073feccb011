"""Names right beside an app, and mailboxes of which name and house are told apart; and what only looks so."""

import pytest

from gighall.guard import find, find_in

HANDLES = [
    ("yo its marlo.kit.inks on threads if this page dies", "threads:marlo.kit.inks"),
    ("thornandrye, that's what i'm called. on Messenger I mean", "messenger:thornandrye"),
    ("too big for here, discord me: plumbucket", "discord:plumbucket"),
    ("honestly just snap me. jodiefigs", "snapchat:jodiefigs"),
    ("@ mossyhollow on tiktok, say hi first", "tiktok:mossyhollow"),
    ("how to get me at weekends: copperbutterpat, Telegram, no stickers", "telegram:copperbutterpat"),
    ("psn GravelDuke77, party chat at 8", "psn:gravelduke77"),
    ("QQ xiaomei_lantern, add and write essay", "qq:xiaomei_lantern"),
    ("sorry, my name on telegram is uhukauz", "telegram:uhukauz"),
    ("mods are strict so take this down: brassthimble (discord)", "discord:brassthimble"),
    ("its telegram, puddlehopper is the name", "telegram:puddlehopper"),
    ("twitch heisst ich omainge_zockt, abends meistens", "twitch:omainge_zockt"),
    ("insta;; cedar.pals", "instagram:cedar.pals"),
    ("twitter? yes, @olafdraws, dms open", "twitter:olafdraws"),
    ("Bereal tammi.ok, bring a friend", "bereal:tammi.ok"),
    ("my gamertag's MuddyWaffle4471 send a party invite", "xbox:muddywaffle4471"),
    ("l1ne id sora.no.mimi the green one", "line:sora.no.mimi"),
    ("disc0rd s1lk_m0l3 not here pls", "discord:s1lk_m0l3"),
    ("tiktok: nea ghita repara, fara spatii", "tiktok:neaghitarepara"),
]

EMAILS = [
    (["the first half is wendel.tuft and it's a gmail. you do the rest"], "wendel.tuft@gmail.com"),
    (["i've got one of those icloud ones, name part is dorcas.bee"], "dorcas.bee@icloud.com"),
    (["alles vor dem Kringel: steuer.luchs; danach: t-online, wie üblich"], "steuer.luchs@t-online.de"),
    (["the bit before the at is figcake77 n the bit after is fastmail"], "figcake77@fastmail.com"),
    (["usuario marta.rios, proveedor gmail, lo de siempre"], "marta.rios@gmail.com"),
    (["identifiant: leon.marchal, fournisseur laposte"], "leon.marchal@laposte.net"),
    (["benutzername vroni.huber82", "anbieter is der mit den gmail"], "vroni.huber82@gmail.com"),
    (["my username is mopsa77", "my provider is aol"], "mopsa77@aol.com"),
    (["jen dot lim at g mail"], "jen.lim@gmail.com"),
    (["emailnya rani titik ayu et yahoo titik com"], "rani.ayu@yahoo.com"),
    (["simone 75 chez gmail point com voilà"], "simone75@gmail.com"),
    (["petra.k@seznam,cz (comma is a dot)"], "petra.k@seznam.cz"),
]

HONEST = [
    "the username is admin and the host is gmail for SMTP",
    "name is optional, provider is required for outlook sync",
    "Der Benutzername ist Pflicht, Anbieter ist web",
    "Is the gamertag field required?",
    "discord bot_token missing in the first half of the log",
    "we are on slack as guests of the agency",
    "export from steam, version v2.1 crashed",
    "platforms to cover: storyboards (pinterest) and clips",
    "the mailer nokta test et al. stays as it is",
    "the scope: notifications, Telegram, and mail",
    "tag people like @anna,please in the caption",
]


@pytest.mark.parametrize(("text", "value"), HANDLES)
def test_a_name_right_beside_an_app_is_found(text: str, value: str) -> None:
    assert value in [one.value for one in find_in(text) if one.kind == "handle"]


@pytest.mark.parametrize(("messages", "value"), EMAILS)
def test_a_mailbox_told_apart_is_found_in_each_message(messages: list[str], value: str) -> None:
    found = [one for one in find(messages) if one.kind == "email"]

    assert {one.value for one in found} == {value}
    assert {one.message for one in found} == set(range(len(messages)))


@pytest.mark.parametrize("text", HONEST)
def test_what_is_told_of_something_else_is_left_alone(text: str) -> None:
    assert find_in(text) == []
