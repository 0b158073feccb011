"""Where a talk is replayed: an order that is there already, or one made by the actions that pages call."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from gighall.base import clock
from gighall.base.errors import Refused
from gighall.base.errors import marked as _
from gighall.domain.accounts.actions import confirm_address, create_token, join, revoke_token
from gighall.domain.accounts.models import Person
from gighall.domain.accounts.queries import hall_kind, present_terms
from gighall.domain.gigs.actions import GigWords, create_gig, publish_gig
from gighall.domain.orders.actions import place_order
from gighall.domain.orders.models import Order
from gighall.domain.payments.actions import grant_credits, take_demo_credits

TOKEN_NAME = "replay"  # noqa: S105  (a name for the list of tokens, not a secret)
PRICE_MINOR = 2_000
MINUTES = 60
GIG_TITLE = "Chat help, replayed from a file"
GIG_TEXT = "This gig was made by `gighall replay`: a talk from a file is held again on its order page."


class NoStage(Refused):
    """There is no order to hold the talk on, and none can be made."""

    code = "no_stage"


@dataclass(frozen=True)
class Stage:
    """Where a talk is replayed: the order, its record, and a token for each side, buyer first."""

    order_id: str
    record_id: str
    tokens: tuple[str, str]
    token_rows: tuple[tuple[int, str], ...]


def stage_of(order_id: str) -> Stage:
    """Return an order that is there already, with fresh tokens for its two sides.

    Errors: NoStage, TooManyTokens.
    """
    order = Order.objects.select_related("record").filter(public_id=order_id).first()
    if order is None:
        raise NoStage(_("There is no order with the id {id}."), id=order_id)
    return _with_tokens(order_id, order.record.public_id, (order.buyer_id, order.seller_id), clock.now())


def new_stage(names: list[str]) -> Stage:
    """Let two people join, a gig be published and ordered; the first of the names buys.

    Errors: NoStage, and the refusals of the actions.
    """
    now = clock.now()
    people = []
    for name in names:
        address = f"replay-{uuid.uuid4().hex[:12]}@mail.example"
        terms = present_terms().number
        person = join(name=name, email=address, password=None, terms_number=terms, now=now)
        confirm_address(person_id=person.pk, now=now)
        people.append(person)
    buyer, seller = people
    _give_credits(buyer.pk, buyer.email, now)
    words = GigWords(title=GIG_TITLE, text=GIG_TEXT, price_minor=PRICE_MINOR, minutes=MINUTES)
    gig = create_gig(seller_id=seller.pk, words=words, now=now)
    gig = publish_gig(public_id=gig.public_id, seller_id=seller.pk, now=now)
    order = place_order(
        gig_public_id=gig.public_id,
        buyer_id=buyer.pk,
        seen_price_minor=gig.price_minor,
        key=uuid.uuid4(),
        now=now,
    )
    return _with_tokens(order.public_id, order.record.public_id, (buyer.pk, seller.pk), now)


def _give_credits(buyer_id: int, email: str, now: datetime) -> None:
    """Give the buyer what the order costs: demo credits, or a grant by the hall's first operator."""
    if hall_kind() == "demo":
        take_demo_credits(person_id=buyer_id, key=uuid.uuid4(), now=now)
        return
    operator = Person.objects.filter(is_staff=True, is_active=True).order_by("pk").first()
    if operator is None:
        raise NoStage(_("This hall has no operator yet. Open its first page and set it up."))
    grant_credits(
        by_id=operator.pk,
        email=email,
        amount_minor=2 * PRICE_MINOR,
        reason="A talk is replayed",
        key=uuid.uuid4(),
        now=now,
    )


def _with_tokens(order_id: str, record_id: str, people: tuple[int, int], now: datetime) -> Stage:

    # A replay that was killed leaves its tokens behind; their names must not stand in the way of this one's.
    name = f"{TOKEN_NAME} {uuid.uuid4().hex[:8]}"
    made = [create_token(person_id=person_id, name=name, now=now) for person_id in people]
    rows = tuple((row.person_id, row.public_id) for row, _words in made)
    return Stage(order_id, record_id, (made[0][1], made[1][1]), rows)


def clear(stage: Stage) -> None:
    """Revoke the tokens of a replay."""
    for person_id, token_id in stage.token_rows:
        revoke_token(person_id=person_id, public_id=token_id)
