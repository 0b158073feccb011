"""Telling staff: who may report what, once; and what staff read of it."""

from collections.abc import Callable

import pytest
from django.test import Client

from gighall.base import clock, limits
from gighall.base.errors import NotYours
from gighall.domain.accounts.models import Person
from gighall.domain.desk.actions import report_entry
from gighall.domain.desk.models import Report
from gighall.domain.desk.rules import REASONS, CannotReport, check_report
from gighall.domain.record.models import Participant
from gighall.web.inbox.forms import REASON_NAMES
from tests.presses import at_once
from tests.world import World, make_world, send_file

ClientOf = Callable[[Person | None], Client]


def report(
    world: World, by: Person, *, number: int | None = 1, reason: str = "spam", words: str = ""
) -> tuple[Report, bool]:
    """Let somebody report the first message (the outsider's) in the talk of outsider and seller."""
    return report_entry(
        by_id=by.pk,
        record_id=world.conversation.record_id,
        number=number,
        reason=reason,
        words=words,
        now=world.now,
    )


def test_a_report_is_kept_once_an_entry_and_once_a_talk(world: World) -> None:
    first, is_new = report(world, world.seller, words="The same words to everybody.")
    again, is_new_again = report(world, world.seller, reason="rude", words="Changed my mind.")
    report(world, world.seller, number=None)
    report(world, world.seller, number=None)

    assert (is_new, is_new_again) == (True, False)
    assert first.pk == again.pk
    assert (again.reason, again.words) == ("spam", "The same words to everybody.")
    assert Report.objects.count() == 2


def test_nobody_reports_a_talk_of_others(world: World) -> None:
    for person in (world.buyer, world.operator, world.newcomer):
        for number in (1, None):
            with pytest.raises(NotYours):
                report(world, person, number=number)

    assert not Report.objects.exists()


def test_nobody_reports_what_they_may_not_read(world: World) -> None:
    with pytest.raises(NotYours):
        report(world, world.seller, number=99)
    Participant.objects.filter(record=world.conversation.record_id, person=world.seller).update(from_number=2)

    with pytest.raises(NotYours):
        report(world, world.seller, number=1)


def test_nobody_reports_their_own_words_or_the_halls(world: World) -> None:
    with pytest.raises(CannotReport):
        report(world, world.outsider)
    with pytest.raises(CannotReport):
        report_entry(
            by_id=world.buyer.pk,
            record_id=world.order.record_id,
            number=2,
            reason="spam",
            words="",
            now=world.now,
        )


@pytest.mark.parametrize(
    ("reason", "words"),
    [("nonsense", ""), ("other", ""), ("rude", "x" * (limits.REPORT_CHARACTERS_MAX + 1)), ("rude", "\x00")],
)
def test_a_report_says_something_that_can_be_read(reason: str, words: str) -> None:
    with pytest.raises(CannotReport):
        check_report(reason=reason, words=words)


def test_a_report_that_is_sent_twice_at_once_is_one(own_database: str) -> None:
    world = make_world()

    answers = at_once(
        *[lambda: report(world, world.seller)] * 3, *[lambda: report(world, world.seller, number=None)] * 3
    )

    assert Report.objects.count() == 2
    assert sum(isinstance(answer, tuple) and answer[1] for answer in answers) == 2


def test_each_reason_has_a_name() -> None:
    assert set(REASON_NAMES) == set(REASONS)


def test_the_form_offers_the_other_sides_messages_and_thanks_once(world: World, client_of: ClientOf) -> None:
    client = client_of(world.seller)
    path = f"/inbox/{world.conversation.public_id}/report/"

    form = client.get(path, {"entry": "1"}).content.decode()
    wrong = client.post(path, {"entry": "1", "reason": "other", "words": ""})
    sent = client.post(path, {"entry": "1", "reason": "spam"}, follow=True).content.decode()
    again = client.post(path, {"entry": "1", "reason": "rude"}, follow=True).content.decode()

    assert '<option value="1" selected>#1: Good evening!' in form
    assert wrong.status_code == 422
    assert "Thank you. Staff will look at it." in sent
    assert "You told us about this before" in again
    assert Report.objects.get().number == 1


def test_a_file_is_offered_by_its_name(world: World, client_of: ClientOf) -> None:
    send_file(world.order, world.buyer, "loop.py", b"pass\n", now=clock.now())

    form = client_of(world.seller).get(f"/orders/{world.order.public_id}/report/").content.decode()

    assert ": File: loop.py</option>" in form


def test_messages_of_an_order_can_be_reported_by_its_sides_only(world: World, client_of: ClientOf) -> None:
    path = f"/orders/{world.order.public_id}/report/"

    assert client_of(world.outsider).post(path, {"entry": "0", "reason": "spam"}).status_code == 404
    assert client_of(world.buyer).post(path, {"entry": "0", "reason": "spam"}).status_code == 302

    assert Report.objects.get().record_id == world.order.record_id


def test_staff_read_the_report_and_not_the_talk(world: World, client_of: ClientOf) -> None:
    report(world, world.seller, words="Asks everybody the same.")

    page = client_of(world.operator).get("/staff/reports/").content.decode()

    assert world.seller.name in page
    assert "Asks everybody the same." in page
    assert "Good evening!" not in page
    assert client_of(world.operator).get(f"/inbox/{world.conversation.public_id}/").status_code == 404
    assert client_of(world.seller).get("/staff/reports/").status_code == 404
