"""Find accounts and cards that are told in the words of many languages, and names beside ways to pay.

A number is one where a way to pay, a bank or the word for an account stands right before it, and somebody is asked to
move money or is said to hold it (``data/accounts.txt``), or where only accounts are printed so.
"""

import re
from collections.abc import Iterator
from functools import cache

from gighall.guard.banks import is_about_forms, is_filler
from gighall.guard.finding import Finding
from gighall.guard.lexicon import is_unspaced
from gighall.guard.spelled import digits_said
from gighall.guard.word_lists import is_any_in, phrases, words

TEXT_MAX = 600
BEFORE, FIGURES_MIN, SPOKEN_MIN = 40, 6, 8
CARD_DIGITS = range(16, 20)
NUMBER_DIGITS = range(6, 27)
SPOKEN_GAP, IBAN_LETTERS = 24, 12
CONFIDENCE = 0.88

_NUMBER = re.compile(r"(?<![A-Za-z0-9_.,$€£+/])(?:\d[\d /-]{4,34}\d)(?![\w%€$£]|[.,:]\d)")
# So only accounts are printed: in the Czech lands with the bank behind a stroke, in Poland twenty-six figures.
_PRINTED = re.compile(
    r"(?<![\w/.-])(?:(?:\d{1,6}-)?\d{6,10}/\d{4}|\d\d(?: \d{4}){6})(?![\w/-])"
    r"|(?:[\u3041-\u9fff]{2,10}銀行\s?(?:[\u3041-\u9fff]{1,8}\s)?)?普通\s?\d{3,4}[ -]?\d{3,4}(?!\d)"
    r"(?:\s[\u30a1-\u30ff]{2,8}){0,2}|記号\s?\d{5}\s?番号\s?[\d ]{6,9}\d"
    r"|סניף\s?\d{3},?\s(?:חשבון|ח-ן)\s?[\d /-]{5,12}\d"
)
_SERVICE = (
    r"(?:revolut|rev0lut|r3v0lut|venmo|venm0|vnmo|monzo|paypal|pay ?pal|wise|zelle|chime|cash ?app|papara|paypay"
    r"|ペイペイ|revtag|ko-?fi|starling)"
)
_NAMED = re.compile(
    rf"(?<![\w@/.]){_SERVICE}(?:[ の]{{0,2}}(?P<id>id|tag|name|user|handle)?[ は:=]{{0,3}})"
    r"(?P<name>@[^\W\d_][\w.-]{2,30}|(?(id)(?=[\w.-]*[\d_])[A-Za-z][\w-]{3,30}|(?!)))(?![\w@]|\.\w)",
    re.IGNORECASE,
)
_IBAN_BEGUN = re.compile(r"(?<![A-Za-z])[A-Z]{2}\d\d ?(?:[A-Z]{4} ?)?\Z")
_COUNTRY = re.compile(r"(?<![^\W_])[A-Z] ?[A-Z]\s\Z")


def find_told_accounts(text: str, figures: int, *, says_digits: bool) -> Iterator[Finding]:
    """Yield the accounts of a text with so many figures, whose words may say digits too."""
    if len(text) > TEXT_MAX:
        return
    low = text.lower()
    for one in _NAMED.finditer(text) if "@" in text or "_" in text or figures else ():
        if one["name"].lstrip("@").lower() not in words("apps", "decorators"):
            yield _finding(*one.span("name"), one["name"].lower(), "name")
    if (figures < FIGURES_MIN and not says_digits) or is_about_forms(text):
        return
    for one in _PRINTED.finditer(text):
        yield _finding(one.start(), one.end(), re.sub(r"\D", "", one[0]), "account")
    if not is_any_in(low, "accounts", "before"):
        return
    is_moved = _any_of("moves").search(low) is not None or _any_of("holder").search(low) is not None
    for one in _NUMBER.finditer(text):
        digits = re.sub(r"\D", "", one[0])
        is_card = len(digits) in CARD_DIGITS
        # The figures of a sample IBAN are an account only where somebody is to be paid there.
        begun = _IBAN_BEGUN.search(text, max(0, one.start() - IBAN_LETTERS), one.start())
        start = begun.start() if begun else one.start()
        is_number = (
            len(digits) in NUMBER_DIGITS
            and not is_filler(digits)
            and (is_moved or (is_card and begun is None))
        )
        if is_number and _is_named(low, start):
            yield _finding(start, one.end(), digits, "account")
    if says_digits:
        yield from _spoken(text, low)


def _spoken(text: str, low: str) -> Iterator[Finding]:
    """Yield rows of digits behind the word for an account, some of them said in words."""
    rows: list[list[int]] = []
    said = digits_said(text)
    for index, one in enumerate(said):
        if rows and one.start - said[rows[-1][-1]].end <= SPOKEN_GAP:
            rows[-1].append(index)
        else:
            rows.append([index])
    for row in rows:
        first, last = said[row[0]], said[row[-1]]
        digits = "".join(said[index].digits for index in row)
        if (
            len(digits) >= SPOKEN_MIN
            and sum(said[index].way == "word" for index in row) > 1
            and _is_named(low, first.start)
        ):
            country = _COUNTRY.search(text, 0, first.start)
            start = country.start() if country else first.start
            yield Finding(
                "payment", 0, start, last.end, digits, CONFIDENCE, ("pay:account", "digits as words"), True
            )


def _is_named(low: str, start: int) -> bool:
    """Say whether a way to pay or the word for an account stands right before a number."""
    return _any_of("before").search(low, max(0, start - BEFORE), start) is not None


@cache
def _any_of(section: str) -> re.Pattern[str]:
    said = sorted({one.lower() for one in phrases("accounts", section)}, key=len, reverse=True)
    spaced = "|".join(re.escape(one) for one in said if not is_unspaced(one[0]))
    unspaced = "|".join(re.escape(one) for one in said if is_unspaced(one[0]))
    # Verbs go on with their endings.
    ends = "" if section == "moves" else r"(?![^\W_])"
    return re.compile(rf"(?<![^\W_])(?:{spaced}){ends}|{unspaced}")


def _finding(start: int, end: int, value: str, evidence: str) -> Finding:
    return Finding("payment", 0, start, end, value, CONFIDENCE, (f"pay:{evidence}",))
