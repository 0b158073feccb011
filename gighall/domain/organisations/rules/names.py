"""How a name looks: names that the eye takes for the same have the same key."""

import unicodedata
from functools import cache

from gighall.guard.word_lists import words

# Beside the letters of other scripts: signs of the same shape in most type faces. The small l stands for all of them.
_SAME_SHAPE = str.maketrans({"0": "o", "1": "l", "i": "l", "ı": "l", "ł": "l", "|": "l", "5": "s", "ß": "ss"})
# Two letters that run together into one.
_RUN_TOGETHER = (("rn", "m"), ("vv", "w"))


@cache
def _lookalikes() -> dict[int, str]:
    return str.maketrans({pair[0]: pair[1] for pair in words("lookalikes", "letters")})


def name_key(name: str) -> str:
    """Return a name as the eye takes it: letters of any script by their shape, without accents, case and spaces.

    Two organisations with the same key could not be told apart beside an order.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).translate(_lookalikes()))
    folded = unicodedata.normalize("NFKD", plain.casefold()).translate(_lookalikes()).translate(_SAME_SHAPE)
    letters = "".join(sign for sign in folded if sign.isalnum())
    for pair, one in _RUN_TOGETHER:
        letters = letters.replace(pair, one)
    return letters


def registration_key(registration: str) -> str:
    """Return a registration number without what people write between its signs."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", registration).casefold() if sign.isalnum())
