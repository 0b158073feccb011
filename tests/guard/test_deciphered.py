"""Details told in a cipher, or of which the text says what is to be done first; and honest talk about ciphers."""

import pytest

from gighall.guard import find_in

CIPHERED = [
    ("mail me, radio ham that you are: .--- .- -. .- .--.-. .-- . -... .-.-.- -.. .", "email", "jana@web.de"),
    ("104 105 108 116 111 110 64 103 109 120 46 110 101 116 in ascii", "email", "hilton@gmx.net"),
    ("6d 69 61 40 67 6d 78 2e 64 65 is hex for where I read", "email", "mia@gmx.de"),
    ("coupon NBUWY5DPNZAGO3LYFZXGK5A on a base32 page", "email", "hilton@gmx.net"),
    ("⠍⠊⠁⠈⠁⠛⠍⠭⠲⠙⠑ says my door sign", "email", "mia@gmx.de"),
    ("ǝp˙xɯƃ@ɐıɯ and turn the screen", "email", "mia@gmx.de"),
    ("mXiXa@gXmx.dXe, leave out every X", "email", "mia@gmx.de"),
    ("gmx.de@mia-b, swap the halves", "email", "mia-b@gmx.de"),
    ("'mia' + '@' + 'gmx' + '.de' is all you need", "email", "mia@gmx.de"),
    ("miaZbergQgmxZde with Z for the dot, and Q becomes the @", "email", "mia.berg@gmx.de"),
]

PIECES = [
    ("Friday 1pm at the fountain, I wear the orange scarf and hand over the coins", "meeting"),
    ("q r v, hyphen, d j k w, hyphen, h n t is the room, come in", "meeting"),
    ("rekha tailor, at the rate, ok s b i is where the advance goes", "payment"),
    ("zero ex then 7aC3-19eE-b0D4-52f8-6A91-c7E0-3d2B-88aF-14e6-Bd05, send usdt", "payment"),
    ("take C:\\wa\\me\\351914206883 the other way round", "url"),
    ("cornici + nonna + punto + shop + barra + ordina", "url"),
    ("b64: dGc6IGZlcm5fZGV2", "handle"),
]

FRAMED = [
    ("Cake: 0 eggs, 7 figs, 94 nuts, 10 dates, 662 crumbs, 81 drops. Don't bake it, dial it.", "07941066281"),
    ("knit k0 p7 k5 p3 k8 p4 k4 p2 k9 p1 k6, leave the letters out and phone it", "07538442916"),
    ("invoice 0613 58 20 94, but if you dial your invoice a person says hello", "0613582094"),
    ("black violet white grey, yellow yellow red, brown green blue orange: ring the resistor", "07984421563"),
    ("🕘🕓🕖🕑🕗🕐🕔🕒 is no time at all, but it rings at my sister's", "94728153"),
]

HONEST = """
SOS in morse is ... --- ... and my name is -- .. .- and nothing else fits on the badge
the codes 72 101 108 108 111 are printed where hello should stand
["a", "b", "c"].join(".") gives a.b.c
strip every X from the file names, then zip them
a is 1 and z is 26, the key for the escape room is 8 9 14 20
the server 10.20.30.40 picks up again after the restart
the scene: a bench, Friday noon, he wears a red scarf and hands over the cash
"one", "two" and "three" together make the chorus, send me the take
row 1: k2 p2 k2 p2 k6 p2, and mind the gap
""".strip().splitlines()


@pytest.mark.parametrize(("text", "kind", "value"), CIPHERED)
def test_what_is_told_in_a_cipher_is_read(text: str, kind: str, value: str) -> None:
    found = find_in(text)

    assert (kind, value, True) in [(one.kind, one.value, one.hidden) for one in found]


@pytest.mark.parametrize(("text", "kind"), PIECES)
def test_what_is_told_in_pieces_is_put_together(text: str, kind: str) -> None:
    assert kind in {one.kind for one in find_in(text)}


@pytest.mark.parametrize(("text", "digits"), FRAMED)
def test_a_number_to_ring_is_found_whatever_it_is_called(text: str, digits: str) -> None:
    assert [(one.kind, one.value) for one in find_in(text)] == [("phone", digits)]


@pytest.mark.parametrize("text", HONEST)
def test_talk_of_ciphers_and_figures_tells_nothing(text: str) -> None:
    assert find_in(text) == []
