"""Names to pay to, said or behind a bent way to pay; hints that say how they are to be read; talk about paying."""

import pytest

from gighall.guard import find_in

NAMES = [
    ("g-pe pe kar do lalitatutor at the rate okay axis", "lalitatutor at the rate okay axis"),
    ("upi manojtutor@okquill", "manojtutor@okquill"),
    ("eth: linnet-pays dot eth", "linnet-pays dot eth"),
    ("v3nmo: ottilo minus graves", "ottilo minus graves"),
    ("rev tag temi_builds", "temi_builds"),
    (
        "i b a n boşluklu: T R 4 5 0 0 0 6 3 0 0 0 7 8 3 9, siteden iptal et",
        "T R 4 5 0 0 0 6 3 0 0 0 7 8 3 9",
    ),
    ("usdt trc20 - TRwn8 kQx3 LmP6 vBz5 no spaces", "TRwn8 kQx3 LmP6 vBz5"),
    ("b-c-1-q-8-x-t-6-m-0-k-l-3 btc, take the dashes out", "b-c-1-q-8-x-t-6-m-0-k-l-3"),
    ("chime sign is dollar jora dash brisk dash nails", "dollar jora dash brisk dash nails"),
    ("c@sh@pp dollar-sign plumbutter", "dollar-sign plumbutter"),
]

HINTS = [
    "telegram, and read it backwards: xenvul",
    "insta is one of these, so the filter doesn't see it",
]

HONEST = [
    "chords for the bank advert: A B C D E F G A B C D",
    "wallet seed words quiz: a b c d e f g h i j k l m",
    "paypal takes 3 percent dash more or less",
    "is paypal better than wise for invoices",
    "the wise owl logo, is it done",
    "Monzo changed its card to coral, did you see",
    "write the heading without gaps please",
    "chime at noon, a dollar sign on the flyer",
]


@pytest.mark.parametrize(("text", "detail"), NAMES)
def test_a_name_to_pay_to_is_seen_where_it_stands(text: str, detail: str) -> None:
    found = [text[one.start : one.end] for one in find_in(text) if one.kind == "payment"]

    assert len(found) == 1
    assert found[0].endswith(detail)


@pytest.mark.parametrize("text", HINTS)
def test_who_says_how_a_name_is_to_be_read_hints(text: str) -> None:
    assert find_in(text)


@pytest.mark.parametrize("text", HONEST)
def test_talk_about_paying_and_writing_is_left_alone(text: str) -> None:
    assert find_in(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "calend|y, slash ravi-maths-30",
        "टेलीग्राम डॉट मी स्लैश gyaanghar में आ जाओ",
        "dis kord dot g g / plumtree, all hang there",
    ],
)
def test_hosts_of_links_that_are_said_with_odd_signs_raise_nothing(text: str) -> None:
    assert isinstance(find_in(text), list)
