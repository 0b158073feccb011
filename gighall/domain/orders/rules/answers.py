"""Answers to the questions that a seller asks of every buyer. Plain Python."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.errors import marked as _

# Which findings of the guard are the personal details that a gig may declare.
_KINDS_OF_DETAILS = {
    "postal_address": {"address"},
    "printed_name": set[str](),
    "phone_number": {"phone"},
    "email_address": {"email"},
    "account_name": {"handle"},
}


class AnswersUnfit(Refused):
    """A required answer is missing, or the answers are too long."""

    code = "answers_unfit"


def check_answers(questions: Sequence[Mapping[str, Any]], answers: Sequence[str]) -> None:
    """Refuse answers of which a required one is missing.

    Errors: AnswersUnfit with which.
    """
    if len(answers) != len(questions):
        raise AnswersUnfit(_("Send one answer for each question, empty where you have none."))
    for position, (question, answer) in enumerate(zip(questions, answers, strict=True), start=1):
        if question["is_required"] and not answer.strip():
            raise AnswersUnfit(
                _("Question {position} needs an answer: {question}"),
                position=position,
                question=question["text"],
            )
    if len(answered(questions, answers)) > limits.MESSAGE_CHARACTERS_MAX:
        raise AnswersUnfit(
            _("All answers together have at most {most:,} characters. Send what is long as a file."),
            most=limits.MESSAGE_CHARACTERS_MAX,
        )


def answered(questions: Sequence[Mapping[str, Any]], answers: Sequence[str]) -> str:
    """Return questions and answers as one text; a question without an answer is left out."""
    pairs = zip(questions, answers, strict=True)
    return "\n\n".join(
        f"{question['text']}\n{answer.strip()}" for question, answer in pairs if answer.strip()
    )


def needs_answers(questions: Iterable[Mapping[str, Any]]) -> bool:
    """Say whether the work waits for answers."""
    return any(question["is_required"] for question in questions)


def kinds_declared(details: Iterable[str]) -> frozenset[str]:
    """Return the kinds of findings that are no findings in the answers, by the details that the gig declared."""
    return frozenset().union(*(_KINDS_OF_DETAILS.get(detail, set()) for detail in details))
