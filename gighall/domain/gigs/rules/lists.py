"""The hall's own lists: what gigs are about, and which personal details a gig's work may need.

The keys are stored and never change; names may. What is added here needs nothing else.
"""

from gighall.base.errors import marked as _

EVERYDAY = "everyday"
CATEGORIES: dict[str, str] = {
    "programming": _("Programming"),
    "data": _("Data and spreadsheets"),
    "writing": _("Writing and editing"),
    "languages": _("Languages"),
    "study": _("Study and school"),
    "design": _("Design"),
    "business": _("Business and office"),
    EVERYDAY: _("Everyday life"),
}

# Named as they stand after "For this work the seller needs:".
DETAILS: dict[str, str] = {
    "postal_address": _("a postal address"),
    "printed_name": _("a name to be printed"),
    "phone_number": _("a phone number to be voiced or called"),
    "email_address": _("an e-mail address to be used in the work"),
    "account_name": _("the name of an account to be worked on"),
}
# Of these, what counts as a contact detail wherever it is written in a message.
GUARDED_DETAILS = frozenset({"phone_number", "email_address", "account_name"})
