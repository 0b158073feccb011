"""Answers to the seller's questions: what must be there, and how they read as one text."""

import pytest

from gighall.base import limits
from gighall.domain.gigs.rules import GUARDED_DETAILS
from gighall.domain.orders.rules import (
    AnswersUnfit,
    answered,
    check_answers,
    kinds_declared,
    needs_answers,
)
from gighall.domain.policy.rules import CONTACT_KINDS

LINE = {"text": "Which line is it?", "is_required": True}
MOOD = {"text": "What mood?", "is_required": False}


def test_required_answers_are_enough_and_all_may_be_given() -> None:
    check_answers([LINE, MOOD], ["The first", ""])
    check_answers([LINE, MOOD], ["The first", "Calm"])
    check_answers([], [])


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        (["The first"], "Send one answer for each question, empty where you have none."),
        (["The first", "", "more"], "Send one answer for each question, empty where you have none."),
        (["", "Calm"], "Question 1 needs an answer: Which line is it?"),
        (["  \n", "Calm"], "Question 1 needs an answer: Which line is it?"),
    ],
)
def test_answers_that_do_not_fit_the_questions_are_refused(answers: list[str], sentence: str) -> None:
    with pytest.raises(AnswersUnfit) as refusal:
        check_answers([LINE, MOOD], answers)

    assert refusal.value.sentence == sentence


def test_the_missing_answer_is_named_by_its_place() -> None:
    with pytest.raises(AnswersUnfit) as refusal:
        check_answers([MOOD, LINE], ["", ""])

    assert refusal.value.sentence == "Question 2 needs an answer: Which line is it?"


def test_all_answers_together_are_one_message_long_at_most() -> None:
    most = limits.MESSAGE_CHARACTERS_MAX
    rest = most - len(f"{LINE['text']}\n")

    check_answers([LINE], ["x" * rest])
    with pytest.raises(AnswersUnfit) as refusal:
        check_answers([LINE], ["x" * (rest + 1)])

    assert refusal.value.sentence.startswith(f"All answers together have at most {most:,} characters.")


def test_answers_read_as_questions_and_answers_and_empty_ones_are_left_out() -> None:
    questions = [LINE, MOOD, {"text": "By when?", "is_required": True}]

    assert answered(questions, [" The first ", " ", "Monday"]) == (
        "Which line is it?\nThe first\n\nBy when?\nMonday"
    )
    assert answered([MOOD], [""]) == ""


@pytest.mark.parametrize(
    ("questions", "needs"), [([], False), ([MOOD], False), ([MOOD, LINE], True), ([LINE], True)]
)
def test_the_work_waits_for_answers_where_one_is_required(
    questions: list[dict[str, object]], needs: bool
) -> None:
    assert needs_answers(questions) == needs


@pytest.mark.parametrize(
    ("details", "kinds"),
    [
        ([], set()),
        (["printed_name"], set()),
        (["shoe_size"], set()),
        (["postal_address"], {"address"}),
        (["phone_number", "email_address", "account_name"], {"phone", "email", "handle"}),
    ],
)
def test_declared_details_are_no_findings_in_answers(details: list[str], kinds: set[str]) -> None:
    assert kinds_declared(details) == kinds


def test_every_detail_that_the_guard_would_hold_has_its_kind() -> None:
    assert all(kinds_declared([detail]) for detail in GUARDED_DETAILS)
    assert kinds_declared(GUARDED_DETAILS) <= CONTACT_KINDS
