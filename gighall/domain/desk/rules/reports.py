"""What people can tell staff about an entry or a talk. Plain Python."""

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.errors import marked as _
from gighall.base.text import is_storable

SPAM, RUDE, OUTSIDE_CONTACT, SCAM, OTHER = "spam", "rude", "outside_contact", "scam", "other"
REASONS = (SPAM, RUDE, OUTSIDE_CONTACT, SCAM, OTHER)


class CannotReport(Refused):
    """A report that says nothing, or about something that is nobody else's words."""

    code = "cannot_report"


def check_report(*, reason: str, words: str) -> None:
    """Refuse a report without a known reason, or with too many words, or without any where they are needed.

    Errors: CannotReport.
    """
    if reason not in REASONS:
        raise CannotReport(_("Choose what is wrong with it."))
    if len(words) > limits.REPORT_CHARACTERS_MAX or not is_storable(words):
        raise CannotReport(
            _("Say it in {most:,} characters at most, as plain text."), most=limits.REPORT_CHARACTERS_MAX
        )
    if reason == OTHER and not words:
        raise CannotReport(_("Say in a few words what is wrong: no reason in the list says it for you."))


def check_can_report(*, by_id: int, author_id: int | None) -> None:
    """Refuse a report about one's own words, or about what the hall itself noted down.

    Errors: CannotReport.
    """
    if author_id is None:
        raise CannotReport(_("The hall itself wrote this line. Report a message of the other side."))
    if author_id == by_id:
        raise CannotReport(_("These are your own words. Report a message of the other side."))


def check_can_report_post(*, by_id: int, author_id: int) -> None:
    """Refuse a report about one's own post.

    Errors: CannotReport.
    """
    if author_id == by_id:
        raise CannotReport(_("These are your own words. Edit them, or take them away."))
