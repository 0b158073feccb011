"""The API of gigs."""

from collections.abc import Iterable

from django.http import HttpRequest
from ninja import Query, Router

from gighall.base import clock, limits
from gighall.domain.gigs import actions, queries
from gighall.domain.gigs.actions import GigWords, RequirementWords
from gighall.domain.gigs.models import Gig
from gighall.domain.gigs.rules import NEWEST, GigWish, words_of
from gighall.domain.policy.queries import waivers_of_gigs
from gighall.web.api.shapes import GigIn, GigOut, GigRefusalOut, RefusalOut, WishIn
from gighall.web.shared.signed_in import person_of

router = Router(tags=["gigs"])
ANSWERS = {200: GigOut, 404: RefusalOut, 409: GigRefusalOut}


def _out(gigs: Iterable[Gig]) -> list[dict[str, object]]:
    """Return gigs as others read them, with who is here just now."""
    shown = list(gigs)
    now = clock.now()
    online = queries.online_sellers(shown, now=now)
    exceptions = waivers_of_gigs([gig.pk for gig in shown], now=now)
    return [
        {
            "id": gig.public_id,
            "kind": gig.kind,
            "category": gig.category,
            "title": gig.title_shown,
            "html": gig.text_shown_html,
            "price_minor": gig.price_minor,
            "minutes": gig.minutes,
            "delivery_days": gig.delivery_days,
            "revisions": gig.revisions,
            "requirements": [
                {"text": each.text_shown, "is_required": each.is_required} for each in gig.requirements.all()
            ],
            "declared_details": gig.declared_details,
            "exceptions": [
                {"kinds": each.kinds, "until": each.expires_at, "reason": each.reason}
                for each in exceptions.get(gig.pk, ())
            ],
            "state": gig.state,
            "changed_at": gig.changed_at,
            "seller": gig.seller.public_id,
            "seller_name": gig.seller.name,
            "seller_is_online": gig.seller_id in online,
        }
        for gig in shown
    ]


def _words(body: GigIn) -> GigWords:
    return GigWords(
        title=body.title,
        text=body.text,
        price_minor=body.price_minor,
        minutes=body.minutes,
        kind=body.kind,
        category=body.category,
        delivery_days=body.delivery_days,
        revisions=body.revisions,
        requirements=tuple(RequirementWords(each.text, each.is_required) for each in body.requirements),
        declared_details=tuple(body.declared_details),
    )


def _wish(asked: WishIn) -> GigWish:
    return GigWish(
        words=words_of(asked.q),
        price_minor_max=asked.price_minor_max,
        minutes_max=asked.minutes_max,
        days_max=asked.days_max,
        kind=asked.kind or "",
        category=asked.category or "",
        is_online=asked.is_online,
        sort=asked.sort or NEWEST,
    )


@router.get("/gigs", response=list[GigOut])
def list_gigs(request: HttpRequest, wish: Query[WishIn]) -> list[dict[str, object]]:
    """Return the published gigs that fit, 25 a page: the best match first, then the newest."""
    found = queries.found_gigs(_wish(wish), now=clock.now()).prefetch_related("requirements")
    start = (wish.page - 1) * limits.PAGE_ROWS
    return _out(found[start : start + limits.PAGE_ROWS])


@router.post("/gigs", response=ANSWERS)
def create_gig(request: HttpRequest, body: GigIn) -> dict[str, object]:
    """Make a draft."""
    gig = actions.create_gig(seller_id=person_of(request).pk, words=_words(body), now=clock.now())
    return _out([gig])[0]


@router.get("/gigs/{gig_id}", response={200: GigOut, 404: RefusalOut})
def show_gig(request: HttpRequest, gig_id: str) -> dict[str, object]:
    """Return a gig that the person may read."""
    return _out([queries.get_gig_for(public_id=gig_id, person_id=person_of(request).pk)])[0]


@router.put("/gigs/{gig_id}", response=ANSWERS)
def edit_gig(request: HttpRequest, gig_id: str, body: GigIn) -> dict[str, object]:
    """Change one's own gig: what is sent takes the place of everything that stood there."""
    gig = actions.edit_gig(
        public_id=gig_id, seller_id=person_of(request).pk, words=_words(body), now=clock.now()
    )
    return _out([gig])[0]


@router.post("/gigs/{gig_id}/publication", response=ANSWERS)
def publish_gig(request: HttpRequest, gig_id: str) -> dict[str, object]:
    """Put one's own gig up for sale."""
    gig = actions.publish_gig(public_id=gig_id, seller_id=person_of(request).pk, now=clock.now())
    return _out([gig])[0]
