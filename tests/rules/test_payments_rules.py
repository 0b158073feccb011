"""Payments into the hall: what may be announced, how they end, and references that survive a bank's form."""

import pytest

from gighall.base import limits
from gighall.domain.payments.rules import (
    REFERENCE_ALPHABET,
    BankTransfer,
    BankWordsRefused,
    DeclineRefused,
    Due,
    PaymentEnded,
    PaymentRefused,
    Provider,
    check_bank_words,
    check_decline,
    check_open,
    check_payment,
    read_reference,
    reference_of,
)
from gighall.domain.payments.states import BANK_TRANSFER, CONFIRMED, DECLINED, ENDS, WITHDRAWN

LEAST, MOST = limits.PAYMENT_MINOR_MIN, limits.PAYMENT_MINOR_MAX


@pytest.mark.parametrize("amount", [LEAST, MOST])
def test_an_amount_within_the_limits_may_be_announced(amount: int) -> None:
    check_payment(amount_minor=amount, open_payments=limits.PAYMENTS_OPEN_MAX - 1)


@pytest.mark.parametrize(
    ("amount", "open_payments", "told"),
    [
        (LEAST - 1, 0, "€5.00"),
        (MOST + 1, 0, "€10,000.00"),
        (0, 0, "€5.00"),
        (LEAST, limits.PAYMENTS_OPEN_MAX, "5 of your payments"),
    ],
)
def test_an_unfit_payment_is_refused_with_the_reason(amount: int, open_payments: int, told: str) -> None:
    with pytest.raises(PaymentRefused) as refusal:
        check_payment(amount_minor=amount, open_payments=open_payments)

    assert told in refusal.value.sentence


def test_an_open_payment_may_end() -> None:
    check_open(None)


@pytest.mark.parametrize(
    ("end", "told"),
    [(CONFIRMED, "confirmed already"), (DECLINED, "declined already"), (WITHDRAWN, "withdrawn")],
)
def test_a_payment_ends_once(end: str, told: str) -> None:
    assert end in ENDS
    with pytest.raises(PaymentEnded) as refusal:
        check_open(end)

    assert told in refusal.value.sentence


@pytest.mark.parametrize("reason", ["", "none", "x" * (limits.REASON_CHARACTERS_MAX + 1)])
def test_declining_needs_a_reason_that_can_be_read(reason: str) -> None:
    with pytest.raises(DeclineRefused):
        check_decline(reason)


@pytest.mark.parametrize("reason", ["nope!", "x" * limits.REASON_CHARACTERS_MAX])
def test_a_readable_reason_is_enough(reason: str) -> None:
    check_decline(reason)


def test_words_about_bank_transfers_have_an_end() -> None:
    check_bank_words("x" * limits.BANK_WORDS_CHARACTERS_MAX)
    with pytest.raises(BankWordsRefused):
        check_bank_words("x" * (limits.BANK_WORDS_CHARACTERS_MAX + 1))


def test_a_reference_is_short_and_in_groups() -> None:
    assert reference_of("7K3M2Q") == "GH-7K3M-2Q"


@pytest.mark.parametrize("typed", ["GH-7K3M-2Q", "gh7k3m2q", " GH 7K3M 2Q ", "7k3m2q", "GH–7K3M/2Q"])
def test_a_reference_is_known_however_the_bank_printed_it(typed: str) -> None:
    assert read_reference(typed) == "GH-7K3M-2Q"


def test_a_reference_that_begins_like_all_of_them_is_read_whole() -> None:
    assert read_reference("GH-GH7K-3M") == "GH-GH7K-3M"


def test_letters_of_a_reference_cannot_be_mistaken_for_each_other() -> None:
    assert not set(REFERENCE_ALPHABET) & set("0O1IL5S8BUV")
    assert len(set(REFERENCE_ALPHABET)) == len(REFERENCE_ALPHABET)


def test_a_bank_transfer_begins_only_where_the_hall_says_where_to_send_it() -> None:
    provider: Provider = BankTransfer("To the hall's account.")
    due = Due(amount_minor=LEAST, reference="GH-7K3M-2Q")

    provider.begin(due)

    assert (provider.name, provider.instructions(due)) == (BANK_TRANSFER, "To the hall's account.")
    with pytest.raises(PaymentRefused):
        BankTransfer("").begin(due)
