"""How a text looks: what is odd in it is counted, what everybody writes is not, and it is weighed with the words."""

import pytest

from gighall.guard.finding import Finding
from gighall.guard.looks import looks_in
from gighall.guard.wording import CHARACTERS_MAX, features, find_wording, leaning, pieces, weights, wording_of


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        ("now dial 4471930 please", {"dial <7>", "<7> please", "<figures 7>", "<longest figures 7>"}),
        ("take 0 8 1 4 in that order", {"<1>", "<numbers 3>", "take <1>", "<1> in"}),
        ("read h t z b out loud", {"<letter>", "<letters 3>", "<letter> out"}),
        ("it is k7m2 v9q4 there", {"<mixed>", "<mixed 2>", "is <mixed>"}),
        ("look for qzvtrxk there", {"<odd>", "<bare 1>", "for <odd>"}),
        ("say 🕘🕓🕖 to me", {"<pictures 3>", "say <picture>"}),
        ("a = b, roughly", {"<has =>"}),
        ("one\ntwo\nthree", {"<lines 2>"}),
    ],
)
def test_what_is_odd_is_counted_and_so_are_the_words_beside_it(text: str, looks: set[str]) -> None:
    assert looks <= set(looks_in(text))


@pytest.mark.parametrize(
    "text",
    [
        "Could you look at the second chapter before Friday, please?",
        "I am happy with the colours, thank you.",
    ],
)
def test_plain_talk_looks_like_nothing(text: str) -> None:
    assert looks_in(text) == []


def test_prices_dates_and_measures_are_no_figures_of_a_detail() -> None:
    looks = looks_in("it is $450 on 12.05.2026 at 10:30, 20% off, 300dpi and 12,50 more")

    assert not [name for name in looks if name.startswith("<figures")]


def test_a_text_seen_twice_looks_the_same() -> None:
    text = "leave the k7 out, q4 too and ring 0914 2277"

    assert looks_in(text) == looks_in(text)


def test_the_pieces_of_a_word_hold_its_edges() -> None:
    assert pieces("dial") == ["/^dia", "/dial", "/ial$"]
    assert pieces("a") == []


@pytest.mark.parametrize(
    "text",
    [
        "Row 1: k0 p7 k5 p3 k8, leave the letters out and you get me on the line",
        "please have a look at the second chapter, and the third one too",
        "Rufst du mich zurück? 0171 steht im Anhang, der Rest auch",
    ],
)
def test_the_lean_of_a_text_is_the_sum_of_its_features(text: str) -> None:
    known = weights()

    assert leaning(wording_of(text)) == sum(known.get(name, 0) for name in features(text))


def test_the_heaviest_looks_are_among_the_reasons_of_a_finding() -> None:
    towards = sorted((name for name in weights() if name.isalpha()), key=weights().__getitem__)[-12:]

    (found,) = find_wording(f"{' '.join(towards)} 0914 2277 6350 k7 q4 m2")

    assert isinstance(found, Finding)
    assert len(found.evidence) > 1


def test_a_long_text_of_odd_words_is_looked_at_in_time() -> None:
    assert looks_in("q7 " * (CHARACTERS_MAX // 3))
    assert looks_in("7" * CHARACTERS_MAX)
    assert looks_in("a.-" * (CHARACTERS_MAX // 3))
