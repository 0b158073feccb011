"""Texts that are said to hold nothing: each finder that is then not asked would have found nothing."""

import pytest

from gighall.guard.apps import find_apps, icon_apps
from gighall.guard.beside import find_beside
from gighall.guard.deciphered import find_deciphered
from gighall.guard.encoded import find_encoded
from gighall.guard.finding import Finding
from gighall.guard.fold import fold, with_whole_signs
from gighall.guard.framed_digits import find_framed_digits
from gighall.guard.gate import known_in, said_in, signs_in
from gighall.guard.lexicon import plain
from gighall.guard.loose_signs import edits_for_loose
from gighall.guard.met import find_met
from gighall.guard.payments import find_payments
from gighall.guard.phones import figures_in, find_phones
from gighall.guard.places import find_addresses, find_meetings
from gighall.guard.quiet import is_quiet
from gighall.guard.reading import read
from gighall.guard.spaced import edits_for_spaced
from gighall.guard.spelled import find_spelled
from gighall.guard.words_for_signs import may_hold_signs
from tools.guard_rows import messages_of, rows_of

EVERY = 5


def plain_texts() -> list[str]:
    rows = rows_of()[::EVERY]
    texts = [with_whole_signs(text) for row in rows for text in messages_of(row)]
    return [text if (folded := fold(text)) is None else folded.text for text in texts]


def is_said_to_be_quiet(text: str) -> bool:
    said = said_in(text)
    return is_quiet(text, read(plain(text)), known_in(said), signs_in(text), said, figures_in(text))


def asked_of_all(text: str) -> list[object]:
    """Return whatever any finder of details, or of what disguises them, sees in a text."""
    reading, said, signs, figures = read(plain(text)), said_in(text), signs_in(text), figures_in(text)
    known = known_in(said)

    def nothing_plain(_other: str) -> list[Finding]:
        return []

    return [
        *find_phones(text),
        *find_spelled(text, reading.compared, reading.said, figures),
        *find_encoded(text, said, reading.triggers, nothing_plain),
        *find_deciphered(text, reading.triggers, figures, nothing_plain),
        *find_framed_digits(text),
        *find_met(text),
        *find_payments(text, reading, figures),
        *(find_meetings(text) if "meeting" in reading.triggers else ()),
        *find_addresses(text, reading, figures),
        *find_beside(text, reading, [], figures),
        *edits_for_spaced(text, known),
        *edits_for_loose(text, reading.triggers, signs),
        *find_apps(text, reading.apps, signs),
        *icon_apps(text),
        *([text] if may_hold_signs(text, known, signs) else ()),
    ]


def test_no_finder_sees_anything_in_a_quiet_text() -> None:
    quiet = [text for text in plain_texts() if is_said_to_be_quiet(text)]

    seen = {text: found for text in quiet if (found := asked_of_all(text))}

    assert len(quiet) > 1000
    assert seen == {}


def test_a_third_of_all_texts_is_quiet() -> None:
    texts = plain_texts()

    quiet = sum(map(is_said_to_be_quiet, texts))

    assert quiet > 0.3 * len(texts)


@pytest.mark.parametrize(
    "text",
    [
        "Danke dir, bis morgen 🙂",
        "«Oui», dit-il à 18h… et voilà",
        "¿Empezamos por las variables?",
        "ок договорились, до завтра",
        "猫猫头像画得也太像了吧哈哈哈,我妈还以为是",
    ],
)
def test_ordinary_signs_of_any_language_ask_for_no_closer_look(text: str) -> None:
    assert is_said_to_be_quiet(text)
    assert not asked_of_all(text)
