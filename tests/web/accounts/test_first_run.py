"""The first-run page, before and after a hall is open."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from gighall.base import clock
from gighall.domain.accounts.actions import publish_first_terms
from gighall.domain.accounts.models import Person
from gighall.domain.accounts.queries import hall_or_none
from tests.web.accounts.steps import text_of
from tests.world import PASSWORD, World

CODE = "a code that only the operator reads"


@pytest.fixture
def code_file(db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A hall that waits for its first run, with its set-up code in a folder of its own."""
    cache.clear()
    publish_first_terms(now=clock.now())
    file = tmp_path / "setup-code"
    file.write_text(CODE + "\n", encoding="utf-8")
    monkeypatch.setattr(settings, "GIGHALL_SETUP_CODE_FILE", file)
    return file


def press(client: Client, **wishes: str | None) -> tuple[int, str]:
    """Fill in the form and press; return the status and the page, or where it leads."""
    typed = {
        "code": CODE,
        "hall_name": "The Reading Room",
        "hue_name": "250",
        "own_hue": "162",
        "name": "Olga Operator",
        "email": "olga@hall.example",
        "password": PASSWORD,
        "time_zone": "Europe/Madrid",
        "terms_number": "1",
        "terms": "on",
    } | wishes
    answer = client.post("/setup/", {name: value for name, value in typed.items() if value is not None})
    return answer.status_code, answer.headers.get("Location") or text_of(answer)


def test_every_page_leads_to_the_first_run(code_file: Path, client: Client) -> None:
    led = [client.get(path).headers.get("Location") for path in ("/", "/account/login/", "/gigs/new/")]

    assert led == ["/setup/"] * 3
    assert client.get("/terms/").status_code == 200


def test_the_code_of_the_address_stands_in_the_form(code_file: Path, client: Client) -> None:
    answer = client.get("/setup/", {"code": CODE})

    assert f'value="{CODE}"' in text_of(answer)
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_operator_is_signed_in_and_the_code_is_gone(code_file: Path, client: Client) -> None:
    assert press(client) == (302, "/setup/open/")

    hall = hall_or_none()
    assert hall is not None
    assert (hall.name, hall.accent_hue) == ("The Reading Room", 250)
    assert not code_file.exists()
    assert "Your hall is open" in text_of(client.get("/setup/open/"))
    assert client.get("/staff/").status_code == 200
    assert Person.objects.get().time_zone == "Europe/Madrid"


def test_the_operator_is_told_while_no_mail_leaves_the_hall(
    code_file: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "GIGHALL_DEMO", False)
    monkeypatch.setattr(settings, "NOTICES_MAIL_BACKEND", None)
    press(client)

    told = [text_of(client.get(page)) for page in ("/setup/open/", "/staff/")]

    assert all("GIGHALL_MAIL_URL" in page for page in told)
    monkeypatch.setattr(settings, "NOTICES_MAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
    assert "GIGHALL_MAIL_URL" not in text_of(client.get("/staff/"))


def test_what_is_missing_is_listed_in_the_order_of_the_page(code_file: Path, client: Client) -> None:
    _status, page = press(client, hall_name="", name="", email="", terms=None)

    places = [page.index(f'href="#id_{name}"') for name in ("hall_name", "name", "email", "terms")]
    assert places == sorted(places)


def test_an_own_hue_is_taken_when_it_is_chosen(code_file: Path, client: Client) -> None:
    press(client, hue_name="own", own_hue="17")

    hall = hall_or_none()
    assert hall is not None
    assert hall.accent_hue == 17
    assert client.get("/hall.css").content.decode().split() == [":root", "{", "--accent-hue:", "17;", "}"]


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        ({"code": "another"}, "This is not the set-up code"),
        ({"code": "código"}, "This is not the set-up code"),
        ({"hall_name": "\u200b"}, "at least one letter"),
        ({"hue_name": "999"}, "Select a valid choice"),
        ({"hue_name": "own", "own_hue": ""}, "Move the slider"),
        ({"hue_name": "own", "own_hue": "360"}, "less than or equal to 359"),
        ({"email": "nobody"}, "Enter a valid email address"),
        ({"password": "password12"}, "too common"),
        ({"terms": None}, "Tick this box"),
        ({"terms_number": "7"}, "A new version of the terms appeared"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(
    code_file: Path, client: Client, wishes: dict[str, str | None], words: str
) -> None:
    status, page = press(client, **wishes)

    assert (status, words in page) == (200, True)
    assert "Olga Operator" in page
    assert hall_or_none() is None
    assert code_file.exists()


def test_without_a_code_file_no_code_is_right(code_file: Path, client: Client) -> None:
    code_file.unlink()

    assert "There is no set-up code yet" in press(client, code="")[1] + press(client, code="x")[1]


def test_guessing_the_code_is_held_back(code_file: Path, client: Client) -> None:
    for _guess in range(10):
        press(client, code="a guess")

    assert press(client)[0] == 429


def test_after_the_first_run_the_page_is_shut_for_everybody(world: World, client: Client) -> None:
    cache.clear()

    assert client.get("/setup/").headers["Location"] == "/"
    assert press(client, terms_number="2") == (302, "/")
    client.force_login(world.operator)
    assert client.get("/setup/").headers["Location"] == "/"


def test_only_staff_read_the_next_steps(world: World, client: Client) -> None:
    client.force_login(world.seller)

    assert client.get("/setup/open/").status_code == 404
