"""From findings to a judgement: what may be said in which place. Plain Python.

Rules are data with an id and a version. The outcomes are exactly five; of these the first rules need two.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from gighall.base.errors import marked as _
from gighall.guard import Finding

ALLOW, NOTE, MASK, HOLD, REFUSE = "allow", "note", "mask", "hold", "refuse"
OUTSIDE_CONTACT = "outside-contact"


@dataclass(frozen=True)
class Rule:
    """One line of the policy table. ``kinds`` are the findings that it speaks about."""

    id: str
    version: int
    places: frozenset[str]
    kinds: frozenset[str]
    outcome: str
    clause: str


CONTACT_KINDS = frozenset({"email", "phone", "url"})
RULES = (
    Rule("contact-before-order", 1, frozenset({"inbox", "gig"}), CONTACT_KINDS, MASK, OUTSIDE_CONTACT),
    Rule("contact-in-order", 1, frozenset({"order"}), CONTACT_KINDS, MASK, OUTSIDE_CONTACT),
)


@dataclass(frozen=True)
class JudgedSpan:
    """A stretch of the words to withhold, half open, in code points, with what was found there."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Judgement:
    """What the policy says of one text. ``rule`` is None when nothing was found."""

    outcome: str
    spans: tuple[JudgedSpan, ...] = ()
    rule: Rule | None = None


NOTHING_FOUND = Judgement(ALLOW)


def judge(findings: Sequence[Finding], *, place: str) -> Judgement:
    """Judge the findings of one text in a place.

    Links to the hall's reference list are allowed everywhere. Spans that overlap become one; the kind is
    that of the first.
    """
    findings = [finding for finding in findings if finding.kind != "url" or not is_reference(finding.value)]
    for rule in RULES:
        if place not in rule.places:
            continue
        spans = _merged([finding for finding in findings if finding.kind in rule.kinds])
        if spans:
            return Judgement(rule.outcome, tuple(spans), rule)
    return NOTHING_FOUND


def _merged(findings: Sequence[Finding]) -> list[JudgedSpan]:
    merged: list[JudgedSpan] = []
    for finding in sorted(findings, key=lambda item: (item.start, -item.end)):
        if merged and finding.start < merged[-1].end:
            last = merged.pop()
            merged.append(JudgedSpan(last.start, max(last.end, finding.end), last.kind))
        else:
            merged.append(JudgedSpan(finding.start, finding.end, finding.kind))
    return merged


# The hall's reference list: documentation and encyclopaedias to which anybody may link, since such a link leads
# to words and not to a person. What could carry contact data even there stays a finding: a page about a
# person, and every link with a query.
# Each name stands for itself and for its language editions (names below it).
REFERENCE_HOSTS = frozenset(
    {
        "developer.mozilla.org",
        "docs.djangoproject.com",
        "docs.python.org",
        "docs.rust-lang.org",
        "doc.rust-lang.org",
        "dictionary.cambridge.org",
        "git-scm.com",
        "man7.org",
        "packaging.python.org",
        "peps.python.org",
        "rfc-editor.org",
        "unicode.org",
        "w3.org",
        "wikibooks.org",
        "wikipedia.org",
        "wiktionary.org",
    }
)
_ABOUT_A_PERSON = re.compile(r"user|talk|special|profile|contact|people", re.IGNORECASE)
_PLAIN_PATH = re.compile(r"[^?&@]*")


def is_reference(link: str) -> bool:
    """Say whether a link found in a text leads to a page of the reference list, and to nothing else."""
    try:
        parts = urlsplit(link if "://" in link else f"https://{link}")
        host = (parts.hostname or "").lower().rstrip(".")
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or parts.username is not None or parts.port is not None:
        return False
    listed = any(host == name or host.endswith(f".{name}") for name in REFERENCE_HOSTS)
    path = f"{parts.path}#{parts.fragment}"
    return (
        listed and not parts.query and bool(_PLAIN_PATH.fullmatch(path)) and not _ABOUT_A_PERSON.search(path)
    )


# What the author reads at a withheld span, and what the other side reads there.
WHY_FOR_AUTHOR = {
    "email": _(
        "This e-mail address is withheld from the other side. Talk and share everything on this page."
    ),
    "phone": _("This phone number is withheld from the other side. Talk and share everything on this page."),
    "url": _("This link is withheld from the other side. Paste what matters as text instead."),
}
WHY_FOR_READER = {
    "email": _("An e-mail address was withheld here: contact stays on this page."),
    "phone": _("A phone number was withheld here: contact stays on this page."),
    "url": _("A link to another place was withheld here: contact stays on this page."),
}
KIND_NAMES = {"email": _("e-mail address"), "phone": _("phone number"), "url": _("link")}


def why(kind: str, *, for_author: bool) -> str:
    """Return the marked sentence that explains a withheld span; doors translate it."""
    return (WHY_FOR_AUTHOR if for_author else WHY_FOR_READER)[kind]
