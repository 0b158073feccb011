"""Details that have the look of one only, where the words around them lean far away from showing any way outside."""

import pytest

from gighall.guard import find, find_in
from gighall.guard.finding import Finding, Kind
from gighall.guard.strays import AWAY_MIN, NEVER, QUOTED_AWAY_MIN, RUN_AWAY_MIN, away_min
from gighall.guard.wording import leaning, wording_of


@pytest.mark.parametrize(
    "text",
    [
        "order 55-1029-4471 shipped this morning, the box is a bit heavier than I thought",
        "The part you want is 202-555-0148-B, the A version has the narrower thread.",
        "Bestellnummer 88-1204-33 ist heute angekommen, ein Karton war feucht",
        'Recipe, p. 61: "Ring the bell for the cook" stays, p. 72 oven mark 5 = 375F, 28 changes in the translation',
        "978-1-90231-448-? The last digit of the barcode is missing, please add it and set the whole at 90 %.",
    ],
)
def test_a_number_that_is_of_the_work_is_none_to_ring(text: str) -> None:
    assert leaning(wording_of(text)) < AWAY_MIN
    assert find_in(text) == []


@pytest.mark.parametrize(
    "messages",
    [
        [
            "Bingo sheet C: 16, 19, 41, 63",
            "Sheet D: 8, 52, 70, 87",
            "The caller wants no number on both sheets, carry on with E and F on the same lines",
        ],
        [
            "chord degrees for the second verse",
            "1 5 six",
            "9 is the same as 2",
            "6 4 five",
            "play it softly, do not call it done yet",
        ],
        [
            "the radio spot, second take",
            '"Harlow Tiles, oh eight hundred, double three, six one, nine two"',
            "I breathe after double three, the script wants no pause there",
        ],
    ],
)
def test_numbers_over_messages_that_are_of_the_work_are_none_to_ring(messages: list[str]) -> None:
    assert leaning(wording_of("\n".join(messages))) < RUN_AWAY_MIN
    assert find(messages) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "the replacement belt for your dryer model is cracked at the seam, ring me on 0171 3320714",
            "phone",
        ),
        (
            "the belt of your dryer is cracked, ring me on oh one seven one, three three two oh seven one four",
            "phone",
        ),
        (
            "the third slide needs a bigger title and the chart a legend, send it to ines@lantern-works.net",
            "email",
        ),
        (
            "the chart needs a legend and the title is too small, see https://ines-lantern.net for an older one",
            "url",
        ),
        ("header, footer and the table are done, look at more of my work on ines-lantern.net", "url"),
        ("the legend and the title of the chart are too small; cash app $inesworks", "payment"),
        ("0171 3320714", "phone"),
    ],
)
def test_what_says_itself_what_it_is_stays_whatever_is_written_around_it(text: str, kind: str) -> None:
    assert [one.kind for one in find_in(text)] == [kind]


@pytest.mark.parametrize(
    "parts", [["0171", "3320714"], ["oh one seven one, three three two oh seven one four"], ["0171 3320714"]]
)
def test_a_number_in_messages_among_talk_of_the_work_stays(parts: list[str]) -> None:
    messages = [
        "the second logo is brighter",
        parts[0],
        "the title is bigger now",
        *parts[1:],
        "the fonts are there too",
    ]

    assert {one.kind for one in find(messages)} == {"phone"}


@pytest.mark.parametrize(
    "text",
    [
        "Visitenkarten, 2. Andruck: kontakt@schreinerei-uhl.de bitte nicht kursiv, sonst passt alles",
        "La carte de visite du fleuriste, épreuve 3 : bonjour@fleurs-amont.fr déborde, prenez une police plus étroite",
        "On the dentist's business card the font of info@tilworth-dental.co.uk is 5 pt light, a smear when printed",
    ],
)
def test_an_address_on_a_card_that_is_proofread_is_left_alone(text: str) -> None:
    assert find_in(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Business card proof done, kerning fixed. Write to me at anna@lindenhof-print.com",
        "Visitenkarte ist fertig, Schriftart und Layout passen, schick den Rest an anna@lindenhof.de",
        "tarjeta de visita lista, la tipografía en negrita; para lo demás anna@lindenhof.es",
        "layout and font of the letterhead are ok, the rest through anna@lindenhof-print.com",
    ],
)
def test_an_address_to_write_to_stays_in_talk_of_print(text: str) -> None:
    assert [one.kind for one in find_in(text)] == ["email"]


@pytest.mark.parametrize(
    ("kind", "evidence", "bound"),
    [
        ("phone", ("cue", "framed"), AWAY_MIN),
        ("phone", ("digits as words", "cue", "number quoted"), QUOTED_AWAY_MIN),
        ("phone", ("digits as words", "cue"), NEVER),
        ("phone", ("country:44",), NEVER),
        ("phone", ("run", "digits"), AWAY_MIN),
        ("email", ("name@host", "domain:net"), NEVER),
        ("payment", ("pay:name",), NEVER),
    ],
)
def test_the_likelier_a_look_is_a_detail_the_further_away_words_must_lean(
    kind: Kind, evidence: tuple[str, ...], bound: int
) -> None:
    assert away_min(Finding(kind, 0, 0, 9, "", 0.9, evidence, False)) == bound
