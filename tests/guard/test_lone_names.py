"""Messages that are hardly more than an app and a name; and talk about apps that only looks like it."""

import pytest

from gighall.guard import find_in

SIGNED = [
    ("ig moor_hen__", "moor_hen__"),
    ("signal alder.07", "alder.07"),
    ("dc gluehwurm.mp3", "gluehwurm.mp3"),
    ("snap? quill.inks", "quill.inks"),
    ("ajoute moi snap lulu_du_19", "lulu_du_19"),
    ("adiciona no tt tia.marta02", "tia.marta02"),
    ("LINEのIDは mori_no_ki7 です", "mori_no_ki7"),
    ("honestly never here. big_otter_lou on snap", "big_otter_lou"),
]

LETTERS = [
    ("tt cheesyfolkmum", "cheesyfolkmum"),
    ("tg petrabuildsit if something breaks", "petrabuildsit"),
    ("threads / ig both heronandoats", "heronandoats"),
    ("kakao oboeteaches. any evening", "oboeteaches"),
    ("insta klimperkiste einfach dm", "klimperkiste"),
]

FULL = [
    ("messenger Jana Kolarova ta fotka s morčetem", "Jana Kolarova"),
    ("xing: Friedhelm Ostendorp", "Friedhelm Ostendorp"),
    ("найди в вк Лукерья Ветрова, на аве лодка", "Лукерья Ветрова"),
    ("teams works too, search for Ottilie Strake", "Ottilie Strake"),
    ("im the only Zenobia Crumb on facebook", "Zenobia Crumb"),
]

HONEST = [
    "Instagram carousel dimensions?",
    "facebook Ads Manager keeps logging me out",
    "linkedin Sales Navigator, is it worth the price",
    "signal was lost between the two antennas",
    "the line: he_never_came is my favourite title",
    "tt stickers are included in the parcel",
    "discord bot_token is read from the environment",
    "telegram desktop crashes when I paste",
    "LINEスタンプを八個作ってもらえますか",
    "微信更新完字体变得好小，怎么调回来",
    "الواتساب ويب كل شوي يطلعني",
    "battle tag graphics for a tournament flyer",
    "insta posts, ten of them, warm colours",
    "zoom keeps freezing on ubuntu_22",
]


@pytest.mark.parametrize(("text", "name"), [*SIGNED, *LETTERS, *FULL])
def test_a_name_right_beside_an_app_is_an_account(text: str, name: str) -> None:
    found = [text[one.start : one.end] for one in find_in(text) if one.kind == "handle"]

    assert len(found) == 1
    assert found[0].startswith(name)


@pytest.mark.parametrize("text", HONEST)
def test_talk_about_apps_names_nobody(text: str) -> None:
    assert [one for one in find_in(text) if one.kind == "handle"] == []
