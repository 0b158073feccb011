"""What impatient people do to a detail so that it gets through, in languages of which the guard knows little too."""

import pytest

from gighall.guard import find, find_in

NUMBERS = """
a számom nulla hat hetven, három öt öt, kilenc nulla nulla négy
ফোন দিয়েন ভাই: শূন্য এক নয় এক, তারপর তিন দুই সাত, তারপর আট ছয় চার পাঁচ
நம்பர் எழுதிக்கோங்க: ஒன்பது மூன்று எட்டு, பிறகு ஏழு ஏழு பூஜ்யம், இரண்டு ஐந்து ஆறு ஒன்று
فون کریں: زیرو تین صفر پانچ، پھر آٹھ آٹھ دو، پھر سات چھ ایک نو
공일공 다시 사사칠이 다시 구공삼육으로 연락주세요
공일공 그담에 오오삼팔, 그담에 이칠육구 문자 주세요
hubungi aja: kosong lapan satu tiga, dua dua enem, tuju pitu, kosong lima satu
โทรมานะคะ ศูนย์หกสอง แปดแปดหนึ่ง แล้วก็เก้าสี่ศูนย์ห้า
תתקשר: אפס חמש ארבע, שבע שלוש שמונה, ארבעים ושתיים, תשעים
फ़ोन करना: नौ सात, दो बार आठ, तीन शून्य, चार छह एक, दो
ring mig: 0 7 [paus] 3 1 [paus] 44 [paus] 207 [paus] 94
zadzwoń: pińcet dwa, siedemdziesiont cztery, jeden dziewięć, sześć sześć osiem
""".strip().splitlines()

LINKS = [
    ("ti dot mi slash bakerybiz, see you", "t.me/bakerybiz"),
    ("pisz tu: te kropka me ukośnik kotekola", "t.me/kotekola"),
    ("пишіть: т крапка ме слеш kovalska", "t.me/kovalska"),
    ("ти нуктаи ми слэш ustoali, нависед", "t.me/ustoali"),
    ("wwwdotsourbreaddotnet has the list", "www.sourbread.net"),
    ("its bit.l y/ toolbelt-mo, close the gap", "bit.ly/toolbelt-mo"),
    ("www padaria da ana ponto pê tê", "ana.pt"),
    ("تی نقطه می اسلش bahar22", "t.me/bahar22"),
    ("اول تی دات ام‌ای، بعد اسلش bahar22", "t.me/bahar22"),
]

MAILS = [
    ("írj inkább: horvath pont zita kukac freemail pont hu", "horvath.zita@freemail.hu"),
    ("a-n-n-a-_-b-e-l-l (a) g-m-a-i-l (.) c-o-m", "anna_bell@gmail.com"),
    ("m-a-r-t-a-_-k-o-l (at) w-e-b (punkt) d-e", "marta_kol@web.de"),
    ("ide küldd: zitakerti, kukac, citromail pont hu", "zitakerti@citromail.hu"),
]

HONEST = """
A hat dolog, amit ma vettem: kukac, egy pont, két alma
আমি দুই দিন পরে তিন পাতা অনুবাদ করে দেব, এক কাপ চা চাই
ஏழு நாட்களில் மூன்று பக்கம் முடித்து தருகிறேன், இரண்டு திருத்தம் இலவசம்
تین دن میں دو صفحے، پھر ایک بار اور دیکھ لیں گے
한번 다시 세어보면 하나 둘 셋 다시 하나 둘 셋이에요
Hitung ulang: satu, dua, telu, papat, enem, pitu, songo itu bahasa Jawa
नौ बार कहा, दो बार लिखा, तीन बार भेजा
נספור: אחת ושתיים ושלוש וארבע, זה הקצב של השיר
scale: a (b) c (d) e (f) g - a (at) b (at) c rest
counts 1 [rest] 2 [rest] 3 [rest] 4 [rest] 5 6 7 8 [rest]
ب. ت. ث. ج. ح. خ هي حروف الدرس
the letters a-b-c-_-d-e-f in my regex (a) and (b)
Il te punto me lo spiega il sarto
Liczymy: pińcet, szejset, siedemset to ceny, później rabat
""".strip().splitlines()


@pytest.mark.parametrize("text", NUMBERS)
def test_digits_said_in_groups_are_a_number(text: str) -> None:
    assert "phone" in {one.kind for one in find_in(text)}


@pytest.mark.parametrize(("text", "value"), LINKS)
def test_a_host_that_is_said_by_ear_is_seen(text: str, value: str) -> None:
    assert [one.value for one in find_in(text) if one.kind == "url"] == [value]


@pytest.mark.parametrize(("text", "value"), MAILS)
def test_signs_are_known_in_languages_without_talk(text: str, value: str) -> None:
    assert [one.value for one in find_in(text) if one.kind == "email"] == [value]


def test_an_app_whose_letters_stand_apart_is_seen_in_another_script() -> None:
    assert [one.value for one in find_in("آی‌دی من در ت.ل.گ.ر.ا.م mina_art است") if one.kind == "handle"][
        -1:
    ] == ["telegram:mina_art"]


def test_a_number_goes_on_in_the_next_message() -> None:
    run = ["முதலில் எட்டு ஒன்பது நான்கு", "பிறகு ஏழு பூஜ்யம் ஆறு", "கடைசியில் இரண்டு மூன்று ஐந்து ஒன்று"]

    assert {one.message for one in find(run) if one.kind == "phone"} == {0, 1, 2}


@pytest.mark.parametrize("text", HONEST)
def test_words_that_only_count_are_left_alone(text: str) -> None:
    assert find_in(text) == []
