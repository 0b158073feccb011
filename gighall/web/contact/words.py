"""Words for the page about contact: places, outcomes, examples, and what a verdict keeps.

What follows from what stands in the policy's table alone; here it only gets its names.
"""

from django.utils.translation import gettext_lazy as _

from gighall.domain.policy.rules import ALLOW, HOLD, MASK, NOTE, REFUSE

# Each place: its name, and what belongs there.
PLACES = {
    "inbox": (
        _("The inbox"),
        _("Before an order: ask and answer here. When somebody orders, the talk goes on on the order page."),
    ),
    "gig": (_("The words of a gig"), _("They say what you do and for whom. Everybody can read them.")),
    "profile": (_("Profiles and feedback"), _("What buyers and sellers say about each other, in public.")),
    "community": (_("The community"), _("Questions and answers in public. Talk about the rules is welcome.")),
    "order": (
        _("The order page"),
        _(
            "Here you talk, send files, deliver and get paid. Personal details that the gig declared may be answered."
        ),
    ),
    "session": (
        _("A session in an order"),
        _("It is held on the order page, and the same holds for its words."),
    ),
    "requirement": (
        _("Answers to the seller’s questions"),
        _(
            "Details that the gig declared are allowed. In this version nothing waits yet: other details are withheld,"
            " as in the talk of the order."
        ),
    ),
    "delivery_file": (
        _("Files of a delivery"),
        _("In this version only the names of files are looked at, as words of the order’s talk."),
    ),
}
OUTCOMES = {
    ALLOW: (_("Stands as written"), _("Nobody is told anything.")),
    NOTE: (_("Stands, with a remark"), _("Both sides read everything, and which rule it touches.")),
    MASK: (_("Withheld"), _("The other side reads a grey bar there, and everything else.")),
    HOLD: (_("Waits"), _("It is kept until a person has decided.")),
    REFUSE: (_("Not sent"), _("The words stay with their author, who takes the detail out.")),
}
# One harmless example for each kind that has one; the reserved names in them reach nobody.
EXAMPLES = {
    "email": _("My mail is somebody@mail.example, write whenever you like."),
    "phone": _("You can ring me on +44 20 7946 0000 today."),
    "url": _("Look at www.some-studio.com/about for more."),
    "handle": _("I am @some_body_there on telegram."),
    "intent": _("Let us continue on WhatsApp instead."),
}
HARMLESS = _("I use a mail program and a chat app a lot; which one do you like?")

# What the hall keeps of a judgement, by the columns of the table.
VERDICT = {
    "person": _("who wrote it"),
    "place": _("in which kind of place"),
    "place_id": _("in which talk, order or gig"),
    "client_key": _("which message it was"),
    "outcome": _("what followed"),
    "spans": _("at which letters something was found, and of which kind; never the words"),
    "hidden_contacts": _("how many contact details in it were disguised on purpose"),
    "value_hashes": _("a keyed fingerprint of each detail, from which nobody can read the detail"),
    "rule_id": _("which rule decided"),
    "rule_version": _("in which version"),
    "clause": _("on which clause of the terms it rests"),
    "waiver": _("which exception let it stand, if one did"),
    "at": _("when"),
    "overturned_at": _("whether and when staff found it wrong; then it does not count"),
}
