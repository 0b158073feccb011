"""Pages and API about money: paying in, what clears, what staff confirm and check."""

import json
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from gighall.base import clock, limits
from gighall.domain.accounts.models import Person
from gighall.domain.ledger.actions import settle_hold
from gighall.domain.ledger.queries import balance_of
from gighall.domain.ledger.rules import Settlement
from gighall.domain.payments.actions import confirm_payment, keep_reconciliation
from gighall.domain.payments.models import Payment, PaymentEnd
from tests.web.accounts.steps import text_of
from tests.world import BANK_WORDS, World, give_credits

ClientOf = Callable[[Person | None], Client]
PassTime = Callable[[timedelta], datetime]
API = "/api/v1"


def call(client: Client, method: str, path: str, **body: object) -> tuple[int, dict[str, object]]:
    """Call the API as a browser does; return the status and the answer."""
    answer = getattr(client, method)(API + path, data=body or None, content_type="application/json")
    return answer.status_code, json.loads(answer.content)


def test_who_announces_a_payment_reads_the_reference_and_where_to_send_it(
    world: World, client_of: ClientOf
) -> None:
    client = client_of(world.seller)

    page = client.post("/money/payments/", {"amount": "39.50", "key": str(uuid.uuid4())}, follow=True)

    payment = Payment.objects.get(person=world.seller)
    words = text_of(page)
    assert payment.amount_minor == 3_950
    assert payment.reference in words
    assert "IBAN XX00" in words
    assert f"/money/payments/{payment.public_id}/" in text_of(client.get("/money/"))


def test_demo_credits_are_offered_until_one_has_plenty(world: World, client_of: ClientOf) -> None:
    client = client_of(world.newcomer)
    assert "of demo credits" in text_of(client.get("/money/"))

    give_credits(world.newcomer, limits.DEMO_CREDITS_BALANCE_MINOR_MAX, by=world.operator, now=world.now)

    assert "of demo credits" not in text_of(client.get("/money/"))


@pytest.mark.parametrize(
    ("amount", "told"), [("", "required"), ("many", "39.50"), ("0.01", "€5.00"), ("99999", "€10,000.00")]
)
def test_an_unfit_amount_is_told_and_stays_in_the_field(
    world: World, client_of: ClientOf, amount: str, told: str
) -> None:
    answer = client_of(world.seller).post("/money/payments/", {"amount": amount, "key": str(uuid.uuid4())})

    assert answer.status_code == 422
    assert told in text_of(answer)
    assert f'value="{amount}"' in text_of(answer) or not amount
    assert not Payment.objects.filter(person=world.seller).exists()


def test_a_form_pressed_twice_announces_one_payment(world: World, client_of: ClientOf) -> None:
    client, form = client_of(world.seller), {"amount": "20", "key": str(uuid.uuid4())}

    first, second = (client.post("/money/payments/", form) for _press in range(2))

    assert first.headers["Location"] == second.headers["Location"]


def test_a_withdrawn_payment_is_not_waited_for(world: World, client_of: ClientOf) -> None:
    client, address = client_of(world.buyer), f"/money/payments/{world.payment.public_id}/"

    page = text_of(client.post(f"{address}withdrawal/", follow=True))

    assert "Withdrawn. Nothing is expected from you." in page
    assert BANK_WORDS.splitlines()[0] not in page
    assert world.payment.reference not in text_of(client_of(world.operator).get("/staff/payments/"))


def test_staff_confirm_what_arrived_and_the_person_reads_it_on_the_statement(
    world: World, client_of: ClientOf
) -> None:
    staff, before = client_of(world.operator), balance_of(world.buyer.pk)
    assert "1 announced payment waits" in text_of(staff.get("/staff/"))

    for _press in range(2):
        staff.post(f"/staff/payments/{world.payment.public_id}/confirmation/")

    assert balance_of(world.buyer.pk) == before + 2_500
    assert world.payment.reference in text_of(staff.get("/staff/payments/?show=ended"))
    page = text_of(client_of(world.buyer).get("/money/"))
    assert f"Bank transfer {world.payment.reference}" in page


def test_staff_decline_with_a_reason_that_the_person_reads(world: World, client_of: ClientOf) -> None:
    staff, address = client_of(world.operator), f"/staff/payments/{world.payment.public_id}/refusal/"

    short = staff.post(address, {"reason": "no"})
    staff.post(address, {"reason": "It came from <another> account"})
    late = staff.post(f"/staff/payments/{world.payment.public_id}/confirmation/", follow=True)

    assert (short.status_code, 'value="no"' in text_of(short)) == (422, True)
    assert "declined already" in text_of(late)
    page = client_of(world.buyer).get(f"/money/payments/{world.payment.public_id}/").content.decode()
    assert "It came from &lt;another&gt; account" in page


def test_staff_find_a_payment_by_the_reference_as_the_bank_prints_it(
    world: World, client_of: ClientOf
) -> None:
    staff = client_of(world.operator)
    printed = world.payment.reference.replace("-", " ").lower()

    assert world.payment.reference in text_of(staff.get("/staff/payments/", {"reference": printed}))
    assert "No payment has this reference" in text_of(staff.get("/staff/payments/?reference=GH-2222-22"))


def test_without_bank_words_people_are_told_and_staff_are_asked_for_them(
    world: World, client_of: ClientOf
) -> None:
    staff = client_of(world.operator)
    staff.post("/staff/payments/bank-words/", {"text": ""})

    assert "Nobody can announce a payment yet" in text_of(staff.get("/staff/payments/"))
    assert "takes no bank transfers yet" in text_of(client_of(world.seller).get("/money/payments/"))
    page = text_of(client_of(world.buyer).get(f"/money/payments/{world.payment.public_id}/"))
    assert "takes no bank transfers for now" in page

    staff.post("/staff/payments/bank-words/", {"text": "To the new account."})
    assert "To the new account." in text_of(
        client_of(world.buyer).get(f"/money/payments/{world.payment.public_id}/")
    )


def test_the_money_page_says_what_clears_when_and_marks_the_lines(
    world: World, client_of: ClientOf, pass_time: PassTime
) -> None:
    client = client_of(world.seller)

    early = text_of(client.get("/money/"))
    pass_time(timedelta(days=limits.CLEARING_DAYS))
    late = text_of(client_of(world.seller).get("/money/"))

    assert "Still clearing" in early
    assert "clearing until" in early
    assert "learing" not in late


def test_a_refund_is_told_in_words(world: World, client_of: ClientOf) -> None:
    order = world.order
    settle_hold(
        hold_id=order.hold_id,
        seller_id=order.seller_id,
        settlement=Settlement(0, 0, 4_220),
        clears_at=None,
        now=clock.now(),
    )

    assert f"Back from escrow: {order.title}" in text_of(client_of(world.buyer).get("/money/"))


def test_the_reconciliation_page_proves_that_everything_adds_up(world: World, client_of: ClientOf) -> None:
    keep_reconciliation(now=world.now)

    page = text_of(client_of(world.operator).get("/staff/reconciliation/"))

    assert "Everything adds up" in page
    assert "Everything added up." in page
    assert page.count("€1,000.00") == 1


def test_programs_pay_in_as_people_do(world: World, client_of: ClientOf) -> None:
    seller, staff, key = client_of(world.seller), client_of(world.operator), str(uuid.uuid4())

    status, payment = call(seller, "post", "/money/payments", amount_minor=2_000, key=key)
    assert (status, payment["state"], payment["instructions"]) == (200, "announced", BANK_WORDS)
    assert call(seller, "post", "/money/payments", amount_minor=2_000, key=key)[1]["id"] == payment["id"]
    assert call(seller, "post", "/money/payments", amount_minor=1, key=str(uuid.uuid4()))[1]["why"] == (
        "payment_refused"
    )
    waiting = json.loads(staff.get(f"{API}/payments").content)
    assert [row["reference"] for row in waiting] == [world.payment.reference, payment["reference"]]

    path = f"/payments/{payment['id']}"
    assert call(staff, "post", f"{path}/refusal", reason="no")[1]["why"] == "decline_refused"
    assert call(staff, "post", f"{path}/confirmation")[1]["state"] == "confirmed"
    assert call(staff, "post", f"{path}/refusal", reason="Too late now")[1]["why"] == "payment_ended"
    assert call(seller, "post", f"/money{path}/withdrawal")[1]["why"] == "payment_ended"
    assert call(client_of(world.outsider), "get", f"/money{path}")[0] == 404

    money = call(seller, "get", "/money")[1]
    assert (money["balance_minor"], money["available_minor"]) == (5_200, 2_000)
    assert (money["clearing_minor"], money["next_clears_minor"]) == (3_200, 3_200)


def test_programs_of_staff_write_bank_words_and_reconcile(world: World, client_of: ClientOf) -> None:
    staff = client_of(world.operator)
    confirm_payment(by_id=world.operator.pk, payment_id=world.payment.public_id, now=clock.now())

    assert call(staff, "put", "/payments/bank-words", text=" Elsewhere. ")[1] == {"text": "Elsewhere."}
    answer = call(staff, "get", "/reconciliation")[1]
    assert (answer["problems"], answer["in_hall_minor"]) == ([], 102_500)
    assert call(staff, "post", "/payments/nothing/confirmation")[0] == 404
    assert PaymentEnd.objects.count() == 1
