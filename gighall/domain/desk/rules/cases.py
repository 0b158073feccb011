"""A case: one side asked support to look at an order, and support decides. Plain Python.

Where a case stands follows from two facts, whether it was decided and whether its order is still open: nothing has to
be moved when an order ends without support.
"""

from datetime import datetime, timedelta

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.errors import marked as _
from gighall.base.text import is_storable

# What can be wanted, and what a decision comes to: the seller is paid, the buyer has the money back, or a part each.
RELEASE, REFUND, SPLIT = "release", "refund", "split"
WANTED = (RELEASE, REFUND, SPLIT)

# Where a case stands; a moot one waited when its order ended without support.
WAITING, DECIDED, MOOT = "waiting", "decided", "moot"

WHOLE_PERCENT = 100


class CaseRefused(Refused):
    """Support cannot be asked now, or this person may not decide."""

    code = "case_refused"


class CaseClosed(Refused):
    """The case was decided, or its order ended without support."""

    code = "case_closed"


class CaseWordsUnfit(Refused):
    """Words to support, or a reason of support, that say too little or too much."""

    code = "case_words_unfit"


def check_case(*, words: str, wanted: str) -> None:
    """Refuse a case that does not say what happened, or what is wanted.

    Errors: CaseRefused, CaseWordsUnfit.
    """
    if wanted not in WANTED:
        raise CaseRefused(_("Choose what you want: the seller paid, the money back, or a part each."))
    _check_words(words, _("Say what happened and what you want, in at least {least} characters."))


def check_can_ask(*, is_order_open: bool, has_case: bool) -> None:
    """Refuse to ask support about an order that has ended, or a second time.

    Errors: CaseRefused with what is the case instead.
    """
    if not is_order_open:
        raise CaseRefused(
            _("This order has ended, and its money was paid out. Support decides while the hall holds it.")
        )
    if has_case:
        raise CaseRefused(
            _("Support was asked already and decides about this order. Write what matters in the talk.")
        )


def check_decision(*, refund_percent: int, reason: str) -> None:
    """Refuse a decision about a share that is none, or without a reason that both sides can read.

    Errors: CaseRefused, CaseWordsUnfit.
    """
    if not 0 <= refund_percent <= WHOLE_PERCENT:
        raise CaseRefused(_("Say how much of the price goes back: 0 to 100 percent."))
    _check_words(reason, _("Say why, in at least {least} characters: both sides read it."))


def check_can_decide(
    *, is_side: bool, decided_at: datetime | None, decided_by: str, is_order_open: bool
) -> None:
    """Refuse a second decision, one about an order that has ended, and one about an order of one's own.

    Shapes: ``decided_by`` is the name of who decided, if anybody did.
    Errors: CaseRefused, CaseClosed with what happened.
    """
    if is_side:
        raise CaseRefused(_("You are a side of this order. Somebody else on the staff has to decide."))
    if decided_at is not None:
        raise CaseClosed(
            _("{name} has decided this case already. Nothing was changed by you."), name=decided_by
        )
    if not is_order_open:
        raise CaseClosed(
            _(
                "The order ended meanwhile without support, and its money was paid out. Nothing was changed by you."
            )
        )


def status_of(*, is_decided: bool, is_order_open: bool) -> str:
    """Return where a case stands."""
    if is_decided:
        return DECIDED
    return WAITING if is_order_open else MOOT


def outcome_of(refund_percent: int) -> str:
    """Return what a decision comes to."""
    return {0: RELEASE, WHOLE_PERCENT: REFUND}.get(refund_percent, SPLIT)


def answer_due(opened_at: datetime) -> datetime:
    """Return until when support means to have decided."""
    return opened_at + timedelta(hours=limits.CASE_ANSWER_HOURS)


def _check_words(words: str, too_short: str) -> None:
    if len(words.strip()) < limits.CASE_CHARACTERS_MIN:
        raise CaseWordsUnfit(too_short, least=limits.CASE_CHARACTERS_MIN)
    if len(words) > limits.CASE_CHARACTERS_MAX or not is_storable(words):
        raise CaseWordsUnfit(
            _("Say it in {most:,} characters at most, as plain text."), most=limits.CASE_CHARACTERS_MAX
        )
