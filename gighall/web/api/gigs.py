"""The API of gigs."""

from django.http import HttpRequest
from ninja import Query, Router

from gighall.base import clock, limits
from gighall.domain.gigs import actions, queries
from gighall.domain.gigs.actions import GigWords
from gighall.domain.gigs.models import Gig
from gighall.domain.gigs.rules import NEWEST, GigWish, words_of
from gighall.web.api.shapes import GigIn, GigOut, RefusalOut, WishIn
from gighall.web.shared.signed_in import person_of

router = Router(tags=["gigs"])
ANSWERS = {200: GigOut, 404: RefusalOut, 409: RefusalOut}


def _out(gig: Gig) -> dict[str, object]:
    return {
        "id": gig.public_id,
        "title": gig.title_shown,
        "html": gig.text_shown_html,
        "price_minor": gig.price_minor,
        "minutes": gig.minutes,
        "state": gig.state,
        "seller": gig.seller.public_id,
        "seller_name": gig.seller.name,
    }


def _words(body: GigIn) -> GigWords:
    return GigWords(body.title, body.text, body.price_minor, body.minutes)


@router.get("/gigs", response=list[GigOut])
def list_gigs(request: HttpRequest, wish: Query[WishIn]) -> list[dict[str, object]]:
    """Return the published gigs that fit, 25 a page: the best match first, then the newest."""
    found = queries.found_gigs(
        GigWish(words_of(wish.q), wish.price_minor_max, wish.minutes_max, wish.sort or NEWEST)
    )
    start = (wish.page - 1) * limits.PAGE_ROWS
    return [_out(gig) for gig in found[start : start + limits.PAGE_ROWS]]


@router.post("/gigs", response=ANSWERS)
def create_gig(request: HttpRequest, body: GigIn) -> dict[str, object]:
    """Make a draft."""
    return _out(actions.create_gig(seller_id=person_of(request).pk, words=_words(body), now=clock.now()))


@router.get("/gigs/{gig_id}", response={200: GigOut, 404: RefusalOut})
def show_gig(request: HttpRequest, gig_id: str) -> dict[str, object]:
    """Return a gig that the person may read."""
    return _out(queries.get_gig_for(public_id=gig_id, person_id=person_of(request).pk))


@router.put("/gigs/{gig_id}", response=ANSWERS)
def edit_gig(request: HttpRequest, gig_id: str, body: GigIn) -> dict[str, object]:
    """Change one's own gig."""
    gig = actions.edit_gig(
        public_id=gig_id, seller_id=person_of(request).pk, words=_words(body), now=clock.now()
    )
    return _out(gig)


@router.post("/gigs/{gig_id}/publication", response=ANSWERS)
def publish_gig(request: HttpRequest, gig_id: str) -> dict[str, object]:
    """Put one's own gig up for sale."""
    return _out(actions.publish_gig(public_id=gig_id, seller_id=person_of(request).pk, now=clock.now()))
