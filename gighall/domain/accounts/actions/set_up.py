"""The first run: the operator names the hall and becomes its first member of staff."""

from datetime import datetime

from django.db import connection, transaction

from gighall.base.errors import marked as _
from gighall.base.text import clean_line

from ..models import Hall, Person
from ..rules import HallAlreadySetUp
from .joining import confirm_address, join

# One advisory lock, so that two people on the first-run page cannot both become the first admin.
_SET_UP_LOCK = 7_301_001


@transaction.atomic
def set_up_hall(
    *, hall_name: str, accent_hue: int, name: str, email: str, password: str, terms_number: int, now: datetime
) -> Person:
    """Open the hall and make its first admin.

    Units: accent_hue in degrees, 0–359.  Errors: HallAlreadySetUp, AddressTaken.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SET_UP_LOCK])
    if Hall.objects.filter(id=1).exists():
        raise HallAlreadySetUp(_("This hall is already set up. Sign in as its admin to change it."))
    admin = join(name=name, email=email, password=password, terms_number=terms_number, now=now)
    admin.is_staff = True
    admin.save(update_fields=["is_staff"])
    confirm_address(person_id=admin.pk, now=now)
    Hall.objects.create(name=clean_line(hall_name), accent_hue=accent_hue, set_up_at=now, set_up_by=admin)
    return admin


def open_demo_hall(*, people: list[dict[str, str]]) -> None:
    """Mark the hall as a demo world and keep who one can be in it; a real hall never becomes one later.

    Shapes: each of ``people`` has name, email, password, about.
    """
    Hall.objects.filter(id=1).update(demo_people=people)
