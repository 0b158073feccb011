"""Pages of offers. An outsider gets the same answer as for an offer that never existed."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gighall.base import clock
from gighall.base.errors import NotYours, Refused
from gighall.base.money import CURRENCY_SIGN
from gighall.domain.accounts.queries import outside_contact_clause
from gighall.domain.accounts.rules import TermsNotAccepted
from gighall.domain.conversations.models import Conversation
from gighall.domain.conversations.queries import blocking_between, get_conversation_for
from gighall.domain.conversations.rules import talk_blocked
from gighall.domain.gigs.models import Gig
from gighall.domain.gigs.queries import published_gigs_of, requirements_of
from gighall.domain.ledger.queries import purse_of
from gighall.domain.orders import actions
from gighall.domain.orders.models import Offer
from gighall.domain.orders.queries import get_offer_for, has_written, open_offers_in
from gighall.domain.orders.rules import OfferIncomplete, check_can_offer
from gighall.domain.policy.rules import WordsRefused
from gighall.domain.record.queries import number_under
from gighall.web.gigs.forms import OrderForm
from gighall.web.gigs.views import exceptions_of_gig, gig_page
from gighall.web.inbox.views import gig_id_of, other_of
from gighall.web.offers.forms import GigChoiceForm, OfferForm
from gighall.web.offers.views import offer_page
from gighall.web.organisations.choice import OrderAsForm
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of
from gighall.web.shared.typed import client_key


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, conversation_id: str) -> HttpResponse:
    """Show the form of an offer about one's own gig (``?gig=``) to the other one of a talk; make the offer."""
    person = person_of(request)
    talk = get_conversation_for(public_id=conversation_id, person_id=person.pk)
    gigs = list(published_gigs_of(person.pk))
    gig = _chosen(request, talk, gigs)
    is_post = request.method == "POST"
    form = OfferForm(gig, request.POST if is_post else None) if gig else None
    if is_post and form is not None and form.is_valid():
        made = _made(request, talk, form)
        if made is not None:
            return _to_entry(made)
    context = {
        "talk": talk,
        "other_name": other_of(talk, person.pk).name,
        "gig": gig,
        "form": form,
        "choice": GigChoiceForm(gigs, gig) if gig and len(gigs) > 1 else None,
        "closed_say": "" if is_post else _closed(talk, person.pk),
        "key": client_key(request),
        "clause": outside_contact_clause(),
        "price_sign": CURRENCY_SIGN,
    }
    return render(request, "offers/new.html", context, status=422 if is_post else 200)


def _chosen(request: HttpRequest, talk: Conversation, gigs: list[Gig]) -> Gig | None:
    """Return the gig that was asked for, or the one that the talk is about, or the newest; None of none."""
    by_id = {gig.public_id: gig for gig in gigs}
    if request.method == "POST":
        gig = by_id.get(request.POST.get("gig", ""))
        if gig is None:
            raise NotYours(_("There is no such gig."))
        return gig
    wishes = [request.GET.get("gig", ""), gig_id_of(talk), *by_id]
    return next((by_id[wish] for wish in wishes if wish in by_id), None)


def _closed(talk: Conversation, person_id: int) -> str:
    """Return why no offer can be made in a talk now, or nothing."""
    other = other_of(talk, person_id)
    blocked = talk_blocked(blocking_between(person_id=person_id, other_id=other.pk), name=other.name)
    if blocked is not None:
        return say(blocked)
    try:
        check_can_offer(
            has_written=has_written(record_id=talk.record_id, person_id=other.pk),
            open_offers=open_offers_in(talk.record_id, now=clock.now()).count(),
        )
    except Refused as refusal:
        return say(refusal)
    return ""


def _made(request: HttpRequest, talk: Conversation, form: OfferForm) -> Offer | None:
    """Make the offer; None when it was refused, which the form then says."""
    try:
        offer = actions.make_offer(
            conversation_id=talk.public_id,
            gig_id=form.gig.public_id,
            by_id=person_of(request).pk,
            typed=form.terms(),
            key=client_key(request),
            now=clock.now(),
        )
    except (NotYours, TermsNotAccepted):
        raise
    except OfferIncomplete as refusal:
        form.refuse(refusal)
    except WordsRefused as refusal:
        form.add_error("scope", say(refusal))
    except Refused as refusal:
        form.add_error(None, say(refusal))
    else:
        messages.success(request, _("Offered. The other side was told by mail."))
        if offer.scope != offer.scope_shown:
            messages.warning(
                request, _("Contact details in your offer are withheld from the other side: none are needed.")
            )
        return offer
    return None


def _to_entry(offer: Offer) -> HttpResponse:
    number = number_under(record_id=offer.record_id, author_id=offer.seller_id, key=offer.make_key)
    talk = reverse("inbox:show", args=[offer.record.conversation.public_id])
    return redirect(f"{talk}#entry-{number}")


@login_required
@require_safe
def show(request: HttpRequest, offer_id: str) -> HttpResponse:
    """Show an offer to its sides: what it is, what it costs or brings, and what each can answer."""
    return _show(request, offer_id)


def _show(request: HttpRequest, offer_id: str, *, refused: str = "") -> HttpResponse:
    person, now = person_of(request), clock.now()
    offer = get_offer_for(public_id=offer_id, person_id=person.pk)
    page = offer_page(offer, person_id=person.pk, now=now)
    purse = purse_of(person.pk, now=now)
    gig = gig_page(
        offer.gig,
        requirements_of(offer.gig_id),
        for_seller=not page.is_buyer,
        exceptions=exceptions_of_gig(offer.gig, now=now),
    )
    context = {
        "page": page,
        "gig_page": gig,
        "refused": refused,
        "order_as": OrderAsForm(request) if page.is_open and page.is_buyer else None,
        "form": OrderForm(initial={"seen_price_minor": offer.price_minor, "key": uuid.uuid4()}),
        "purse": purse,
        "missing_minor": max(0, page.missing_from - purse.available_minor),
        "clause": outside_contact_clause(),
    }
    return render(request, "offers/show.html", context, status=422 if refused else 200)


@login_required
@require_POST
def accept(request: HttpRequest, offer_id: str) -> HttpResponse:
    """Accept an offer at the price that was seen, and go to the order that it is now."""
    person_id = person_of(request).pk
    get_offer_for(public_id=offer_id, person_id=person_id)
    pressed = OrderForm(request.POST)
    if not pressed.is_valid():
        return _show(
            request,
            offer_id,
            refused=_("This page was too old. Look at the price once more and press again."),
        )
    try:
        order = actions.accept_offer(
            offer_id=offer_id,
            by_id=person_id,
            seen_price_minor=pressed.cleaned_data["seen_price_minor"],
            key=pressed.cleaned_data["key"],
            now=clock.now(),
            organisation_id=OrderAsForm(request).organisation_id,
        )
    except (NotYours, TermsNotAccepted):
        raise
    except Refused as refusal:
        return _show(request, offer_id, refused=say(refusal))
    return redirect("orders:show", order.public_id)


@login_required
@require_POST
def decline(request: HttpRequest, offer_id: str) -> HttpResponse:
    """Decline an offer."""
    by_id = person_of(request).pk
    return _closing(
        request,
        offer_id,
        lambda: actions.decline_offer(offer_id=offer_id, by_id=by_id, now=clock.now()),
        said=_("Declined. You can go on talking."),
    )


@login_required
@require_POST
def withdraw(request: HttpRequest, offer_id: str) -> HttpResponse:
    """Take back an offer."""
    by_id = person_of(request).pk
    return _closing(
        request,
        offer_id,
        lambda: actions.withdraw_offer(offer_id=offer_id, by_id=by_id, now=clock.now()),
        said=_("Withdrawn. You can make another offer."),
    )


def _closing(request: HttpRequest, offer_id: str, press: Callable[[], Offer], *, said: str) -> HttpResponse:
    """Close an offer and go back to the talk, or say on its page why that cannot be done."""
    try:
        offer = press()
    except NotYours:
        raise
    except Refused as refusal:
        messages.warning(request, say(refusal))
        return redirect("offers:show", offer_id)
    messages.success(request, said)
    return redirect("inbox:show", offer.record.conversation.public_id)
