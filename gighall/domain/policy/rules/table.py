"""The policy itself: rules with an id and a version, read from the top.

For each finding the first rule that names its place and kind decides. A finding that no rule names is allowed.
"""

from dataclasses import dataclass

from gighall.base.masking import ALLOWED, MASKED, NOTED

# The five outcomes, the mildest first: as written; whole, with a remark for both sides; without the span; kept
# until a person decides (files and job content, never talk); not stored, the words stay with their author.
ALLOW, NOTE, MASK, HOLD, REFUSE = ALLOWED, NOTED, MASKED, "hold", "refuse"
MILDEST_FIRST = (ALLOW, NOTE, MASK, HOLD, REFUSE)
OUTSIDE_CONTACT = "outside-contact"
# Where the hall says it all in words: every verdict leads there.
CONTACT_URL = "/contact/"


@dataclass(frozen=True)
class Rule:
    """One line of the policy table. ``kinds`` are the findings that it speaks about.

    ``after_hidden`` is the outcome for somebody who has lately hidden contact details on purpose too often.
    """

    id: str
    version: int
    places: frozenset[str]
    kinds: frozenset[str]
    outcome: str
    clause: str
    after_hidden: str


CONTACT_KINDS = frozenset({"email", "phone", "url", "handle", "meeting", "payment", "address"})
PROPOSAL_KINDS = frozenset({"intent", "allusion"})
BEFORE_ORDER = frozenset({"inbox", "gig", "profile", "community"})
IN_ORDER = frozenset({"order", "session"})
# What the buyer answers to the seller's questions, and the files of a delivery.
JOB_CONTENT = frozenset({"requirement", "delivery_file"})
RULES = (
    Rule("contact-before-order", 2, BEFORE_ORDER, CONTACT_KINDS, MASK, OUTSIDE_CONTACT, REFUSE),
    Rule("contact-in-order", 2, IN_ORDER, CONTACT_KINDS, MASK, OUTSIDE_CONTACT, REFUSE),
    Rule("contact-in-job-content", 1, JOB_CONTENT, CONTACT_KINDS, HOLD, OUTSIDE_CONTACT, HOLD),
    Rule("proposal-to-go-outside", 1, BEFORE_ORDER | IN_ORDER, PROPOSAL_KINDS, NOTE, OUTSIDE_CONTACT, MASK),
)
