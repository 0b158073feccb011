"""Details that have the look of one only, where the words around them lean far away from showing any way outside."""

import pytest

from gighall.guard import find_in
from gighall.guard.wording import AWAY_MIN, leaning, wording_of


@pytest.mark.parametrize(
    "text",
    [
        "order 55-1029-4471 shipped this morning, the box is a bit heavier than I thought",
        "The part you want is 202-555-0148-B, the A version has the narrower thread.",
        "Bestellnummer 88-1204-33 ist heute angekommen, ein Karton war feucht",
    ],
)
def test_a_number_that_is_of_the_work_is_none_to_ring(text: str) -> None:
    assert leaning(wording_of(text)) < AWAY_MIN
    assert find_in(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "the replacement belt for your dryer model is cracked at the seam, ring me on 0171 3320714",
            "phone",
        ),
        (
            "the third slide needs a bigger title and the chart a legend, send it to ines@lantern-works.net",
            "email",
        ),
        (
            "the chart needs a legend and the title is too small, see https://ines-lantern.net for an older one",
            "url",
        ),
        ("0171 3320714", "phone"),
    ],
)
def test_what_says_itself_what_it_is_stays_whatever_is_written_around_it(text: str, kind: str) -> None:
    assert [one.kind for one in find_in(text)] == [kind]
