"""The view-model of the page about contact, made from the policy's rules."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from gighall.base.masking import mask
from gighall.domain.policy.queries import judged_in, spans_of
from gighall.domain.policy.rules import (
    ALLOW,
    CONTACT_KINDS,
    IN_ORDER,
    KIND_NAMES,
    MASK,
    PROPOSAL_KINDS,
    REFERENCE_HOSTS,
    WAIVABLE_KINDS,
    Rule,
    rule_for,
    why,
)
from gighall.web.contact.words import EXAMPLES, HARMLESS, OUTCOMES, PLACES, VERDICT
from gighall.web.shared.verdicts import kind_names

# As people meet them.
KINDS = [kind for kind in KIND_NAMES if kind in CONTACT_KINDS | PROPOSAL_KINDS]


@dataclass(frozen=True)
class Line:
    """What follows from some kinds in a place, with an example and what the other side reads of it."""

    outcome: str
    effect: str
    kinds: str
    example: str
    others_read: str = ""
    rule: str = ""
    after_hidden: str = ""


@dataclass(frozen=True)
class Place:
    """A place, by its key, and what belongs there."""

    key: str
    name: str
    about: str


@dataclass(frozen=True)
class Places:
    """Places in which the same lines hold; ``has_exceptions`` where support can make some."""

    key: str
    title: str
    places: list[Place]
    lines: tuple[Line, ...]
    has_exceptions: bool


@dataclass(frozen=True)
class ContactPage:
    """Everything that the page says."""

    groups: list[Places]
    outcomes: list[tuple[str, str]]
    instead: list[tuple[str, str]]
    waivable: str
    never_waivable: str
    verdict: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)


def contact_page() -> ContactPage:
    """Return the policy in words."""
    return ContactPage(
        groups=_groups(),
        outcomes=[(str(name), str(effect)) for name, effect in OUTCOMES.values()],
        instead=[(_name(kind), _(why(kind, for_author=True)[0])) for kind in KINDS if kind in CONTACT_KINDS],
        waivable=kind_names(WAIVABLE_KINDS),
        never_waivable=kind_names(CONTACT_KINDS - WAIVABLE_KINDS),
        verdict=[str(words) for words in VERDICT.values()],
        hosts=sorted(REFERENCE_HOSTS),
    )


def _groups() -> list[Places]:
    """Return all places, those together in which the same holds, in the order in which people meet them."""
    found: dict[tuple[tuple[Line, ...], bool], list[Place]] = {}
    for key, (name, about) in PLACES.items():
        found.setdefault((_lines(key), key in IN_ORDER), []).append(Place(key, str(name), str(about)))
    return [
        Places(
            f"at-{places[0].key}", " · ".join(place.name for place in places), places, lines, has_exceptions
        )
        for (lines, has_exceptions), places in found.items()
    ]


def _lines(place: str) -> tuple[Line, ...]:
    ruled: dict[Rule | None, list[str]] = {}
    for kind in KINDS:
        ruled.setdefault(rule_for(kind, place), []).append(kind)
    free = ruled.pop(None, [])
    decided = [_line(place, rule, kinds) for rule, kinds in ruled.items() if rule is not None]
    return (*decided, _free_line(free))


def _line(place: str, rule: Rule, kinds: list[str]) -> Line:
    example = next((str(EXAMPLES[kind]) for kind in kinds if kind in EXAMPLES), "")
    spans = spans_of(judged_in(place, example))
    name, effect = OUTCOMES[rule.outcome]
    return Line(
        outcome=str(name),
        effect=str(effect),
        kinds=kind_names(kinds),
        example=example,
        others_read=mask(example, spans) if rule.outcome == MASK and spans else "",
        rule=_("Rule %(id)s, version %(version)d") % {"id": rule.id, "version": rule.version},
        after_hidden=str(OUTCOMES[rule.after_hidden][0]) if rule.after_hidden != rule.outcome else "",
    )


def _free_line(kinds: list[str]) -> Line:
    """Return the line of what no rule names: everything else, and perhaps some kinds too."""
    name, effect = OUTCOMES[ALLOW]
    everything = _("everything else, and links to the pages listed below")
    return Line(
        str(name), str(effect), ", ".join([*(_name(kind) for kind in kinds), everything]), str(HARMLESS)
    )


def _name(kind: str) -> str:
    return _(KIND_NAMES[kind])
