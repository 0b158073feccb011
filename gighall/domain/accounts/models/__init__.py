"""Tables of the room accounts."""

from .hall import Hall, HallChange
from .person import Person
from .terms import TermsAcceptance, TermsClause, TermsVersion
from .tokens import PersonalToken

__all__ = ["Hall", "HallChange", "Person", "PersonalToken", "TermsAcceptance", "TermsClause", "TermsVersion"]
