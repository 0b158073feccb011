"""Account names that a sentence tells in the words of its language, and talk about apps and work that names nobody."""

import pytest

from gighall.guard import find_in
from gighall.guard.names_told import find_told_names
from gighall.guard.plain_talk import with_letters
from gighall.guard.word_lists import phrases, words

SIGNED = [
    ("LINEのIDは「nukadoko_8」です", "nukadoko_8"),
    ("シグナルのIDは tsubame_07 です", "tsubame_07"),
    ("Line saya: dapur_bu_ratih ya kak", "dapur_bu_ratih"),
    ("snp: tilly.tide.pool", "tilly.tide.pool"),
    ("ttok user: lamplight.gus", "lamplight.gus"),
    ("my twitch dms are open, channel is kettledrum_kit", "kettledrum_kit"),
    ("v我:banxia_shufa", "banxia_shufa"),
    ("V我 qingtang_92", "qingtang_92"),
    ("snap me whenever, drumlin_dave7", "drumlin_dave7"),
    ("discord'da kullanıcı adım gecekusu_41", "gecekusu_41"),
    ("telegramda mavi_sandal adıyla varım", "mavi_sandal"),
    ("Ноти скину в Сигналі, юзер ozerna.22", "ozerna.22"),
    ("Discordon holdfeny_82 néven megtalálsz", "holdfeny_82"),
    ("تلگرام، آیدی: naghme_saz", "naghme_saz"),
    ("באינסטה, יוזר: neta.kad_va_homer", "neta.kad_va_homer"),
    ("στο ινστα, όνομα χρήστη: pilos_kai_fos", "pilos_kai_fos"),
    ("카톡 아이디는 'bomnal_02' 예요", "bomnal_02"),
    ('ไลน์ ไอดีคือ "mali.baking"', "mali.baking"),
    ('insta, tên tài khoản "gom.nha.may"', "gom.nha.may"),
    ("telegramu jina ni fundi_juma", "fundi_juma"),
    ("na snapu jsem jako, nik: hrnek_pepa", "hrnek_pepa"),
]

LETTERS = [
    ("instada adım kirpiyumak", "kirpiyumak"),
    ("Steam'de nickim zeytinmimar", "zeytinmimar"),
    ("look for user tamsin-wherry in the plasterers' Slack workspace", "tamsin-wherry"),
]

WITH_FIGURES = [
    ("h1t m3 up 0n t3l3gr4m, n4m3 15 gh0st_p3pp3r", "gh0st_p3pp3r"),
    ("4dd m3 0n d15c0rd, my n4m3 15 w0rm_k1ng", "w0rm_k1ng"),
]

HONEST = [
    "The LINE integration: channel_secret goes into the vault, not the code",
    "Signal processing in Python: I use scipy_signal for the filter",
    "our Twitch overlay: channel points, two alerts, one starting_screen",
    "LINEスタンプのファイル名は「neko_01」でお願いします",
    "LINE公式アカウントの名前は「ぱん工房」に変えたいです",
    "у дискорді бот, нік user_test1 для перевірки",
    "сигнал есть, но имя датчика sensor_04 не пишется",
    "微信小程序的名字：花间集，不要改",
    "카톡 이모티콘 파일 이름은 bear_01 이에요",
    "Facebook-Kampagne: Anzeigengruppe sommer_2024 läuft schon",
    "para instagram, usuario de prueba test_user1",
    "my line manager, name withheld, approves invoice inv_2023",
    "Slack workspace clean-up: user groups, look-and-feel, guidelines",
    "my discord theme: dark_mode2 looks odd on the mobile",
    "aku desain feed instagram: template_03 sudah jadi",
    "for the signal path I used opamp_u3, gain 12",
    "hola, me llamo fernanda y hago reels para instagram",
    "меня зовут Олег, веду телеграм каналы для кофеен",
    "Steam sayfası için kapsül görseli: capsule_main2 boyutu doğru mu",
]

NO_TALK = [
    "1. e4 e5 2. Nf3 Nc6 3. Bb5 a6 4. Ba4 Nf6 5. O-O Be7",
    "knit row: k9 p4 k1 p8 k2 p2 k6 p5 k3",
    "First eight bytes: 89 50 4e 47 0d 0a 1a 0a",
    "Devis : 3 h × 38 € = 114 €, plus 12 € de fichiers",
]


@pytest.mark.parametrize(("text", "name"), [*SIGNED, *LETTERS, *WITH_FIGURES])
def test_a_name_that_a_sentence_tells_is_an_account(text: str, name: str) -> None:
    found = [text[one.start : one.end] for one in find_in(text) if one.kind == "handle"]

    assert any(name in one for one in found)


@pytest.mark.parametrize("text", HONEST)
def test_talk_about_apps_and_work_tells_no_name(text: str) -> None:
    assert [one for one in find_in(text) if one.kind == "handle"] == []


def test_a_name_whose_underscore_is_said_is_hidden() -> None:
    (found,) = find_in("薇❤号 chaye下划线lin")

    assert (found.value, found.hidden) == ("wechat:chaye_lin", True)


@pytest.mark.parametrize("text", NO_TALK)
def test_figures_beside_letters_that_are_no_talk_stay(text: str) -> None:
    assert with_letters(text) is text


def test_words_of_talk_get_their_letters_back_in_their_places() -> None:
    assert with_letters("h1t m3 0n th3 0ld n4m3 w0rm_k1ng") == "hit me on the old name w0rm_k1ng"


def test_a_long_text_is_not_looked_through() -> None:
    assert list(find_told_names("LINEのIDは nukadoko_8 " + "です" * 300, [], is_told=True)) == []


def test_every_name_that_counts_only_here_makes_the_guard_look() -> None:
    places = {line.split()[0] for line in phrases("names_told", "places")}

    assert places == words("triggers", "name_told")
