"""Find accounts at banks: IBANs, and account numbers beside the words that banks use."""

import re
from collections.abc import Iterator
from functools import cache

from gighall.guard.finding import Finding
from gighall.guard.samples import is_sample_number
from gighall.guard.word_lists import phrases, words

NEARBY = 60
CONFIDENCE = 0.86
# Manuals show these; nobody is paid there.
SAMPLES = frozenset(
    {
        "DE89370400440532013000",
        "GB82WEST12345698765432",
        "GB29NWBK60161331926819",
        "FR1420041010050500013M02606",
        "NL91ABNA0417164300",
        "ES9121000418450200051332",
        "IT60X0542811101000000123456",
        "CH9300762011623852957",
        "AT611904300234573201",
        "BE68539007547034",
        "PL61109010140000071219812874",
    }
)

_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{1,4}){3,9}(?![A-Za-z0-9])")
_WORD = re.compile(r"[^\W_]+")
# The same in groups of four, as it is printed: so nothing else is written.
_PRINTED = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d\d(?P<gap>[ -])[A-Z0-9]{4}(?:(?P=gap)[A-Z0-9]{4}){2,6}")
# What banks call the parts of an account, and the figures behind it.
_PART = re.compile(
    r"(?<![^\W_])(?P<name>acc(?:oun)?t?s?\.?(?: ?(?:no|num|number|nr))?|a/c|acct|\w{0,14}konto(?:nummer)?|cuenta|compte"
    r"|conta|conto"
    r"|rekening\w*|sort(?: ?code)?|bsb|routing(?: ?(?:no|number))?|aba|transit|ifsc|swift|bic|blz"
    r"|clabe|cbu|hesap\w*|сч[её]т\w*)"
    r"[\s.:#=]{0,4}(?:(?:is|no|number|ist|es|est)[\s.:#=]{1,3})?"
    r"(?P<value>(?:[A-Z]{4}[A-Z0-9]{4,7}|\d[\d -]{4,24}\d))(?![\w%])",
    re.IGNORECASE,
)
# Banks with letters in their codes: BIC, IFSC.
CODED = frozenset({"bic", "swift", "ifsc"})
_CODE = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?|[A-Z]{4}0[A-Z0-9]{6}")
_SORT_CODE = re.compile(r"(?<![\d-])\d\d-\d\d-\d\d\s*[/,]\s*\d{8}(?!\d)")


def find_bank_accounts(text: str) -> list[Finding]:
    """Return the accounts of a text whose check digits hold or beside which somebody is to be paid."""
    if is_about_forms(text):
        return []
    return [*_ibans(text), *_account_numbers(text)]


def has_printed_account(text: str) -> bool:
    """Say, cheaply, whether something like an IBAN stands in a text as it is printed."""
    return _PRINTED.search(text) is not None


def _said(section: str, text: str) -> bool:
    return _any_of(section).search(text.lower()) is not None


@cache
def _any_of(section: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, phrases('bank_words', section)))})(?![^\W_])")


def is_about_forms(text: str) -> bool:
    """Say whether a text speaks of fields, checks and samples rather than of somebody's account."""
    return _said("forms", text)


def _ibans(text: str) -> Iterator[Finding]:
    for one in _IBAN.finditer(text):
        written = _with_length(one[0])
        plain = re.sub(r"[ -]", "", written).upper()
        if (
            not written
            or is_filler(plain)
            or (plain in SAMPLES and not _said("paying", text))
            or is_sample_number(text, one.start(), one.start() + len(written), plain)
        ):
            continue
        before = text[max(0, one.start() - NEARBY) : one.start()]
        printed = _PRINTED.match(written) is not None and len(plain) == _lengths().get(plain[:2])
        if printed or _checks(plain) or _said("account", before) or _said("pay", before):
            yield _finding(one.start(), one.start() + len(written), plain, "iban")


def _with_length(written: str) -> str:
    """Return as much of what is written as an IBAN of its country has signs, or nothing."""
    length = _lengths().get(written[:2].upper(), 0)
    count = 0
    for place, sign in enumerate(written):
        count += sign.isalnum()
        if count == length:
            rest = written[place + 1 : place + 2]
            return "" if rest.isalnum() else written[: place + 1]
    # One sign more or less is a slip of the fingers.
    return written if length and abs(count - length) <= SLIPS_MAX else ""


SLIPS_MAX = 2


def _lengths() -> dict[str, int]:
    """Return how many signs the IBANs of each country have."""
    return {entry[:2]: int(entry[2:]) for entry in words("bank_words", "lengths")}


def _checks(plain: str) -> bool:
    """Say whether the check digits of an account's number hold (ISO 13616)."""
    return plain.isascii() and int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


def _account_numbers(text: str) -> Iterator[Finding]:
    parts = [one for one in _PART.finditer(text) if _is_number(one)]
    paid = len(parts) > 1 or _said("pay", text)
    for one in parts if paid else ():
        digits = re.sub(r"\D", "", one["value"])
        is_code = not one["value"][0].isdigit()
        if (len(parts) < 2 if is_code else not 5 <= len(digits) <= 20) or is_filler(digits):
            continue
        yield _finding(one.start("value"), one.end("value"), one["value"].lower(), "account")
    for one in _SORT_CODE.finditer(text):
        if is_filler(one[0]):
            continue
        yield _finding(one.start(), one.end(), one[0], "account")


def is_filler(written: str) -> bool:
    """Say whether the figures of an account are zeros only: it shows where one would stand."""
    return set(filter(str.isdecimal, written)) == {"0"}


def _is_number(part: re.Match[str]) -> bool:
    """Say whether what stands behind the word is an account's number, or the code of a bank, as these are written."""
    value = part["value"]
    if value[0].isdigit():
        return True
    is_coded = part["name"].lower() in CODED and (value.isupper() or any(map(str.isdigit, value)))
    return is_coded and _CODE.fullmatch(value.upper()) is not None


def _finding(start: int, end: int, value: str, evidence: str) -> Finding:
    return Finding("payment", 0, start, end, value.lower(), CONFIDENCE, (f"pay:{evidence}",))
