"""What the two sides of an ended order say about each other. Plain Python."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.errors import marked as _

from ..states import CANCELLED, ENDED_STATES

STARS_MAX = 5
# The three questions, by who answers them; the keys are stored and never change.
QUESTIONS = {
    "buyer": {
        "result": _("Was the result what you ordered?"),
        "talk": _("How was the talk?"),
        "time": _("Was it in time?"),
    },
    "seller": {
        "result": _("Was it clear what was wanted?"),
        "talk": _("How was the talk?"),
        "time": _("Were answers in time?"),
    },
}
ASKED = ("result", "talk", "time")


class FeedbackRefused(Refused):
    """Feedback that cannot be given now, or lacks something."""

    code = "feedback_refused"


def feedback_ends_at(ended_at: datetime) -> datetime:
    """Return when feedback is opened even if one side gave none, and none is taken any more."""
    return ended_at + timedelta(days=limits.FEEDBACK_DAYS)


def check_can_give(
    *, state: str, ended_at: datetime | None, had_work: bool, is_given: bool, now: datetime
) -> None:
    """Refuse feedback before the end, too late, a second time, or about a cancelled order in which nothing happened.

    Shapes: ``had_work`` says whether something was late or delivered.  Errors: FeedbackRefused.
    """
    if state not in ENDED_STATES or ended_at is None:
        raise FeedbackRefused(_("Feedback is given when the order has ended."))
    if is_given:
        raise FeedbackRefused(
            _("You have given your feedback. It cannot be changed; you can answer the other side’s.")
        )
    if now >= feedback_ends_at(ended_at):
        raise FeedbackRefused(
            _("Feedback can be given for {days} days after the end."), days=limits.FEEDBACK_DAYS
        )
    if state == CANCELLED and not had_work:
        raise FeedbackRefused(
            _("This order was cancelled before anything was late or delivered: nothing is to be rated.")
        )


def check_feedback(*, stars: Sequence[int], text: str, private_note: str) -> None:
    """Refuse feedback without all stars, or with too few or too many words.

    Errors: FeedbackRefused.
    """
    if len(stars) != len(ASKED) or not all(1 <= each <= STARS_MAX for each in stars):
        raise FeedbackRefused(_("Give one to five stars for each of the three questions."))
    if not limits.FEEDBACK_CHARACTERS_MIN <= len(text) <= limits.FEEDBACK_CHARACTERS_MAX:
        raise FeedbackRefused(
            _("Write {least} to {most:,} characters about how it was."),
            least=limits.FEEDBACK_CHARACTERS_MIN,
            most=limits.FEEDBACK_CHARACTERS_MAX,
        )
    if len(private_note) > limits.FEEDBACK_CHARACTERS_MAX:
        raise FeedbackRefused(
            _("A note to support has at most {most:,} characters."), most=limits.FEEDBACK_CHARACTERS_MAX
        )


def check_reply(text: str, *, is_replied: bool) -> None:
    """Refuse a second reply, or one without words.

    Errors: FeedbackRefused.
    """
    if is_replied:
        raise FeedbackRefused(_("You have answered this feedback; one answer stands beside it."))
    if not 1 <= len(text) <= limits.FEEDBACK_CHARACTERS_MAX:
        raise FeedbackRefused(
            _("Write an answer of at most {most:,} characters."), most=limits.FEEDBACK_CHARACTERS_MAX
        )
