"""Rules of credits and payments. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from gighall.base import limits
from gighall.base.errors import NotYours, Refused
from gighall.base.errors import marked as _
from gighall.base.money import format_minor

from .states import BANK_TRANSFER, CONFIRMED, WITHDRAWN

# Without letters and digits that look alike, or sound alike on the telephone: 0 O, 1 I L, 5 S, 8 B, U V.
REFERENCE_ALPHABET = "234679ACDEFGHJKMNPQRTWXY"
REFERENCE_LETTERS = 6
REFERENCE_HEAD = "GH"


class GrantRefused(Refused):
    """Credits that cannot be granted: amount, reason or person."""

    code = "grant_refused"


class DemoCreditsRefused(Refused):
    """Demo credits that cannot be taken."""

    code = "demo_credits_refused"


class PaymentRefused(Refused):
    """A payment that cannot be announced: amount, too many open ones, or no way to pay."""

    code = "payment_refused"


class PaymentEnded(Refused):
    """The payment was confirmed, declined or withdrawn before."""

    code = "payment_ended"


class DeclineRefused(Refused):
    """Declining without a reason that the person could read."""

    code = "decline_refused"


class BankWordsRefused(Refused):
    """Words about bank transfers that are too long."""

    code = "bank_words_refused"


class NoSuchPayment(NotYours):
    """There is no such payment for this person."""


@dataclass(frozen=True)
class Due:
    """What is to be paid, and the reference under which the money is known again. Units: the smallest coin."""

    amount_minor: int
    reference: str


class Provider(Protocol):
    """A way for money to come into the hall.

    The room keeps payments, how they end, and the credits; a provider knows only how the money gets here.
    """

    @property
    def name(self) -> str:
        """Return the word under which payments through it are kept."""

    def begin(self, due: Due) -> None:
        """Make ready for a payment, before it is kept.  Errors: PaymentRefused if it cannot be taken."""

    def instructions(self, due: Due) -> str:
        """Return what the person does to pay, in words of several lines."""


@dataclass(frozen=True)
class BankTransfer:
    """The operator's own bank account: staff wrote the words, and staff confirm what arrives."""

    words: str
    name: str = BANK_TRANSFER

    def begin(self, due: Due) -> None:
        """Refuse a payment while nobody has written where to send it.  Errors: PaymentRefused."""
        if not self.words:
            raise PaymentRefused(
                _("This hall takes no bank transfers yet. Ask the people who run it how to pay.")
            )

    def instructions(self, due: Due) -> str:
        """Return the words of staff; amount and reference stand beside them wherever they are shown."""
        return self.words


def reference_of(letters: Sequence[str]) -> str:
    """Return a payment's reference made of drawn letters, in groups that can be read aloud: ``GH-7K3M-2Q``."""
    drawn = "".join(letters)
    return f"{REFERENCE_HEAD}-{drawn[:4]}-{drawn[4:]}"


def read_reference(typed: str) -> str:
    """Return the reference that somebody typed or copied from a bank, whatever its case, spaces and dashes."""
    letters = "".join(sign for sign in typed.upper() if sign.isalnum()).removeprefix(REFERENCE_HEAD)
    return reference_of(letters)


def check_payment(*, amount_minor: int, open_payments: int) -> None:
    """Refuse an amount outside the limits, or one announced payment too many.

    Units: amount_minor, 1 = the smallest coin.  Errors: PaymentRefused.
    """
    if not limits.PAYMENT_MINOR_MIN <= amount_minor <= limits.PAYMENT_MINOR_MAX:
        raise PaymentRefused(
            _("Pay {least} to {most} at once."),
            least=format_minor(limits.PAYMENT_MINOR_MIN),
            most=format_minor(limits.PAYMENT_MINOR_MAX),
        )
    if open_payments >= limits.PAYMENTS_OPEN_MAX:
        raise PaymentRefused(
            _(
                "{most} of your payments are still on their way. Wait for one, or withdraw one that you will not make."
            ),
            most=limits.PAYMENTS_OPEN_MAX,
        )


def check_open(end: str | None) -> None:
    """Refuse to end a payment that has ended.  Errors: PaymentEnded."""
    if end is None:
        return
    if end == CONFIRMED:
        raise PaymentEnded(_("This payment was confirmed already; the credits are there."))
    if end == WITHDRAWN:
        raise PaymentEnded(
            _(
                "This payment was withdrawn by the person. If the money arrived all the same, grant credits for it."
            )
        )
    raise PaymentEnded(_("This payment was declined already. Announce a new one if the money is on its way."))


def check_decline(reason: str) -> None:
    """Refuse a reason that is too short or too long to be read.  Errors: DeclineRefused."""
    if not limits.REASON_CHARACTERS_MIN <= len(reason) <= limits.REASON_CHARACTERS_MAX:
        raise DeclineRefused(
            _("Give a reason of {least} to {most} characters; the person gets it by mail."),
            least=limits.REASON_CHARACTERS_MIN,
            most=limits.REASON_CHARACTERS_MAX,
        )


def check_bank_words(text: str) -> None:
    """Refuse words about bank transfers that are too long.  Errors: BankWordsRefused."""
    if len(text) > limits.BANK_WORDS_CHARACTERS_MAX:
        raise BankWordsRefused(
            _("Say it in {most:,} characters at most."), most=limits.BANK_WORDS_CHARACTERS_MAX
        )


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


def has_plenty(balance_minor: int) -> bool:
    """Say whether somebody has so much that demo credits are no longer given to them."""
    return balance_minor >= limits.DEMO_CREDITS_BALANCE_MINOR_MAX


def check_demo_credits(*, balance_minor: int, is_demo: bool) -> None:
    """Refuse demo credits outside the demo world, or to somebody who has plenty.

    Errors: DemoCreditsRefused.
    """
    if not is_demo:
        raise DemoCreditsRefused(_("Demo credits exist in the demo world only."))
    if has_plenty(balance_minor):
        raise DemoCreditsRefused(
            _("You have {balance} already. Spend some of it first."), balance=format_minor(balance_minor)
        )
