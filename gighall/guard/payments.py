"""Find ways to pay outside: accounts, wallets and names of payment services, where words around speak of paying."""

import re
from collections.abc import Iterator, Sequence

from gighall.guard.finding import Finding
from gighall.guard.lexicon import Hit
from gighall.guard.reading import Reading

NEARBY = 48
AFTER = 16
CONFIDENCE = 0.88

_IBAN = re.compile(
    r"(?<!\w)[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,4})?(?!\w)", re.IGNORECASE
)
_WALLET = re.compile(
    r"(?<!\w)(?:bc1[a-z0-9]{25,62}|[13][a-km-zA-HJ-NP-Z1-9]{25,34}|0x[0-9a-fA-F]{40}"
    r"|T[1-9A-HJ-NP-Za-km-z]{33}"
    r"|ltc1[a-z0-9]{25,60}|L[a-km-zA-HJ-NP-Z1-9]{26,33})(?!\w)"
)
_UPI = re.compile(
    r"(?<![\w@.])[\w.-]{2,40}@(?:ok(?:axis|sbi|icici|hdfcbank)|ybl|ibl|axl|paytm|pt\w{2,6}|upi"
    r"|apl|sbi|icici|hdfcbank|axisbank|kotak|fbl|yapl|jio|airtel|freecharge|barodampay|idfcbank"
    r"|indus|instapay)\b",
    re.IGNORECASE,
)
_CASHTAG = re.compile(r"(?<![\w$])\$[a-zA-Z][\w-]{2,20}(?![\w$])")
_NAME = re.compile(r"(?<![\w.@])@[A-Za-z][\w.-]{2,30}")
_NUMBER = re.compile(r"(?<![\w.,$€£+])\+?\d[\d .()/-]{6,24}\d(?![\w%€$£])")
_CARD = re.compile(r"(?<!\d)\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}(?!\d)")
_PIX_KEY = re.compile(
    r"(?<!\d)\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)"
    r"|(?<![\w-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w-])|(?<!\d)\d{11}(?!\d)"
)
# What pays somebody, of all that has to do with paying.
_PAYING = frozenset({"payme", "payapp"})
_THINGS = frozenset({"thing", "rule", "not"})


def find_payments(text: str, reading: Reading) -> list[Finding]:
    """Return ways to pay outside in a text."""
    triggers = reading.triggers
    found: list[Finding] = []
    if "at" in triggers:
        found += [_finding(one, "upi") for one in _UPI.finditer(text)]
    if "cashtag" in triggers and "$" in text:
        found += [_finding(one, "cashtag") for one in _CASHTAG.finditer(text)]
    if "wallet" in triggers and len(text) >= 26:
        found += [_finding(one, "wallet") for one in _WALLET.finditer(text)]
    if "pix" in triggers:
        found += [_finding(one, "pix") for one in _PIX_KEY.finditer(text)]
    if "pay" in reading.classes or not _PAYING.isdisjoint(reading.classes):
        paying = [hit for hit in reading.hits if not _PAYING.isdisjoint(hit.classes)]
        found += _accounts(text, reading.hits, paying)
    return found


def _accounts(text: str, hits: Sequence[Hit], paying: Sequence[Hit]) -> Iterator[Finding]:
    """Yield accounts, cards, names and numbers beside words of paying somebody."""
    if any(not _THINGS.isdisjoint(hit.classes) for hit in hits) and not any(
        "payme" in hit.classes for hit in hits
    ):
        return
    paid = any("payme" in hit.classes for hit in paying) or (
        bool(paying) and any("pay" in hit.classes for hit in hits)
    )
    for one in _IBAN.finditer(text) if paid else ():
        if _is_iban(one[0]):
            yield _finding(one, "iban")
    for pattern, name in ((_CARD, "card"), (_NAME, "name"), (_NUMBER, "number")):
        for one in pattern.finditer(text):
            if name == "number" and not 8 <= sum(map(str.isdigit, one[0])) <= 16:
                continue
            if any(_beside(one, hit) for hit in paying if name != "card" or "payme" in hit.classes):
                yield _finding(one, name)


def _beside(found: re.Match[str], hit: Hit) -> bool:
    return 0 <= found.start() - hit.end <= NEARBY or 0 <= hit.start - found.end() <= AFTER


def _is_iban(written: str) -> bool:
    """Say whether the check digits of an account's number hold (ISO 13616)."""
    plain = re.sub(r"[ -]", "", written).upper()
    if not 15 <= len(plain) <= 34:
        return False
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


def _finding(found: re.Match[str], evidence: str) -> Finding:
    value = re.sub(r"[\s-]", "", found[0]) if evidence in {"iban", "card", "number"} else found[0].lower()
    return Finding("payment", 0, found.start(), found.end(), value, CONFIDENCE, (f"pay:{evidence}",))
