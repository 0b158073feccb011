"""What the guard must find, written plainly: each row is a text with what stands in it, in order."""

import pytest

from gighall.guard import find, find_in

OWN_HOSTS = frozenset({"127.0.0.1:8000", "hall.example"})

EMAILS = [
    ("write to anna.smith@gmail.com please", ["anna.smith@gmail.com"]),
    ("(mail: Anna@Foo.DE).", ["Anna@Foo.DE"]),
    ("anna+jobs@mail.co.uk, bob_x@web.de;carl@x.io", ["anna+jobs@mail.co.uk", "bob_x@web.de", "carl@x.io"]),
    ("почта@яндекс.рф", ["почта@яндекс.рф"]),
    ("mailto:anna@foo.org?subject=hi", ["anna@foo.org"]),
    ("<anna@foo.org>", ["anna@foo.org"]),
    ("'anna@foo.org'", ["anna@foo.org"]),
    ("Mine is bram@postbox.example.", ["bram@postbox.example"]),
    ("send it to anna@example.com today", ["anna@example.com"]),
    ("my address:\nanna@foo.org\nthanks", ["anna@foo.org"]),
    ("اكتب لي على anna@foo.org شكرا", ["anna@foo.org"]),
    ("anna@foo.org.And then", ["anna@foo.org"]),
]

PHONES = [
    ("call +49 151 23456789", ["+49 151 23456789"]),
    ("+1 (415) 555-2671", ["+1 (415) 555-2671"]),
    ("+44 20 7946 0958!", ["+44 20 7946 0958"]),
    ("+34 612 345 678 or +33612345678", ["+34 612 345 678", "+33612345678"]),
    ("+49 (0) 151 23456789", ["+49 (0) 151 23456789"]),
    ("0049 151 23456789", ["0049 151 23456789"]),
    ("0151 23456789", ["0151 23456789"]),
    ("01512345678", ["01512345678"]),
    ("0151/2345678", ["0151/2345678"]),
    ("(415) 555-2671", ["(415) 555-2671"]),
    ("415-555-2671", ["415-555-2671"]),
    ("415.555.2671", ["415.555.2671"]),
    ("1-415-555-2671", ["1-415-555-2671"]),
    ("4155552671", ["4155552671"]),
    ("06 12 34 56 78", ["06 12 34 56 78"]),
    ("020 7946 0958", ["020 7946 0958"]),
    ("my number is 612 345 678", ["612 345 678"]),
    ("WhatsApp 9876543210", ["9876543210"]),
    ("98765 43210", ["98765 43210"]),
    ("my number: 98765 43210", ["98765 43210"]),
    ("8 (912) 345-67-89", ["8 (912) 345-67-89"]),
    ("(11) 98765-4321", ["(11) 98765-4321"]),
    ("138 1234 5678", ["138 1234 5678"]),
    ("010-1234-5678", ["010-1234-5678"]),
    ("٠٥٠١٢٣٤٥٦٧", ["٠٥٠١٢٣٤٥٦٧"]),
    ("tel:0151-2345678", ["0151-2345678"]),
    ("3;سارة;haifa;0151 23456789;80,00", ["0151 23456789"]),
    ("Call me: 0151 2345678, after 18:00", ["0151 2345678"]),
    ("meine Nummer 0151 2345678", ["0151 2345678"]),
    ("2024-05-01 0151 2345678", ["0151 2345678"]),
    ("from 18:00 0151 2345678 till 20:00", ["0151 2345678"]),
    ("0151 2345678 18:00-20:00", ["0151 2345678"]),
]

URLS = [
    ("https://annasmith.com/contact?x=1, ok", ["https://annasmith.com/contact?x=1"]),
    ("(see https://en.fernwiki.org/wiki/Foo_(bar))", ["https://en.fernwiki.org/wiki/Foo_(bar)"]),
    ("all is at https://mira-coaching.gitbook.io/hello", ["https://mira-coaching.gitbook.io/hello"]),
    ("book at https://mira.gob.com/x", ["https://mira.gob.com/x"]),
    ("ask https://stackoverflow.com/users/4711/mira", ["https://stackoverflow.com/users/4711/mira"]),
    ("https://www.w3schools.com/?x=wa01511234567", ["https://www.w3schools.com/?x=wa01511234567"]),
    ("HTTP://FOO.DE", ["HTTP://FOO.DE"]),
    ("http://8.8.8.8/x", ["http://8.8.8.8/x"]),
    ("http://user:pw@foo.de:8080/", ["http://user:pw@foo.de:8080/"]),
    ("www.anna-shop.store.", ["www.anna-shop.store"]),
    ("anna-schmidt.de", ["anna-schmidt.de"]),
    ("annasmith.com or annasmith.me", ["annasmith.com", "annasmith.me"]),
    ("mariorossi.it", ["mariorossi.it"]),
    ("t.me/anna_s and wa.me/4915112345678", ["t.me/anna_s", "wa.me/4915112345678"]),
    ("bit.ly/3xYz", ["bit.ly/3xYz"]),
    ("visit annasmith.com.Then call", ["annasmith.com"]),
    ("foo.com.tr, bar.co.uk", ["foo.com.tr", "bar.co.uk"]),
    ("my website anna.photography", ["anna.photography"]),
    ("яндекс.рф", ["яндекс.рф"]),
    ("tg://resolve?domain=anna", ["tg://resolve?domain=anna"]),
    ("http://other.example/ but not http://hall.example/orders/", ["http://other.example/"]),
    ("http://127.0.0.1:8000@evil.de/x", ["http://127.0.0.1:8000@evil.de/x"]),
    ("http://hall.example.evil.de/", ["http://hall.example.evil.de/"]),
]


def _found(text: str, kind: str) -> list[str]:
    return [text[one.start : one.end] for one in find_in(text, own_hosts=OWN_HOSTS) if one.kind == kind]


@pytest.mark.parametrize(("text", "expected"), EMAILS)
def test_a_plain_email_address_is_found(text: str, expected: list[str]) -> None:
    assert _found(text, "email") == expected


@pytest.mark.parametrize(("text", "expected"), PHONES)
def test_a_plain_phone_number_is_found(text: str, expected: list[str]) -> None:
    assert _found(text, "phone") == expected


@pytest.mark.parametrize(("text", "expected"), URLS)
def test_a_plain_link_is_found(text: str, expected: list[str]) -> None:
    assert _found(text, "url") == expected


def test_findings_stand_in_order_and_count_code_points() -> None:
    text = "👩‍💻 a@foo.de, https://foo.de and +49 151 23456789"

    findings = find_in(text)

    assert [one.kind for one in findings] == ["email", "url", "phone"]
    assert [text[one.start : one.end] for one in findings] == [
        "a@foo.de",
        "https://foo.de",
        "+49 151 23456789",
    ]
    assert [one.value for one in findings] == ["a@foo.de", "https://foo.de", "+4915123456789"]
    assert all(one.evidence and 0.5 <= one.confidence <= 1 for one in findings)


def test_what_overlaps_is_found_once() -> None:
    assert [one.kind for one in find_in("https://foo.de/?mail=a@foo.de&tel=+4915123456789")] == ["url"]


def test_a_run_names_the_message_of_each_finding() -> None:
    findings = find(["hello", "a@foo.de", "see http://hall.example/", "b@foo.de"], own_hosts=OWN_HOSTS)

    assert [(one.message, one.value) for one in findings] == [(1, "a@foo.de"), (3, "b@foo.de")]


def test_a_link_to_pay_is_found_though_its_manual_is_left_alone() -> None:
    text = "it is in https://docs.stripe.com/api and you pay at https://buy.stripe.com/test_abc"

    assert [(one.kind, one.value) for one in find_in(text)] == [
        ("payment", "https://buy.stripe.com/test_abc")
    ]
