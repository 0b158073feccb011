"""Rows made of the corpus: disguised details are found, careless honest words stay clean, spans lie in the text."""

from collections import defaultdict
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gighall.guard import Finding, find
from tools.guard_made import CARELESS, made_rows
from tools.guard_rows import Row, messages_of, rows_of

ROWS = rows_of()
MADE = made_rows(ROWS)
FOUND = {row["id"]: bool(find(messages_of(row))) for row in [*ROWS, *MADE]}
# Of the rows whose original is found: how many are still found behind all steps together, and behind each.
STILL_FOUND_MIN, BEHIND_EACH_MIN = 0.87, 0.5
# Of honest rows that are left alone as they were written: how many may be flagged when written carelessly.
CARELESS_ALARMS_MAX = 0.03
SIGNS = st.text(alphabet=st.sampled_from("ab1290 .@+-()/:#_,wdeom٠é🙂\u200bО０"), max_size=30)
PARTS = st.sampled_from(
    ["my number is", "0151", "223 88", "anna", "@gmail", ".com", "dot", "t.me", "/anna", "whatsapp", "ok"]
)


def _of_well_judged(label: str) -> list[Row]:
    """Return the made rows whose original is judged rightly."""
    return [
        row
        for row in MADE
        if row["label"] == label and FOUND[row["id"].partition("+")[0]] == (label == "contact")
    ]


def _lies_inside(messages: list[str], findings: Iterable[Finding]) -> bool:
    return all(0 <= one.start < one.end <= len(messages[one.message]) for one in findings)


def test_the_same_corpus_makes_the_same_rows() -> None:
    assert made_rows(ROWS) == MADE


def test_disguised_details_are_still_found() -> None:
    disguised = _of_well_judged("contact")
    behind: defaultdict[str, list[bool]] = defaultdict(list)
    for row in disguised:
        for step in row["made"]:
            behind[step].append(FOUND[row["id"]])

    assert sum(FOUND[row["id"]] for row in disguised) >= STILL_FOUND_MIN * len(disguised)
    assert {step for step, found in behind.items() if sum(found) < BEHIND_EACH_MIN * len(found)} == set()


@pytest.mark.parametrize("step", sorted(CARELESS))
def test_honest_words_written_carelessly_stay_clean(step: str) -> None:
    careless = [row for row in _of_well_judged("honest") if step in row["made"]]

    assert sum(FOUND[row["id"]] for row in careless) <= max(3, CARELESS_ALARMS_MAX * len(careless))


def test_spans_lie_in_the_text() -> None:
    for row in [*ROWS, *MADE]:
        assert _lies_inside(messages_of(row), find(messages_of(row), least=0.0)), row["id"]


@given(st.lists(st.one_of(st.text(max_size=40), SIGNS, PARTS), min_size=1, max_size=8))
def test_any_run_is_judged_without_an_error(messages: list[str]) -> None:
    findings = find(messages)

    assert _lies_inside(messages, findings)
    assert [one.message for one in findings] == sorted(one.message for one in findings)
