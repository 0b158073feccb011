"""Manners of a conversation. Plain Python."""

import re
import unicodedata
from dataclasses import dataclass

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.errors import marked as _
from gighall.base.text import clean_line, clean_text, is_storable
from gighall.domain.record.rules import RecordNotOpenToYou


class MessageUnfit(Refused):
    """An empty message, one that is too long, or one that cannot be stored."""

    code = "message_unfit"


def check_message(text: str) -> None:
    """Refuse words that cannot be a message.

    Errors: MessageUnfit.
    """
    if not text.strip():
        raise MessageUnfit(_("Write something first; this message is empty."))
    if len(text) > limits.MESSAGE_CHARACTERS_MAX:
        raise MessageUnfit(
            _("A message has at most {most:,} characters; this one has {count:,}. Send it in parts."),
            most=limits.MESSAGE_CHARACTERS_MAX,
            count=len(text),
        )
    if not is_storable(text):
        raise MessageUnfit(
            _("This message contains characters that cannot be stored. Copy it as plain text.")
        )


def file_bytes_most(place: str) -> int:
    """Return how large a file may be in a place; large work belongs on the order page."""
    return limits.FILE_IN_ORDER_BYTES_MAX if place == "order" else limits.FILE_BYTES_MAX


class CannotBegin(Refused):
    """A conversation that nobody may begin: with oneself, or where one of the two takes no messages."""

    code = "cannot_begin"


def check_can_begin(*, by_id: int, with_id: int) -> None:
    """Refuse a conversation with oneself.

    Errors: CannotBegin.
    """
    if by_id == with_id:
        raise CannotBegin(_("This is your own gig. Others write to you about it here."))


class TalkBlocked(RecordNotOpenToYou):
    """One of the two takes no messages from the other."""


@dataclass(frozen=True)
class Blocking:
    """Whether a person blocks another one, and is blocked by them."""

    mine: bool = False
    theirs: bool = False


def talk_blocked(blocking: Blocking, *, name: str) -> TalkBlocked | None:
    """Return the refusal of a blocked talk, for a person who reads it about the other one, named here."""
    if not (blocking.mine or blocking.theirs):
        return None
    if blocking.mine:
        return TalkBlocked(_("You blocked {name}. Unblock to write."), name=name)
    return TalkBlocked(_("{name} takes no messages from you now. What you wrote before stays."), name=name)


# How a list of conversations is narrowed. "all" leaves out what is archived.
ALL, UNREAD, STARRED, ARCHIVED = "all", "unread", "starred", "archived"
SHOWS = (ALL, UNREAD, STARRED, ARCHIVED)


@dataclass(frozen=True)
class ListWish:
    """Which conversations somebody wants to see: one of ``SHOWS``, or those with a label (its public id)."""

    show: str = ALL
    label: str = ""


class NameTaken(Refused):
    """A label or quick response of the person has this name."""

    code = "name_taken"


class TooMany(Refused):
    """A person keeps as many of these as allowed."""

    code = "too_many"


class NameUnfit(Refused):
    """A name that is empty or too long, or a text that cannot be a quick response."""

    code = "name_unfit"


def folded(name: str) -> str:
    """Return a name without case, to tell whether two are the same."""
    return unicodedata.normalize("NFC", name.casefold())


def fit_label(name: str) -> str:
    """Return a label's name in one line.

    Errors: NameUnfit.
    """
    return _fit_name(name, most=limits.LABEL_CHARACTERS_MAX)


def _fit_name(name: str, *, most: int) -> str:
    line = clean_line(name)
    if not 0 < len(line) <= most:
        raise NameUnfit(_("Write a name of 1 to {most} characters."), most=most)
    return line


# What a quick response may leave open, between braces: the other side's name, the gig's title, one's own name.
VARIABLES = ("name", "gig", "me")
_VARIABLE = re.compile(r"\{(\w+)\}")


def fit_quick_response(*, title: str, text: str) -> tuple[str, str]:
    """Return the title and text of a quick response as they are kept.

    Errors: NameUnfit, also for variables that nobody fills in.
    """
    line = _fit_name(title, most=limits.QUICK_RESPONSE_TITLE_CHARACTERS_MAX)
    words = clean_text(text)
    if not 0 < len(words) <= limits.QUICK_RESPONSE_CHARACTERS_MAX:
        raise NameUnfit(
            _("Write a text of 1 to {most:,} characters."), most=limits.QUICK_RESPONSE_CHARACTERS_MAX
        )
    unknown = [found for found in _VARIABLE.findall(words) if found not in VARIABLES]
    if unknown:
        raise NameUnfit(
            _("Nobody fills in {wrong}. You can use {{name}}, {{gig}} and {{me}}."),
            wrong=f"{{{unknown[0]}}}",
        )
    return line, words


def filled_in(text: str, *, name: str, gig: str, me: str) -> str:
    """Return a quick response with its variables filled in, each once: a name may look like a variable."""
    values = {"name": name, "gig": gig, "me": me}
    return _VARIABLE.sub(lambda found: values.get(found[1], found[0]), text)


def check_draft(text: str) -> None:
    """Refuse words that cannot be kept as a draft.

    Errors: MessageUnfit.
    """
    if len(text) > limits.DRAFT_CHARACTERS_MAX or not is_storable(text):
        raise MessageUnfit(
            _("A draft has at most {most:,} characters, all of them plain text."),
            most=limits.DRAFT_CHARACTERS_MAX,
        )
