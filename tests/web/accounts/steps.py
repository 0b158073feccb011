"""Steps that several tests of the account take."""

import re
from typing import Any

from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.http import HttpResponse
from django.test import Client

from tests.world import PASSWORD

ADDRESS = "vera@mail.example"


def sign_up(client: Client, path: str = "/account/signup/", /, **wishes: Any) -> HttpResponse:
    """Fill in the sign-up form and press the button; a wish of None leaves a field out."""
    typed = {
        "name": "Vera Visitor",
        "email": ADDRESS,
        "password1": PASSWORD,
        "time_zone": "Asia/Tokyo",
        "terms_number": "2",
        "terms": "on",
    } | wishes
    return client.post(path, {name: value for name, value in typed.items() if value is not None})  # type: ignore[return-value]


def code_from_mail() -> str:
    """Return the code in the newest mail."""
    found = re.match(r"([A-Z]{4}-[A-Z]{4}) is your code", str(mail.outbox[-1].subject))
    assert found, mail.outbox[-1].subject
    return found[1]


def newest_mail() -> tuple[str, str, str]:
    """Return subject, text and HTML of the newest mail."""
    letter = mail.outbox[-1]
    assert isinstance(letter, EmailMultiAlternatives)
    html, kind = letter.alternatives[0]
    assert kind == "text/html"
    return str(letter.subject), str(letter.body), str(html)


def text_of(response: Any) -> str:
    """Return a page as text, without what HTML escapes."""
    return response.content.decode().replace("&#39;", "'").replace("&amp;", "&")
