"""Find the names of accounts to pay to where the way to pay is bent, or the name said: "revo lut @ mira_k".

Also Indian addresses for payments whose at is said ("kavita at the rate okay axis"), and wallets ("mira dot eth").
"""

import re
from collections.abc import Iterator

from gighall.guard.banks import is_filler
from gighall.guard.finding import Finding
from gighall.guard.said_names import common_words

TEXT_MAX, CONFIDENCE, LETTERS_MIN, FIGURES_MIN, SIGNS_SURE = 300, 0.85, 4, 3, 2

_PAYER = re.compile(
    r"(?<![\w.@/])(?P<payer>v[e3]nm[o0]|vnmo|w1se|rev[o0] ?l(?:ut|oot)|r[e3]v[o0]lut|rev(?= ?tag)"
    r"|c[a@][s$]h ?(?:the )?[a@]pp"
    r"|p[a@]y ?p[a@]l|wise(?= (?:tag|is|name|handle))|m[o0]nz[o0]|chime|z[e3]ll[e3]|g-?p(?:ay|e)"
    r"|mercado ?pago|skrill|starling|p[a@]tr[e3][o0]n"
    r"|mpesa|m-pesa|alias (?:de |del )?(?:mp|mercado ?pago|cvu|cbu|ual[aá]|brubank))(?:'s)?(?![\w])",
    re.I,
)
_SAID = r"(?: (?:dash|minus|dot|underscore|hyphen|point|punkt|punto|ponto|guion|tiret) | ?- ?)"
_NAME = re.compile(
    r"(?P<links>(?:[\s:=→>,(-]{1,3}(?:tag:?|me,?|handle|name|user|username|sign|alias|id|account|acc|is|me|to|it|at|ist|es"
    r"|on|till|num|for|the|my|send|pe|par|kar|do)\b){0,5})"
    r"[\s:=→>,(-]{1,3}(?P<sigil>@ ?|\$ ?|£ ?|at[- ]sign |dollar(?:[ -]sign)? |at )?"
    rf"(?P<name>[^\W_][\w.]{{1,30}}(?:{_SAID}[^\W_][\w.]{{0,30}}){{0,4}})",
    re.I,
)
_UPI = re.compile(
    r"(?<![\w@.])[a-z][\w.]{2,40}(?: (?:dot|point) \w{2,20})?\s{0,2}(?:@|at the rate(?: of)?|atrate|at rate|at)\s{0,2}"
    r"(?:ok(?:ay)? ?(?:axis|sbi|icici|hdfc(?: ?bank)?)|(?:y|i)bl|axl|pay ?tm|upi)\b"
    # The sign and the letters of the bank said one by one: rekha tailor, at the rate, ok s b i.
    r"|(?<![\w@.])[a-z][\w.]{1,30}(?:,? (?:\(?dot\)?|point) \w{2,20}|,? [a-z]\w{1,20})?,? ?"
    r"(?:at the rate(?: of)?|atrate|at rate),? ?(?:ok(?:ay)?[ ,-]*(?:s[ .-]?b[ .-]?i|axis|icici|h[ .-]?d[ .-]?f[ .-]?c)"
    r"|[yi][ .-]?b[ .-]?l|a[ .-]x[ .-]l|p[ .-]?t[ .-]?m"
    r"|ok(?:ay)?(?=,? then))\b",
    re.I,
)
_UPI_NAMED = re.compile(
    r"\bupi(?: id)?(?: is)?[\s:=]{1,3}(?P<name>[a-z][\w.]{2,40}@[a-z]{3,14})(?![\w.]\w|\w)", re.I
)
_WALLET_NAME = re.compile(
    r"(?<![\w.])(?P<name>[a-z][\w-]{2,30}(?: (?:dash|minus) [\w-]{2,20})?(?:\.| dot )eth)(?![\w.]\w)", re.I
)
_CRYPTO = re.compile(r"\b(?:eth|ether|wallet|crypto|send|pay|metamask|tip|ens)\b", re.I)


# An account or a wallet whose signs stand apart, or in small groups.
_APART = re.compile(r"(?<![^\W_])[A-Za-z0-9](?:[ .–_-]{1,3}[A-Za-z0-9](?![^\W_])){11,44}")
_GROUPED = re.compile(
    r"(?<![^\W_])(?:bc1\w{1,8}|T[A-Z][\w]{2,7}|0x\w{2,8})"
    r"(?:(?: ?\(no spaces?\))? (?=[A-Za-z]*\d|[a-z]{4}\b)[A-Za-z0-9]{3,8}(?![^\W_])){2,10}"
)
_ACCOUNT = re.compile(
    r"iban|i b a n|bank|wallet|btc|bitcoin|eth\b|usdt|trc|crypto|purse|кошел|счёт|счет|hesap|konto|cuenta",
    re.I,
)
_BEGINS = re.compile(r"[A-Z]{2}\d\d|bc1|0x|T[A-Z1-9]", re.I)


def _apart(text: str) -> Iterator[Finding]:
    """Yield accounts and wallets whose signs do not stand together."""
    if _ACCOUNT.search(text) is None:
        return
    for pattern in (_APART, _GROUPED):
        for one in pattern.finditer(text):
            written = re.sub(r"\(no spaces?\)|[\W_]", "", one[0])
            figures = sum(map(str.isdigit, written))
            is_told = figures >= FIGURES_MIN and not (written.isdigit() or is_filler(written))
            if _BEGINS.match(written) and is_told:
                yield _finding(one.start(), one.end(), written, "account")


def find_pay_names(text: str) -> Iterator[Finding]:
    """Yield the names to pay to in a short text."""
    if len(text) > TEXT_MAX:
        return
    yield from _apart(text)
    for one in _UPI.finditer(text):
        yield _finding(one.start(), one.end(), one[0], "upi")
    for one in _UPI_NAMED.finditer(text):
        yield _finding(*one.span("name"), one["name"], "upi")
    for one in _WALLET_NAME.finditer(text):
        rest = text[: one.start()] + text[one.end() :]
        if _CRYPTO.search(rest):
            yield _finding(*one.span("name"), one["name"], "wallet")
    for payer in _PAYER.finditer(text):
        named = _NAME.match(text, payer.end())
        if named is not None and _is_account(named, payer["payer"]):
            start = named.start("sigil") if named["sigil"] else named.start("name")
            yield _finding(start, named.end("name"), named["name"], "name")


def _is_account(found: re.Match[str], payer: str) -> bool:
    """Say whether a name behind a way to pay is an account's: by its sign, by signs that are said, by figures."""
    name, links = found["name"].lower(), found["links"].lower()
    first = re.split(r"[\W_]+", name)[0]
    is_plain = (found["sigil"] or "").strip(" ") not in {"@", "$", "£"}
    if first in common_words() and is_plain and len(re.findall(_SAID, name)) < SIGNS_SURE:
        return False
    is_bent = not payer.replace(" ", "").isalpha() or " " in payer
    is_signed = any(sign in name for sign in "_.") or (any(map(str.isdigit, name)) and not name[0].isdigit())
    is_said = re.search(_SAID, name) is not None
    if found["sigil"] and is_said and "dollar" in found["sigil"].lower():
        return True
    if found["sigil"] and len(name) >= LETTERS_MIN:
        return found["sigil"].strip() in {"@", "$", "£"} or is_said or is_signed or is_bent
    return (is_said and len(first) >= 2) or (is_signed and bool(links.strip() or is_bent))


def _finding(start: int, end: int, written: str, evidence: str) -> Finding:
    value = re.sub(r"\s+", "", written.lower())
    return Finding("payment", 0, start, end, value, CONFIDENCE, (f"pay:{evidence}", "said name"), True)
