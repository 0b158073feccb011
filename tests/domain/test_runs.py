"""Details split over several messages: withheld in the part that completes them, by the forms' way."""

import uuid
from datetime import datetime, timedelta
from functools import partial

import pytest

from gighall.base import limits
from gighall.base.masking import MASK
from gighall.domain.accounts.models import Person
from gighall.domain.conversations.actions import begin_conversation, post_message, posting
from gighall.domain.policy.models import Verdict
from gighall.domain.policy.rules import Judgement, WordsRefused
from gighall.domain.record.actions import erase_entries
from gighall.domain.record.models import Entry, Withheld
from tests.exceptions import grant
from tests.presses import at_once
from tests.world import World, make_world

PARTS = ("my number is 415", "223", "8810")


def write(
    world: World,
    *texts: str,
    by: Person | None = None,
    at: datetime | None = None,
    key: uuid.UUID | None = None,
    record_id: int | None = None,
) -> list[str]:
    """Let somebody (the buyer) write on the order page; return what the other side reads."""
    return [
        shown(
            record_id or world.order.record_id,
            post_message(
                record_id=record_id or world.order.record_id,
                author_id=(by or world.buyer).pk,
                text=text,
                key=key or uuid.uuid4(),
                now=at or world.now + timedelta(minutes=30),
            ),
        )
        for text in texts
    ]


def shown(record_id: int, number: int) -> str:
    """Return what an entry shows to the other side."""
    return Entry.objects.get(record_id=record_id, number=number).shown or ""


def test_the_part_that_completes_a_number_is_withheld_in_the_inbox_and_in_an_order(world: World) -> None:
    in_inbox = write(world, *PARTS, by=world.outsider, record_id=world.conversation.record_id)

    assert write(world, *PARTS) == in_inbox == [PARTS[0], PARTS[1], MASK]
    verdict = Verdict.objects.filter(person=world.buyer).latest("pk")
    assert (verdict.outcome, verdict.hidden_contacts) == ("mask", 1)
    assert verdict.spans == [{"s": 0, "e": 4, "kind": "phone", "outcome": "mask", "run": True}]
    kept = Withheld.objects.filter(record=world.order.record_id).latest("number")
    assert kept.spans == [{"s": 0, "e": 4, "kind": "phone", "run": True}]
    assert kept.verdict_id == verdict.pk


def test_messages_of_the_other_side_neither_break_a_run_nor_are_part_of_it(world: World) -> None:
    assert write(world, PARTS[0]) == [PARTS[0]]
    assert write(world, "It costs 48", by=world.seller) == ["It costs 48"]
    assert write(world, PARTS[1]) == [PARTS[1]]
    assert write(world, "22", "388", by=world.seller) == ["22", "388"]
    assert write(world, PARTS[2]) == [MASK]


def test_another_talk_of_the_same_person_is_another_run(world: World) -> None:
    write(world, PARTS[0], PARTS[1], by=world.seller)

    assert write(world, PARTS[2], by=world.seller, record_id=world.conversation.record_id) == [PARTS[2]]


def test_what_was_said_long_ago_is_no_part_of_it(world: World) -> None:
    later = world.now + timedelta(minutes=30 + limits.RUN_MINUTES)
    write(world, *PARTS[:2])
    write(world, *PARTS[:2], by=world.seller)

    assert write(world, PARTS[2], at=later) == [MASK]
    assert write(world, PARTS[2], by=world.seller, at=later + timedelta(seconds=1)) == [PARTS[2]]


def test_erased_words_are_no_part_of_it(world: World) -> None:
    write(world, *PARTS[:2])
    last = Entry.objects.filter(record_id=world.order.record_id).count()
    erase_entries(
        record_id=world.order.record_id,
        numbers=[last - 1, last],
        by_id=world.operator.pk,
        clause="privacy",
        now=world.now + timedelta(minutes=30),
    )

    assert write(world, PARTS[2]) == [PARTS[2]]


def test_innocent_words_after_a_withheld_part_are_shown_and_another_try_is_not(world: World) -> None:
    write(world, *PARTS)

    assert write(world, "88 10") == [MASK]
    assert write(world, "See you here at 5", "Thanks, that is fine.") == [
        "See you here at 5",
        "Thanks, that is fine.",
    ]


@pytest.mark.parametrize(
    "run",
    [
        ("12", "34 EUR", "2025"),
        ("14:30", "or 16", "45 EUR", "deal"),
        ("3 pages", "250 words each", "by 12.12.2025", "thanks"),
    ],
)
def test_numbers_of_an_honest_talk_do_not_combine(world: World, run: tuple[str, ...]) -> None:
    assert write(world, *run) == list(run)


def test_an_exception_lets_the_completing_part_stand_as_it_does_a_whole_detail(world: World) -> None:
    grant(world.order.gig, world.operator, now=world.now)

    assert write(world, *PARTS) == list(PARTS)
    verdict = Verdict.objects.filter(person=world.buyer).latest("pk")
    assert (verdict.outcome, verdict.hidden_contacts) == ("allow", 0)
    assert write(world, "my mail is anna", "at gmail", "dot com")[1:] == [f"at {MASK}", MASK]


def test_who_splits_details_again_and_again_is_refused(world: World) -> None:
    for minutes in range(limits.HIDDEN_CONTACTS_MAX):
        at = world.now + timedelta(minutes=30 + minutes * (limits.RUN_MINUTES + 1))
        assert write(world, *PARTS, at=at)[-1] == MASK
    late = at + timedelta(minutes=limits.RUN_MINUTES + 1)

    write(world, *PARTS[:2], at=late)
    with pytest.raises(WordsRefused) as refusal:
        write(world, PARTS[2], at=late)

    assert [span.completes for span in refusal.value.judgement.spans] == [True]
    assert write(world, "Fine, then here.", at=late) == ["Fine, then here."]


def test_the_same_message_again_keeps_its_first_verdict_whatever_came_since(world: World) -> None:
    clean, completing = uuid.uuid4(), uuid.uuid4()
    write(world, "22", key=clean)
    write(world, PARTS[0])
    write(world, "388", key=completing)

    for _time in range(2):
        assert write(world, "22", key=clean) == ["22"]
        assert write(world, "388", key=completing) == [MASK]

    verdicts = Verdict.objects.filter(person=world.buyer, hidden_contacts__gt=0)
    assert [verdict.client_key for verdict in verdicts] == [completing]


def test_a_message_sent_again_long_after_gets_no_verdict_by_what_came_since(world: World) -> None:
    key, verdicts = uuid.uuid4(), Verdict.objects.filter(person=world.buyer).count()
    write(world, PARTS[2], key=key)
    write(world, *("Something else." for _entry in range(limits.RUN_ENTRIES)))
    write(world, *PARTS[:2])

    assert write(world, PARTS[2], key=key) == [PARTS[2]]
    assert Verdict.objects.filter(person=world.buyer).count() == verdicts


def test_first_words_to_somebody_one_knows_go_on_from_the_last_ones(world: World) -> None:
    talk = world.conversation
    write(world, *PARTS[:2], by=world.outsider, record_id=talk.record_id)

    begin_conversation(
        by_id=world.outsider.pk,
        with_id=world.seller.pk,
        about="",
        text=PARTS[2],
        key=uuid.uuid4(),
        now=world.now + timedelta(minutes=30),
    )

    assert Entry.objects.filter(record_id=talk.record_id).latest("number").shown == MASK


def test_a_part_that_comes_in_between_has_the_next_one_judged_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(world, PARTS[0])
    judged: list[Judgement] = []
    judge = posting.judged_message

    def judge_while_another_comes(**words: object) -> Judgement:
        judgement = judge(**words)  # type: ignore[arg-type]  # handed on as they came
        if not judged:
            judged.append(judgement)
            write(world, "22")
        return judgement

    monkeypatch.setattr(posting, "judged_message", judge_while_another_comes)

    assert write(world, "388") == [MASK]
    assert judged[0].rule is None


def test_parts_posted_by_two_forms_at_once_never_both_pass(own_database: str) -> None:
    world = make_world()
    for minutes in range(3):
        at = world.now + timedelta(minutes=30 + minutes * (limits.RUN_MINUTES + 1))
        write(world, PARTS[0], at=at)
        last = Entry.objects.filter(record_id=world.order.record_id).count()

        at_once(*(partial(write, world, part, at=at) for part in ("22", "388")))

        read = list(
            Entry.objects.filter(record_id=world.order.record_id, number__gt=last).values_list(
                "shown", flat=True
            )
        )
        # Whichever came second completed the number.
        assert sorted(text == MASK for text in read) == [False, True]
