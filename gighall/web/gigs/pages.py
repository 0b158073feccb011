"""Pages of gigs."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gighall.base import clock, limits
from gighall.base.errors import NotYours, Refused
from gighall.base.money import CURRENCY_SIGN
from gighall.base.text import plain_lines
from gighall.domain.accounts.queries import outside_contact_clause
from gighall.domain.accounts.rules import TermsNotAccepted
from gighall.domain.conversations.actions import begin_conversation
from gighall.domain.conversations.queries import conversation_between
from gighall.domain.conversations.rules import check_can_begin
from gighall.domain.gigs import actions, queries
from gighall.domain.gigs.models import Gig
from gighall.domain.gigs.rules import GigIncomplete, check_can_order
from gighall.domain.gigs.states import PUBLISHED
from gighall.domain.ledger.queries import purse_of
from gighall.domain.orders.actions import place_order
from gighall.domain.orders.queries import feedback_about, open_order_of
from gighall.domain.orders.states import BUYER
from gighall.web.desk.ticket_views import exception_entry
from gighall.web.feedback.views import feedback_items, rating
from gighall.web.gigs.forms import GigForm, OrderForm, values_of
from gighall.web.gigs.views import exceptions_of_gig, gig_cards, gig_page, split_of, withheld_names
from gighall.web.gigs.words import PLACE_FOR_SELLER
from gighall.web.organisations.choice import OrderAsForm
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of
from gighall.web.shared.typed import client_key


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show a seller's gigs, drafts too."""
    return render(request, "gigs/mine.html", {"gigs": gig_cards(queries.gigs_of(person_of(request).pk))})


@require_safe
def show(request: HttpRequest, gig_id: str) -> HttpResponse:
    """Show a gig to whoever may read it."""
    person_id = request.user.pk
    gig = queries.get_gig_for(public_id=gig_id, person_id=person_id)
    is_own = gig.seller_id == person_id
    online = queries.online_sellers([gig], now=clock.now())
    said = feedback_about(gig.seller_id, side=BUYER, gig_id=gig.pk)
    asked = queries.requirements_of(gig.pk)
    return render(
        request,
        "gigs/show.html",
        {
            "gig": gig,
            "card": gig_cards([gig], online=online)[0],
            "page": gig_page(
                gig, asked, for_seller=is_own, exceptions=exceptions_of_gig(gig, now=clock.now())
            ),
            "split": split_of(gig),
            "is_own": is_own,
            "entry": exception_entry(gig, now=clock.now()) if is_own else None,
            "withheld": withheld_names(gig),
            "clause": outside_contact_clause(),
            "rating": rating(said),
            "items": feedback_items(said[: limits.FEEDBACK_ROWS], reader_id=person_id),
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show the editor; make a draft."""
    form = GigForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            gig = actions.create_gig(seller_id=person_of(request).pk, words=form.words(), now=clock.now())
        except GigIncomplete as refusal:
            form.refuse(refusal)
        except Refused as refusal:
            form.add_error(None, say(refusal))
        else:
            return _after_saving(request, gig)
    return _editor(request, form, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, gig_id: str) -> HttpResponse:
    """Show the editor for one's own gig; change it."""
    gig = queries.get_own_gig(public_id=gig_id, seller_id=person_of(request).pk)
    form = GigForm(request.POST or None, initial=values_of(gig, queries.requirements_of(gig.pk)))
    if request.method == "POST" and form.is_valid():
        try:
            gig = actions.edit_gig(
                public_id=gig_id, seller_id=person_of(request).pk, words=form.words(), now=clock.now()
            )
        except GigIncomplete as refusal:
            form.refuse(refusal)
        else:
            return _after_saving(request, gig)
    return _editor(request, form, gig)


def _editor(request: HttpRequest, form: GigForm, gig: Gig | None) -> HttpResponse:
    context = {
        "form": form,
        "gig": gig,
        "places": PLACE_FOR_SELLER,
        "least_days": limits.GIG_DELIVERY_DAYS_MIN,
        "most_days": limits.GIG_DELIVERY_DAYS_MAX,
        "most_questions": limits.GIG_REQUIREMENTS_MAX,
        "clause": outside_contact_clause(),
        "price_sign": CURRENCY_SIGN,
    }
    return render(request, "gigs/editor.html", context, status=422 if form.errors else 200)


def _after_saving(request: HttpRequest, gig: Gig) -> HttpResponse:
    if gig.state == PUBLISHED:
        messages.success(
            request, _("Saved. Everybody sees the new words; orders already placed keep theirs.")
        )
    else:
        messages.success(request, _("Saved as a draft. Only you see it until you publish it."))
    return redirect("gigs:show", gig.public_id)


@login_required
@require_POST
def publish(request: HttpRequest, gig_id: str) -> HttpResponse:
    """Put one's own gig up for sale."""
    gig = actions.publish_gig(public_id=gig_id, seller_id=person_of(request).pk, now=clock.now())
    messages.success(request, _("Published. When someone orders, you get a mail and an order page."))
    return redirect("gigs:show", gig.public_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, gig_id: str) -> HttpResponse:
    """Let a buyer write to the seller of a gig; who has talked with them before goes on there."""
    person = person_of(request)
    gig = queries.get_gig_for(public_id=gig_id, person_id=person.pk)
    check_can_begin(by_id=person.pk, with_id=gig.seller_id)
    text = error = ""
    if request.method == "POST":
        text = plain_lines(request.POST.get("text", ""))
        try:
            begun = begin_conversation(
                by_id=person.pk,
                with_id=gig.seller_id,
                about=f"gig:{gig.public_id}",
                text=text,
                key=client_key(request),
                now=clock.now(),
            )
        except NotYours:
            raise
        except Refused as refusal:
            error = say(refusal)
        else:
            return redirect("inbox:show", begun.public_id)
    elif known := conversation_between(person.pk, gig.seller_id):
        return redirect("inbox:show", known.public_id)
    context = {
        "gig": gig,
        "text": text,
        "error": error,
        "key": uuid.uuid4(),
        "clause": outside_contact_clause(),
    }
    return render(request, "gigs/question.html", context, status=422 if error else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def order(request: HttpRequest, gig_id: str) -> HttpResponse:
    """Show what an order costs, and place it."""
    person = person_of(request)
    gig = queries.get_gig_for(public_id=gig_id, person_id=person.pk)
    refused, form, order_as = "", OrderForm.for_gig(gig), OrderAsForm(request)
    if request.method == "POST":
        pressed = OrderForm(request.POST)
        if pressed.is_valid():
            try:
                placed = place_order(
                    gig_public_id=gig_id,
                    buyer_id=person.pk,
                    seen_price_minor=pressed.cleaned_data["seen_price_minor"],
                    seen_changed_at=pressed.cleaned_data["seen_changed_at"],
                    key=pressed.cleaned_data["key"],
                    now=clock.now(),
                    organisation_id=order_as.organisation_id,
                )
            except (NotYours, TermsNotAccepted):
                raise
            except Refused as refusal:
                refused = say(refusal)
                gig.refresh_from_db()
                form = OrderForm.for_gig(gig)
            else:
                return redirect("orders:show", placed.public_id)
        else:
            refused = _("This page was too old. Look at the price once more and press again.")
    else:
        check_can_order(state=gig.state, seller_id=gig.seller_id, buyer_id=person.pk)
    split = split_of(gig)
    purse = purse_of(person.pk, now=clock.now())
    asked = queries.requirements_of(gig.pk)
    return render(
        request,
        "gigs/order.html",
        {
            "gig": gig,
            "page": gig_page(
                gig, asked, for_seller=False, exceptions=exceptions_of_gig(gig, now=clock.now())
            ),
            "form": form,
            "order_as": order_as,
            "refused": refused,
            "split": split,
            "purse": purse,
            "open_order": open_order_of(gig_id=gig.pk, buyer_id=person.pk),
            "missing_minor": max(0, split.buyer_pays_minor - purse.available_minor),
            "clause": outside_contact_clause(),
        },
    )
