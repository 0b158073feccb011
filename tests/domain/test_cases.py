"""Cases: a side asks support, support reads the whole record and decides, and the money moves once."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from gighall.base import limits
from gighall.base.errors import NotYours
from gighall.domain.accounts.models import Person
from gighall.domain.desk.actions import decide_case, open_case
from gighall.domain.desk.models import Case
from gighall.domain.desk.queries import closed_cases, queue_of, readable_to, waiting_cases
from gighall.domain.desk.rules import (
    DECIDED,
    MOOT,
    WAITING,
    CaseClosed,
    CaseRefused,
    CaseWordsUnfit,
    check_case,
    check_decision,
    outcome_of,
    status_of,
)
from gighall.domain.files.models import StoredFile
from gighall.domain.ledger.queries import balance_of, sum_of_all_balances
from gighall.domain.notices.queries import newest_mails
from gighall.domain.orders.actions import accept_delivery
from gighall.domain.orders.models import Order
from gighall.domain.orders.queries import deadline_of, times_of_order
from gighall.domain.orders.rules import MoveRefused
from gighall.domain.orders.rules.clock import WAITS_FOR_SUPPORT
from gighall.domain.orders.states import CANCELLED, COMPLETED, REVIEW_ENDS
from gighall.domain.record.models import Entry
from tests.domain.test_orders import chain_holds, facts_of, kinds_of
from tests.presses import at_once
from tests.world import CONTACT_SECRET, CONTACT_WORDS, World, make_world, say, send_file

ClientOf = Callable[[Person | None], Client]
WORDS = "The loop still never ends, and nobody answers me any more."
REASON = "The seller has shown half of what was agreed, in entry 4."


def later(world: World, **time: float) -> datetime:
    """Return a moment after everything that the world brought along."""
    return world.now + timedelta(minutes=20) + timedelta(**time)


def asking(world: World, order: Order | None = None, **changed: Any) -> Case:
    """Let the buyer ask support about an order, the one in progress unless another is named."""
    asked: dict[str, Any] = {
        "order_id": (order or world.order).public_id,
        "by_id": world.buyer.pk,
        "words": WORDS,
        "wanted": "refund",
        "key": uuid.uuid4(),
        "now": later(world),
    }
    return open_case(**(asked | changed))


def deciding(world: World, case: Case, **changed: Any) -> Case:
    """Let the operator decide that half goes back."""
    decided: dict[str, Any] = {
        "case_id": case.public_id,
        "by_id": world.operator.pk,
        "refund_percent": 50,
        "reason": REASON,
        "now": later(world, minutes=5),
    }
    return decide_case(**(decided | changed))


def second_staff(world: World, person: Person) -> Person:
    """Let somebody run the hall too."""
    person.is_staff = True
    person.save(update_fields=["is_staff"])
    return person


# Asking


def test_asking_support_stops_the_clocks_and_tells_both(world: World) -> None:
    case = asking(world, world.delivered)

    assert facts_of(world.delivered, "case_opened") == {"case": case.public_id}
    assert WAITS_FOR_SUPPORT in times_of_order(world.delivered, now=later(world)).standing
    assert deadline_of(world.delivered.pk, REVIEW_ENDS) is None
    told = {mail.to for mail in newest_mails(limit=2) if mail.subject.startswith("With support")}
    assert told == {world.buyer.email, world.seller.email}
    assert chain_holds(world.delivered)


@pytest.mark.parametrize("member", ["outsider", "operator"])
def test_an_outsider_cannot_ask_support_about_an_order(world: World, member: str) -> None:
    person = world.people[member]
    assert person is not None

    with pytest.raises(NotYours):
        asking(world, by_id=person.pk)

    assert not Case.objects.exists()


def test_an_ended_order_has_no_case(world: World) -> None:
    with pytest.raises(CaseRefused, match="has ended"):
        asking(world, world.completed)


def test_the_same_key_again_is_the_same_case(world: World) -> None:
    key = uuid.uuid4()

    first, second = asking(world, key=key), asking(world, key=key)

    assert first == second
    assert kinds_of(world.order).count("case_opened") == 1


def test_a_second_open_case_is_refused_with_a_sentence(world: World) -> None:
    asking(world)

    with pytest.raises(CaseRefused, match="asked already"):
        asking(world, by_id=world.seller.pk)

    assert kinds_of(world.order).count("case_opened") == 1


def test_the_database_keeps_one_open_case_an_order(world: World) -> None:
    case = asking(world)

    with pytest.raises(IntegrityError, match="case_one_open_an_order"), transaction.atomic():
        Case.objects.create(
            order=case.order,
            by=world.seller,
            words=WORDS,
            wanted="release",
            key=uuid.uuid4(),
            opened_at=world.now,
        )


def test_the_database_keeps_no_decision_without_a_reason_or_a_person(world: World) -> None:
    case = asking(world)

    with pytest.raises(IntegrityError, match="case_decided_by_somebody"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(decided_at=world.now, refund_percent=50)


@pytest.mark.parametrize(
    "words", ["", "   ", "Too short.", "x" * (limits.CASE_CHARACTERS_MAX + 1), "\x00" * 30]
)
def test_a_case_says_what_happened_in_words(words: str) -> None:
    with pytest.raises(CaseWordsUnfit):
        check_case(words=words, wanted="refund")


def test_a_case_wants_one_of_three_things() -> None:
    with pytest.raises(CaseRefused):
        check_case(words=WORDS, wanted="revenge")


# Deciding


@pytest.mark.parametrize(
    ("percent", "state", "buyer_gets", "seller_gets"),
    [(0, COMPLETED, 0, 3_200), (50, COMPLETED, 2_110, 1_600), (100, CANCELLED, 4_220, 0)],
)
def test_a_decision_ends_the_order_and_moves_the_money_once(
    world: World, percent: int, state: str, buyer_gets: int, seller_gets: int
) -> None:
    case = asking(world)
    before = balance_of(world.buyer.pk), balance_of(world.seller.pk)

    decided = deciding(world, case, refund_percent=percent)

    world.order.refresh_from_db()
    assert (world.order.state, decided.status) == (state, DECIDED)
    after = balance_of(world.buyer.pk), balance_of(world.seller.pk)
    assert (after[0] - before[0], after[1] - before[1]) == (buyer_gets, seller_gets)
    assert sum_of_all_balances() == 0
    assert facts_of(world.order, "decided") == {
        "case": case.public_id,
        "by": world.operator.public_id,
        "percent": percent,
        "reason": REASON,
    }
    assert chain_holds(world.order)


def test_both_sides_have_a_mail_about_the_decision(world: World) -> None:
    case = asking(world)
    before = {mail.pk for mail in newest_mails(limit=100)}

    deciding(world, case)

    told = [mail.to for mail in newest_mails(limit=100) if mail.pk not in before]
    assert sorted(told) == sorted([world.buyer.email, world.seller.email])


def test_a_second_decision_is_refused_and_names_who_decided(world: World) -> None:
    case = asking(world)
    deciding(world, case)
    before = balance_of(world.buyer.pk)

    with pytest.raises(CaseClosed, match=world.operator.name):
        deciding(world, case, refund_percent=100)

    assert balance_of(world.buyer.pk) == before


@pytest.mark.parametrize("member", ["buyer", "seller", "outsider", "newcomer"])
def test_nobody_but_staff_decides(world: World, member: str) -> None:
    case, person = asking(world), world.people[member]
    assert person is not None

    with pytest.raises(NotYours):
        deciding(world, case, by_id=person.pk)


@pytest.mark.parametrize("member", ["buyer", "seller"])
def test_staff_who_is_a_side_does_not_decide(world: World, member: str) -> None:
    case, person = asking(world), world.people[member]
    assert person is not None
    staff = second_staff(world, person)

    with pytest.raises(CaseRefused, match="You are a side"):
        deciding(world, case, by_id=staff.pk)

    assert list(waiting_cases(staff)) == []
    assert (queue_of(staff).count, queue_of(staff).own) == (0, 1)


def test_a_case_whose_order_was_accepted_is_moot(world: World) -> None:
    case = asking(world, world.delivered)
    accept_delivery(order_id=world.delivered.public_id, by_id=world.buyer.pk, now=later(world, minutes=1))

    with pytest.raises(CaseClosed, match="ended meanwhile"):
        deciding(world, case)

    found = Case.objects.get(pk=case.pk)
    assert (found.status, found.decided_at, readable_to(found)) == (MOOT, None, 0)
    assert list(waiting_cases(world.operator)) == []
    assert list(closed_cases(world.operator)) == [case]


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_decision_is_about_a_share(percent: int) -> None:
    with pytest.raises(CaseRefused):
        check_decision(refund_percent=percent, reason=REASON)


@pytest.mark.parametrize("reason", ["", "Because.", "x" * (limits.CASE_CHARACTERS_MAX + 1)])
def test_a_decision_has_a_reason(reason: str) -> None:
    with pytest.raises(CaseWordsUnfit):
        check_decision(refund_percent=50, reason=reason)


def test_where_a_case_stands_and_what_it_comes_to() -> None:
    standing = {
        (decided, is_open): status_of(is_decided=decided, is_order_open=is_open)
        for decided in (True, False)
        for is_open in (True, False)
    }

    assert standing == {
        (True, True): DECIDED,
        (True, False): DECIDED,
        (False, True): WAITING,
        (False, False): MOOT,
    }
    assert [outcome_of(percent) for percent in (0, 1, 99, 100)] == ["release", "split", "split", "refund"]


# Opposite presses at the same moment


def test_two_staff_at_once_decide_once(own_database: str) -> None:
    world = make_world()
    case = asking(world)
    other = second_staff(world, world.outsider)
    before = balance_of(world.buyer.pk), balance_of(world.seller.pk)

    answers = at_once(
        lambda: deciding(world, case, refund_percent=100),
        lambda: deciding(world, case, refund_percent=0, by_id=other.pk),
        lambda: deciding(world, case, refund_percent=100),
    )

    won = [answer for answer in answers if isinstance(answer, Case)]
    assert [type(answer) for answer in answers].count(CaseClosed) == 2
    after = balance_of(world.buyer.pk), balance_of(world.seller.pk)
    moved = after[0] - before[0], after[1] - before[1]
    assert len(won) == 1
    assert moved == ((4_220, 0) if won[0].refund_percent == 100 else (0, 3_200))
    assert kinds_of(world.order).count("decided") == 1
    assert chain_holds(world.order)
    assert sum_of_all_balances() == 0


def test_a_decision_and_an_acceptance_at_once_end_the_order_once(own_database: str) -> None:
    world = make_world()
    case = asking(world, world.delivered)
    before = balance_of(world.buyer.pk), balance_of(world.seller.pk)

    def accept() -> Order:
        return accept_delivery(
            order_id=world.delivered.public_id, by_id=world.buyer.pk, now=later(world, minutes=5)
        )

    answers = at_once(lambda: deciding(world, case, refund_percent=100), accept)

    decided = isinstance(answers[0], Case)
    assert isinstance(answers[1], MoveRefused) if decided else isinstance(answers[0], CaseClosed)
    after = balance_of(world.buyer.pk), balance_of(world.seller.pk)
    assert (after[0] - before[0], after[1] - before[1]) == ((4_220, 0) if decided else (0, 3_200))
    assert Case.objects.get(pk=case.pk).status == (DECIDED if decided else MOOT)
    endings = [kind for kind in kinds_of(world.delivered) if kind in ("decided", "accepted")]
    assert endings == (["decided"] if decided else ["accepted"])
    assert sum_of_all_balances() == 0


def test_both_sides_asking_at_once_open_one_case(own_database: str) -> None:
    world = make_world()
    key = uuid.uuid4()

    answers = at_once(
        lambda: asking(world, key=key),
        lambda: asking(world, key=key),
        lambda: asking(world, by_id=world.seller.pk),
    )

    opened = Case.objects.get(order=world.order)
    assert all(answer == opened or isinstance(answer, CaseRefused) for answer in answers)
    assert kinds_of(world.order).count("case_opened") == 1


# Pages


def page_of_case(case: Case) -> str:
    """Return the address of a case for staff."""
    return f"/staff/cases/{case.public_id}/"


def test_a_side_asks_on_a_page_and_sees_where_it_stands(world: World, client_of: ClientOf) -> None:
    path = f"/orders/{world.order.public_id}/support/"
    buyer, seller = client_of(world.buyer), client_of(world.seller)

    asked = buyer.post(
        path, {"words": WORDS, "wanted": "split", "client_key": str(uuid.uuid4())}, follow=True
    )

    assert Case.objects.get(order=world.order).wanted == "split"
    assert WORDS in asked.content.decode()
    theirs = seller.get(path).content.decode()
    assert world.buyer.name in theirs
    assert WORDS not in theirs
    assert "<textarea" not in theirs


def test_too_few_words_stay_on_the_page(world: World, client_of: ClientOf) -> None:
    path = f"/orders/{world.order.public_id}/support/"

    answer = client_of(world.buyer).post(path, {"words": "Help me!", "wanted": "refund"})

    assert answer.status_code == 422
    assert "Help me!" in answer.content.decode()
    assert not Case.objects.exists()


def test_an_ended_order_says_that_it_has_ended(world: World, client_of: ClientOf) -> None:
    answer = client_of(world.buyer).get(f"/orders/{world.completed.public_id}/support/")

    assert answer.status_code == 200
    assert "<textarea" not in answer.content.decode()


def test_the_queue_lists_who_waits_longest_first(world: World, client_of: ClientOf) -> None:
    second = asking(world, world.delivered, now=later(world, hours=-50))
    first = asking(world, now=later(world, hours=-60))

    listed = client_of(world.operator).get("/staff/cases/").content.decode()

    assert listed.index(page_of_case(first)) < listed.index(page_of_case(second))
    assert "the answer is late by" in listed
    home = client_of(world.operator).get("/staff/").content.decode()
    assert "2 cases wait" in home


def test_staff_on_a_case_read_the_full_words_and_nobody_else_does(world: World, client_of: ClientOf) -> None:
    case = asking(world)

    seen = client_of(world.operator).get(page_of_case(case)).content.decode()
    by_the_seller = client_of(world.seller).get(f"/orders/{world.order.public_id}/").content.decode()

    assert CONTACT_SECRET in seen
    assert WORDS in seen
    assert CONTACT_SECRET not in by_the_seller
    assert WORDS not in by_the_seller


@pytest.mark.parametrize("member", ["buyer", "seller", "outsider"])
def test_a_case_is_nothing_to_anybody_but_staff(world: World, client_of: ClientOf, member: str) -> None:
    case, client = asking(world), client_of(world.people[member])

    answers = [client.get("/staff/cases/"), client.get(page_of_case(case)), client.post(page_of_case(case))]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_staff_without_a_case_read_nothing_of_an_order(world: World, client_of: ClientOf) -> None:
    number = send_file(world.order, world.buyer, "loop.py", b"pass\n", now=later(world))
    file = StoredFile.objects.get(place_id=world.order.record_id)
    other_case = asking(world, world.delivered)
    client = client_of(world.operator)

    answers = [
        client.get(f"/orders/{world.order.public_id}/"),
        client.get(f"/orders/{world.order.public_id}/timeline/"),
        client.get(f"/files/{file.public_id}/"),
        client.get(f"{page_of_case(other_case)}files/{file.public_id}/"),
        client.get(f"/staff/cases/{world.order.public_id}/"),
    ]

    assert number
    assert [answer.status_code for answer in answers] == [404] * 5


def test_staff_who_is_a_side_gets_no_case_of_their_own(world: World, client_of: ClientOf) -> None:
    case = asking(world)
    staff = second_staff(world, world.seller)

    answer = client_of(staff).get(page_of_case(case))

    assert answer.status_code == 404
    assert CONTACT_SECRET not in client_of(staff).get("/staff/cases/").content.decode()


def test_staff_on_a_case_fetch_its_files(world: World, client_of: ClientOf) -> None:
    send_file(world.order, world.buyer, "loop.py", b"pass\n", now=later(world))
    file = StoredFile.objects.get(place_id=world.order.record_id)
    case = asking(world)
    address = f"{page_of_case(case)}files/{file.public_id}/"
    client = client_of(world.operator)

    answer = client.get(address)

    assert b"".join(answer.streaming_content) == b"pass\n"  # type: ignore[attr-defined]  # A file's answer.
    assert address in client.get(page_of_case(case)).content.decode()
    assert client_of(world.buyer).get(address).status_code == 404


def test_a_decided_case_stays_readable_up_to_the_decision(world: World, client_of: ClientOf) -> None:
    case = asking(world)
    deciding(world, case)
    say(world.order, world.buyer, "Thank you all, that is settled then.", now=later(world, minutes=9))

    seen = client_of(world.operator).get(page_of_case(case)).content.decode()

    assert CONTACT_SECRET in seen
    assert REASON in seen
    assert "that is settled then" not in seen
    assert 'name="reason"' not in seen


def test_the_record_of_a_moot_case_is_closed_to_staff(world: World, client_of: ClientOf) -> None:
    send_file(world.delivered, world.buyer, "loop.py", b"pass\n", now=later(world))
    file = StoredFile.objects.get(place_id=world.delivered.record_id)
    say(world.delivered, world.buyer, CONTACT_WORDS, now=later(world))
    case = asking(world, world.delivered)
    client = client_of(world.operator)
    before = client.get(page_of_case(case)).content.decode()
    accept_delivery(order_id=world.delivered.public_id, by_id=world.buyer.pk, now=later(world, minutes=1))

    after = client.get(page_of_case(case)).content.decode()

    assert CONTACT_SECRET in before
    assert CONTACT_SECRET not in after
    assert client.get(f"{page_of_case(case)}files/{file.public_id}/").status_code == 404


def test_a_long_record_comes_in_pages(world: World, client_of: ClientOf) -> None:
    for number in range(limits.TIMELINE_PAGE_ENTRIES + 5):
        say(world.order, world.seller, f"Line number {number}.", now=later(world))
    case = asking(world, now=later(world, minutes=1))
    client = client_of(world.operator)

    newest = client.get(page_of_case(case)).content.decode()
    first = client.get(f"{page_of_case(case)}?from=1").content.decode()

    last = Entry.objects.filter(record_id=world.order.record_id).order_by("-number")[0].number
    assert (f'id="entry-{last}"' in newest, 'id="entry-1"' in newest) == (True, False)
    assert (f'id="entry-{last}"' in first, 'id="entry-1"' in first) == (False, True)
    assert "Earlier entries" in newest
    assert f"?from={1 + limits.TIMELINE_PAGE_ENTRIES}" in first


def test_the_first_press_shows_the_amounts_and_the_second_decides(world: World, client_of: ClientOf) -> None:
    case, client = asking(world), client_of(world.operator)
    typed = {"share": "other", "percent": "25", "reason": REASON}

    looked = client.post(page_of_case(case), typed | {"look": "yes"})

    assert Case.objects.get(pk=case.pk).status == WAITING
    assert "€10.55 back, the seller gets €24.00" in looked.content.decode()
    assert 'name="seen_percent" value="25"' in looked.content.decode()
    assert f">\n{REASON}</textarea>" in looked.content.decode()
    assert 'name="percent" value="25"' in looked.content.decode()

    changed = client.post(
        page_of_case(case), typed | {"percent": "75", "seen_percent": "25", "decide": "yes"}
    )

    assert changed.status_code == 200
    assert Case.objects.get(pk=case.pk).status == WAITING

    done = client.post(
        page_of_case(case), typed | {"seen_percent": "25", "decide": "yes"}, follow=True
    ).content.decode()

    assert Case.objects.get(pk=case.pk).refund_percent == 25
    assert REASON in done
    again = client.post(page_of_case(case), typed | {"seen_percent": "25", "decide": "yes"}, follow=True)
    assert "has decided this case already" in again.content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        {"share": "other", "percent": "", "reason": REASON},
        {"share": "other", "percent": "101", "reason": REASON},
        {"share": "50", "reason": "Short."},
        {"reason": REASON},
    ],
)
def test_an_unfinished_decision_changes_nothing(
    world: World, client_of: ClientOf, typed: dict[str, str]
) -> None:
    case = asking(world)

    answer = client_of(world.operator).post(page_of_case(case), typed | {"decide": "yes"})

    assert answer.status_code == 422
    assert Case.objects.get(pk=case.pk).status == WAITING


def test_the_page_of_a_case_costs_the_same_however_long_the_record(
    world: World, client_of: ClientOf, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    case, client = asking(world), client_of(world.operator)
    client.get(page_of_case(case))
    short = count_queries(lambda: client.get(page_of_case(case)))
    for number in range(limits.TIMELINE_PAGE_ENTRIES):
        say(world.order, world.seller, f"{CONTACT_WORDS} {number}", now=later(world, hours=1))

    assert count_queries(lambda: client.get(page_of_case(case))) == short
    assert short <= 11


# API


def test_the_api_opens_lists_and_decides(world: World, client_of: ClientOf) -> None:
    buyer, seller, staff = (client_of(each) for each in (world.buyer, world.seller, world.operator))
    body = {"words": WORDS, "wanted": "refund", "key": str(uuid.uuid4())}
    path = f"/api/v1/orders/{world.order.public_id}/cases"

    opened = buyer.post(path, body, content_type="application/json").json()
    again = buyer.post(path, body, content_type="application/json").json()

    assert (again["id"], opened["state"], opened["words"]) == (opened["id"], "waiting", WORDS)
    assert [case["words"] for case in seller.get("/api/v1/cases").json()] == [None]
    assert [case["id"] for case in staff.get("/api/v1/staff/cases").json()] == [opened["id"]]
    assert buyer.get("/api/v1/staff/cases").status_code == 404

    decision = f"/api/v1/staff/cases/{opened['id']}/decision"
    decided = staff.post(
        decision, {"refund_percent": 100, "reason": REASON}, content_type="application/json"
    ).json()

    assert (decided["state"], decided["refund_percent"]) == ("decided", 100)
    late = staff.post(decision, {"refund_percent": 0, "reason": REASON}, content_type="application/json")
    assert (late.status_code, late.json()["why"]) == (409, "case_closed")
    assert buyer.get("/api/v1/cases").json()[0]["reason"] == REASON
