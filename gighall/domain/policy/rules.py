"""From findings to a judgement: what may be said in which place. Plain Python.

The table below is the policy: rules with an id and a version, read from the top; for each finding the first rule
that names its place and kind decides. A finding that no rule names is allowed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.errors import marked as _
from gighall.base.masking import MASKED, NOTED
from gighall.guard import Finding

# The five outcomes, the mildest first: as written; whole, with a remark for both sides; without the span; kept
# until a person decides (files and job content, never talk); not stored, the words stay with their author.
ALLOW, NOTE, MASK, HOLD, REFUSE = "allow", NOTED, MASKED, "hold", "refuse"
_MILDEST_FIRST = (ALLOW, NOTE, MASK, HOLD, REFUSE)
OUTSIDE_CONTACT = "outside-contact"


@dataclass(frozen=True)
class Rule:
    """One line of the policy table. ``kinds`` are the findings that it speaks about.

    ``after_hidden`` is the outcome for somebody who has lately hidden contact details on purpose too often.
    """

    id: str
    version: int
    places: frozenset[str]
    kinds: frozenset[str]
    outcome: str
    clause: str
    after_hidden: str


CONTACT_KINDS = frozenset({"email", "phone", "url", "handle", "meeting", "payment", "address"})
PROPOSAL_KINDS = frozenset({"intent", "allusion"})
BEFORE_ORDER = frozenset({"inbox", "gig", "profile", "community"})
IN_ORDER = frozenset({"order", "session"})
# What the buyer answers to the seller's questions, and the files of a delivery.
JOB_CONTENT = frozenset({"requirement", "delivery_file"})
RULES = (
    Rule("contact-before-order", 2, BEFORE_ORDER, CONTACT_KINDS, MASK, OUTSIDE_CONTACT, REFUSE),
    Rule("contact-in-order", 2, IN_ORDER, CONTACT_KINDS, MASK, OUTSIDE_CONTACT, REFUSE),
    Rule("contact-in-job-content", 1, JOB_CONTENT, CONTACT_KINDS, HOLD, OUTSIDE_CONTACT, HOLD),
    Rule("proposal-to-go-outside", 1, BEFORE_ORDER | IN_ORDER, PROPOSAL_KINDS, NOTE, OUTSIDE_CONTACT, MASK),
)


@dataclass(frozen=True)
class JudgedSpan:
    """A stretch of the words, half open, in code points: what was found there, and what follows from it."""

    start: int
    end: int
    kind: str
    rule: Rule
    outcome: str
    value: str = ""
    hidden: bool = False


@dataclass(frozen=True)
class Judgement:
    """What the policy says of one text. ``rule`` is the one that decided, None when nothing was found."""

    outcome: str
    spans: tuple[JudgedSpan, ...] = ()
    rule: Rule | None = None

    @property
    def hidden_contacts(self) -> int:
        """Return how many contact details were hidden on purpose."""
        return sum(span.hidden and span.kind in CONTACT_KINDS for span in self.spans)


NOTHING_FOUND = Judgement(ALLOW)


class WordsRefused(Refused):
    """Contact details from somebody who has hidden such details on purpose too often; nothing is stored."""

    code = "withheld_again"

    def __init__(self, judgement: Judgement) -> None:
        super().__init__(WORDS_REFUSED, days=limits.HIDDEN_CONTACTS_DAYS)
        self.judgement = judgement


WORDS_REFUSED = _(
    "Not sent: this holds contact details, and disguised ones were withheld from your messages more than once in"
    " the last {days} days. Your words are still here. Take the details out and send the rest; all you need to"
    " talk, share and deliver is on this page."
)


def judge(findings: Sequence[Finding], *, place: str) -> Judgement:
    """Judge the findings of one text in a place.

    Links to the hall's reference list are allowed everywhere. Of spans that overlap, those with the graver outcome
    stay whole and the milder ones are cut around them; equal ones become one, of the kind of the first.
    """
    judged = [
        JudgedSpan(
            finding.start, finding.end, finding.kind, rule, rule.outcome, finding.value, hidden=finding.hidden
        )
        for finding in findings
        if finding.kind != "url" or not is_reference(finding.value)
        if (rule := _rule_for(finding.kind, place)) is not None and rule.outcome != ALLOW
    ]
    return _judgement(judged)


def after_hidden(judgement: Judgement, *, hidden_before: int) -> Judgement:
    """Return the judgement for somebody who hid so many contact details on purpose before, lately."""
    if judgement.rule is None or hidden_before < limits.HIDDEN_CONTACTS_MAX:
        return judgement
    return _judgement([replace(span, outcome=span.rule.after_hidden) for span in judgement.spans])


def _rule_for(kind: str, place: str) -> Rule | None:
    return next((rule for rule in RULES if place in rule.places and kind in rule.kinds), None)


def _judgement(judged: Sequence[JudgedSpan]) -> Judgement:
    if not judged:
        return NOTHING_FOUND
    spans: list[JudgedSpan] = []
    for outcome in reversed(_MILDEST_FIRST):
        graver = list(spans)
        for span in _merged([span for span in judged if span.outcome == outcome]):
            spans += _around(span, graver)
    spans.sort(key=lambda span: span.start)
    gravest = max(spans, key=lambda span: _MILDEST_FIRST.index(span.outcome))
    return Judgement(gravest.outcome, tuple(spans), gravest.rule)


def _merged(spans: Sequence[JudgedSpan]) -> list[JudgedSpan]:
    merged: list[JudgedSpan] = []
    for span in sorted(spans, key=lambda item: (item.start, -item.end)):
        if merged and span.start < merged[-1].end:
            last = merged.pop()
            merged.append(replace(last, end=max(last.end, span.end), hidden=last.hidden or span.hidden))
        else:
            merged.append(span)
    return merged


def _around(span: JudgedSpan, graver: Sequence[JudgedSpan]) -> list[JudgedSpan]:
    """Return what is left of a span outside of the graver ones."""
    parts: list[JudgedSpan] = []
    start = span.start
    for other in sorted(graver, key=lambda item: item.start):
        if other.end <= start or other.start >= span.end:
            continue
        if other.start > start:
            parts.append(replace(span, start=start, end=other.start))
        start = other.end
    if start < span.end:
        parts.append(replace(span, start=start))
    return parts


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


# What something found in a text is called.
KIND_NAMES = {
    "email": _("e-mail address"),
    "phone": _("phone number"),
    "url": _("link"),
    "handle": _("account name elsewhere"),
    "meeting": _("meeting link"),
    "payment": _("payment elsewhere"),
    "address": _("postal address"),
    "intent": _("proposal to go elsewhere"),
    "allusion": _("hint at a way outside"),
}
# What the author reads at a withheld span, and what the other side reads there.
_MASKED_FOR_AUTHOR = {
    "email": _(
        "This e-mail address is withheld from the other side. Talk and share everything on this page."
    ),
    "phone": _("This phone number is withheld from the other side. Talk and share everything on this page."),
    "url": _("This link is withheld from the other side. Paste what matters as text instead."),
    "handle": _("This account name is withheld from the other side. Talk and share everything on this page."),
    "meeting": _(
        "This meeting link is withheld from the other side. The talk takes place on the order page."
    ),
    "payment": _("This way to pay is withheld from the other side. The hall holds and pays the money."),
    "address": _(
        "This address is withheld from the other side. A gig can ask for it when its work needs it."
    ),
    "intent": _("This is withheld from the other side. You can talk, share and pay on this page."),
    "allusion": _("This is withheld from the other side. You can talk, share and pay on this page."),
}
_MASKED_FOR_READER = {
    "email": _("An e-mail address was withheld here: contact stays on this page."),
    "phone": _("A phone number was withheld here: contact stays on this page."),
    "url": _("A link to another place was withheld here: contact stays on this page."),
    "handle": _("An account name elsewhere was withheld here: contact stays on this page."),
    "meeting": _("A meeting link was withheld here: the talk takes place on the order page."),
    "payment": _("A way to pay elsewhere was withheld here: the hall holds and pays the money."),
    "address": _("An address was withheld here: contact stays on this page."),
    "intent": _("A proposal to go elsewhere was withheld here: contact stays on this page."),
    "allusion": _("A hint at a way outside was withheld here: contact stays on this page."),
}
_NOTED_FOR_AUTHOR = _(
    "The other side sees these words. They sound like going elsewhere, which is not allowed; all you need to talk,"
    " share and pay is on this page."
)
_NOTED_FOR_READER = _(
    "These words sound like going elsewhere, which is not allowed. You need not: all you need to talk, share and pay"
    " is on this page."
)
# What an author reads at a span of a message that was refused as a whole.
_REFUSED_FOR_AUTHOR = _("Take this out, then the rest can be sent.")


def why(kind: str, *, for_author: bool, outcome: str = MASK) -> str:
    """Return the marked sentence that explains a span with an outcome; doors translate it."""
    if outcome == NOTE:
        return _NOTED_FOR_AUTHOR if for_author else _NOTED_FOR_READER
    if outcome == REFUSE:
        return _REFUSED_FOR_AUTHOR
    return (_MASKED_FOR_AUTHOR if for_author else _MASKED_FOR_READER)[kind]
