"""Opening the hall, and changing how it looks."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.models import EmailAddress
from django.db import connection

from gighall.base import clock
from gighall.domain.accounts.actions import change_hall, publish_first_terms, set_up_hall
from gighall.domain.accounts.models import Hall, HallChange, Person
from gighall.domain.accounts.queries import hall_kind, hall_or_none
from gighall.domain.accounts.rules import HallAlreadySetUp, HueOutside, NameUnusable, TermsNotAccepted
from tests.world import PASSWORD, World


def open_hall(**wishes: object) -> Person:
    """Open a hall with what the tests do not care about filled in."""
    facts = {
        "hall_name": "The Reading Room",
        "accent_hue": 250,
        "name": "Olga Operator",
        "email": "olga@hall.example",
        "password": PASSWORD,
        "terms_number": 1,
        "now": clock.now(),
    } | wishes
    return set_up_hall(**facts)  # type: ignore[arg-type]


def test_the_first_admin_is_staff_with_a_confirmed_address(db: None) -> None:
    publish_first_terms(now=clock.now())

    admin = open_hall()

    assert admin.is_staff
    assert EmailAddress.objects.get(user=admin).verified
    assert hall_kind() == "real"
    change = HallChange.objects.get()
    assert (change.name, change.accent_hue, change.by) == ("The Reading Room", 250, admin)


@pytest.mark.parametrize(
    ("wishes", "refusal"),
    [
        ({"hall_name": "\u200b"}, NameUnusable),
        ({"accent_hue": 360}, HueOutside),
        ({"terms_number": 2}, TermsNotAccepted),
    ],
)
def test_a_refused_opening_leaves_nothing(
    db: None, wishes: dict[str, object], refusal: type[Exception]
) -> None:
    publish_first_terms(now=clock.now())

    with pytest.raises(refusal):
        open_hall(**wishes)

    assert hall_or_none() is None
    assert not Person.objects.exists()


def test_an_open_hall_cannot_be_opened_again(world: World) -> None:
    with pytest.raises(HallAlreadySetUp):
        open_hall(email="second@hall.example", terms_number=2)

    assert not Person.objects.filter(email="second@hall.example").exists()


def test_two_who_open_at_once_make_one_admin(own_database: str) -> None:
    publish_first_terms(now=clock.now())

    def press(address: str) -> str:
        try:
            return open_hall(email=address).email
        except HallAlreadySetUp:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(press, ["first@hall.example", "second@hall.example"]))

    assert answers.count("refused") == 1
    assert Person.objects.get(is_staff=True).email in answers
    assert Hall.objects.count() == HallChange.objects.count() == 1


def test_a_change_keeps_who_and_when_and_a_second_press_adds_nothing(world: World) -> None:
    now = clock.now()

    for _press in range(2):
        change_hall(by_id=world.operator.pk, name="The Round Table", accent_hue=35, now=now)

    hall = hall_or_none()
    assert hall is not None
    assert (hall.name, hall.accent_hue) == ("The Round Table", 35)
    newest = HallChange.objects.order_by("-pk")[0]
    assert (newest.by, newest.at, newest.name, newest.accent_hue) == (
        world.operator,
        now,
        "The Round Table",
        35,
    )
    assert HallChange.objects.count() == 2


def test_only_staff_change_the_hall(world: World) -> None:
    with pytest.raises(Person.DoesNotExist):
        change_hall(by_id=world.seller.pk, name="Mine", accent_hue=1, now=clock.now())
