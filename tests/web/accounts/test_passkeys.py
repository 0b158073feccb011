"""Passkeys in a real Chromium with a virtual authenticator, under the hall's strict content policy."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import open_context, watch
from tests.harness.halls import RunningHall
from tests.patience import assert_none

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
CODE = re.compile(r"\b[A-Z]{4}-[A-Z]{4}\b")


@pytest.fixture
def page(browser: Browser, demo_hall: RunningHall) -> Iterator[Page]:
    """A window with an authenticator. Passkeys want a name, so the hall is met as localhost."""
    context = open_context(browser, f"http://localhost:{demo_hall.port}")
    opened = context.new_page()
    devtools = context.new_cdp_session(opened)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield opened
    context.close()


def code_sent_to(page: Page, address: str) -> str:
    """Return the code in the demo hall's newest mail to an address."""
    mails = page.context.new_page()
    mails.goto("/dev/mail/")
    row = mails.locator("main").get_by_text(address).first
    expect(row).to_be_visible()
    found = CODE.search(mails.locator("main").inner_text())
    mails.close()
    assert found
    return found[0]


def sign_out(page: Page) -> None:
    page.goto("/account/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign up").first).to_be_visible()


def test_joining_and_signing_in_with_a_passkey(page: Page) -> None:
    troubles = watch(page)
    address = "karl.key@mail.example"
    page.goto("/account/signup/?next=/money/")
    page.get_by_role("link", name="Sign up with a passkey").click()
    page.get_by_label("Name").fill("Karl Key")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("I have read and accept").check()
    page.get_by_role("button", name="Go on").click()

    page.get_by_label("Code from the mail").fill(code_sent_to(page, address))
    page.get_by_role("button", name="Confirm the address").click()
    page.get_by_role("button", name="Make the passkey").click()
    expect(page).to_have_url(re.compile(r"/money/$"))

    sign_out(page)
    page.goto("/account/login/?next=/account/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Karl Key")).to_be_visible()

    page.goto("/account/second-step/webauthn/")
    expect(page.get_by_text("signs in alone")).to_be_visible()
    assert_none(troubles)


def test_a_device_without_a_passkey_is_told_what_to_do(page: Page) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.disable")
    page.goto("/account/login/")
    page.evaluate("delete window.PublicKeyCredential")

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("alert")).to_contain_text("This browser knows no passkeys here")
