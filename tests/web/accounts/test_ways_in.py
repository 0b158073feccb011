"""Signing in and out, forgotten passwords, new addresses, second steps, sign-ins."""

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from gighall.domain.accounts.models import Person
from tests.web.accounts.steps import code_from_mail, text_of
from tests.world import PASSWORD, World

ClientOf = Callable[[Person | None], Client]
NEW_PASSWORD = "four other words entirely"


@pytest.fixture(autouse=True)
def _no_earlier_presses() -> None:
    cache.clear()


def sign_in(client: Client, person: Person, password: str = PASSWORD, **more: str) -> str:
    """Sign in by the page; return where it leads, or nothing."""
    answer = client.post(reverse("account_login"), {"login": person.email, "password": password, **more})
    return answer.headers.get("Location", "")


def test_signing_in_leads_where_one_wanted_to_go(world: World, client: Client) -> None:
    assert sign_in(client, world.seller, next="/orders/") == "/orders/"


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:1"])
def test_signing_in_never_leads_elsewhere(world: World, client: Client, elsewhere: str) -> None:
    assert sign_in(client, world.seller, next=elsewhere) == "/"


def test_a_wrong_password_and_an_unknown_address_are_told_alike(world: World, client: Client) -> None:
    typed = [(world.seller.email, "wrong"), ("nobody@mail.example", PASSWORD)]
    pages = [
        text_of(client.post(reverse("account_login"), {"login": login, "password": password}))
        for login, password in typed
    ]

    assert all("The address and the password do not go together" in page for page in pages)


def test_five_wrong_passwords_hold_the_address_back(world: World, client: Client) -> None:
    for _try in range(5):
        sign_in(client, world.seller, "wrong")

    assert sign_in(client, world.seller) == ""


def test_an_unconfirmed_address_is_asked_for_the_code_at_sign_in(world: World, client: Client) -> None:
    assert sign_in(client, world.unconfirmed) == reverse("account_email_verification_sent")

    client.post(reverse("account_email_verification_sent"), {"code": code_from_mail()})

    assert client.get("/account/").status_code == 200


def test_a_closed_account_cannot_sign_in(world: World, client: Client) -> None:
    world.seller.is_active = False
    world.seller.save()

    assert sign_in(client, world.seller) in ("", reverse("account_inactive"))
    assert client.get("/account/").status_code == 302
    assert "closed" in text_of(client.get(reverse("account_inactive")))


def prove_again(client: Client) -> None:
    """Give the password once more, as delicate pages ask for."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def link_from_mail() -> str:
    """Return the path of the link in the newest mail."""
    found = re.search(r"https?://[^/\s]+(/account/password/reset/key/\S+)", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found[1]


def test_a_forgotten_password_is_replaced_by_the_link_once(world: World, client: Client) -> None:
    client.post(reverse("account_reset_password"), {"email": world.seller.email})
    link = link_from_mail()
    form = client.get(link).headers["Location"]

    client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

    assert sign_in(Client(), world.seller, NEW_PASSWORD) == "/"
    assert mail.outbox[-1].subject == "You have a new password"
    used = text_of(Client().get(link))
    assert "This link no longer works" in used
    assert reverse("account_reset_password") in used


def test_an_unknown_address_gets_a_mail_and_the_page_says_the_same(world: World, client: Client) -> None:
    answer = client.post(reverse("account_reset_password"), {"email": "nobody@mail.example"})

    assert answer.headers["Location"] == reverse("account_reset_password_done")
    assert mail.outbox[-1].subject == "No account with this address"


def test_a_new_password_ends_every_other_sign_in(world: World, client_of: ClientOf) -> None:
    here, there = client_of(world.seller), client_of(world.seller)

    answer = here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    )

    assert answer.headers["Location"] == reverse("accounts:home")
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302
    assert mail.outbox[-1].subject == "Your password was changed"


def test_a_new_address_counts_from_its_code_on_and_the_old_one_is_told(world: World, client: Client) -> None:
    sign_in(client, world.seller)
    prove_again(client)
    old = world.seller.email

    client.post(reverse("account_email"), {"action_add": "1", "email": "selma@elsewhere.example"})
    assert Person.objects.get(pk=world.seller.pk).email == old
    client.post(reverse("account_email_verification_sent"), {"code": code_from_mail()})

    assert Person.objects.get(pk=world.seller.pk).email == "selma@elsewhere.example"
    assert list(EmailAddress.objects.filter(user=world.seller).values_list("email", "verified")) == [
        ("selma@elsewhere.example", True)
    ]
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == ([old], "Your address was changed")


def code_of_app(secret: str) -> str:
    """Return what an authenticator app shows now."""
    return f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06d}"


def turn_on_app(client: Client) -> str:
    """Set up an authenticator app by the page; return its secret."""
    page = reverse("mfa_activate_totp")
    prove_again(client)
    client.get(page)
    secret = str(client.session["mfa.totp.secret"])
    client.post(page, {"code": code_of_app(secret)})
    return secret


def test_the_second_step_is_asked_for_and_a_recovery_code_opens_once(world: World, client: Client) -> None:
    sign_in(client, world.seller)
    turn_on_app(client)
    codes = Authenticator.objects.get(user=world.seller, type="recovery_codes").wrap().get_unused_codes()
    assert codes[0] in text_of(client.get(reverse("mfa_view_recovery_codes")))
    assert codes[0] in text_of(client.get(reverse("mfa_download_recovery_codes")))

    elsewhere = Client()
    assert sign_in(elsewhere, world.seller) == reverse("mfa_authenticate")
    wrong = text_of(elsewhere.post(reverse("mfa_authenticate"), {"code": "000000"}))
    right = elsewhere.post(reverse("mfa_authenticate"), {"code": codes[0]})

    assert "This code is not right" in wrong
    assert right.headers["Location"] == "/"
    again = Client()
    sign_in(again, world.seller)
    assert again.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 200


def test_turning_the_app_off_is_told_by_mail(world: World, client: Client) -> None:
    sign_in(client, world.seller)
    turn_on_app(client)

    client.post(reverse("mfa_deactivate_totp"))

    assert mail.outbox[-1].subject == "Your second step is off"
    assert sign_in(Client(), world.seller) == "/"


@pytest.mark.parametrize("page", ["mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"])
def test_delicate_pages_ask_for_the_password_again(world: World, client: Client, page: str) -> None:
    sign_in(client, world.seller)

    asked = client.get(reverse(page)).headers["Location"]
    wrong = client.post(asked, {"password": "wrong"})
    right = client.post(asked, {"password": PASSWORD})

    assert asked.startswith(reverse("account_reauthenticate"))
    assert "This is not your password" in text_of(wrong)
    assert right.status_code in (200, 302)
    assert client.get(reverse(page)).status_code == 200


def test_a_guest_is_led_to_sign_in_from_every_page_of_the_account(world: World, client: Client) -> None:
    pages = [
        "accounts:home",
        "accounts:terms",
        "accounts:tokens",
        "usersessions_list",
        "account_email",
        "account_change_password",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
    ]
    led = {page: client.get(reverse(page)).headers.get("Location", "") for page in pages}

    assert [page for page, where in led.items() if not where.startswith(reverse("account_login"))] == []


def test_ending_one_sign_in_leaves_the_others(world: World) -> None:
    here, there, elsewhere = Client(), Client(), Client()
    for client in (here, there, elsewhere):
        sign_in(client, world.seller)
        client.get("/account/")
    target = UserSession.objects.get(session_key=there.session.session_key)

    here.post(reverse("accounts:end_sign_ins"), {"sign_in": str(target.pk)})

    assert there.get("/account/").status_code == 302
    assert elsewhere.get("/account/").status_code == 200
    assert here.get("/account/").status_code == 200


def test_nobody_ends_the_sign_in_of_another(world: World) -> None:
    mine, theirs = Client(), Client()
    sign_in(mine, world.buyer)
    sign_in(theirs, world.seller)
    target = UserSession.objects.get(session_key=theirs.session.session_key)

    mine.post(reverse("accounts:end_sign_ins"), {"sign_in": str(target.pk)})
    mine.post(reverse("accounts:end_sign_ins"))

    assert theirs.get("/account/").status_code == 200


def test_ending_all_others_keeps_this_one(world: World) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        sign_in(client, world.seller)

    here.post(reverse("accounts:end_sign_ins"))

    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302
