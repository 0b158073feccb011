"""The API of oneself: who one is, terms and tokens."""

from django.http import HttpRequest
from ninja import Router, Status

from gighall.base import clock
from gighall.domain.accounts import actions, queries
from gighall.web.api.shapes import (
    HallIn,
    MeOut,
    ProfileIn,
    RefusalOut,
    TermsIn,
    TermsOut,
    TermsSourceIn,
    TokenIn,
    TokenOut,
)
from gighall.web.shared.signed_in import person_of, require_staff

router = Router(tags=["accounts"])


@router.get("/me", response=MeOut)
def me(request: HttpRequest) -> dict[str, object]:
    """Return who calls, and which terms they accepted."""
    person = person_of(request)
    accepted = queries.accepted_terms(person.pk)
    return {
        "id": person.public_id,
        "name": person.name,
        "email": person.email,
        "is_staff": person.is_staff,
        "accepted_terms": accepted.version.number if accepted else None,
        "present_terms": queries.present_terms().number,
    }


@router.put("/me/profile", response={200: ProfileIn, 409: RefusalOut})
def edit_person(request: HttpRequest, body: ProfileIn) -> dict[str, object]:
    """Change the name and time zone that others see."""
    person = actions.edit_person(
        person_id=person_of(request).pk, name=body.name, time_zone=body.time_zone, now=clock.now()
    )
    return {"name": person.name, "time_zone": person.time_zone}


@router.post("/me/terms", response={200: TermsIn, 409: RefusalOut})
def accept_terms(request: HttpRequest, body: TermsIn) -> dict[str, int]:
    """Accept the present terms."""
    actions.accept_terms(person_id=person_of(request).pk, number=body.number, now=clock.now())
    return {"number": body.number}


@router.post("/me/tokens", response={200: TokenOut, 409: RefusalOut})
def create_token(request: HttpRequest, body: TokenIn) -> dict[str, object]:
    """Make a personal token; its words are shown this one time."""
    token, words = actions.create_token(person_id=person_of(request).pk, name=body.name, now=clock.now())
    return {"id": token.public_id, "name": token.name, "token": words}


@router.delete("/me/tokens/{token_id}", response={204: None, 404: RefusalOut})
def revoke_token(request: HttpRequest, token_id: str) -> Status[None]:
    """End a personal token."""
    actions.revoke_token(person_id=person_of(request).pk, public_id=token_id)
    return Status(204, None)


@router.post("/terms", response={200: TermsOut, 404: RefusalOut, 409: RefusalOut})
def publish_terms(request: HttpRequest, body: TermsSourceIn) -> dict[str, object]:
    """Publish a new version of the terms; staff only."""
    staff = require_staff(request)
    version = actions.publish_terms(
        by_id=staff.pk, source=body.source, based_on=body.based_on, now=clock.now()
    )
    return {"number": version.number, "published_at": version.published_at}


@router.put("/hall", response={200: HallIn, 404: RefusalOut, 409: RefusalOut})
def change_hall(request: HttpRequest, body: HallIn) -> dict[str, object]:
    """Give the hall another name or colour; staff only."""
    staff = require_staff(request)
    hall = actions.change_hall(by_id=staff.pk, name=body.name, accent_hue=body.accent_hue, now=clock.now())
    return {"name": hall.name, "accent_hue": hall.accent_hue}
