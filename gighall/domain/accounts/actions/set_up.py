"""The first run, and what staff change about the hall later."""

from datetime import datetime

from django.db import connection, transaction

from gighall.base import limits
from gighall.base.errors import marked as _

from ..models import Hall, HallChange, Person
from ..rules import HallAlreadySetUp, check_hue, usable_name
from .joining import DEFAULT_TIME_ZONE, confirm_address, join

# One advisory lock, so that two people on the first-run page cannot both become the first admin.
_SET_UP_LOCK = 7_301_001


@transaction.atomic
def set_up_hall(
    *,
    hall_name: str,
    accent_hue: int,
    name: str,
    email: str,
    password: str,
    terms_number: int,
    now: datetime,
    time_zone: str = DEFAULT_TIME_ZONE,
) -> Person:
    """Open the hall and make its first admin.

    Units: accent_hue in degrees, 0–359.
    Errors: HallAlreadySetUp, AddressTaken, NameUnusable, HueOutside, TermsNotAccepted.
    """
    check_hue(accent_hue)
    shown_name = usable_name(hall_name, most=limits.HALL_NAME_CHARACTERS_MAX)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SET_UP_LOCK])
    if Hall.objects.filter(id=1).exists():
        raise HallAlreadySetUp(_("This hall is already set up. Sign in as its admin to change it."))
    admin = join(
        name=name, email=email, password=password, terms_number=terms_number, now=now, time_zone=time_zone
    )
    admin.is_staff = True
    admin.save(update_fields=["is_staff"])
    confirm_address(person_id=admin.pk, now=now)
    Hall.objects.create(name=shown_name, accent_hue=accent_hue, set_up_at=now, set_up_by=admin)
    HallChange.objects.create(at=now, by=admin, name=shown_name, accent_hue=accent_hue)
    return admin


@transaction.atomic
def change_hall(*, by_id: int, name: str, accent_hue: int, now: datetime) -> Hall:
    """Give the hall another name or colour; who did it and when is kept. A second press changes nothing.

    Errors: NameUnusable, HueOutside.  Only staff may: DoesNotExist for anybody else.
    """
    check_hue(accent_hue)
    shown_name = usable_name(name, most=limits.HALL_NAME_CHARACTERS_MAX)
    staff = Person.objects.get(pk=by_id, is_staff=True)
    hall = Hall.objects.select_for_update().get(id=1)
    if (hall.name, hall.accent_hue) != (shown_name, accent_hue):
        hall.name, hall.accent_hue = shown_name, accent_hue
        hall.save(update_fields=["name", "accent_hue"])
        HallChange.objects.create(at=now, by=staff, name=shown_name, accent_hue=accent_hue)
    return hall


def open_demo_hall(*, people: list[dict[str, str]]) -> None:
    """Mark the hall as a demo world and keep who one can be in it; a real hall never becomes one later.

    Shapes: each of ``people`` has name, email, password, about.
    """
    Hall.objects.filter(id=1).update(demo_people=people)
