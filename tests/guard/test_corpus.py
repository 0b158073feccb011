"""The corpus as a whole: how its rows look, how well it is judged and covered, what a confidence is worth."""

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

import pytest

from gighall.guard import find
from gighall.guard.finding import Kind
from gighall.guard.weighing import FLAGGED_FROM, SENTENCE_KINDS
from tools.guard_rows import coverage, is_right, messages_of, rows_of
from tools.guard_score import tally

ROWS = rows_of()
CONTACTS = [row for row in ROWS if row["label"] == "contact"]
HONEST = [row for row in ROWS if row["label"] == "honest"]
FIELDS = {
    *("id", "text", "messages", "label", "kind", "way", "language", "source", "details", "spans"),
}
HONEST_KINDS = {"chat", "job", "number", "code", "tool", "refusal", "rule"}
ALIKE_MAX, SAYS_SOMETHING = 0.6, 10
F1_MIN, ALARMS_MAX, COVERED_MIN = 0.87, 0.03, 0.905
# What a confidence promises: findings of nine tenths are hardly ever wrong, those left out mostly are.
SURE, SURE_MIN, LEFT_OUT_MAX = 0.9, 0.95, 0.5


def _template(row: dict[str, Any]) -> set[str]:
    """Return the four-sign pieces of what a row says, without its details; every digit counts as the same."""
    whole = said = "\n".join(messages_of(row)).casefold()
    for detail in row.get("details", ()):
        said = said.replace(detail.casefold(), "")
    said = " ".join(re.sub(r"\d+", "0", said).split())
    if len(said) < SAYS_SOMETHING:
        said = whole
    return {said[at : at + 4] for at in range(max(1, len(said) - 3))}


def test_every_row_has_an_id_of_its_own_and_what_it_needs() -> None:
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    for row in ROWS:
        assert set(row) <= FIELDS, row["id"]
        assert ("text" in row) != ("messages" in row), row["id"]
        assert row["source"] == "written", row["id"]
        if row["label"] == "contact":
            assert row["kind"] in get_args(Kind), row["id"]
            assert row["way"] in {"plain", "disguised", "split"}, row["id"]
        else:
            assert row["label"] == "honest", row["id"]
            assert row["kind"] in HONEST_KINDS, row["id"]
            assert row.keys().isdisjoint({"way", "details"}), row["id"]
        for message, start, end in row.get("spans", ()):
            assert 0 <= start < end <= len(messages_of(row)[message]), row["id"]


@pytest.mark.parametrize("rows", [CONTACTS, HONEST], ids=["contact", "honest"])
def test_no_two_rows_are_of_one_template(rows: Sequence[dict[str, Any]]) -> None:
    written = [(row["id"], _template(row)) for row in rows]
    common = Counter(piece for _id, pieces in written for piece in pieces)
    holders: defaultdict[str, list[int]] = defaultdict(list)
    alike = []
    for index, (id_, pieces) in enumerate(written):
        # Two rows that share so many of their pieces share one of the rarest of each: only these are looked up.
        rarest = sorted(pieces, key=lambda piece: (common[piece], piece))
        rarest = rarest[: len(rarest) - math.ceil(ALIKE_MAX * len(rarest)) + 1]
        near = {other for piece in rarest for other in holders[piece]}
        alike += [
            (written[other][0], id_)
            for other in sorted(near)
            if len(pieces & written[other][1]) > ALIKE_MAX * len(pieces | written[other][1])
        ]
        for piece in rarest:
            holders[piece].append(index)

    assert not alike


def test_the_corpus_is_judged_well() -> None:
    count = tally(ROWS, {row["id"] for row in ROWS if find(messages_of(row))})

    assert count.f1 >= F1_MIN
    assert count.alarms <= ALARMS_MAX


def test_spans_cover_the_details() -> None:
    found = {row["id"]: find(messages_of(row)) for row in CONTACTS}
    covered = [
        one
        for row in CONTACTS
        if any(finding.kind not in SENTENCE_KINDS for finding in found[row["id"]])
        and (one := coverage(row, found[row["id"]])) is not None
    ]

    assert sum(covered) / len(covered) >= COVERED_MIN


def test_a_confidence_says_how_often_such_findings_are_right() -> None:
    found = [(row, one) for row in ROWS for one in find(messages_of(row), least=0.0)]
    sure = [is_right(row, one) for row, one in found if one.confidence >= SURE]
    left_out = [is_right(row, one) for row, one in found if one.confidence < FLAGGED_FROM]

    assert sum(sure) >= SURE_MIN * len(sure)
    assert sum(left_out) <= LEFT_OUT_MAX * len(left_out)


def test_a_file_holds_the_rows_of_its_language() -> None:
    for path in sorted((Path(__file__).parent / "corpus").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert json.loads(line)["language"] == path.stem, path.name
