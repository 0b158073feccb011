"""Tables of the room accounts."""

from .hall import Hall
from .person import Person
from .terms import TermsAcceptance, TermsClause, TermsVersion
from .tokens import PersonalToken

__all__ = ["Hall", "Person", "PersonalToken", "TermsAcceptance", "TermsClause", "TermsVersion"]
