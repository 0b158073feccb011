"""Refusals of the room record. Plain Python."""

from gighall.base.errors import Refused


class RecordClosed(Refused):
    """The conversation has ended; it can be read, not continued."""

    code = "closed"


class RecordNotOpenToYou(Refused):
    """The person is not (or no longer) a participant who may write."""

    code = "no_access"


class KeyReused(Refused):
    """The same client key came with other words."""

    code = "key_reused"


class CannotErase(Refused):
    """What is named is no message of the record."""

    code = "cannot_erase"


class JudgedTooEarly(Refused):
    """The facts under which the words were judged changed; judge again."""

    code = "stale"
