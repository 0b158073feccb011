"""Joining by the pages: the form, the code in the mail, and what is refused."""

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from gighall.base import clock
from gighall.domain.accounts.actions import join, publish_terms
from gighall.domain.accounts.models import Person, TermsAcceptance
from gighall.domain.accounts.queries import present_terms
from tests.web.accounts.steps import ADDRESS, code_from_mail, newest_mail, sign_up, text_of
from tests.world import PASSWORD, World

CODE_PAGE = "/account/confirm-email/"


@pytest.fixture(autouse=True)
def _no_earlier_presses() -> None:
    cache.clear()


def test_joining_by_password_ends_signed_in_where_one_wanted_to_go(world: World, client: Client) -> None:
    pressed = sign_up(client, next="/money/")
    assert (pressed.status_code, pressed.headers["Location"]) == (302, CODE_PAGE)

    confirmed = client.post(CODE_PAGE, {"code": code_from_mail().lower()})

    assert (confirmed.status_code, confirmed.headers["Location"]) == (302, "/money/")
    person = Person.objects.get(email=ADDRESS)
    assert (person.name, person.time_zone) == ("Vera Visitor", "Asia/Tokyo")
    assert TermsAcceptance.objects.get(person=person).version.number == 2
    assert client.get("/account/").status_code == 200


def test_nobody_is_signed_in_before_the_code(world: World, client: Client) -> None:
    sign_up(client)

    assert client.get("/account/").status_code == 302


def test_the_mail_comes_in_text_and_html_with_the_code(world: World, client: Client) -> None:
    sign_up(client)

    _subject, text, html = newest_mail()
    assert mail.outbox[-1].to == [ADDRESS]
    for body in (text, html):
        assert code_from_mail() in body
        assert "The Long Table" in body


def test_a_hall_without_a_mail_server_does_not_claim_to_have_sent_the_code(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "GIGHALL_DEMO", False)
    monkeypatch.setattr(settings, "NOTICES_MAIL_BACKEND", None)
    sign_up(client)
    without = text_of(client.get(CODE_PAGE))

    monkeypatch.setattr(settings, "NOTICES_MAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
    with_one = text_of(client.get(CODE_PAGE))

    assert "This hall sends no mail yet" in without
    assert "We sent a code" not in without
    assert "This hall sends no mail yet" not in with_one
    assert "We sent a code" in with_one


def test_a_wrong_code_is_refused_three_times_and_then_asks_to_sign_in(world: World, client: Client) -> None:
    sign_up(client)

    answers = [client.post(CODE_PAGE, {"code": "AAAA-AAAA"}) for _try in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 302]
    assert "This code is not right" in text_of(answers[0])
    assert answers[2].headers["Location"] == reverse("account_login")


def test_the_address_can_be_mended_before_the_code(world: World, client: Client) -> None:
    sign_up(client)

    client.post(CODE_PAGE, {"action": "change", "email": "vera.visitor@mail.example"})
    client.post(CODE_PAGE, {"code": code_from_mail()})

    assert mail.outbox[-1].to == ["vera.visitor@mail.example"]
    assert Person.objects.filter(email="vera.visitor@mail.example", last_login__isnull=False).exists()


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        ({"name": ""}, "This field is required"),
        ({"name": "👩"}, "at least one letter or digit"),
        ({"email": "no address"}, "Enter a valid email address"),
        ({"password1": "short"}, "too short"),
        ({"password1": "password123"}, "too common"),
        ({"password1": ADDRESS}, "too similar"),
        ({"terms": None}, "Tick this box to join"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    world: World, client: Client, wishes: dict[str, str | None], words: str
) -> None:
    answer = sign_up(client, **wishes)

    page = text_of(answer)
    assert words in page
    assert 'value="Asia/Tokyo"' in page
    assert not Person.objects.filter(email=ADDRESS).exists()
    assert mail.outbox == []


def test_terms_that_changed_meanwhile_are_asked_for_again(world: World, client: Client) -> None:
    publish_terms(
        by_id=world.operator.pk,
        source=present_terms().source + "\n\n## Holidays {#holidays}\nNone.",
        based_on=2,
        now=clock.now(),
    )

    page = text_of(sign_up(client))

    assert "A new version of the terms appeared" in page
    assert 'name="terms_number" value="3"' in page
    assert "/terms/3/" in page
    assert " checked" not in page


def test_a_taken_address_looks_the_same_from_outside_and_is_told_by_mail(
    world: World, client: Client
) -> None:
    answer = sign_up(client, email=world.seller.email)

    assert (answer.status_code, answer.headers["Location"]) == (302, CODE_PAGE)
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == ([world.seller.email], "You have joined already")
    assert client.post(CODE_PAGE, {"code": "AAAA-AAAA"}).status_code == 200


def test_a_second_press_while_the_first_is_on_its_way_joins_once(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form of the second press saw a free address; the row of the first one was there when it wrote."""
    form_is_blind = "allauth.account.internal.flows.manage_email.email_already_exists"
    monkeypatch.setattr(form_is_blind, lambda email, *_rest, **_more: (email, False))
    join(name="Vera Visitor", email=ADDRESS, password=PASSWORD, terms_number=2, now=clock.now())

    answer = sign_up(client)

    assert (answer.status_code, answer.headers["Location"]) == (302, CODE_PAGE)
    assert Person.objects.filter(email=ADDRESS).count() == 1
    assert "is your code" in mail.outbox[-1].subject


def test_a_stranger_who_is_quicker_by_a_moment_learns_nothing(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    form_is_blind = "allauth.account.internal.flows.manage_email.email_already_exists"
    monkeypatch.setattr(form_is_blind, lambda email, *_rest, **_more: (email, False))

    answer = sign_up(client, email=world.seller.email, password1="some other long words")

    assert (answer.status_code, answer.headers["Location"]) == (302, CODE_PAGE)
    assert mail.outbox[-1].subject == "You have joined already"


def test_joining_by_passkey_asks_for_no_password_and_leads_to_the_passkey(
    world: World, client: Client
) -> None:
    sign_up(client, "/account/signup/passkey/", password1=None)

    confirmed = client.post(CODE_PAGE, {"code": code_from_mail()})

    assert confirmed.headers["Location"] == reverse("mfa_signup_webauthn")
    assert '"residentKey": "required"' in text_of(client.get(reverse("mfa_signup_webauthn")))
    assert not Person.objects.get(email=ADDRESS).has_usable_password()


def test_a_code_that_nobody_asked_for_leads_to_sign_in(world: World, client: Client) -> None:
    answer = client.get(CODE_PAGE)

    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("account_login"))


def test_too_many_sign_ups_from_one_place_are_held_back(world: World, client: Client) -> None:
    answers = [sign_up(client, name="").status_code for _press in range(21)]

    assert answers == [200] * 20 + [429]
