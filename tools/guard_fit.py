"""Fit the weights of the guard to the corpus: logistic regression, pulled towards nothing.

``python -m tools.guard_fit`` writes three files. ``data/wording_weights.txt``: every written row is an example, and its
features (``gighall/guard/wording.py``) say how far it leans outside. ``data/weights.txt``: every finding of the written
and the generated rows is an example, the ones below the threshold too: it is right or wrong. What the finder said
itself stays as it is; the weights say what the reasons around it add. A reason that hardly occurs keeps a weight near
nothing: that is what the pull is for. ``data/part_weights.txt``: every word of a row that gives something, or of a
run, is an example: it is of a detail or not (``gighall/guard/part_reasons.py``).

``--check`` fits the reasons to four fifths of the rows and says how well the last fifth is foretold, by the weights and
without.
"""

import argparse
import math
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gighall.guard import find, find_standing_out
from gighall.guard.finding import Finding
from gighall.guard.likely_parts import LIKELY, LOOKS
from gighall.guard.part_reasons import BY_NAMES, reasons_in
from gighall.guard.part_words import CHOSEN
from gighall.guard.weighing import SENTENCE_KINDS, TENTHS, reasons, said_log_odds, weights
from gighall.guard.word_lists import FOLDER
from gighall.guard.wording import HUNDREDTHS, LEANING, PIECE_MARK, features
from tools.guard_made import made_rows
from tools.guard_rows import Row, is_right, messages_of, rows_of

FILE, WORDING_FILE = FOLDER / "weights.txt", FOLDER / "wording_weights.txt"
PART_FILE = FOLDER / "part_weights.txt"
HEADING = (
    "# How much each reason adds to what a finder said, in tenths of log-odds.\n"
    "# Written by `python -m tools.guard_fit`; the reasons are those of gighall/guard/weighing.py.\n"
)
WORDING_HEADING = (
    "# How far each word, pair of words and class of the lists leans outside, in hundredths of log-odds.\n"
    "# +class stands in [talk] or [near] of lists/, ~class in [clues]; word* is how a word begins.\n"
    "# Written by `python -m tools.guard_fit`; the features are those of gighall/guard/wording.py.\n"
)
PART_HEADING = (
    "# How much each reason speaks for a word to be of the detail that its text gives, in hundredths of log-odds.\n"
    "# Written by `python -m tools.guard_fit`; the reasons are those of gighall/guard/part_reasons.py.\n"
)
PART_SPREAD, PART_ROUNDS = 0.6, 40
WORDING_SPREAD, WORDING_ROUNDS, FOUND_COUNTS = 0.55, 120, 0.5
# How far, in log-odds, a weight goes by itself; and how much a generated row counts beside a written one.
SPREAD = 1.0
MADE_COUNTS = 0.25
OCCURS_MIN, PIECE_OCCURS_MIN = 4, 8
ROUNDS = 300
# How far a weight moves at first.
STEP = 0.5
FOLDS = 5


@dataclass(frozen=True)
class Example:
    """One finding: the row it is of, what its finder said, the reasons around it, whether it is right."""

    row: str
    said: float
    names: tuple[str, ...]
    right: bool
    counts: float


def examples_of(rows: Sequence[Row]) -> list[Example]:
    """Return an example for each finding of some rows, whatever its confidence."""
    # The finder's own word is wanted: nothing is added to it.
    for name in weights():
        weights()[name] = 0
    return [
        Example(
            row["id"].partition("+")[0],
            said_log_odds(one.confidence) / TENTHS,
            tuple(dict.fromkeys(reasons(one, one.evidence))),
            is_right(row, one),
            1.0 if row["source"] == "written" else MADE_COUNTS,
        )
        for row in rows
        for one in _seen_in(messages_of(row))
        if one.value != LEANING and LIKELY not in one.evidence
    ]


def _seen_in(messages: Sequence[str]) -> list[Finding]:
    """Return every finding of a row, before the wording has its say where there is one message."""
    return find_standing_out(messages[0], least=0.0) if len(messages) == 1 else find(messages, least=0.0)


def wording_examples_of(rows: Sequence[Row]) -> list[Example]:
    """Return an example for each row: the features of its wording, and whether it leads outside.

    A row whose details are found counts little: it is found without its wording.
    """
    return [
        Example(
            row["id"],
            0.0,
            tuple(sorted(wording_of(row))),
            row["label"] == "contact",
            FOUND_COUNTS if _is_found(row) else 1.0,
        )
        for row in rows
    ]


def _is_found(row: Row) -> bool:
    return row["label"] == "contact" and any(
        one.value != LEANING and one.kind not in SENTENCE_KINDS for one in find(messages_of(row))
    )


def part_examples_of(rows: Sequence[Row]) -> list[Example]:
    """Return an example for each word of a row that gives or proposes something, or that is a run.

    Of rows whose details are not known, and of which nothing is found, nothing can be told.
    """
    return [
        Example(row["id"], 0.0, tuple(names), is_part, FOUND_COUNTS if is_found else 1.0)
        for row in rows
        if "messages" in row or row["label"] == "contact"
        if "spans" in row
        or row["label"] == "honest"
        or (row["kind"] in SENTENCE_KINDS and find(messages_of(row)))
        for is_found in [_is_found(row)]
        for is_part, names in _words_of(row)
    ]


def _words_of(row: Row) -> Iterator[tuple[bool, list[str]]]:
    """Yield whether each word of a row is of a detail, and its reasons."""
    messages = messages_of(row)
    starts = [sum(len(text) + 1 for text in messages[:index]) for index in range(len(messages))]
    parts = [(starts[at] + start, starts[at] + end) for at, start, end in row.get("spans", ())]
    shared, said = reasons_in(messages, BY_NAMES)
    for token, names in said:
        is_part = any(token.start < end and start < token.end for start, end in parts)
        looks = [f"{LOOKS}{name}" for name in shared] if token.look in CHOSEN else []
        yield is_part, [*names, *shared, *looks]


def wording_of(row: Row) -> list[str]:
    """Return the features of a row's wording; consecutive messages are lines of one text."""
    return features("\n".join(messages_of(row)))


def fitted(examples: Sequence[Example], *, spread: float = SPREAD, rounds: int = ROUNDS) -> dict[str, float]:
    """Return the weights under which the examples are likeliest, each pulled towards nothing."""
    occurs = Counter(name for one in examples for name in one.names)
    names = [
        name
        for name, count in occurs.items()
        if count >= (PIECE_OCCURS_MIN if name.startswith(PIECE_MARK) else OCCURS_MIN)
    ]
    places = {name: place for place, name in enumerate(names)}
    held = [[places[name] for name in one.names if name in places] for one in examples]
    found, squares = [0.0] * len(names), [1e-6] * len(names)
    for _round in range(rounds):
        slopes = [-weight / spread**2 for weight in found]
        for one, its in zip(examples, held, strict=True):
            said = one.said + sum([found[place] for place in its])
            missing = one.counts * (one.right - 1 / (1 + math.exp(-said)))
            for place in its:
                slopes[place] += missing
        squares = [known + slope * slope for known, slope in zip(squares, slopes, strict=True)]
        found = [
            weight + STEP * slope / math.sqrt(known)
            for weight, slope, known in zip(found, slopes, squares, strict=True)
        ]
    return dict(zip(names, found, strict=True))


def foretold(one: Example, known: Mapping[str, float]) -> float:
    """Return how likely weights make it that an example is right."""
    return 1 / (1 + math.exp(-one.said - sum(known.get(name, 0.0) for name in one.names)))


def loss(examples: Sequence[Example], known: Mapping[str, float]) -> float:
    """Return the mean logarithmic loss: how surprised one would be by the truth."""
    whole = sum(one.counts for one in examples)
    surprise = sum(
        one.counts * math.log(foretold(one, known) if one.right else 1 - foretold(one, known))
        for one in examples
    )
    return -surprise / whole


def check(examples: Sequence[Example]) -> None:
    """Print, for rows that the weights were not fitted to, how well those foretell what is right."""
    rows = sorted({one.row for one in examples})
    random.Random(FOLDS).shuffle(rows)
    fold = {row: index % FOLDS for index, row in enumerate(rows)}
    tenths: dict[str, defaultdict[int, list[bool]]] = {
        "without": defaultdict(list),
        "with": defaultdict(list),
    }
    losses: dict[str, float] = {"without": 0.0, "with": 0.0}
    for number in range(FOLDS):
        known = fitted([one for one in examples if fold[one.row] != number])
        kept = [one for one in examples if fold[one.row] == number]
        for name, used in (("without", {}), ("with", known)):
            losses[name] += loss(kept, used) / FOLDS
            for one in kept:
                if one.counts == 1:
                    tenths[name][min(9, int(10 * foretold(one, used)))].append(one.right)
    for name, table in tenths.items():
        print(f"{name} weights: loss {losses[name]:.4f}")
        for tenth in sorted(table):
            right = table[tenth]
            name = f"{tenth / 10:.1f}–{(tenth + 1) / 10:.1f}"
            print(f"  {name}  {len(right):>5}  right {100 * sum(right) / len(right):5.1f} %")


def main() -> int:
    """Write the weights, or check them; answer with an exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="foretell rows that were kept apart; write nothing"
    )
    arguments = parser.parse_args()
    written = rows_of()
    if not arguments.check:
        wording = fitted(wording_examples_of(written), spread=WORDING_SPREAD, rounds=WORDING_ROUNDS)
        print(f"{_write(WORDING_FILE, WORDING_HEADING, wording, HUNDREDTHS)} weights of wordings")
        parts = fitted(part_examples_of(written), spread=PART_SPREAD, rounds=PART_ROUNDS)
        print(f"{_write(PART_FILE, PART_HEADING, parts, HUNDREDTHS)} weights of parts")
    examples = examples_of([*written, *made_rows(written)])
    if arguments.check:
        check(examples)
        return 0
    count = _write(FILE, HEADING, fitted(examples), TENTHS)
    print(
        f"{len(examples)} findings, {sum(not one.right for one in examples)} of them wrong; {count} weights"
    )
    return 0


def _write(path: Path, heading: str, known: Mapping[str, float], unit: int) -> int:
    """Write weights as a data file, in so many parts of log-odds; return how many there are."""
    whole = {name: round(unit * weight) for name, weight in known.items()}
    lines = [f"{name} {weight}" for name, weight in sorted(whole.items()) if weight]
    path.write_text(heading + "\n".join(lines) + "\n", encoding="utf-8")
    return len(lines)


if __name__ == "__main__":
    sys.exit(main())
