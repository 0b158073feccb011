"""What people read at words that were judged. Plain Python; doors translate."""

from datetime import UTC, datetime

from gighall.base.errors import marked as _

from .table import ALLOW, IN_ORDER, MASK, NOTE, REFUSE
from .waivers import WAIVABLE_KINDS

# What something found in a text is called.
KIND_NAMES = {
    "email": _("e-mail address"),
    "phone": _("phone number"),
    "url": _("link"),
    "handle": _("account name elsewhere"),
    "meeting": _("meeting link"),
    "payment": _("payment elsewhere"),
    "address": _("postal address"),
    "intent": _("proposal to go elsewhere"),
    "allusion": _("hint at a way outside"),
}
# What the author reads at a withheld span, and what the other side reads there.
_MASKED_FOR_AUTHOR = {
    "email": _(
        "This e-mail address is withheld from the other side. Talk and share everything on this page."
    ),
    "phone": _("This phone number is withheld from the other side. Talk and share everything on this page."),
    "url": _("This link is withheld from the other side. Paste what matters as text instead."),
    "handle": _("This account name is withheld from the other side. Talk and share everything on this page."),
    "meeting": _(
        "This meeting link is withheld from the other side. The talk takes place on the order page."
    ),
    "payment": _("This way to pay is withheld from the other side. The hall holds and pays the money."),
    "address": _(
        "This address is withheld from the other side. A gig can ask for it when its work needs it."
    ),
    "intent": _("This is withheld from the other side. You can talk, share and pay on this page."),
    "allusion": _("This is withheld from the other side. You can talk, share and pay on this page."),
}
_MASKED_FOR_READER = {
    "email": _("An e-mail address was withheld here: contact stays on this page."),
    "phone": _("A phone number was withheld here: contact stays on this page."),
    "url": _("A link to another place was withheld here: contact stays on this page."),
    "handle": _("An account name elsewhere was withheld here: contact stays on this page."),
    "meeting": _("A meeting link was withheld here: the talk takes place on the order page."),
    "payment": _("A way to pay elsewhere was withheld here: the hall holds and pays the money."),
    "address": _("An address was withheld here: contact stays on this page."),
    "intent": _("A proposal to go elsewhere was withheld here: contact stays on this page."),
    "allusion": _("A hint at a way outside was withheld here: contact stays on this page."),
}
_NOTED_FOR_AUTHOR = _(
    "The other side sees these words. They sound like going elsewhere, which is not allowed; all you need to talk,"
    " share and pay is on this page."
)
_NOTED_FOR_READER = _(
    "These words sound like going elsewhere, which is not allowed. You need not: all you need to talk, share and pay"
    " is on this page."
)
# What an author reads at a span of a message that was refused as a whole.
_REFUSED_FOR_AUTHOR = _("Take this out, then the rest can be sent.")


# What both sides read at words that an exception lets stand.
_ALLOWED = _("Allowed here by support’s exception until {until}.")
# What the author reads after it in an order.
_ASK_FOR_EXCEPTION = _("If the work needs it, the seller can ask support for an exception.")


# What an author reads first where the words are marked only because of their messages just before.
_COMPLETES = _("Together with your messages just before, this makes a whole.")


def why(
    kind: str, *, for_author: bool, outcome: str = MASK, place: str = "", completes: bool = False
) -> tuple[str, ...]:
    """Return the marked sentences that explain a span with an outcome; doors translate, fill in and join them.

    One may hold ``{until}``: when the exception ends. ``completes`` says that it takes the author's
    messages before to show it.
    """
    if completes and for_author and outcome != ALLOW:
        return (_COMPLETES, *why(kind, for_author=True, outcome=outcome, place=place))
    if outcome == ALLOW:
        return (_ALLOWED,)
    if outcome == NOTE:
        return (_NOTED_FOR_AUTHOR if for_author else _NOTED_FOR_READER,)
    if outcome == REFUSE:
        return (_REFUSED_FOR_AUTHOR,)
    if not for_author:
        return (_MASKED_FOR_READER[kind],)
    if place in IN_ORDER and kind in WAIVABLE_KINDS:
        return (_MASKED_FOR_AUTHOR[kind], _ASK_FOR_EXCEPTION)
    return (_MASKED_FOR_AUTHOR[kind],)


def until_words(until: str) -> str:
    """Return a moment (in ISO 8601) as the remark of an exception names it: alike on pages and on the socket.

    It is in UTC, since the two sides of an order may live in different zones.
    """
    if not until:
        return ""
    moment = datetime.fromisoformat(until).astimezone(UTC)
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"
