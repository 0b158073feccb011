"""View-models of the order page: what the templates print, decided here."""

import uuid
from dataclasses import dataclass, field
from typing import TypeVar

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gighall.base import limits
from gighall.domain.gigs.states import CHAT_SESSION, DELIVERABLE, PUBLISHED
from gighall.domain.orders.models import Order
from gighall.domain.orders.queries import own_entries
from gighall.domain.orders.rules import CANCEL, REFUND, TIME
from gighall.domain.orders.states import CANCELLED, COMPLETED, DELIVERED, IN_PROGRESS, REQUIREMENTS
from gighall.web.gigs.words import Asked as Questions
from gighall.web.gigs.words import as_title, asked_now, length_words, revisions_words, sold_words
from gighall.web.orders.clock import ClockFace, clocks_of
from gighall.web.orders.exceptions import ExceptionNotice, exceptions_of
from gighall.web.orders.facts import EntryLink, ordered_for_words, transcript_links
from gighall.web.orders.forms import AnswersForm, DeliveryForm, MoveForm, RequestForm, RevisionForm
from gighall.web.orders.money_words import WHOLE, example_words, outcome_words
from gighall.web.orders.resolution import Asked, asked_of
from gighall.web.orders.situation import Situation
from gighall.web.orders.steps import NextStep, next_step_of
from gighall.web.shared.typed import is_number
from gighall.web.video.ringing import CallLine, call_line

Form = TypeVar("Form", bound=MoveForm)

STATE_LABELS = {
    REQUIREMENTS: gettext_lazy("waits for answers"),
    IN_PROGRESS: gettext_lazy("in progress"),
    DELIVERED: gettext_lazy("delivered"),
    COMPLETED: gettext_lazy("completed"),
    CANCELLED: gettext_lazy("cancelled"),
}
STATE_TONES = {
    REQUIREMENTS: "waiting",
    IN_PROGRESS: "active",
    DELIVERED: "waiting",
    COMPLETED: "good",
    CANCELLED: "plain",
}


@dataclass(frozen=True)
class Offered:
    """What this side can do now: a form each, or the sentence that is said before it is done; None is not offered."""

    answers: AnswersForm | None = None
    delivery: DeliveryForm | None = None
    acceptance: str = ""
    revision: RevisionForm | None = None
    revision_note: str = ""
    extension: str = ""
    cancellation: str = ""
    request: RequestForm | None = None
    examples: list[tuple[str, str]] = field(default_factory=list)
    whole: str = ""


@dataclass(frozen=True)
class Price:
    """What an order costs or brings one side, line by line."""

    lines: list[tuple[str, int]]
    label: str
    total_minor: int


@dataclass(frozen=True)
class OrderPage:
    """An order as one of its sides sees it."""

    order: Order
    side: str
    other_name: str
    state_label: str
    state_tone: str
    steps: list[tuple[str, str]]
    price: Price
    sold: str
    # Empty where the buyer ordered for themselves.
    ordered_for: str
    terms: list[tuple[str, str]]
    questions: Questions
    next_step: NextStep
    clocks: list[ClockFace]
    exceptions: list[ExceptionNotice]
    # Where the seller asks support for an exception, empty for the buyer.
    exception_href: str
    asked: Asked | None
    offered: Offered
    is_closed: bool
    can_order_again: bool
    answer_hours: int
    # The way to support, empty when the order has ended.
    support_label: str
    # The way to the session page, empty where no session can be held there now.
    session_label: str
    # The ways to the transcript that was delivered, and to where it was held.
    transcripts: list[EntryLink]
    # The way to the feedback, empty while the order is open and where nothing is to be rated.
    feedback_label: str
    # The way to the video call, and what rings there.
    call: CallLine
    # A key for each form: two of them in one page are two presses, one of them twice is one.
    keys: dict[str, uuid.UUID]


def order_page(at: Situation, *, typed: MoveForm | None = None) -> OrderPage:
    """Return the order page of one side.

    Shapes: ``typed`` is the form that was refused, with what was typed; it stands in for the empty one.
    """
    order = at.order
    asked = asked_of(at)
    label, tone = state_words(order.state, is_late=at.times.is_late and order.state == IN_PROGRESS)
    return OrderPage(
        order=order,
        side=at.side,
        other_name=at.other.name,
        state_label=label,
        state_tone=tone,
        steps=_road(at),
        price=_price(at),
        sold=as_title(sold_words(kind=order.kind, minutes=order.minutes, delivery_days=order.delivery_days)),
        ordered_for=ordered_for_words(order.organisation.name) if order.organisation else "",
        terms=_terms(at),
        questions=asked_now(
            [(each["text"], each["is_required"]) for each in order.requirements],
            order.declared_details,
            for_seller=not at.is_buyer,
        ),
        next_step=next_step_of(at, asked),
        clocks=clocks_of(at),
        exceptions=exceptions_of(at),
        exception_href=_exception_href(at),
        asked=asked,
        offered=_offered(at, typed),
        is_closed=order.record.closed_at is not None,
        can_order_again=at.is_buyer and not at.is_open and order.gig.state == PUBLISHED,
        support_label=_support_label(at),
        session_label=_session_label(at),
        transcripts=_transcripts(at),
        feedback_label=_feedback_label(at),
        answer_hours=limits.REQUEST_ANSWER_HOURS,
        call=call_line(order, at.facts, is_buyer=at.is_buyer),
        keys={name: uuid.uuid4() for name in ("message", "answers", "delivery", "revision", "request")},
    )


def _exception_href(at: Situation) -> str:
    return "" if at.is_buyer else reverse("support:ask_exception", args=[at.order.gig.public_id])


def _session_label(at: Situation) -> str:
    is_held_here = at.order.kind == CHAT_SESSION and at.order.state == IN_PROGRESS
    return _("Open the session page") if is_held_here else ""


def _transcripts(at: Situation) -> list[EntryLink]:
    delivered = at.newest("delivered")
    if delivered is None or at.order.state not in (DELIVERED, COMPLETED):
        return []
    folder = f"{reverse('orders:show', args=[at.order.public_id])}transcripts/"
    links = transcript_links("delivered", dict(delivered.fact), folder)
    if links and at.order.kind == CHAT_SESSION:
        links.append(EntryLink(reverse("sessions:show", args=[at.order.public_id]), _("The session page")))
    return links


def _feedback_label(at: Situation) -> str:
    is_without_work = at.order.state == CANCELLED and not (at.times.has_delivery or at.times.is_late)
    return "" if at.is_open or is_without_work else _("Feedback")


def state_words(state: str, *, is_late: bool) -> tuple[str, str]:
    """Return what an order's state is called, and its tone."""
    if is_late:
        return _("late"), "bad"
    return str(STATE_LABELS[state]), STATE_TONES[state]


def request_kinds(at: Situation) -> list[str]:
    """Return what can be asked for in this state."""
    return [CANCEL, REFUND, TIME] if at.order.state == IN_PROGRESS else [CANCEL, REFUND]


def delivery_form(order: Order, person_id: int, data: QueryDict | None = None) -> DeliveryForm:
    """Return the form of a delivery, with what the person sent in the talk; what was picked stays in the list."""
    typed = data.getlist("picked") if data is not None else []
    own = own_entries(
        record_id=order.record_id,
        person_id=person_id,
        also=[int(number) for number in typed[: limits.DELIVERY_PICKED_MAX] if is_number(number)],
    )
    return DeliveryForm(own, data)


def _offered(at: Situation, typed: MoveForm | None) -> Offered:
    """Return what can be done; a form that was refused stands, with its words, also where the order has moved on."""
    order, is_free = at.order, at.is_open and not at.is_with_support
    can_cancel = at.can("cancel_very_late") and at.times.is_very_late
    can_ask = is_free and (at.pending is None or at.is_asked)
    delivery = (
        delivery_form(order, order.seller_id)
        if at.can("deliver") and not isinstance(typed, DeliveryForm)
        else None
    )
    return Offered(
        answers=_typed(typed, AnswersForm)
        or (AnswersForm(order.requirements) if at.can("answer_requirements") else None),
        delivery=_typed(typed, DeliveryForm) or delivery,
        acceptance=outcome_words(at, percent=0) if at.can("accept") else "",
        revision=_typed(typed, RevisionForm)
        or (RevisionForm() if at.can("request_revision") and at.revisions_left else None),
        revision_note=_revision_note(at) if at.can("request_revision") else "",
        extension=_extension(at),
        cancellation=outcome_words(at, percent=WHOLE) if can_cancel else "",
        request=_typed(typed, RequestForm) or (RequestForm(request_kinds(at)) if can_ask else None),
        examples=example_words(at) if can_ask else [],
        whole=_("If you ask to cancel: %(outcome)s") % {"outcome": outcome_words(at, percent=WHOLE)},
    )


def _typed(typed: MoveForm | None, kind: type[Form]) -> Form | None:
    return typed if isinstance(typed, kind) else None


def _revision_note(at: Situation) -> str:
    if not at.revisions_left:
        return _(
            "The revisions of this order are used. Talk about it here; if you do not agree, ask for a part of the"
            " money back."
        )
    left = ngettext("%(left)d revision is left.", "%(left)d revisions are left.", at.revisions_left)
    return left % {"left": at.revisions_left}


def _support_label(at: Situation) -> str:
    if not at.is_open:
        return ""
    return _("What support was asked") if at.is_with_support else _("I need support")


def _extension(at: Situation) -> str:
    if not at.can("extend_review") or at.times.is_review_extended:
        return ""
    days = limits.REVIEW_EXTENSION_DAYS
    return ngettext("Take %(days)d day more to look", "Take %(days)d days more to look", days) % {
        "days": days
    }


def _terms(at: Situation) -> list[tuple[str, str]]:
    """Return what was agreed beside the price; of revisions nothing where nothing was said when it was placed."""
    order = at.order
    label = _("Delivery") if order.kind == DELIVERABLE else _("Length")
    terms = [(label, length_words(minutes=order.minutes, delivery_days=order.delivery_days))]
    if order.revisions is not None:
        terms.append((_("Revisions"), revisions_words(order.revisions)))
    if at.times.revisions:
        terms.append((_("Revisions asked for"), str(at.times.revisions)))
    return terms


def _price(at: Situation) -> Price:
    """Return what the order costs or brings this side; when money went back, what it came to in the end."""
    order = at.order
    released, refunded = at.newest("payment_released"), at.newest("payment_refunded")
    back_minor = refunded.fact["amount_minor"] if refunded else 0
    first, fee = (_("Price"), order.price_minor), _("Fee of the hall")
    if at.is_buyer:
        paid_minor = order.price_minor + order.buyer_fee_minor
        lines = [first, (fee, order.buyer_fee_minor)]
        if not back_minor:
            return Price(lines, _("You paid"), paid_minor)
        return Price(
            [*lines, (_("You got back"), -back_minor)], _("You paid in the end"), paid_minor - back_minor
        )
    if not back_minor:
        brings_minor = order.price_minor - order.seller_fee_minor
        return Price([first, (fee, -order.seller_fee_minor)], _("You receive"), brings_minor)
    got_minor = released.fact["amount_minor"] if released else 0
    fee_minor = released.fact["fee_minor"] if released else 0
    lines = [first, (_("Went back to the buyer"), got_minor + fee_minor - order.price_minor)]
    if fee_minor:
        lines.append((fee, -fee_minor))
    return Price(lines, _("You received"), got_minor)


def _road(at: Situation) -> list[tuple[str, str]]:
    """Return the steps of the order's road; a cancelled order has none ahead."""
    titles = [_("Ordered and paid")]
    if at.order.requirements and any(each["is_required"] for each in at.order.requirements):
        titles.append(_("Questions answered"))
    titles += [_("Talk and work"), _("Delivered"), _("Accepted and paid out")]
    if at.order.state == CANCELLED:
        return [(titles[0], "done"), (_("Cancelled"), "done")]
    if at.newest("refunded_in_part") is not None:
        return [(titles[0], "done"), (_("Ended by agreement, and paid out"), "done")]
    from_end = {REQUIREMENTS: 4, IN_PROGRESS: 3, DELIVERED: 2, COMPLETED: 0}[at.order.state]
    reached = len(titles) - from_end
    return [
        (title, "done" if place < reached else "now" if place == reached else "later")
        for place, title in enumerate(titles)
    ]
