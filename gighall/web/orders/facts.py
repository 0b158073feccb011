"""Sentences for the facts of an order: what happened, by whom, and which entries it points to.

Each takes what the fact says and the name of who caused it (empty for the hall), and returns a sentence and an icon.
Facts from before a key existed still read well without it.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gighall.base.money import format_minor
from gighall.base.text import isolated
from gighall.domain.orders.rules import ACCEPTED, COUNTERED, DECLINED, LAPSED, REFUND, TIME, WITHDRAWN
from gighall.domain.policy.rules import until_words
from gighall.web.orders.spans import exact_words, span_words
from gighall.web.shared.verdicts import kind_names

Fact = dict[str, Any]
# How many entries before the one that is meant a page of older entries begins, so that one reads what led to it.
ENTRIES_BEFORE = 3


@dataclass(frozen=True)
class EntryLink:
    """A way from a fact to an entry that it is about."""

    href: str
    label: str


# What the words are called that a fact points to.
_WORDS_OF = {
    "delivered": gettext_lazy("What was delivered"),
    "requirements_answered": gettext_lazy("The answers"),
    "revision_requested": gettext_lazy("What is to be changed"),
    "request_opened": gettext_lazy("The reason"),
}


def links_of(kind: str, fact: Fact, shown: Collection[int]) -> list[EntryLink]:
    """Return the links of a fact; an entry that is not ``shown`` on the same page is opened on one of its own."""
    links = []
    if kind == "offer_closed":
        links.append(_after_offer(fact))
    words = fact.get("message")
    if words:
        label = _WORDS_OF.get(kind)
        links.append(EntryLink(entry_href(words, shown), str(label) if label else _("The words")))
    if kind == "delivered" and fact.get("session"):
        links.append(EntryLink(entry_href(fact["first"], shown), _("Read the session")))
    for number in fact.get("picked", ()):
        links.append(EntryLink(entry_href(number, shown), _("Entry %(number)d") % {"number": number}))
    return links


# In which forms a transcript is had, and what they are called.
_FORMS = {"pdf": "PDF", "html": "HTML", "md": "Markdown"}


def transcript_links(kind: str, fact: Fact, folder: str) -> list[EntryLink]:
    """Return the ways to the transcript of a session that has ended; ``folder`` is where transcripts are had."""
    if kind not in ("delivered", "session_ended") or not fact.get("session") or not folder:
        return []
    label = _("Transcript as %(form)s")
    return [
        EntryLink(f"{folder}{fact['session']}.{form}", label % {"form": name})
        for form, name in _FORMS.items()
    ]


def _after_offer(fact: Fact) -> EntryLink:
    """Return where it goes on after an answer: the order's page, or the offer's."""
    if fact.get("order"):
        return EntryLink(reverse("orders:show", args=[fact["order"]]), _("Go to the order"))
    return EntryLink(reverse("offers:show", args=[fact["offer"]]), _("The offer"))


def entry_href(number: int, shown: Collection[int] = ()) -> str:
    """Return the address of an entry, from any page of its order."""
    if number in shown:
        return f"#entry-{number}"
    return f"?from={max(1, number - ENTRIES_BEFORE)}#entry-{number}"


def moment_words(moment: datetime) -> str:
    """Return a moment in the reader's zone, as sentences name it."""
    return date_format(timezone.localtime(moment), "j F, H:i")


def held_words(fact: Mapping[str, Any]) -> str:
    """Return how long a session was, and of how long at most: "42 minutes 10 seconds of 60 minutes"."""
    held, cap = exact_words(fact["seconds"]), fact.get("cap_seconds")
    if not cap:
        return held
    return _("%(held)s of %(cap)s") % {"held": held, "cap": exact_words(cap)}


def _session_delivered(fact: Fact, version: int) -> str:
    said = (
        _("The session has ended: %(held)s. Its transcript is the delivery.")
        if version == 1
        else _("The session has ended: %(held)s. Its transcript is the delivery, version %(version)d.")
    )
    return said % {"held": held_words(fact), "version": version}


def ordered_for_words(name: str) -> str:
    """Return the sentence that says for which organisation an order is."""
    return _("Ordered for %(organisation)s.") % {"organisation": isolated(name)}


def _delivered(fact: Fact, name: str) -> tuple[str, str]:
    version = fact.get("version", 1)
    if fact.get("session"):
        said = _session_delivered(fact, version)
    elif version == 1:
        said = _("%(name)s delivered.") % {"name": name}
    else:
        said = _("%(name)s delivered again: version %(version)d.") % {"name": name, "version": version}
    late = fact.get("late_seconds", 0)
    if late > 0:
        came = _("The delivery came %(span)s late.") % {"span": span_words(timedelta(seconds=late))}
        said = f"{said} {came}"
    ends_at = moment_words(datetime.fromisoformat(fact["review_ends_at"]))
    silence = _("Without a word from the buyer it counts as accepted on %(date)s.") % {"date": ends_at}
    return f"{said} {silence}", "package"


def _answered(fact: Fact, name: str) -> tuple[str, str]:
    return _("%(name)s answered the seller’s questions. The work begins.") % {"name": name}, "check"


def _reminded(fact: Fact, name: str) -> tuple[str, str]:
    return _("The buyer was reminded of the seller’s questions."), "mail"


def _late(fact: Fact, name: str) -> tuple[str, str]:
    return _("The time for the work is over, and nothing was delivered yet. The order is late."), "alert"


def _revision(fact: Fact, name: str) -> tuple[str, str]:
    count = fact.get("count", 1)
    words = _("%(name)s asked for a revision.") if count == 1 else _("%(name)s asked for revision %(count)d.")
    return _with_time(words % {"name": name, "count": count}, fact), "edit"


def _extended(fact: Fact, name: str) -> tuple[str, str]:
    words = _("%(name)s takes %(span)s more to look at the delivery.")
    return words % {"name": name, "span": span_words(timedelta(seconds=fact["adds_seconds"]))}, "clock"


def _asked(fact: Fact, name: str) -> tuple[str, str]:
    match fact["what"]:
        case what if what == REFUND:
            words = _("%(name)s asks that %(percent)d %% of the price go back to the buyer.")
            return words % {"name": name, "percent": fact["percent"]}, "flag"
        case what if what == TIME:
            days = fact["days"]
            words = ngettext(
                "%(name)s asks that the work may take %(days)d day more.",
                "%(name)s asks that the work may take %(days)d days more.",
                days,
            )
            return words % {"name": name, "days": days}, "flag"
        case _:
            return _("%(name)s asks to cancel the order.") % {"name": name}, "flag"


_CLOSED = {
    ACCEPTED: gettext_lazy("%(name)s accepted the request."),
    DECLINED: gettext_lazy("%(name)s declined the request. Everything goes on as before."),
    COUNTERED: gettext_lazy("%(name)s answers the request with another one."),
    WITHDRAWN: gettext_lazy("%(name)s withdrew the request. Everything goes on as before."),
    LAPSED: gettext_lazy("The request ended without an answer."),
}


def _closed(fact: Fact, name: str) -> tuple[str, str]:
    answer = fact["answer"]
    words = str(_CLOSED[answer]) % {"name": name}
    return _with_time(words, fact), "check" if answer == ACCEPTED else "dot"


def _with_time(words: str, fact: Fact) -> str:
    """Return a sentence with how much time for the work it brings, if any."""
    seconds = fact.get("adds_seconds", 0)
    if not seconds:
        return words
    more = _("More time for the work: %(span)s.") % {"span": span_words(timedelta(seconds=seconds))}
    return f"{words} {more}"


def _refunded_in_part(fact: Fact, name: str) -> tuple[str, str]:
    words = _("Both agree that %(percent)d %% of the price go back to the buyer. The order is completed.")
    return words % {"percent": fact["percent"]}, "check"


WHY_CANCELLED = {
    "very_late": gettext_lazy("%(name)s cancelled the order, because it was very late."),
    "agreed": gettext_lazy("Both agree to cancel. The order is cancelled."),
    "silence": gettext_lazy(
        "The buyer asked to cancel, and the seller did not answer in time. The order is cancelled."
    ),
    "no_answers": gettext_lazy("The seller’s questions were not answered in time. The order is cancelled."),
    "decided": gettext_lazy("Support decided to cancel the order."),
}


def _cancelled(fact: Fact, name: str) -> tuple[str, str]:
    words = WHY_CANCELLED.get(fact.get("why", ""))
    return str(words) % {"name": name} if words else _("The order is cancelled."), "close"


def _released(fact: Fact, name: str) -> tuple[str, str]:
    words = _("%(amount)s were paid to the seller, after the seller’s fee of %(fee)s.")
    amounts = {"amount": format_minor(fact["amount_minor"]), "fee": format_minor(fact["fee_minor"])}
    return words % amounts, "card"


def _refunded(fact: Fact, name: str) -> tuple[str, str]:
    words = _("%(amount)s went back to the buyer, who can spend them at once.")
    return words % {"amount": format_minor(fact["amount_minor"])}, "card"


def _talk_ended(fact: Fact, name: str) -> tuple[str, str]:
    return _("The talk has ended. Everything here can still be read, searched and downloaded."), "lock"


def _case_opened(fact: Fact, name: str) -> tuple[str, str]:
    if not name:
        return _("Support looks at this order. The clock stands still."), "shield"
    return _("%(name)s asked support to look at this order. The clock stands still.") % {
        "name": name
    }, "shield"


def _case_closed(fact: Fact, name: str) -> tuple[str, str]:
    return _("Support has finished looking at this order."), "shield"


def _decided(fact: Fact, name: str) -> tuple[str, str]:
    percent, reason = fact.get("percent"), fact.get("reason", "")
    if percent is None:
        words = _("Support decided how this order ends.")
    elif percent == 0:
        words = _("Support decided that the seller is paid.")
    else:
        words = _("Support decided that %(percent)d %% of the price go back to the buyer.")
    why = f" {_('The reason:')} {reason}" if reason else ""
    return f"{words % {'percent': percent}}{why}", "shield"


def _exception_granted(fact: Fact, name: str) -> tuple[str, str]:
    words = (
        _("Support allows outside contact in this order until %(until)s: %(kinds)s.")
        if fact.get("only_here")
        else _("Support allows outside contact in the orders of this gig until %(until)s: %(kinds)s.")
    )
    said = words % {"until": until_words(fact["until"]), "kinds": kind_names(fact["kinds"])}
    return f"{said} {_('The reason:')} {fact['reason']}", "shield"


def _exception_revoked(fact: Fact, name: str) -> tuple[str, str]:
    words = _(
        "Support ended the exception for outside contact. From here on it is withheld again: %(kinds)s."
    )
    return f"{words % {'kinds': kind_names(fact['kinds'])}} {_('The reason:')} {fact['reason']}", "shield"


def _feedback_given(fact: Fact, name: str) -> tuple[str, str]:
    words = _(
        "%(name)s gave feedback. It is shown when both have given theirs, or when the time for it is over."
    )
    return words % {"name": name}, "star"


def _feedback_opened(fact: Fact, name: str) -> tuple[str, str]:
    return _("The feedback is open: both sides can read it."), "star"


def _offer_made(fact: Fact, name: str) -> tuple[str, str]:
    return _("%(name)s makes an offer: “%(title)s” for %(price)s.") % {
        "name": name,
        "title": fact["title"],
        "price": format_minor(fact["price_minor"]),
    }, "card"


_OFFER_CLOSED = {
    ACCEPTED: gettext_lazy("%(name)s accepted the offer. The order has a page of its own."),
    DECLINED: gettext_lazy("%(name)s declined the offer."),
    WITHDRAWN: gettext_lazy("%(name)s withdrew the offer."),
}


def _offer_closed(fact: Fact, name: str) -> tuple[str, str]:
    answer = fact["answer"]
    return str(_OFFER_CLOSED[answer]) % {"name": name}, "check" if answer == ACCEPTED else "dot"


FACTS: dict[str, Callable[[Fact, str], tuple[str, str]]] = {
    "delivered": _delivered,
    "requirements_answered": _answered,
    "requirements_reminded": _reminded,
    "late": _late,
    "revision_requested": _revision,
    "review_extended": _extended,
    "request_opened": _asked,
    "request_closed": _closed,
    "refunded_in_part": _refunded_in_part,
    "cancelled": _cancelled,
    "payment_released": _released,
    "payment_refunded": _refunded,
    "talk_ended": _talk_ended,
    "case_opened": _case_opened,
    "case_closed": _case_closed,
    "decided": _decided,
    "exception_granted": _exception_granted,
    "exception_revoked": _exception_revoked,
    "offer_made": _offer_made,
    "offer_closed": _offer_closed,
    "feedback_given": _feedback_given,
    "feedback_opened": _feedback_opened,
}
