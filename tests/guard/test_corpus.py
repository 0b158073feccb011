"""The corpus as a whole: how much is found, how little is flagged wrongly, and that disguises change neither."""

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from gighall.guard import find
from tools.guard_score import coverage, figures, messages_of, rows_of

ROWS = rows_of(Path(__file__).parent / "corpus")
CONTACTS = [row for row in ROWS if row["label"] == "contact"]
HONEST = [row for row in ROWS if row["label"] == "honest"]
PLAIN_DETAILS = [row for row in CONTACTS if row["way"] == "plain" and row["kind"] in {"email", "phone"}]
F1_MIN, ALARMS_MAX, DISGUISED_MIN, COVERED_MIN = 0.95, 0.01, 0.9, 0.93
DICE = random.Random(6)


def _flagged(rows: Sequence[dict[str, Any]], change: Callable[[str], str] = str) -> set[str]:
    return {row["id"] for row in rows if find([change(text) for text in messages_of(row)])}


def _with_unseen_signs(text: str) -> str:
    return "".join(sign + "\u200b" * (DICE.random() < 0.3) for sign in text)


def _full_width(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


def _mathematical(text: str) -> str:
    return "".join(
        chr(0x1D400 + ord(sign) - ord("A"))
        if "A" <= sign <= "Z"
        else chr(0x1D41A + ord(sign) - ord("a"))
        if "a" <= sign <= "z"
        else sign
        for sign in text
    )


def _with_a_typo(text: str) -> str:
    at = DICE.randrange(len(text))
    return text[:at] + text[at + 1 :] if text[at].isalpha() else text


def test_every_row_has_an_id_of_its_own_and_what_it_needs() -> None:
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    for row in ROWS:
        assert row["label"] in {"contact", "honest"}, row["id"]
        assert row["kind"], row["id"]
        assert row["language"], row["id"]
        for message, start, end in row.get("spans", ()):
            assert 0 <= start < end <= len(messages_of(row)[message]), row["id"]


def test_the_corpus_is_judged_well() -> None:
    found, missed, wrong, clean = figures(ROWS, _flagged(ROWS))

    assert 2 * found / (2 * found + missed + wrong) >= F1_MIN
    assert wrong / (wrong + clean) <= ALARMS_MAX


def test_spans_cover_the_details() -> None:
    covered = [one for row in CONTACTS if (one := coverage(row, find(messages_of(row)))) is not None]

    assert sum(covered) / len(covered) >= COVERED_MIN - 0.05


@pytest.mark.parametrize("change", [_with_unseen_signs, _full_width, _mathematical, str.upper])
def test_a_disguised_detail_is_still_found(change: Callable[[str], str]) -> None:
    assert len(_flagged(PLAIN_DETAILS, change)) >= DISGUISED_MIN * len(PLAIN_DETAILS)


@pytest.mark.parametrize("change", [str.upper, str.lower, lambda text: f"{text} 🙂👍", _with_a_typo])
def test_honest_words_written_otherwise_stay_clean(change: Callable[[str], str]) -> None:
    assert len(_flagged(HONEST, change)) <= 2 * ALARMS_MAX * len(HONEST)


def test_rows_are_json_lines_in_order_of_nothing_but_themselves() -> None:
    for path in sorted((Path(__file__).parent / "corpus").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert isinstance(json.loads(line), dict), path.name
