"""Tables of the room accounts."""

from .hall import Hall, HallChange
from .person import Person
from .presence import Presence
from .terms import TermsAcceptance, TermsClause, TermsVersion
from .tokens import PersonalToken

__all__ = [
    "Hall",
    "HallChange",
    "Person",
    "PersonalToken",
    "Presence",
    "TermsAcceptance",
    "TermsClause",
    "TermsVersion",
]
