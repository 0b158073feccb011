"""Addresses whose signs are framed, glued in, breathed around or said in any language; and what only looks so."""

import pytest

from gighall.guard import find_in

EMAILS = [
    ("resi [affe] moorhang [tupfen] bayern", "resi@moorhang.bayern"),
    ("mail nils [squiggle a] fjordkante [full point] org", "nils@fjordkante.org"),
    ("gerne an hanno (geschwänztes a) kielwerk (satzzeichen am ende) org.", "hanno@kielwerk.org"),
    ("odile {xx} brindecoton {yy} fr", "odile@brindecoton.fr"),
    ("zofia—małpa—wrzosnik—kropka—pl", "zofia@wrzosnik.pl"),
    ("m1rka / at / t0rflab / dot / ie", "m1rka@t0rflab.ie"),
    ("orders<>at<>flourandfern<>dot<>co", "orders@flourandfern.co"),
    ("it is tideline + monkey tail + fastmail + period + fm", "tideline@fastmail.fm"),
    ("ylva 🐒 fjellhus 🔴 no", "ylva@fjellhus.no"),
    ("mira 🐌 tulpenhof ⚫ nl", "mira@tulpenhof.nl"),
    ("alva punkt strid snabel-a telia punkt se", "alva.strid@telia.se"),
    ("ok tobias uhm at like mossgarden dot berlin", "tobias@mossgarden.berlin"),
    ("k a s i a @ tortowo . pl, bez spacji", "kasia@tortowo.pl"),
    ("u f f i c i o @ corolieto . it tutto attaccato", "ufficio@corolieto.it"),
    ("o t t o @ gmail . com", "otto@gmail.com"),
    ("it is r o w e n a @ p o s t e o . d e w/o the gaps", "rowena@posteo.de"),
    ("hallo unter bueroätzimmereimoospunktat", "buero@zimmereimoos.at"),
    ("es clararrobavallefloridopuntocom todo junto", "clar@valleflorido.com"),
    ("juma.fundi at jimeili doti komu", "juma.fundi@gmail.com"),
    ("kuya.edits at gmeyl dat kom", "kuya.edits@gmail.com"),
    ("写信到 mira小老鼠gmail点com", "mira@gmail.com"),
    # Read from behind, and nobody says so; and one that only begins like that.
    ("podklady prosím na zc.avonsej@hodahop.otcu", "ucto.pohadoh@jesnova.cz"),
    ("the invoice goes to oc.edisrevirenam@olleh, thanks", "hello@maneriverside.co"),
    ("mail me at ed.smith@gmail.com", "ed.smith@gmail.com"),
]

URLS = [
    ("läs mer på gitarrhyllan punkt nu", "gitarrhyllan.nu"),
    ("kolla pianotimmar punkt nu snedstreck priser", "pianotimmar.nu/priser"),
    ("buka kuebude titik my titik id", "kuebude.my.id"),
    ("buka jahitkilat titik id", "jahitkilat.id"),
    ("demo jest na mojszkic kropka eu ukośnik loga", "mojszkic.eu/loga"),
    ("کارام تو farshi-mina نقطه آی آر هست", "farshi-mina.ir"),
    ("ادخل ورشة-سلمى نقطة نت", "ورشة-سلمى.net"),
    ("作品在 shuimo点top斜杠lin", "shuimo.top/lin"),
    ("रेट यहाँ: rangolicards डॉट इन स्लैश नया", "rangolicards.in/नया"),
    ("ลูกค้าดู mintcraft จุด com ทับ price", "mintcraft.com/price"),
    ("use fernkode▪dev for that", "fernkode.dev"),
    ("it's linktr double e slash mateysocks", "linktr.ee/mateysocks"),
    ("linktree then slash then pippermint", "linktr.ee/pippermint"),
    ("discord,gg/kW7pLm there", "discord.gg/kW7pLm"),
    ("discord dot g g forward slash tur71e", "discord.gg/tur71e"),
    ("t punkt m e / stillanvil", "t.me/stillanvil"),
    ("t . m e / stillanvil", "t.me/stillanvil"),
    ("т.ме слэш рисую_днём, стучись", "t.me/рисую_днём"),
    ("tinyurl <slash> 4moss7kettle", "tinyurl.com/4moss7kettle"),
]

HONEST = [
    "Ana (madre) Luis (padre) se van",
    "red (1) green (2) art",
    "sizes small (S) medium (M) large",
    "i like [this] plugin [that] com port",
    "pick / one / of / the / de",
    "either a / at / b / dot / c in the macro",
    "so det räcker nu punkt nu kör vi",
    "customer dot id is null again",
    "go from gate A点B to C",
    "我们3点pm见面",
    "I use linktree / beacons for that, which do you prefer",
    "calendly/zoom both work in the mock-up",
    "build the linktree slash landing page thing",
    "the monkey (ape) cage (zoo) is closed",
    "um, at like noon the dot matrix printer jams",
    "love 🐒 and bananas 🍌 in the art",
    "set a @ b . c as the product of vectors",
    "mam jedno pytanie kropka no i tyle",
]


@pytest.mark.parametrize(("text", "value"), EMAILS)
def test_a_mailbox_with_framed_or_said_signs_is_found(text: str, value: str) -> None:
    assert [one.value for one in find_in(text) if one.kind == "email"] == [value]


@pytest.mark.parametrize(("text", "value"), URLS)
def test_a_place_with_framed_or_said_signs_is_found(text: str, value: str) -> None:
    assert [one.value for one in find_in(text) if one.kind == "url"] == [value]


@pytest.mark.parametrize("text", HONEST)
def test_what_only_looks_framed_is_left_alone(text: str) -> None:
    assert find_in(text) == []
