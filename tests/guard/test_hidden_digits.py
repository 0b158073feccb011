"""Numbers whose digits are letters, circled, or all over a message; and figures that only look like it."""

import pytest

from gighall.guard import find_in

LETTERED = [
    ("my nr is O7911 l23 4S6", "O7911 l23 4S6"),
    ("7O8l 44 5O l9 call krna", "7O8l 44 5O l9"),
    ("zap 3l 9 44O1 - 22 7O", "3l 9 44O1 - 22 7O"),
    ("Tel; O l 7 l - 4 8 6 - O 3 6 5", "O l 7 l - 4 8 6 - O 3 6 5"),
    ("nr o7sex - 44ett - o9 - femtio", "o7sex - 44ett - o9 - femtio"),
]

FANCY = [
    ("①⑧⓪⑥ ⑤⑤⑦ ⓪①⑧⑨", "①⑧⓪⑥ ⑤⑤⑦ ⓪①⑧⑨"),
    ("❶❽⓪❻ ❹❹❷ ❾❾❶❼", "❶❽⓪❻ ❹❹❷ ❾❾❶❼"),
    ("6️⃣1️⃣3️⃣5️⃣5️⃣7️⃣0️⃣2️⃣4️⃣8️⃣ so it goes thru", "6️⃣1️⃣3️⃣5️⃣5️⃣7️⃣0️⃣2️⃣4️⃣8️⃣"),
]

NOISY = [
    ("my numbr but throw out the cats: 07cat811cat900cat422", "07cat811cat900cat422"),
    ("6-1-5 * 5-5-7 * 0-1-4-8 star means nothing", "6-1-5 * 5-5-7 * 0-1-4-8"),
    ("5x5x6 8x6x7 5x4x0x9 without the x", "5x5x6 8x6x7 5x4x0x9"),
]

SCATTERED = [
    "my number is the price list haha: 07 pounds, 91 pounds, 45 pounds, 08 pounds, 66 pounds, 2",
    "the brief mentions 302 eggs, 556 grams of flour and 0178 spoons of sugar. there's no cake. call.",
    "my num is in the sizes: S 04, M 66, L 10, XL 82, XXL 39",
]

HONEST = [
    "the lottery numbers in the story are 4 8 15 16 23 42, like in that show",
    "Lottery: 3 11 19 24 40 and 8, what do the numbers mean?",
    "① draw ② scan ③ colour ④ print ⑤ cut ⑥ fold ⑦ glue",
    "① ② ③ ④ ⑤ ⑥ ⑦",
    "=IF(B2>100;B2*0,9;B2) gives me an error",
    "het pakket met nummer 06 4122 8730 ligt bij de buren",
    "resistors: S1 47, S2 22, B3 100, O4 10",
    "sizes: S 04, M 66, L 10, XL 82, XXL 39 for the shop",
]


@pytest.mark.parametrize(("text", "detail"), [*LETTERED, *FANCY, *NOISY])
def test_digits_in_disguise_are_a_number(text: str, detail: str) -> None:
    found = [text[one.start : one.end] for one in find_in(text) if one.kind == "phone"]

    assert found == [detail]


@pytest.mark.parametrize("text", SCATTERED)
def test_digits_all_over_a_message_are_a_number_where_it_says_so(text: str) -> None:
    assert [one.kind for one in find_in(text)] == ["phone"]


@pytest.mark.parametrize("text", HONEST)
def test_figures_that_tell_what_they_seem_to_are_none(text: str) -> None:
    assert [one for one in find_in(text) if one.kind == "phone"] == []
