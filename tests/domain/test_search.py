"""Finding gigs: by words, by their beginnings, by words that are nearly right; never drafts."""

import pytest

from gighall.base import clock
from gighall.domain.gigs.actions import GigWords
from gighall.domain.gigs.queries import found_gigs
from gighall.domain.gigs.rules import CHEAPEST, DEAREST, GigWish, words_of
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
