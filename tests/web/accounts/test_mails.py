"""Every mail of the accounts can be written, in text and HTML, and says what it is about."""

import pytest
from allauth.core.context import request_context
from django.conf import settings
from django.test import RequestFactory

from gighall.web.accounts.adapter import AccountAdapter
from gighall.web.shared.context import read_hall
from tests.web.accounts.steps import newest_mail
from tests.world import World

TEMPLATES = settings.PACKAGE / "web" / "templates"
MAILS = sorted(
    path.relative_to(TEMPLATES).as_posix().removesuffix("_subject.txt")
    for folder in ("account/email", "mfa/email")
    for path in (TEMPLATES / folder).glob("*_subject.txt")
)
FACTS = {
    "code": "ABCD-EFGH",
    "password_reset_url": "http://127.0.0.1/reset/",
    "signup_url": "http://127.0.0.1/signup/",
    "from_email": "old@mail.example",
    "to_email": "new<b>@mail.example",
    "deleted_email": "gone@mail.example",
    "ip": "127.0.0.1",
    "user_agent": "A 'browser' & more",
}


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_can_be_written(world: World, name: str) -> None:
    request = RequestFactory().get("/")
    request.hall = read_hall()  # type: ignore[attr-defined]

    with request_context(request):
        AccountAdapter(request).send_mail(name, world.seller.email, {**FACTS, "user": world.seller})

    subject, text, html = newest_mail()
    assert subject
    assert "\n" not in subject
    assert world.seller.email not in text
    for body in (text, html):
        assert "The Long Table" in body
        assert "{{" not in body
    # A mail in plain text escapes nothing; one in HTML escapes everything.
    assert "&amp;" not in text
    assert "&#39;" not in text
    assert "<b>@" not in html
