"""Find ways to pay outside: accounts, wallets and names of payment services, where words around speak of paying."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from gighall.guard.accounts import find_told_accounts
from gighall.guard.banks import find_bank_accounts, has_printed_account, is_filler
from gighall.guard.finding import Finding
from gighall.guard.handles import is_account_name
from gighall.guard.lexicon import Hit
from gighall.guard.reading import Reading
from gighall.guard.said_names import common_words
from gighall.guard.word_lists import words

NEARBY = 48
AFTER = 16
SHORT_MESSAGE_WORDS = 5
# A name of letters only is one where it is long and stands alone beside the way to pay.
LONE_MIN = 8
ACCOUNT_DIGITS_MIN = 8
CONFIDENCE = 0.88

_OWN = re.compile(r"\b(?:my|me on|me at|me:)\s{1,2}\Z", re.IGNORECASE)
_WALLET = re.compile(
    r"(?<!\w)(?:bc1[a-z0-9]{25,62}|[13][a-km-zA-HJ-NP-Z1-9]{25,34}|0x[0-9a-fA-F]{40}"
    r"|T(?=\w*[a-z])(?=\w*[A-Z])(?=\w*\d)[1-9A-HJ-NP-Za-km-z]{32,36}"
    r"|ltc1[a-z0-9]{25,60}|L[a-km-zA-HJ-NP-Z1-9]{26,33})(?!\w)"
)
# A long piece of letters and figures, as wallets' addresses are cut.
_WALLET_PART = re.compile(r"(?<!\w)(?=[A-Za-z]*\d)[A-Za-z0-9]{8,44}(?!\w)")
WALLET_PARTS_MAX, WALLET_MESSAGE_MAX = 4, 160
_UPI = re.compile(
    r"(?<![\w@.])[\w.-]{2,40}@(?:ok(?:axis|sbi|icici|hdfcbank)|ybl|ibl|axl|paytm|pt\w{2,6}|upi"
    r"|apl|sbi|icici|hdfcbank|axisbank|kotak|fbl|yapl|jio|airtel|freecharge|barodampay|idfcbank"
    r"|indus|instapay)\b",
    re.IGNORECASE,
)
_CASHTAG = re.compile(r"(?<![\w$])\$[a-zA-Z][\w-]{2,20}(?![\w$])")
_NAME = re.compile(r"(?<![\w.@])@[A-Za-z][\w.-]{2,30}")
# "dollar sign bigmike", said rather than written.
_SAID_TAG = re.compile(r"\bdollar sign(?: then)?,? (?P<name>[^\W_]+(?: the [^\W_]+)?)", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.,$€£+])\+?\d[\d .()/-]{6,24}\d(?![\w%€$£])")
_CARD = re.compile(r"(?<!\d)\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}(?!\d)")
_PIX_KEY = re.compile(
    r"(?<!\d)\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)"
    r"|(?<![\w-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w-])|(?<!\d)\d{11}(?!\d)"
)
_WORD = re.compile(r"[^\W\d_]+")
# What pays somebody, of all that has to do with paying.
_PAYING = frozenset({"payme", "payapp"})
_THINGS = frozenset({"thing", "rule", "not"})


def find_payments(text: str, reading: Reading, figures: int) -> list[Finding]:
    """Return ways to pay outside in a text with so many figures."""
    triggers = reading.triggers
    found: list[Finding] = []
    if "at" in triggers:
        found += [_finding(one, "upi") for one in _UPI.finditer(text)]
    if "cashtag" in triggers and "$" in text:
        found += [
            _finding(one, "cashtag") for one in _CASHTAG.finditer(text) if not _is_of_program(text, one)
        ]
    if "wallet" in triggers and len(text) >= 26:
        found += [_finding(one, "wallet") for one in _WALLET.finditer(text)]
    if figures and ("bank" in triggers or has_printed_account(text)):
        found += find_bank_accounts(text)
    if "account" in triggers:
        found += find_told_accounts(text, figures, says_digits=reading.said > ACCOUNT_DIGITS_MIN)
    if "pix" in triggers:
        found += [_finding(one, "pix") for one in _PIX_KEY.finditer(text)]
    if "pay" in reading.classes or not _PAYING.isdisjoint(reading.classes):
        if figures >= ACCOUNT_DIGITS_MIN or "@" in text:
            found += _accounts(text, reading.hits)
        if "payapp" in reading.classes:
            found += _names(text)
    return found


def split_wallet(messages: Sequence[str]) -> Iterator[Finding]:
    """Yield the parts of a wallet's address that is split over messages."""
    near: list[tuple[int, re.Match[str]]] = []
    whole: list[tuple[int, re.Match[str]]] = []
    for index, text in enumerate(messages):
        found = _WALLET_PART.search(text) if len(text) <= WALLET_MESSAGE_MAX else None
        if found is None:
            continue
        near = [
            *[one for one in near if index - one[0] < WALLET_PARTS_MAX][1 - WALLET_PARTS_MAX :],
            (index, found),
        ]
        for first in range(len(near) - 1):
            written = "".join(one[0] for _message, one in near[first:])
            if len(near) - first > len(whole) and _WALLET.fullmatch(written):
                whole = near[first:]
    value = "".join(one[0] for _message, one in whole)
    for message, one in whole:
        yield Finding("payment", message, *one.span(), value, CONFIDENCE, ("run", "pay:wallet"), True)


def _accounts(text: str, hits: Sequence[Hit]) -> Iterator[Finding]:
    """Yield accounts, cards, names and numbers beside words of paying somebody."""
    if any(not _THINGS.isdisjoint(hit.classes) for hit in hits) and not any(
        "payme" in hit.classes for hit in hits
    ):
        return
    paying = [hit for hit in hits if not _PAYING.isdisjoint(hit.classes)]
    for pattern, name in ((_CARD, "card"), (_NAME, "name"), (_NUMBER, "number")):
        for one in pattern.finditer(text):
            if name == "number" and not ACCOUNT_DIGITS_MIN <= sum(map(str.isdigit, one[0])) <= 16:
                continue
            if _is_of_program(text, one) if name == "name" else is_filler(one[0]):
                continue
            if any(_beside(one, hit) for hit in paying if name != "card" or "payme" in hit.classes):
                yield _finding(one, name)


def _is_of_program(text: str, found: re.Match[str]) -> bool:
    """Say whether a name with its sign is one that programs have: @media, "the $cashier variable"."""
    if found[0][1:].lower() in words("apps", "decorators"):
        return True
    before = _WORD.findall(text[max(0, found.start() - AFTER) : found.start()].lower())[-1:]
    behind = _WORD.findall(text[found.end() : found.end() + AFTER].lower())[:1]
    return not words("apps", "program_things").isdisjoint([*before, *behind])


@cache
def _payer() -> re.Pattern[str]:
    """Return the expression of a name beside a way to pay: venmo: kit-lambert-3."""
    payers = "|".join(
        sorted((one.replace("_", " ") for one in words("apps", "payers")), key=len, reverse=True)
    )
    return re.compile(
        rf"(?<![\w.@/])(?:{payers})"
        r"(?P<way>(?: (?:is|me|to|at|tag|handle|name|user|username|id|account|under|goes to))*"
        r"[ \t]{0,2}(?:[:=→>–—-]{1,2})?[ \t]{1,2})(?P<name>[A-Za-z][\w.-]*\w)(?![\w@/(=]|\.\w)",
        re.IGNORECASE,
    )


def _names(text: str) -> Iterator[Finding]:
    """Yield the names of accounts beside the ways to pay that have some."""
    for one in _payer().finditer(text):
        name = one["name"]
        own = one["way"].strip() and _OWN.search(text, max(0, one.start() - AFTER), one.start()) is not None
        chosen = is_account_name(name) or (name.count("-") and (own or any(map(str.isdigit, name))))
        lone = name.isalpha() and len(name) >= LONE_MIN and one.end() == len(text.rstrip(" .!"))
        if lone and len(text.split()) <= SHORT_MESSAGE_WORDS and name.lower() not in common_words():
            chosen = chosen or ":" in one["way"] or bool(own)
        if chosen and (one["way"].strip() or len(text.split()) <= SHORT_MESSAGE_WORDS):
            yield Finding(
                "payment", 0, one.start("name"), one.end("name"), name.lower(), CONFIDENCE, ("pay:name",)
            )
    for one in _SAID_TAG.finditer(text):
        yield Finding(
            "payment", 0, one.start(), one.end(), one["name"].lower(), CONFIDENCE, ("pay:cashtag",), True
        )


def _beside(found: re.Match[str], hit: Hit) -> bool:
    return 0 <= found.start() - hit.end <= NEARBY or 0 <= hit.start - found.end() <= AFTER


def _finding(found: re.Match[str], evidence: str) -> Finding:
    value = re.sub(r"[\s-]", "", found[0]) if evidence in {"card", "number"} else found[0].lower()
    return Finding("payment", 0, found.start(), found.end(), value, CONFIDENCE, (f"pay:{evidence}",))
