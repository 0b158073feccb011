"""What QR and bar codes say: an address, a number to ring, a visiting card, a payment, or nothing of the kind."""

import re
from collections.abc import Callable, Set

from gighall.guard.files import cards
from gighall.guard.finding import Finding, Kind

Judge = Callable[[str, Set[str]], list[Finding]]

SURE = 0.97
PHONE_DIGITS_MIN, PHONE_DIGITS_MAX = 7, 15
# What stands in a code in a form of its own, by how it starts, and what it is.
FORMS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"(?:mailto|smtp):\s*([^?\s:;]+@[^?\s:;]+)", re.IGNORECASE), "email"),
    (re.compile(r"MATMSG:(?:.{0,200}?;)?TO:([^;]+)", re.IGNORECASE | re.DOTALL), "email"),
    (
        re.compile(
            r"(?:tel|sms|smsto|mms|mmsto|facetime|facetime-audio|callto|whatsapp):(?://)?([+(]?\d[\d ().+-]{3,24})",
            re.IGNORECASE,
        ),
        "phone",
    ),
    (
        re.compile(
            r"(?:skype|viber|sip|sips|xmpp|im|aim|ymsgr|threema|session|matrix|tg|weixin|line|fb|fb-messenger|"
            r"instagram|twitter|snapchat|discord|kakaotalk|linkedin|vk|zalo|slack|msteams):(?://)?(\S+)",
            re.IGNORECASE,
        ),
        "handle",
    ),
    (
        re.compile(
            r"(?:bitcoin|ethereum|litecoin|monero|dash|dogecoin|bitcoincash|lightning|upi|paypal|venmo|cashapp|swish|"
            r"pix|vipps|twint|payto|wxp|alipays):(?://)?(\S+)",
            re.IGNORECASE,
        ),
        "payment",
    ),
)
# A transfer between banks (EPC), the bills of Switzerland, Pix and other merchants' codes (EMV).
PAYMENTS = re.compile(
    r"(BCD\r?\n00[12]\r?\n|SPC\r?\n0200\r?\n|00020[12](?:01021[12]|(?:0[2-9]|[1-4]\d|5[01])\d\d[^\n]{9,400}6304))"
)
# What only machines read: one-time passwords, boarding passes, places on a map, joining a network.
OF_MACHINES = re.compile(
    r"(?:otpauth|otpauth-migration|market|chrome|FIDO|HC1|DPP):|M[1-4][A-Z]{2,20}/", re.IGNORECASE
)
_PLACE = re.compile(r"geo:", re.IGNORECASE)
_NETWORK = re.compile(r"WIFI:", re.IGNORECASE)
_DIALLED = re.compile(r"(?:\+|00?)[\d ()./-]{6,22}")


def judge(text: str, own_hosts: Set[str], otherwise: Judge) -> list[Finding]:
    """Return what a code gives away; ``otherwise`` judges what has no form of its own."""
    if OF_MACHINES.match(text):
        return []
    if _PLACE.match(text):
        return [one for one in otherwise(text, own_hosts) if one.kind == "email"]
    if _NETWORK.match(text):
        # A password is as any sign of a password; a network's name may be a number to ring.
        return [one for one in otherwise(text, own_hosts) if one.kind in {"email", "phone", "url"}]
    if text[:6].upper() in {"BEGIN:", "MECARD", "BIZCAR"}:
        return cards.judge(text, own_hosts, otherwise)
    for form, kind in FORMS:
        match = form.match(text)
        if match is not None:
            own = Finding(kind, 0, match.start(1), match.end(1), match[1], SURE, ("code", kind))
            rest = otherwise(text[match.end() :], own_hosts)
            return [
                own,
                *(_moved(one, match.end()) for one in rest if one.kind not in {"intent", "allusion"}),
            ]
    if PAYMENTS.match(text):
        return [Finding("payment", 0, 0, len(text), text, SURE, ("code", "transfer"))]
    digits = sum(one.isdigit() for one in text)
    if _DIALLED.fullmatch(text) and PHONE_DIGITS_MIN <= digits <= PHONE_DIGITS_MAX:
        return [Finding("phone", 0, 0, len(text), text, SURE, ("code", "number"))]
    return otherwise(text, own_hosts)


def _moved(finding: Finding, by: int) -> Finding:
    return Finding(
        finding.kind,
        0,
        finding.start + by,
        finding.end + by,
        finding.value,
        finding.confidence,
        finding.evidence,
    )
