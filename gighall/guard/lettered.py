"""Say whether letters among digits stand for digits of a number to ring: "O7911 l23 4S6"."""

from collections.abc import Sequence

from gighall.guard.phones import DIGITS_MIN, Number, is_pattern, judge
from gighall.guard.word_lists import is_any_in

ENOUGH, FIGURES_MIN = 9, 3
# Letters that look like a nought or a one: no part of a machine is numbered with them. The last ones are Cyrillic.
_ROUND = frozenset("oOlI|\u043e\u041e\u0417\u0431\u04e9")
_PLAIN_SIGNS = frozenset(" .-/()\u00a0–\n")


def is_lettered(text: str, written: Sequence[str], number: Number, *, cue: bool, against: bool) -> bool:
    """Say whether groups, as they are ``written``, are a number to ring with letters in place of some digits."""
    figures = sum(sign.isdigit() for one in written for sign in one)
    told = is_any_in(text.lower(), "phone_cues", "letters_are_digits") and not against
    enough = len(number.digits) >= ENOUGH
    woven = [one for one in written if any(map(str.isalpha, one)) and any(map(str.isdigit, one))]
    # In several groups such letters are no chance.
    is_spread = enough and len(woven) > 1 and set("".join(number.gaps)) <= _PLAIN_SIGNS
    is_round = all(sign in _ROUND for one in woven for sign in one if sign.isalpha())
    if is_spread and figures >= FIGURES_MIN and (cue or is_round or not against) and not is_pattern(number):
        return True
    if figures < (FIGURES_MIN if told or cue else DIGITS_MIN - 2):
        return False
    return (enough and (told or (cue and bool(woven)))) or bool(judge(text, number)[0])
