"""Rules of credits. Plain Python."""

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.errors import marked as _
from gighall.base.money import format_minor


class GrantRefused(Refused):
    """Credits that cannot be granted: amount, reason or person."""

    code = "grant_refused"


class DemoCreditsRefused(Refused):
    """Demo credits that cannot be taken."""

    code = "demo_credits_refused"


def check_grant(*, amount_minor: int, reason: str) -> None:
    """Refuse an amount outside the limits or a missing reason.

    Units: amount_minor, 1 = the smallest coin.  Errors: GrantRefused.
    """
    if not 0 < amount_minor <= limits.GRANT_MINOR_MAX:
        raise GrantRefused(
            _("Grant more than nothing and at most {most} at once."),
            most=format_minor(limits.GRANT_MINOR_MAX),
        )
    if not limits.REASON_CHARACTERS_MIN <= len(reason) <= limits.REASON_CHARACTERS_MAX:
        raise GrantRefused(
            _("Give a reason of {least} to {most} characters; the person reads it on the statement."),
            least=limits.REASON_CHARACTERS_MIN,
            most=limits.REASON_CHARACTERS_MAX,
        )


def check_demo_credits(*, balance_minor: int, is_demo: bool) -> None:
    """Refuse demo credits outside the demo world, or to somebody who has plenty.

    Errors: DemoCreditsRefused.
    """
    if not is_demo:
        raise DemoCreditsRefused(_("Demo credits exist in the demo world only."))
    if balance_minor >= limits.DEMO_CREDITS_BALANCE_MINOR_MAX:
        raise DemoCreditsRefused(
            _("You have {balance} already. Spend some of it first."), balance=format_minor(balance_minor)
        )
