"""Payments by bank transfer: announced, confirmed once, declined with a reason, withdrawn."""

import itertools
import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import ObjectDoesNotExist

from gighall.base import limits
from gighall.domain.accounts.models import Person
from gighall.domain.ledger.models import Transfer
from gighall.domain.ledger.queries import balance_of, statement_of, sum_of_all_balances
from gighall.domain.notices.models import Mail
from gighall.domain.payments.actions import (
    announce_payment,
    confirm_payment,
    decline_payment,
    withdraw_payment,
    write_bank_words,
)
from gighall.domain.payments.models import BankWords, Payment, PaymentEnd
from gighall.domain.payments.queries import (
    ended_payments,
    get_payment_for,
    instructions_for,
    open_payments_of,
    waiting_payments,
)
from gighall.domain.payments.rules import (
    DeclineRefused,
    NoSuchPayment,
    PaymentEnded,
    PaymentRefused,
    read_reference,
)
from gighall.domain.payments.states import ANNOUNCED, CONFIRMED, DECLINED, WITHDRAWN
from tests.domain.test_ledger import refused_by_the_database
from tests.presses import at_once
from tests.world import BANK_WORDS, World, make_person, make_world

SOON = timedelta(hours=1)


def announce(world: World, person: Person, amount_minor: int = 2_500) -> Payment:
    """Let somebody announce a payment."""
    return announce_payment(
        person_id=person.pk, amount_minor=amount_minor, key=uuid.uuid4(), now=world.now + SOON
    )


def confirm(world: World, by: Person | None = None) -> Payment:
    """Let staff confirm the buyer's payment."""
    by = by or world.operator
    return confirm_payment(by_id=by.pk, payment_id=world.payment.public_id, now=world.now + SOON)


def decline(world: World, reason: str = "Nothing arrived in ten days") -> Payment:
    """Let staff decline the buyer's payment."""
    return decline_payment(
        by_id=world.operator.pk, payment_id=world.payment.public_id, reason=reason, now=world.now + SOON
    )


def withdraw(world: World, by: Person | None = None) -> Payment:
    """Let the buyer, or somebody else, withdraw the buyer's payment."""
    by = by or world.buyer
    return withdraw_payment(person_id=by.pk, payment_id=world.payment.public_id, now=world.now + SOON)


def test_an_announced_payment_has_a_reference_and_brings_no_credits_yet(world: World) -> None:
    before = balance_of(world.buyer.pk)

    payment = announce(world, world.buyer)

    assert payment.state == ANNOUNCED
    assert read_reference(payment.reference) == payment.reference
    assert payment.reference != world.payment.reference
    assert instructions_for(payment) == BANK_WORDS
    assert balance_of(world.buyer.pk) == before


def test_a_second_press_announces_nothing_more(world: World) -> None:
    press = partial(
        announce_payment, person_id=world.buyer.pk, amount_minor=900, key=uuid.uuid4(), now=world.now
    )

    assert press() == press()
    assert open_payments_of(world.buyer.pk).count() == 2


def test_the_same_key_of_two_people_is_two_payments(world: World) -> None:
    key = uuid.uuid4()

    made = {
        announce_payment(person_id=person.pk, amount_minor=900, key=key, now=world.now).pk
        for person in (world.buyer, world.seller)
    }

    assert len(made) == 2


def test_five_payments_may_be_open(world: World) -> None:
    for _payment in range(limits.PAYMENTS_OPEN_MAX - 1):
        announce(world, world.buyer)

    with pytest.raises(PaymentRefused):
        announce(world, world.buyer)
    withdraw(world)

    assert announce(world, world.buyer).state == ANNOUNCED


def test_without_words_where_to_send_it_nothing_can_be_announced(world: World) -> None:
    write_bank_words(by_id=world.operator.pk, text=" \n", now=world.now)

    with pytest.raises(PaymentRefused):
        announce(world, world.buyer)


def test_words_about_bank_transfers_are_kept_in_versions(world: World) -> None:
    for _press in range(2):
        write_bank_words(by_id=world.operator.pk, text="To another account.", now=world.now + SOON)

    assert list(BankWords.objects.values_list("text", flat=True)) == ["To another account.", BANK_WORDS]
    assert instructions_for(world.payment) == "To another account."


def test_a_confirmed_payment_brings_its_credits_once_and_a_mail(world: World) -> None:
    before = balance_of(world.buyer.pk)

    for _press in range(3):
        confirm(world)

    assert balance_of(world.buyer.pk) == before + 2_500
    (line, *_older) = statement_of(world.buyer.pk, limit=5)
    assert (line.kind, line.amount_minor, line.clears_at) == ("payment", 2_500, None)
    end = PaymentEnd.objects.get(payment=world.payment)
    assert (end.state, end.by) == (CONFIRMED, world.operator)
    mails = Mail.objects.filter(subject__contains=world.payment.reference)
    assert [(mail.to, "€25.00" in mail.text) for mail in mails] == [(world.buyer.email, True)]
    assert sum_of_all_balances() == 0


def test_a_declined_payment_brings_nothing_and_the_person_is_told_why(world: World) -> None:
    before = balance_of(world.buyer.pk)

    for _press in range(2):
        decline(world)

    assert balance_of(world.buyer.pk) == before
    assert get_payment_for(public_id=world.payment.public_id, person_id=world.buyer.pk).state == DECLINED
    mail = Mail.objects.get(subject__contains=world.payment.reference)
    assert mail.to == world.buyer.email
    assert "Nothing arrived in ten days" in mail.text
    assert "Nothing arrived in ten days" in mail.html


def test_declining_without_a_reason_is_refused(world: World) -> None:
    with pytest.raises(DeclineRefused):
        decline(world, "  no  ")

    assert not PaymentEnd.objects.exists()


PRESSES: dict[str, Callable[[World], Payment]] = {
    CONFIRMED: confirm,
    DECLINED: decline,
    WITHDRAWN: withdraw,
}


@pytest.mark.parametrize(("first", "second"), list(itertools.permutations(PRESSES, 2)))
def test_a_payment_ends_once(world: World, first: str, second: str) -> None:
    PRESSES[first](world)

    with pytest.raises(PaymentEnded):
        PRESSES[second](world)

    assert [end.state for end in PaymentEnd.objects.filter(payment=world.payment)] == [first]
    assert Transfer.objects.filter(kind="payment").count() == (1 if first == CONFIRMED else 0)


@pytest.mark.parametrize("press", PRESSES)
def test_the_same_press_again_changes_nothing(world: World, press: str) -> None:
    first, second = PRESSES[press](world), PRESSES[press](world)

    assert first == second
    assert PaymentEnd.objects.filter(payment=world.payment).count() == 1


def test_only_staff_confirm_and_decline(world: World) -> None:
    with pytest.raises(ObjectDoesNotExist):
        confirm(world, by=world.buyer)
    with pytest.raises(ObjectDoesNotExist):
        decline_payment(
            by_id=world.buyer.pk, payment_id=world.payment.public_id, reason="Because I can", now=world.now
        )
    with pytest.raises(ObjectDoesNotExist):
        write_bank_words(by_id=world.buyer.pk, text="To my own account!", now=world.now)

    assert not PaymentEnd.objects.exists()


def test_anothers_payment_does_not_exist(world: World) -> None:
    with pytest.raises(NoSuchPayment):
        withdraw(world, by=world.outsider)
    with pytest.raises(NoSuchPayment):
        get_payment_for(public_id=world.payment.public_id, person_id=world.outsider.pk)
    with pytest.raises(NoSuchPayment):
        confirm_payment(by_id=world.operator.pk, payment_id="nothing", now=world.now)


def test_staff_see_what_waits_oldest_first_and_what_has_ended(world: World) -> None:
    later = announce(world, world.seller)

    assert list(waiting_payments()) == [world.payment, later]
    confirm(world)

    assert list(waiting_payments()) == [later]
    assert list(ended_payments()) == [world.payment]


def test_the_database_refuses_to_change_payments_and_their_ends(world: World) -> None:
    confirm(world)

    refused_by_the_database("UPDATE payments_payment SET amount_minor = 1")
    refused_by_the_database("DELETE FROM payments_payment")
    refused_by_the_database("UPDATE payments_paymentend SET state = 'withdrawn'")
    refused_by_the_database("DELETE FROM payments_paymentend")


@pytest.mark.parametrize(
    ("state", "reason"), [("confirmed", ""), ("declined", ""), ("withdrawn", "for a reason"), ("lost", "")]
)
def test_the_database_refuses_an_end_that_cannot_be(world: World, state: str, reason: str) -> None:
    refused_by_the_database(
        "INSERT INTO payments_paymentend (payment_id, state, by_id, reason, at) VALUES (%s, %s, %s, %s, now())",
        world.payment.pk,
        state,
        world.operator.pk,
        reason,
    )


def test_two_of_staff_confirm_at_the_same_moment_and_the_credits_come_once(own_database: str) -> None:
    world = make_world()
    before = balance_of(world.buyer.pk)

    answers = at_once(*[lambda: confirm(world)] * 4)

    assert answers == [world.payment] * 4
    assert balance_of(world.buyer.pk) == before + 2_500
    assert Mail.objects.filter(subject__contains=world.payment.reference).count() == 1
    assert sum_of_all_balances() == 0


def test_of_opposite_presses_at_the_same_moment_one_counts(own_database: str) -> None:
    world = make_world()
    before = balance_of(world.buyer.pk)

    answers = at_once(lambda: confirm(world), lambda: decline(world), lambda: withdraw(world))

    assert len([answer for answer in answers if isinstance(answer, PaymentEnded)]) == 2
    end = PaymentEnd.objects.get(payment=world.payment)
    assert balance_of(world.buyer.pk) == before + (2_500 if end.state == CONFIRMED else 0)
    assert end.state in (CONFIRMED, DECLINED, WITHDRAWN)


def test_payments_announced_at_the_same_moment_are_never_more_than_may_be_open(own_database: str) -> None:
    world = make_world()
    guest = make_person("Gus Guest", now=world.now)
    key = uuid.uuid4()

    at_once(*[lambda: announce_payment(person_id=guest.pk, amount_minor=900, key=key, now=world.now)] * 3)
    assert open_payments_of(guest.pk).count() == 1
    at_once(*[lambda: announce(world, guest)] * 7)

    assert open_payments_of(guest.pk).count() == limits.PAYMENTS_OPEN_MAX


def test_payments_confirmed_and_announced_at_the_same_moment_do_not_wait_in_a_circle(
    own_database: str,
) -> None:
    world = make_world()
    before = balance_of(world.buyer.pk)

    at_once(
        lambda: confirm(world),
        lambda: announce(world, world.buyer),
        lambda: announce(world, world.buyer),
        lambda: confirm(world),
    )

    assert balance_of(world.buyer.pk) == before + 2_500
    assert open_payments_of(world.buyer.pk).count() == 2
