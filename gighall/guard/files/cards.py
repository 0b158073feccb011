"""Visiting cards (vCard, MECARD) and the entries of calendars: each line says what it is."""

import re
from collections.abc import Callable, Iterator, Set

from gighall.guard.domains import is_own, is_unreachable
from gighall.guard.finding import Finding, Kind

Judge = Callable[[str, Set[str]], list[Finding]]

SURE = 0.97
FIELDS: dict[str, Kind] = {
    "TEL": "phone",
    "TEL-AV": "phone",
    "EMAIL": "email",
    "URL": "url",
    "IMPP": "handle",
    "ADR": "address",
    "X-SKYPE": "handle",
    "X-JABBER": "handle",
    "X-AIM": "handle",
    "X-ICQ": "handle",
    "X-MSN": "handle",
    "X-YAHOO": "handle",
    "X-SOCIALPROFILE": "handle",
    "X-TWITTER": "handle",
    "X-TELEGRAM": "handle",
    "X-WHATSAPP": "handle",
    "SOCIALPROFILE": "handle",
    "CALADRURI": "url",
    "CALURI": "url",
    "NICKNAME-X": "handle",
}
# Numbers of programs in a card: when it was made, which one it is.
OF_TOOLS = frozenset(
    {
        "UID",
        "REV",
        "PRODID",
        "VERSION",
        "KEY",
        "PHOTO",
        "LOGO",
        "SOUND",
        "DTSTAMP",
        "DTSTART",
        "DTEND",
        "BDAY",
        "TZURL",
        "TZID",
    }
)
# A line too long for the form goes on behind a blank.
_FOLD = re.compile(r"\r?\n[ \t]")
_LINE = re.compile(r"(?:(?<=\n)|\A)(?:[\w-]+\.)?([A-Za-z][A-Za-z-]*)((?:;[^:\n]{0,200})?):([^\r\n]*)")
_FIELD = re.compile(r"(?:(?<=;)|(?<=:)|\A)([A-Za-z-]+):((?:[^;\\\n]|\\.)*)")


def unfolded(text: str) -> str:
    """Return a card whose long lines are whole again, and with the line ends that stand in its entries."""
    return _FOLD.sub("", text).replace("\\n", " ; ").replace("\\N", " ; ").replace("\\,", ",")


def judge(text: str, own_hosts: Set[str], otherwise: Judge) -> list[Finding]:
    """Return the ways to reach somebody that a card names; ``otherwise`` judges its other lines."""
    return sorted(_found(text, own_hosts, otherwise), key=lambda one: one.start)


def _found(text: str, own_hosts: Set[str], otherwise: Judge) -> Iterator[Finding]:
    is_short = text[:6].upper() in {"MECARD", "BIZCAR"}
    for line in (_FIELD if is_short else _LINE).finditer(text):
        name, group = line[1].upper(), 2 if is_short else 3
        start, value = line.start(group), line[group]
        kind = FIELDS.get(name)
        if name in OF_TOOLS:
            continue
        if (
            kind is not None
            and _says_something(value)
            and not (kind == "url" and _leads_home(value, own_hosts))
        ):
            end = start + len(value.rstrip())
            yield Finding(kind, 0, start, end, value.strip(), SURE, ("card", name))
        elif kind is None:
            for one in otherwise(value, own_hosts):
                yield Finding(
                    one.kind,
                    0,
                    one.start + start,
                    one.end + start,
                    one.value,
                    one.confidence,
                    one.evidence,
                    one.hidden,
                )


def _says_something(value: str) -> bool:
    return any(one.isalnum() for one in value)


def _leads_home(address: str, own_hosts: Set[str]) -> bool:
    """Say whether a card's page is one of this place, or of no place at all."""
    host, _, port = address.strip().partition("://")[2].partition("/")[0].lower().partition(":")
    return bool(host) and (is_own(host, port, own_hosts) or is_unreachable(host))
