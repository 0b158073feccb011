"""Rules of gigs. Plain Python."""

from gighall.base.searching import swapped, words_of

from .lists import CATEGORIES, DETAILS, EVERYDAY, GUARDED_DETAILS
from .offers import (
    GigFault,
    GigIncomplete,
    GigNotForSale,
    GigWords,
    RequirementWords,
    TooManyGigs,
    check_can_order,
    check_gig,
    cleaned,
    gig_faults,
)
from .wishes import CHEAPEST, DEAREST, NEWEST, SORTS, GigWish

__all__ = [
    "CATEGORIES",
    "CHEAPEST",
    "DEAREST",
    "DETAILS",
    "EVERYDAY",
    "GUARDED_DETAILS",
    "NEWEST",
    "SORTS",
    "GigFault",
    "GigIncomplete",
    "GigNotForSale",
    "GigWish",
    "GigWords",
    "RequirementWords",
    "TooManyGigs",
    "check_can_order",
    "check_gig",
    "cleaned",
    "gig_faults",
    "swapped",
    "words_of",
]
