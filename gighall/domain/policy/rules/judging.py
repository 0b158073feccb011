"""From findings to a judgement: what may be said in which place. Plain Python."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.errors import marked as _
from gighall.guard import LEANING, Finding

from .references import is_reference
from .table import ALLOW, CONTACT_KINDS, MILDEST_FIRST, RULES, Rule
from .waivers import RunningWaiver, waiver_for


@dataclass(frozen=True)
class JudgedSpan:
    """A stretch of the words, half open, in code points: what was found there, and what follows from it.

    ``waiver`` is the exception that lets it stand; only then its outcome is *allow*. ``completes`` says that it is
    found only together with the author's messages before.
    """

    start: int
    end: int
    kind: str
    rule: Rule
    outcome: str
    value: str = ""
    hidden: bool = False
    waiver: RunningWaiver | None = None
    completes: bool = False


@dataclass(frozen=True)
class Judgement:
    """What the policy says of one text. ``rule`` is the one that decided, None when nothing was found.

    ``facts_version`` says under which facts of the place it was made, where they could have changed it: words whose
    place has other facts by now are judged again. ``after`` is the key of the author's last message there when it was
    made, where that could have changed it: if they wrote another one meanwhile, the words are judged again as well.
    """

    outcome: str
    spans: tuple[JudgedSpan, ...] = ()
    rule: Rule | None = None
    facts_version: int | None = None
    after: str | None = None

    @property
    def hidden_contacts(self) -> int:
        """Return how many contact details were hidden on purpose; those that an exception lets stand do not count."""
        return sum(span.hidden and span.kind in CONTACT_KINDS and span.waiver is None for span in self.spans)

    @property
    def completes(self) -> bool:
        """Say whether something is found only together with the author's messages before."""
        return any(span.completes for span in self.spans)

    @property
    def waiver(self) -> RunningWaiver | None:
        """Return the exception that was used, the first of several, or None."""
        return next((span.waiver for span in self.spans if span.waiver is not None), None)


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


def judge(
    findings: Sequence[Finding],
    *,
    place: str,
    waivers: Sequence[RunningWaiver] = (),
    now: datetime | None = None,
    completing: Collection[Finding] = (),
) -> Judgement:
    """Judge the findings of one text in a place, at a moment under the exceptions that are given for it there.

    ``completing`` are those of them that only the author's messages before it show.
    Links to the hall's reference list are allowed everywhere. Of spans that overlap, those with the graver outcome
    stay whole and the milder ones are cut around them; equal ones become one, of the kind of the first.
    """
    judged: list[JudgedSpan] = []
    for finding in findings:
        # What only is likely, by the words around it, is noted as these are.
        kind = "intent" if finding.value == LEANING else finding.kind
        rule = rule_for(kind, place)
        if rule is None or rule.outcome == ALLOW or (finding.kind == "url" and is_reference(finding.value)):
            continue
        waiver = waiver_for(finding, waivers, place=place, now=now) if now is not None else None
        outcome = rule.outcome if waiver is None else ALLOW
        judged.append(
            JudgedSpan(
                finding.start,
                finding.end,
                kind,
                rule,
                outcome,
                finding.value,
                finding.hidden,
                waiver,
                finding in completing,
            )
        )
    return _judgement(judged)


def after_hidden(judgement: Judgement, *, hidden_before: int) -> Judgement:
    """Return the judgement for somebody who hid so many contact details on purpose before, lately.

    What an exception lets stand, it lets stand for them too; a wording that only leans outside is noted as ever.
    """
    if judgement.rule is None or hidden_before < limits.HIDDEN_CONTACTS_MAX:
        return judgement
    spans = [
        span
        if span.waiver is not None or span.value == LEANING
        else replace(span, outcome=span.rule.after_hidden)
        for span in judgement.spans
    ]
    return replace(_judgement(spans), facts_version=judgement.facts_version, after=judgement.after)


def rule_for(kind: str, place: str) -> Rule | None:
    """Return the rule that decides about a kind of finding in a place, or None: it is allowed."""
    return next((rule for rule in RULES if place in rule.places and kind in rule.kinds), None)


def _judgement(judged: Sequence[JudgedSpan]) -> Judgement:
    if not judged:
        return NOTHING_FOUND
    spans: list[JudgedSpan] = []
    for outcome in reversed(MILDEST_FIRST):
        graver = list(spans)
        for span in _merged([span for span in judged if span.outcome == outcome]):
            spans += _around(span, graver)
    spans.sort(key=lambda span: span.start)
    gravest = max(spans, key=lambda span: MILDEST_FIRST.index(span.outcome))
    return Judgement(gravest.outcome, tuple(spans), gravest.rule)


def _merged(spans: Sequence[JudgedSpan]) -> list[JudgedSpan]:
    merged: list[JudgedSpan] = []
    for span in sorted(spans, key=lambda item: (item.start, -item.end)):
        if merged and span.start < merged[-1].end:
            last = merged.pop()
            merged.append(
                replace(
                    last,
                    end=max(last.end, span.end),
                    hidden=last.hidden or span.hidden,
                    completes=last.completes or span.completes,
                )
            )
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
