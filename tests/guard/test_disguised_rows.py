"""Disguised contact details that the guard must see through: each row is a text with what stands in it, in order."""

import pytest

from gighall.guard import Finding, find_in

EMAILS = [
    ("write to anna [at] foo [dot] org please", "anna [at] foo [dot] org", "anna@foo.org"),
    ("anna(at)foo.org works too", "anna(at)foo.org", "anna@foo.org"),
    ("reach me: anna{at}foo{dot}de", "anna{at}foo{dot}de", "anna@foo.de"),
    ("bram<at>postbox<dot>nl", "bram<at>postbox<dot>nl", "bram@postbox.nl"),
    ("tamsin[@]lantern[.]org", "tamsin[@]lantern[.]org", "tamsin@lantern.org"),
    ("It's anna at gmail dot com", "anna at gmail dot com", "anna@gmail.com"),
    (
        "my mail is anna dot smith at gmail dot com, ok?",
        "anna dot smith at gmail dot com",
        "anna.smith@gmail.com",
    ),
    (
        "anna underscore smith at web dot de is mine",
        "anna underscore smith at web dot de",
        "anna_smith@web.de",
    ),
    ("layla AT foo DOT com", "layla AT foo DOT com", "layla@foo.com"),
    ("name at host dot co dot uk", "name at host dot co dot uk", "name@host.co.uk"),
    ("mi correo: luz arroba gmail punto com", "luz arroba gmail punto com", "luz@gmail.com"),
    ("meine Adresse ist jana ät web punkt de", "jana ät web punkt de", "jana@web.de"),
    ("odile arobase orange point fr", "odile arobase orange point fr", "odile@orange.fr"),
    ("escreve para rui arroba sapo ponto pt", "rui arroba sapo ponto pt", "rui@sapo.pt"),
    ("info(zav)sveteldilna(tecka)eu", "info(zav)sveteldilna(tecka)eu", "info@sveteldilna.eu"),
    ("hej(at)vedochsot(prick)se går bra", "hej(at)vedochsot(prick)se", "hej@vedochsot.se"),
    (
        "info (bei) stuckhuber (Punkt) bayern",
        "info (bei) stuckhuber (Punkt) bayern",
        "info@stuckhuber.bayern",
    ),
    ("liesbeth apenstaartje zonnetje.nl", "liesbeth apenstaartje zonnetje.nl", "liesbeth@zonnetje.nl"),
    ("my email: anna.smith at gmail", "anna.smith at gmail", "anna.smith@gmail.com"),
    ("send it to max1990 at hotmail", "max1990 at hotmail", "max1990@hotmail.com"),
    ("it's anna@gmail, you know the rest", "anna@gmail", "anna@gmail.com"),
    ("anna @ gmail . com", "anna @ gmail . com", "anna@gmail.com"),
    ("Try anna_at_gmail_dot_com", "anna_at_gmail_dot_com", "anna@gmail.com"),
    ("n a m e @ h o s t . c o m", "n a m e @ h o s t . c o m", "name@host.com"),
    ("n.a.m.e@h.o.s.t.c.o.m", "n.a.m.e@h.o.s.t.c.o.m", "name@host.com"),
    ("so: a n n a a t g m a i l d o t c o m", "a n n a a t g m a i l d o t c o m", "anna@gmail.com"),
    ("ａｎｎａ＠ｇｍａｉｌ．ｃｏｍ please", "ａｎｎａ＠ｇｍａｉｌ．ｃｏｍ", "anna@gmail.com"),
    ("𝐚𝐧𝐧𝐚@gmail.com", "𝐚𝐧𝐧𝐚@gmail.com", "anna@gmail.com"),
    ("ⓐⓝⓝⓐ@gmail.com", "ⓐⓝⓝⓐ@gmail.com", "anna@gmail.com"),
    ("to a\u200bnna@gm\u200bail.com now", "a\u200bnna@gm\u200bail.com", "anna@gmail.com"),
    ("anna@gmаil.com", "anna@gmаil.com", "anna@gmail.com"),
    ("anna [ａt] gmail [ｄot] com", "anna [ａt] gmail [ｄot] com", "anna@gmail.com"),
]

PHONES = [
    ("Call me: 5 5 5 - 0 1 9 2 8 3 4", "5 5 5 - 0 1 9 2 8 3 4", "5550192834"),
    ("my number 0-1-5-1-2-3-4-5-6-7-8", "0-1-5-1-2-3-4-5-6-7-8", "01512345678"),
    ("call me 5 5 5 0 1 2 3", "5 5 5 0 1 2 3", "5550123"),
    (
        "five five five zero one nine two eight three four",
        "five five five zero one nine two eight three four",
        "5550192834",
    ),
    ("It is four 1 five 5 five five 2 6 seven one", "four 1 five 5 five five 2 6 seven one", "4155552671"),
    (
        "ring me at five 5 five zero one 2 three",
        "five 5 five zero one 2 three",
        "5550123",
    ),
    (
        "double five five oh one nine two eight three four",
        "double five five oh one nine two eight three four",
        "5550192834",
    ),
    (
        "oh seven nine forty six, twenty-three, eighty one",
        "oh seven nine forty six, twenty-three, eighty one",
        "079462381",
    ),
    (
        "plus four nine one five one two three nine four five six seven",
        "plus four nine one five one two three nine four five six seven",
        "+491512394567",
    ),
    (
        "cinco cinco cinco uno dos nueve cuatro seis siete",
        "cinco cinco cinco uno dos nueve cuatro seis siete",
        "555129467",
    ),
    ("null eins fünf eins neun zwei drei acht", "null eins fünf eins neun zwei drei acht", "01519238"),
    ("zéro six un deux neuf quatre trois six", "zéro six un deux neuf quatre trois six", "06129436"),
    (
        "um um nove oito sete seis cinco quatro três dois um",
        "um um nove oito sete seis cinco quatro três dois um",
        "11987654321",
    ),
    ("whatsapp me on five five five 0192 834", "five five five 0192 834", "5550192834"),
    ("call me O151 2345678", "O151 2345678", "01512345678"),
    ("my number is 555 O123456", "555 O123456", "5550123456"),
    ("0l5l 2345678 is mine", "0l5l 2345678", "01512345678"),
    ("４１５－５５５－２６７１", "４１５－５５５－２６７１", "4155552671"),
    ("4️⃣1️⃣5️⃣5️⃣5️⃣5️⃣2️⃣6️⃣7️⃣1️⃣", "4️⃣1️⃣5️⃣5️⃣5️⃣5️⃣2️⃣6️⃣7️⃣1️⃣", "4155552671"),
    ("call ⓪①⑤① 2345678", "⓪①⑤① 2345678", "01512345678"),
    ("+49 15\u200b1 234\u200b56789", "+49 15\u200b1 234\u200b56789", "+4915123456789"),
]

URLS = [
    ("see hxxp://foo.com/x", "hxxp://foo.com/x", "http://foo.com/x"),
    ("see hxxps://foo[.]com/x", "hxxps://foo[.]com/x", "https://foo.com/x"),
    ("look at example dot com", "example dot com", "example.com"),
    ("annasmith (dot) com has it all", "annasmith (dot) com", "annasmith.com"),
    ("www dot annasmith dot com", "www dot annasmith dot com", "www.annasmith.com"),
    ("www . annasmith . com", "www . annasmith . com", "www.annasmith.com"),
    ("annasmith dot com slash chat", "annasmith dot com slash chat", "annasmith.com/chat"),
    ("my page is annasmith[.]com", "annasmith[.]com", "annasmith.com"),
    ("find it on annasmith . com", "annasmith . com", "annasmith.com"),
    ("t dot me slash anna", "t dot me slash anna", "t.me/anna"),
    ("la web es luzgarcia punto com", "luzgarcia punto com", "luzgarcia.com"),
    ("janameier punkt de", "janameier punkt de", "janameier.de"),
    ("a n n a s m i t h . c o m", "a n n a s m i t h . c o m", "annasmith.com"),
    ("annasmith。com", "annasmith。com", "annasmith.com"),
    (
        "mrkni kytky-domu tecka cz lomitko objednat",
        "kytky-domu tecka cz lomitko objednat",
        "kytky-domu.cz/objednat",
    ),
    ("google w w w punt stoffenhoek punt be", "w w w punt stoffenhoek punt be", "www.stoffenhoek.be"),
    ("we are at wobblyjelly DOT kitchen now", "wobblyjelly DOT kitchen", "wobblyjelly.kitchen"),
    (
        "auf weh weh weh punkt nachhilfe-uli punkt at",
        "weh weh weh punkt nachhilfe-uli punkt at",
        "www.nachhilfe-uli.at",
    ),
]


def _only(text: str, kind: str) -> Finding:
    (found,) = [one for one in find_in(text) if one.kind != "intent"]
    assert found.kind == kind
    return found


@pytest.mark.parametrize(("text", "span", "value"), EMAILS)
def test_a_disguised_email_address_is_found(text: str, span: str, value: str) -> None:
    found = _only(text, "email")

    assert (text[found.start : found.end], found.value, found.hidden) == (span, value, True)


@pytest.mark.parametrize(("text", "span", "value"), PHONES)
def test_a_disguised_phone_number_is_found(text: str, span: str, value: str) -> None:
    found = _only(text, "phone")

    assert (text[found.start : found.end], found.value, found.hidden) == (span, value, True)


@pytest.mark.parametrize(("text", "span", "value"), URLS)
def test_a_disguised_link_is_found(text: str, span: str, value: str) -> None:
    found = _only(text, "url")

    assert (text[found.start : found.end], found.value) == (span, value)


@pytest.mark.parametrize(
    "text",
    [
        "write to anna.smith@gmail.com",
        "call +49 151 23456789",
        "06 12 34 56 78",
        "415.555.2671",
        "(415) 555-2671",
        "٠٥٠١٢٣٤٥٦٧",
        "電話は ０９０－１２３４－５６７８ です",
        "\u202a+49 151 23456789\u202c",
        "https://foo.com/x",
        "@anna_s on telegram",
    ],
)
def test_what_is_written_as_everybody_writes_it_is_not_hidden(text: str) -> None:
    findings = find_in(text)

    assert findings
    assert not any(one.hidden for one in findings)
