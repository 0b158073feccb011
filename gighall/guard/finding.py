"""What the guard answers with."""

from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["email", "phone", "url", "handle", "meeting", "payment", "address", "intent", "allusion"]


@dataclass(frozen=True, slots=True)
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

    def in_message(self, index: int) -> "Finding":
        """Return the same finding as part of the run's message ``index``."""
        return replace(self, message=index)
