"""Finding gigs: by words, by their beginnings, by words that are nearly right; never drafts."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection

from gighall.base import clock, limits
from gighall.domain.accounts.models import Person
from gighall.domain.accounts.statements import KEEP_SEEN_SQL
from gighall.domain.gigs.actions import GigWords
from gighall.domain.gigs.models import Gig
from gighall.domain.gigs.queries import counts_by_category, found_gigs, online_sellers
from gighall.domain.gigs.rules import CHEAPEST, DEAREST, GigWish, words_of
from gighall.domain.gigs.states import CHAT_SESSION, DELIVERABLE, VIDEO_SESSION
from tests.world import World, make_gig

OFFERS = {
    "balcony": (
        "What will grow on your balcony, and what will not",
        "Herbs, beans and strawberries.",
        1_800,
        30,
    ),
    "letter": ("I help you write the letter you put off", "To the landlord or to the tax office.", 3_000, 60),
    "arabic": (
        "Everyday Arabic by chat: العربية كل يوم",
        "نكتب معًا عن يومك with gentle corrections.",
        2_500,
        45,
    ),
    "code": (
        "C++ templates explained until they make sense",
        "Bring your <vector> & its errors.",
        9_000,
        120,
    ),
}


@pytest.fixture
def titles(world: World) -> dict[str, str]:
    """Publish the offers; return their titles."""
    for title, text, price_minor, minutes in OFFERS.values():
        words = GigWords(
            title, f"{text} We talk it through in a chat until it is done.", price_minor, minutes
        )
        make_gig(world.seller, words, now=world.now)
    return {key: offer[0] for key, offer in OFFERS.items()}


def found(**wish: object) -> list[str]:
    """Return the titles that a search finds."""
    return [gig.title for gig in found_gigs(GigWish(**wish), now=clock.now())]  # type: ignore[arg-type]  # Each test names its own.


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("balcony", "balcony"),
        ("BALCONY grow", "balcony"),
        ("balkony", "balcony"),
        ("balcny", "balcony"),
        ("strawb", "balcony"),
        ("leter", "letter"),
        ("lettre", "letter"),
        ("tmeplates", "code"),
        ("letter landlord", "letter"),
        ("arabik", "arabic"),
        ("العربية", "arabic"),
        ("templates c++", "code"),
        ("vector", "code"),
    ],
)
def test_a_gig_is_found_by_its_words_and_by_slips_of_the_finger(
    titles: dict[str, str], typed: str, key: str
) -> None:
    assert found(words=words_of(typed))[0] == titles[key]


@pytest.mark.parametrize("typed", ["zeppelin", "balcony zeppelin", "qqqq"])
def test_what_nobody_offers_is_not_found(titles: dict[str, str], typed: str) -> None:
    assert found(words=words_of(typed)) == []


@pytest.mark.parametrize(
    "typed", ["' OR 1=1 --", "& | ! ( )", ":*", "a:b & c", "\\", "%%%", "<script>", "x" * 120]
)
def test_signs_are_no_words_and_break_nothing(titles: dict[str, str], typed: str) -> None:
    assert isinstance(found(words=words_of(typed)), list)


def test_price_and_length_narrow_and_prices_order(titles: dict[str, str], world: World) -> None:
    cheap = found(price_minor_max=2_500)

    assert set(cheap) == {titles["balcony"], titles["arabic"]}
    assert found(price_minor_max=2_500, minutes_max=30) == [titles["balcony"]]
    assert found(sort=CHEAPEST)[0] == titles["balcony"]
    assert found(sort=DEAREST)[0] == titles["code"]
    assert found()[0] == titles["code"]


def test_drafts_are_never_found(world: World) -> None:
    assert world.draft.title not in found(words=words_of("stubborn spreadsheet"))


def test_withheld_words_of_a_gig_are_not_searched(world: World) -> None:
    words = GigWords(
        "Chat help with pottery for beginners",
        "Write to zimmer@clay.example and we talk about clay.",
        2_000,
        30,
    )
    make_gig(world.seller, words, now=world.now)

    assert found(words=("zimmer",)) == []
    assert found(words=("pottery",)) != []


DOG = GigWords(
    "A portrait of your dog, drawn from words",
    "No picture is needed, only what it does when it rains.",
    3_000,
)
# Title beginnings of what the facets tell apart, by kind, category, price, minutes and days.
FACETS = {
    "dog": replace(DOG, kind=DELIVERABLE, category="design", delivery_days=2),
    "cat": replace(
        DOG,
        title="A portrait of your cat, in a hurry",
        kind=DELIVERABLE,
        category="design",
        price_minor=6_000,
        delivery_days=1,
    ),
    "german": replace(
        DOG, title="German with a dog in every line", kind=VIDEO_SESSION, category="languages", minutes=30
    ),
    "tax": replace(DOG, title="A first look at the dog tax", category="business", minutes=90),
}


@pytest.fixture
def facets(world: World) -> dict[str, Gig]:
    """Publish gigs that differ in what can be narrowed; the outsider sells the German."""
    sellers = {"german": world.outsider}
    return {
        key: make_gig(sellers.get(key, world.seller), words, now=world.now) for key, words in FACETS.items()
    }


def see(person: Person, at: datetime) -> None:
    """Let the live door have seen somebody."""
    with connection.cursor() as cursor:
        cursor.execute(KEEP_SEEN_SQL, {"people": [person.pk], "at": at})


@pytest.mark.parametrize(
    ("wish", "keys"),
    [
        (GigWish(kind=DELIVERABLE), {"dog", "cat"}),
        (GigWish(kind=VIDEO_SESSION), {"german"}),
        (GigWish(kind=CHAT_SESSION, category="business"), {"tax"}),
        (GigWish(category="design"), {"dog", "cat"}),
        (GigWish(category="design", price_minor_max=3_000), {"dog"}),
        (GigWish(days_max=1), {"cat"}),
        (GigWish(days_max=7), {"dog", "cat"}),
        (GigWish(minutes_max=30), {"german"}),
        (GigWish(minutes_max=30, days_max=1), {"german", "cat"}),
        (GigWish(kind=DELIVERABLE, minutes_max=240), set()),
        (GigWish(words=("dog",), category="languages"), {"german"}),
        (GigWish(words=("potrait",), price_minor_max=5_000), {"dog"}),
        (GigWish(words=("dog",), kind=DELIVERABLE, category="languages"), set()),
    ],
)
def test_facets_narrow_together(facets: dict[str, Gig], wish: GigWish, keys: set[str]) -> None:
    found_keys = {gig.pk for gig in found_gigs(wish, now=clock.now())}

    assert found_keys == {facets[key].pk for key in keys}


def test_online_now_means_a_page_that_is_open_now(facets: dict[str, Gig], world: World) -> None:
    now = clock.now()
    see(world.outsider, now)
    see(world.seller, now - timedelta(seconds=limits.PRESENT_SECONDS + 1))

    online = found_gigs(GigWish(is_online=True), now=now)

    assert [gig.pk for gig in online] == [facets["german"].pk]
    assert online_sellers(facets.values(), now=now) == {world.outsider.pk}
    assert list(found_gigs(GigWish(is_online=True, kind=DELIVERABLE), now=now)) == []
    assert list(found_gigs(GigWish(is_online=True), now=now + timedelta(days=1))) == []


def test_counts_follow_every_facet_but_the_category(facets: dict[str, Gig]) -> None:
    now = clock.now()

    assert counts_by_category(GigWish(words=("dog",)), now=now) == {
        "business": 1,
        "design": 1,
        "languages": 1,
    }
    assert counts_by_category(GigWish(words=("dog",), category="design"), now=now) == {
        "business": 1,
        "design": 1,
        "languages": 1,
    }
    assert counts_by_category(GigWish(kind=DELIVERABLE), now=now) == {"design": 2}
    assert counts_by_category(GigWish(words=("zeppelin",)), now=now) == {}


def test_what_is_equally_good_comes_in_the_order_of_its_keys(world: World) -> None:
    gigs = [make_gig(world.seller, FACETS["dog"], now=world.now) for _number in range(5)]

    ranked = [gig.pk for gig in found_gigs(GigWish(words=("portrait",)), now=clock.now())]
    cheapest = [gig.pk for gig in found_gigs(GigWish(category="design", sort=CHEAPEST), now=clock.now())]

    newest_first = [gig.pk for gig in reversed(gigs)]
    assert ranked == newest_first
    assert cheapest == newest_first
