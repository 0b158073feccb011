"""Find plain e-mail addresses."""

import re

from gighall.guard.domains import (
    HOST_CHARACTERS_MAX,
    is_placeholder,
    is_reserved,
    is_said_as_sample,
    is_unread,
    is_well_formed,
    top_level_class,
)
from gighall.guard.finding import Finding
from gighall.guard.lexicon import MARKS
from gighall.guard.samples import is_made_up

LOCAL_CHARACTERS_MAX = 64
CONFIDENCE = 0.99
CONFIDENCE_RESERVED = 0.9

_LOCAL_BACKWARDS = re.compile(rf"[\w{MARKS}.!#$%&'*+/=?^{{|}}~-]{{1,65}}")
_HOST = re.compile(r"[\w.-]++")
# Signs that may stand in a local part but more often stand before one: 'anna@…', (=anna@…), {anna@…}.
_LEADING_SIGNS = "'*/=?{|}~&!#$%^."


def find_emails(text: str) -> list[Finding]:
    """Return the e-mail addresses of a text. Linear: each sign belongs to at most two candidates."""
    findings = []
    at = text.find("@")
    while at != -1:
        found = _around(text, at)
        if found is not None:
            findings.append(found)
        at = text.find("@", at + 1)
    return findings


def _around(text: str, at: int) -> Finding | None:
    """Return the address whose ``@`` stands at ``at``, or None."""
    host = _host_after(text, at + 1)
    if host is None:
        return None
    local = _local_before(text, at)
    if not local:
        return None
    start, end = at - len(local), at + 1 + len(host)
    if _is_repository(text, local, end):
        return None
    if is_unread(local, host):
        return None
    reserved = is_reserved(host)
    if reserved and is_said_as_sample(text, start, end):
        return None
    if is_made_up(text, start, end) or (is_placeholder(local, host) and is_said_as_sample(text, start, end)):
        return None
    evidence = ("name@host", f"domain:{host.rsplit('.', 1)[-1].lower()}")
    confidence = CONFIDENCE_RESERVED if reserved else CONFIDENCE
    return Finding("email", 0, start, end, f"{local}@{host}".lower(), confidence, evidence)


def _local_before(text: str, at: int) -> str:
    """Return the local part that ends at ``at``, without signs that only introduce it."""
    window = text[max(0, at - LOCAL_CHARACTERS_MAX - 1) : at]
    match = _LOCAL_BACKWARDS.match(window[::-1])
    if match is None or len(match[0]) > LOCAL_CHARACTERS_MAX or window.endswith("."):
        return ""
    return match[0][::-1].lstrip(_LEADING_SIGNS)


def _host_after(text: str, start: int) -> str | None:
    """Return the longest host name that starts here and ends in a known domain, or None."""
    match = _HOST.match(text, start)
    if match is None or len(match[0]) > HOST_CHARACTERS_MAX * 2:
        return None
    labels = match[0].split("..", 1)[0].rstrip(".-_").split(".")
    for count in range(len(labels), 1, -1):
        if top_level_class(labels[count - 1]) and is_well_formed(labels[:count]):
            return ".".join(labels[:count])
    return None


def _is_repository(text: str, local: str, end: int) -> bool:
    """Say whether this is where code is fetched from (``git@host:owner/name``), not a mailbox."""
    return local.lower() in {"git", "hg", "svn"} and text[end : end + 1] in {":", "/"}
