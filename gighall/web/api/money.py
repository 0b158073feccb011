"""The API of one's money."""

from django.http import HttpRequest
from ninja import Router

from gighall.base import clock, limits
from gighall.base.money import CURRENCY
from gighall.domain.ledger.queries import balance_of, statement_of
from gighall.domain.payments import actions
from gighall.web.api.shapes import BalanceOut, GrantIn, KeyIn, MoneyOut, RefusalOut
from gighall.web.shared.signed_in import person_of, require_staff

router = Router(tags=["money"])


@router.get("/money", response=MoneyOut)
def money(request: HttpRequest) -> dict[str, object]:
    """Return the balance and the newest lines of the statement."""
    person_id = person_of(request).pk
    lines = [
        {
            "at": line.posted_at,
            "kind": line.kind,
            "reference": line.reference,
            "amount_minor": line.amount_minor,
            "balance_minor": line.balance_minor,
        }
        for line in statement_of(person_id, limit=limits.STATEMENT_ROWS)
    ]
    return {"balance_minor": balance_of(person_id), "currency": CURRENCY, "lines": lines}


@router.post("/money/demo-credits", response={200: BalanceOut, 409: RefusalOut})
def take_demo_credits(request: HttpRequest, body: KeyIn) -> dict[str, int]:
    """Take credits to try things with; in the demo world only."""
    person_id = person_of(request).pk
    actions.take_demo_credits(person_id=person_id, key=body.key, now=clock.now())
    return {"balance_minor": balance_of(person_id)}


@router.post("/money/grants", response={200: BalanceOut, 404: RefusalOut, 409: RefusalOut})
def grant_credits(request: HttpRequest, body: GrantIn) -> dict[str, int]:
    """Give a person credits; staff only. Answers the person's balance."""
    staff = require_staff(request)
    grant = actions.grant_credits(
        by_id=staff.pk,
        email=body.email,
        amount_minor=body.amount_minor,
        reason=body.reason,
        key=body.key,
        now=clock.now(),
    )
    return {"balance_minor": balance_of(grant.to_id)}
