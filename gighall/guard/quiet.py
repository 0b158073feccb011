"""Say of a text that no finder of contact details would find anything in it: most talk is like that.

Each finder asks for itself whether a text may hold what it looks for. To ask them all costs more than all the rest of
an ordinary message, so what they need is asked here at once: a finder that needs anything else belongs in here as well.
"""

import re
from collections.abc import Sequence, Set

from gighall.guard.apps import may_be_apart, may_be_leet
from gighall.guard.banks import has_printed_account
from gighall.guard.encoded import may_be_encoded
from gighall.guard.lexicon import MARKS
from gighall.guard.phones import DIGITS_MIN
from gighall.guard.reading import Reading
from gighall.guard.spaced import LETTERS, edits_for_spaced
from gighall.guard.spelled import find_spelled
from gighall.guard.streets_told import may_tell_street

# What no finder looks for in a text of ASCII: figures, some more punctuation.
_HARMLESS = b'0123456789:;!-"'
# Signs beyond ASCII that none looks for either, and faces, which say nothing where a text ends with them.
FIRST_BEYOND = 0x80
_FACES = " \n" + "".join(map(chr, range(0x1F600, 0x1F650)))
_ODD_SIGN = re.compile(f"[^\\w\\s\\x00-\\x7f«»„“”…–—¿¡،؟\u0300-\u036f{MARKS}]")
# Triggers that ask for nothing in a text that has neither many figures nor any sign of an address.
_DECIPHERED = frozenset(
    {"leaving_out", "sign_named", "pieced", "moved", "built", "ciphered", "tapped", "every_letter"}
)
# Triggers that ask for nothing in a text without figures, and without other signs than those; and without any sign.
_WITHOUT_SIGNS = (
    frozenset({"assembled", "bank", "meeting", "pix", "riddle", "street", "street_short"}) | _DECIPHERED
)
_WITHOUT_FIGURES = _WITHOUT_SIGNS - {"meeting", "pix"}
_STREETS = frozenset({"street", "street_short"})
_CLASSES = frozenset({"hint", "payapp"})


def is_quiet(
    text: str, reading: Reading, known: Set[str], signs: bytes, said: Sequence[str], figures: int
) -> bool:
    """Say whether a text holds no contact detail, nor any name of an app, whatever it proposes.

    Addresses as everybody writes them are not asked for. ``known`` and ``signs`` are the words and the signs of the
    text that the gate sees, ``said`` all of its words; it has so many figures.
    """
    if (
        reading.has_app
        or not known <= LETTERS
        or not reading.triggers
        <= (_WITHOUT_SIGNS if not signs else _DECIPHERED if figures else _WITHOUT_FIGURES)
        or not _CLASSES.isdisjoint(reading.classes)
    ):
        return False
    if signs and not _is_harmless(text, reading, signs, figures):
        return False
    if reading.said and (reading.said >= DIGITS_MIN or not _STREETS.isdisjoint(reading.triggers)):
        return False
    if "." in text and (" ." in text or may_be_apart(text)):
        return False
    return not (may_be_encoded(said) or edits_for_spaced(text, known))


def _is_harmless(text: str, reading: Reading, signs: bytes, figures: int) -> bool:
    """Say whether the signs of a text are of no interest to any finder."""
    others = signs.translate(None, _HARMLESS)
    if others and (min(others) < FIRST_BEYOND or _ODD_SIGN.search(text.rstrip(_FACES)) is not None):
        return False
    if "SW-" in text or may_be_leet(text):
        return False
    if not figures:
        return True
    return (
        figures + reading.said < DIGITS_MIN
        and not find_spelled(text, reading.compared, reading.said, figures)
        and not (has_printed_account(text) or may_tell_street(text))
    )
