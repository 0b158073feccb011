"""Manners of a conversation. Plain Python."""

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.errors import marked as _
from gighall.base.text import is_storable


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


class CannotBegin(Refused):
    """A conversation that nobody may begin: with oneself."""

    code = "cannot_begin"


def check_can_begin(*, by_id: int, with_id: int) -> None:
    """Refuse a conversation with oneself.

    Errors: CannotBegin.
    """
    if by_id == with_id:
        raise CannotBegin(_("This is your own gig. Others write to you about it here."))
