"""What kinds of gigs are called and what is said of them, wherever a gig or an order is printed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gighall.domain.gigs.rules import CATEGORIES, DETAILS, GUARDED_DETAILS
from gighall.domain.gigs.states import CHAT_SESSION, DELIVERABLE, VIDEO_SESSION

KIND_LABELS = {
    CHAT_SESSION: gettext_lazy("Text chat"),
    VIDEO_SESSION: gettext_lazy("Video session"),
    DELIVERABLE: gettext_lazy("Deliverable"),
}
KIND_TITLES = {
    CHAT_SESSION: gettext_lazy("Where the chat takes place"),
    VIDEO_SESSION: gettext_lazy("Where the session takes place"),
    DELIVERABLE: gettext_lazy("Where you talk and where it is delivered"),
}
# Where the talk takes place, to the seller of each kind.
PLACE_FOR_SELLER = {
    CHAT_SESSION: gettext_lazy(
        "Your chats are held on the order page, which we make when someone orders: you both press start, and the"
        " transcript is your delivery. Before that, people write to you in your inbox. When a business client"
        " orders, you may start a video call there too."
    ),
    VIDEO_SESSION: gettext_lazy(
        "Your sessions are video calls inside the order, which we make when someone orders, and never on another"
        " service. You start the call from the order page, and the talk stands beside it."
    ),
    DELIVERABLE: gettext_lazy(
        "You talk about the work on the order page, which we make when someone orders, and you deliver it there."
        " Before that, people write to you in your inbox. When a business client orders, you may start a video call"
        " there too."
    ),
}
# The same, to the buyer.
PLACE_FOR_BUYER = {
    CHAT_SESSION: gettext_lazy(
        "On your order page, which we make when you order. You and the seller talk there, and everything of this"
        " sale stays on it."
    ),
    VIDEO_SESSION: gettext_lazy(
        "In a video call on your order page, which we make when you order, and never on another service. The seller"
        " starts it, and you join in your browser. Everything of this sale stays on that page."
    ),
    DELIVERABLE: gettext_lazy(
        "On your order page, which we make when you order. You say there what you need, it is delivered there, and"
        " everything of this sale stays on it."
    ),
}


@dataclass(frozen=True)
class Question:
    """A question of the seller as pages print it."""

    text: str
    note: str


@dataclass(frozen=True)
class Asked:
    """What the seller asks of a buyer: questions, and in a sentence the personal details that the work needs."""

    heading: str
    note: str
    questions: list[Question]
    details: str

    @property
    def is_anything(self) -> bool:
        """Say whether anything is asked."""
        return bool(self.questions or self.details)


def category_label(key: str) -> str:
    """Return what a category is called; one that has left the list keeps its key."""
    return _(CATEGORIES.get(key, key))


def length_words(*, minutes: int | None, delivery_days: int | None) -> str:
    """Return how long a session is, or when a deliverable comes."""
    if delivery_days is not None:
        return ngettext("in %(days)d day", "in %(days)d days", delivery_days) % {"days": delivery_days}
    return _("%(minutes)d minutes") % {"minutes": minutes or 0}


def sold_words(*, kind: str, minutes: int | None, delivery_days: int | None) -> str:
    """Return what is sold, in words that stand before or after a price."""
    if kind == DELIVERABLE:
        days = delivery_days or 0
        return ngettext("delivery in %(days)d day", "delivery in %(days)d days", days) % {"days": days}
    if kind == VIDEO_SESSION:
        return _("%(minutes)d minutes of video session") % {"minutes": minutes or 0}
    return _("%(minutes)d minutes of text chat") % {"minutes": minutes or 0}


def revisions_words(count: int) -> str:
    """Return how many revisions are included."""
    if count == 0:
        return _("none included")
    return ngettext("%(count)d included", "%(count)d included", count) % {"count": count}


def asked_before(
    questions: Iterable[tuple[str, bool]], details: Collection[str], *, for_seller: bool
) -> Asked:
    """Return what a gig's page says is asked; questions come as text and whether an answer is required."""
    if for_seller:
        heading, note = _("What you ask every buyer"), _("The buyer answers on the order page.")
    else:
        heading, note = _("What the seller will ask you"), _("You answer on your order page.")
    return Asked(heading, note, _questions(questions), _details(details, for_seller=for_seller))


def asked_now(questions: Iterable[tuple[str, bool]], details: Collection[str], *, for_seller: bool) -> Asked:
    """Return what an order's page says is asked."""
    if for_seller:
        heading, note = _("What you asked"), _("The buyer answers on this page.")
    else:
        heading, note = _("What the seller asks"), _("You answer on this page.")
    return Asked(heading, note, _questions(questions), _details(details, for_seller=for_seller))


def _questions(questions: Iterable[tuple[str, bool]]) -> list[Question]:
    return [Question(text, "" if is_required else _("optional")) for text, is_required in questions]


def _details(keys: Collection[str], *, for_seller: bool) -> str:
    named = ", ".join(_(DETAILS[key]) for key in keys if key in DETAILS)
    if not named:
        return ""
    words = (
        _("For this work you need: %(details)s. The buyer gives it on the order page, only when you ask.")
        if for_seller
        else _("For this work the seller needs: %(details)s. You give it on the order page, only when asked.")
    )
    sentence = words % {"details": named}
    if GUARDED_DETAILS.isdisjoint(keys):
        return sentence
    guarded = _(
        "In an answer to the seller’s questions it is shown; in messages, contact details stay withheld."
    )
    return f"{sentence} {guarded}"


def as_title(words: str) -> str:
    """Return words with a capital first letter, as they stand alone."""
    return words[:1].upper() + words[1:]
