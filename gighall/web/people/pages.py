"""The page of a person: what they offer, and what was said about them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gighall.base import clock, limits
from gighall.domain.accounts.queries import get_person, present_people
from gighall.domain.gigs.queries import gigs_of
from gighall.domain.gigs.states import PUBLISHED
from gighall.domain.orders.queries import feedback_about
from gighall.domain.orders.states import BUYER, SELLER
from gighall.web.feedback.views import feedback_items, rating
from gighall.web.gigs.views import gig_cards


@require_safe
def show(request: HttpRequest, person_id: str) -> HttpResponse:
    """Show a person to everybody: name, gigs, and the feedback of buyers and sellers."""
    person = get_person(person_id)
    now = clock.now()
    as_seller, as_buyer = (feedback_about(person.pk, side=side) for side in (BUYER, SELLER))
    reader_id = request.user.pk
    context = {
        "person": person,
        "is_online": present_people(now=now).filter(person=person).exists(),
        "gigs": gig_cards([gig for gig in gigs_of(person.pk) if gig.state == PUBLISHED]),
        "as_seller": rating(as_seller),
        "as_seller_items": feedback_items(as_seller[: limits.FEEDBACK_ROWS], reader_id=reader_id),
        "as_buyer": rating(as_buyer),
        "as_buyer_items": feedback_items(as_buyer[: limits.FEEDBACK_ROWS], reader_id=reader_id),
    }
    return render(request, "people/show.html", context)
