"""Which classes of phrases make a proposal when they stand together, and which speak against it."""

from dataclasses import dataclass
from functools import cache, lru_cache

from gighall.guard.finding import Kind


@dataclass(frozen=True, slots=True)
class Rule:
    """Classes that stand together: how many other words may stand between two of them, and whether in this order."""

    value: str
    steps: tuple[frozenset[str], ...]
    gap: int
    confidence: float
    ordered: bool = False
    kind: Kind = "intent"


def _rule(
    value: str,
    steps: str,
    gap: int,
    confidence: float = 0.85,
    *,
    ordered: bool = False,
    kind: Kind = "intent",
) -> Rule:
    return Rule(
        value, tuple(frozenset(step.split("|")) for step in steps.split()), gap, confidence, ordered, kind
    )


RULES = (
    _rule("talk", "lets|nous talk app|channel|outside|hint", 5),
    _rule("talk", "lets|nous move app|channel|outside|hint", 5),
    _rule("talk", "lets app", 1, 0.75, ordered=True),
    _rule("talk", "me app|channel|outside|hint", 4),
    _rule("talk", "you app|channel|outside|hint", 3, 0.8, ordered=True),
    _rule("talk", "lets you app|channel|outside|hint", 4),
    _rule("talk", "lets callyou", 2, 0.75, ordered=True),
    _rule("talk", "app|channel easier forme", 3, 0.75, ordered=True),
    _rule("talk", "forme easier app", 3, 0.75),
    _rule("talk", "outside talk|move|me|you", 4, 0.8),
    _rule("talk", "callme soon", 1, 0.75, ordered=True),
    _rule("talk", "whole_talk", 0, 0.8),
    _rule("talk", "lets|nous channel onapp", 4, 0.8),
    _rule("talk", "send onapp", 6, 0.8),
    _rule("talk", "app me|send|you there", 5, 0.8),
    _rule("talk", "nexttime outside|nofee", 8, 0.8),
    _rule("talk", "nexttime me direct", 5, 0.8),
    _rule("talk", "meet venue", 5, 0.8),
    _rule("ask", "have app", 3, 0.8),
    _rule("ask", "ask|have your detail|app", 3),
    _rule("ask", "ask yourdetail", 3),
    _rule("ask", "giveme app", 1, 0.8, ordered=True),
    _rule("ask", "giveme any detail", 2, 0.8, ordered=True),
    _rule("ask", "giveme number", 1, 0.8, ordered=True),
    _rule("ask", "detail|number reach", 3, 0.8, ordered=True),
    _rule("ask", "whole_ask", 0, 0.85),
    _rule("give", "give my detail|app", 2, 0.8),
    _rule("give", "give number", 1, 0.8, ordered=True),
    _rule("give", "app named", 8, 0.8),
    _rule("give", "app|hint thatsme", 10, 0.8),
    _rule("give", "house atsaid", 5, 0.8),
    _rule("pay", "payme direct|outside|payapp|nofee", 4, 0.85),
    _rule("pay", "pay outside", 4, 0.8),
    _rule("pay", "lets pay direct|outside", 4, 0.8),
    _rule("pay", "pay nofee", 6, 0.8),
    _rule("pay", "lets pay payapp", 4, 0.8),
    _rule("pay", "lets payapp payme", 3, 0.8),
    _rule("pay", "nofee direct|outside|cheaper|lets|me|you|talk|forme", 7, 0.8),
    _rule("pay", "cheaper direct|outside|payapp", 8, 0.8),
    _rule("pay", "cancel payme|direct|outside|nofee|payapp", 8, 0.85, ordered=True),
    _rule("pay", "whole_pay", 0, 0.85),
    _rule("hint", "same app|hint|elsewhere", 6, 0.8, kind="allusion"),
    _rule("hint", "hint me|findme|have|same", 5, 0.75, kind="allusion"),
    _rule("hint", "findme same|elsewhere", 6, 0.7, kind="allusion"),
    _rule("hint", "search myname engine|shows", 6, 0.75, kind="allusion"),
    _rule("hint", "myname engine shows", 6, 0.75, kind="allusion"),
    _rule("hint", "myname ending", 5, 0.75, kind="allusion"),
    _rule("hint", "myname detail engine", 8, 0.75, kind="allusion"),
    _rule("hint", "search same", 5, 0.75, kind="allusion"),
    _rule("hint", "hint there|elsewhere alike", 5, 0.75, kind="allusion"),
    _rule("hint", "puzzle app|hint|findme", 12, 0.75, kind="allusion"),
    _rule("hint", "whole_allusion", 0, 0.75, kind="allusion"),
)  # fmt: skip
# Of these a text needs one before anything else is looked at.
ANCHORS = frozenset(
    [
        "app",
        "weakapp",
        "channel",
        "outside",
        "hint",
        "whole_talk",
        "whole_ask",
        "whole_pay",
        "whole_allusion",
        "puzzle",
        "detail",
        "yourdetail",
        "payapp",
        "nofee",
        "cheaper",
        "direct",
        "same",
        "elsewhere",
        "callme",
        "number",
        "reach",
        "nexttime",
        "venue",
        "cancel",
        "myname",
        "house",
    ]
)
# What speaks against proposals, or against that.
AGAINST = frozenset({"not", "declines", "rule", "told", "others", "about", "here", "thing", "but"})
RULE_CLASSES = tuple(sorted(frozenset().union(*(step for rule in RULES for step in rule.steps))))
_BITS = {name: 1 << at for at, name in enumerate(RULE_CLASSES)}
# Of the sets of classes that stand together in a text, how many are remembered with their rules.
CLASSES_CACHED_MAX = 1 << 14
# A step that is none: whatever is there takes it.
ANY = -1


@cache
def bits_of(classes: frozenset[str]) -> int:
    """Return the classes for which some rule has a step as an integer with a bit for each.

    Rules are asked for so often that sets would cost more than all the rest of a sentence; of sets of classes that a
    phrase has there are few.
    """
    return sum(_BITS.get(name, 0) for name in classes)


_ANCHORS = bits_of(ANCHORS)
_BELIEVED = bits_of(frozenset({"app", "onapp"}))


def _steps_of(rule: Rule) -> tuple[int, int, int]:
    """Return what takes each of the three steps of a rule."""
    first, second, third = [*map(bits_of, rule.steps), ANY, ANY][:3]
    return first, second, third


_STEPS = tuple((*_steps_of(rule), rule) for rule in RULES)


def may_propose(present: int, *, has_app: bool) -> bool:
    """Say, cheaply, whether phrases of these classes can make a proposal at all."""
    # Whether an app whose name is an ordinary word counts, and whether one is the way, is seen later.
    return bool(rules_for(present | _BELIEVED if has_app else present))


@lru_cache(maxsize=CLASSES_CACHED_MAX)
def rules_for(present: int) -> tuple[Rule, ...]:
    """Return the rules all of whose steps some of these classes can take."""
    if not present & _ANCHORS:
        return ()
    return tuple(
        [
            rule
            for first, second, third, rule in _STEPS
            if present & first and present & second and present & third
        ]
    )
