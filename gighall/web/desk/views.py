"""View-models of cases: what the templates print, decided here."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gighall.base.money import format_minor
from gighall.domain.desk.models import Case
from gighall.domain.desk.queries import Queue
from gighall.domain.desk.rules import DECIDED, MOOT, REFUND, RELEASE, SPLIT, WAITING, answer_due, outcome_of
from gighall.domain.ledger.rules import Settlement
from gighall.domain.orders.actions.ending import settlement_of
from gighall.domain.orders.models import Order
from gighall.web.desk.forms import OTHER_SHARE, SHARES, WANTED_NAMES
from gighall.web.orders.spans import span_words

STATUS_NAMES = {
    WAITING: gettext_lazy("waiting"),
    DECIDED: gettext_lazy("decided"),
    MOOT: gettext_lazy("ended without support"),
}
STATUS_TONES = {WAITING: "waiting", DECIDED: "good", MOOT: "plain"}
_OUTCOMES = {
    RELEASE: gettext_lazy("The seller is paid in full."),
    REFUND: gettext_lazy("The buyer has everything back."),
}


@dataclass(frozen=True)
class OwnCase:
    """A case as a side of its order sees it. ``words`` are there for who wrote them."""

    title: str
    body: str
    tone: str
    facts: list[tuple[str, str]]
    words: str
    reason: str
    opened_at: datetime
    decided_at: datetime | None


@dataclass(frozen=True)
class CaseRow:
    """A case in the list of staff."""

    href: str
    title: str
    asked_by: str
    wanted: str
    opened_at: datetime
    hint: str
    badge: str
    tone: str


@dataclass(frozen=True)
class Outcome:
    """What each side gets of an order when a share of its price goes back."""

    percent: int
    buyer: str
    seller: str
    sentence: str


def own_case(case: Case, *, person_id: int) -> OwnCase:
    """Return a case for a side of its order."""
    is_mine = case.by_id == person_id
    names = {"name": case.by.name}
    title = _("You asked support") if is_mine else _("%(name)s asked support") % names
    body, tone = _standing(case)
    return OwnCase(
        title=title,
        body=body,
        tone=tone,
        facts=[(_("Wanted"), str(WANTED_NAMES[case.wanted]))],
        words=case.words if is_mine else "",
        reason=case.reason,
        opened_at=case.opened_at,
        decided_at=case.decided_at,
    )


def _standing(case: Case) -> tuple[str, str]:
    if case.status == DECIDED:
        return outcome_words(case), "good"
    if case.status == MOOT:
        return _("The order ended without support: you two have settled it, or its time was over."), "info"
    return _(
        "Support reads the order page and decides. Until then all clocks of this order stand still; you can go on"
        " talking, and everything written there is read."
    ), "info"


def outcome_words(case: Case) -> str:
    """Return in a sentence what was decided."""
    percent = case.refund_percent or 0
    outcome = outcome_of(percent)
    if outcome == SPLIT:
        return _("%(percent)d %% of the price goes back to the buyer, the seller is paid for the rest.") % {
            "percent": percent
        }
    return str(_OUTCOMES[outcome])


def case_row(case: Case, *, now: datetime) -> CaseRow:
    """Return a case as a row of the list."""
    is_late = case.status == WAITING and answer_due(case.opened_at) <= now
    return CaseRow(
        href=reverse("staff:case", args=[case.public_id]),
        title=case.order.title,
        asked_by=case.by.name,
        wanted=str(WANTED_NAMES[case.wanted]),
        opened_at=case.opened_at,
        hint=hint_of(case, now=now),
        badge=_("late") if is_late else str(STATUS_NAMES[case.status]),
        tone="bad" if is_late else STATUS_TONES[case.status],
    )


def hint_of(case: Case, *, now: datetime) -> str:
    """Return how long a case waits and how much time is left, or what became of it."""
    if case.status == DECIDED:
        return outcome_words(case)
    if case.status == MOOT:
        return _("There is nothing left to decide.")
    due, waited = answer_due(case.opened_at), span_words(now - case.opened_at)
    if due <= now:
        return _("Waits for %(waited)s; the answer is late by %(late)s.") % {
            "waited": waited,
            "late": span_words(now - due),
        }
    return _("Waits for %(waited)s; answer within %(left)s.") % {
        "waited": waited,
        "left": span_words(due - now),
    }


def queue_words(queue: Queue, *, now: datetime) -> str:
    """Return for the first staff page how many cases wait, and for how long."""
    if queue.since is None:
        return _("Nobody waits for support.")
    words = ngettext(
        "%(count)d case waits, for %(waited)s.",
        "%(count)d cases wait, the first for %(waited)s.",
        queue.count,
    )
    return words % {"count": queue.count, "waited": span_words(now - queue.since)}


def outcome_at(order: Order, percent: int) -> Outcome:
    """Return what each side gets when so many percent of the price go back."""
    settlement = settlement_of(order, refund_percent=percent)
    return Outcome(
        percent=percent,
        buyer=format_minor(settlement.buyer_minor),
        seller=format_minor(settlement.seller_minor),
        sentence=_money_sentence(settlement),
    )


def share_notes(order: Order) -> dict[str, str]:
    """Return what each side gets, for each share that the form offers."""
    notes = {str(percent): outcome_at(order, percent).sentence for percent in SHARES}
    return notes | {OTHER_SHARE: _("The amounts are shown before you decide.")}


def _money_sentence(settlement: Settlement) -> str:
    amounts = {
        "buyer": format_minor(settlement.buyer_minor),
        "seller": format_minor(settlement.seller_minor),
        "fee": format_minor(settlement.fee_minor),
    }
    if not settlement.buyer_minor:
        return _("The seller gets %(seller)s, the hall keeps %(fee)s.") % amounts
    if not settlement.seller_minor:
        return _("The buyer gets %(buyer)s back.") % amounts
    return _("The buyer gets %(buyer)s back, the seller gets %(seller)s, the hall keeps %(fee)s.") % amounts
