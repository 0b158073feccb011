"""What the guard answers with."""

from dataclasses import dataclass, replace
from typing import Literal

from gighall.base.errors import marked as _

Kind = Literal["email", "phone", "url", "handle", "meeting", "payment", "address", "intent", "allusion"]


# What the guard tells the author of a text about each kind, marked for translation; doors translate it.
SENTENCES: dict[Kind, str] = {
    "email": _("This is an e-mail address."),
    "phone": _("This is a phone number."),
    "url": _("This is a link to another place."),
    "handle": _("This is an account name elsewhere."),
    "meeting": _("This is a link to a call elsewhere."),
    "payment": _("This is a way to pay elsewhere."),
    "address": _("This is a postal address."),
    "intent": _("This sounds like going elsewhere to talk or pay."),
    "allusion": _("This hints at a way to talk elsewhere."),
}


# Not frozen: that would make each of them three times as costly to build. They are not changed once built.
@dataclass(slots=True, unsafe_hash=True)
class Finding:
    """One contact detail in a text.

    ``start`` and ``end`` are code points in the original text; ``message`` is the index in the run.
    ``value`` is the detail in one agreed form (an address in lower case, a number's digits).
    ``evidence`` names the steps that led here, in order. ``hidden`` says that the detail was disguised on purpose:
    words for signs, digits as words, letters spaced out, look-alike letters.
    """

    kind: Kind
    message: int
    start: int
    end: int
    value: str
    confidence: float
    evidence: tuple[str, ...]
    hidden: bool = False

    @property
    def sentence(self) -> str:
        """Return the sentence for the author, in English and marked for translation."""
        return SENTENCES[self.kind]

    def moved(self, start: int, end: int, *, hidden: bool) -> "Finding":
        """Return the same finding at another place, as what a view shows stands in its source."""
        kind, message, value = self.kind, self.message, self.value
        return Finding(kind, message, start, end, value, self.confidence, self.evidence, hidden)

    def in_message(self, index: int) -> "Finding":
        """Return the same finding as part of the run's message ``index``."""
        return replace(self, message=index)
