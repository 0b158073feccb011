"""Score the guard on its corpus, beside what others find: what is found, flagged wrongly, covered, and what it costs.

``python -m tools.guard_score`` prints tables; ``--misses`` also every written row that is judged wrongly.
Rows are JSON lines in tests/guard/corpus, one file a language; the README there says how to write them.
Generated rows (``tools/guard_made.py``) are scored apart.
"""

import argparse
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from gighall.guard import Finding
from gighall.guard import find as find_in_run
from gighall.guard.weighing import FLAGGED_FROM
from tools.guard_made import made_rows
from tools.guard_rows import CORPUS, Row, coverage, is_right, messages_of, rows_of
from tools.guard_yardsticks import Judge, yardsticks

DEEP = ("en", "es", "pt", "fr", "de", "ru", "ar", "hi")
DETAILS = frozenset({"email", "phone", "url", "meeting", "payment", "address"})
ROUNDS = 3
HEADING = f"{'':<34}{'rows':>6}{'recall':>8}{'honest':>8}{'alarms':>8}{'precision':>11}{'F1':>8}"


@dataclass(frozen=True)
class Tally:
    """How many contact rows were found and missed, and honest rows flagged and left alone."""

    found: int
    missed: int
    wrong: int
    clean: int

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        return 2 * self.found / max(1, 2 * self.found + self.missed + self.wrong)

    @property
    def alarms(self) -> float:
        """Return the share of honest rows that were flagged."""
        return self.wrong / max(1, self.wrong + self.clean)


def tally(rows: Iterable[Row], flagged: Set[str]) -> Tally:
    """Count rows by what they are and by whether they were flagged."""
    found = missed = wrong = clean = 0
    for row in rows:
        if row["label"] == "contact":
            found, missed = found + (row["id"] in flagged), missed + (row["id"] not in flagged)
        else:
            wrong, clean = wrong + (row["id"] in flagged), clean + (row["id"] not in flagged)
    return Tally(found, missed, wrong, clean)


def share(part: int, whole: int) -> str:
    """Return a share as a percentage, or a dash when there is nothing to share."""
    return f"{100 * part / whole:.1f}" if whole else "–"


def print_line(name: str, rows: Iterable[Row], flagged: Set[str]) -> None:
    """Print recall, precision, F1 and false alarms of some rows; nothing if there are none."""
    count = tally(rows, flagged)
    contacts, honest = count.found + count.missed, count.wrong + count.clean
    if not contacts + honest:
        return
    both = contacts and honest
    precision = share(count.found, count.found + count.wrong) if both else "–"
    f1 = f"{count.f1:.3f}" if both else "–"
    print(
        f"{name:<34}{contacts:>6}{share(count.found, contacts):>8}{honest:>8}"
        f"{share(count.wrong, honest):>8}{precision:>11}{f1:>8}"
    )


def groups_of(row: Row) -> list[str]:
    """Return the names of the lines in which a row counts."""
    if row["label"] == "honest":
        groups = {"chat": "honest: everyday chat", "rule": "honest: talk about the rule"}
        return [
            groups.get(row["kind"], "honest: hard"),
            f"honest kind {row['kind']}",
            f"language {row['language']}",
        ]
    kind, way = row["kind"], row["way"]
    if kind in DETAILS:
        group = {
            "plain": "details, plain",
            "disguised": "details, obfuscated",
            "split": "split over messages",
        }[way]
    else:
        group = {"handle": "handles", "intent": "proposals", "allusion": "allusions"}[kind]
    return [group, f"kind {kind}", f"language {row['language']}"]


def print_tables(
    rows: Sequence[Row], flagged: Set[str], groups: Callable[[Row], list[str]] = groups_of
) -> None:
    """Print the tables: all, then by group, kind and language, the languages that go deep first."""
    lines: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for name in groups(row):
            lines[name].append(row)
    print(HEADING)
    print_line("all", rows, flagged)

    def place(name: str) -> tuple[bool, bool, bool, str]:
        code = name.removeprefix("language ")
        return name != code, "kind " in name, code not in DEEP, name

    for name in sorted(lines, key=place):
        print_line(name, lines[name], flagged)


def steps_of(row: Row) -> list[str]:
    """Return the steps by which a generated row was made, as names of lines."""
    return [f"{row['label']}: {step}" for step in row["made"]]


def print_coverage(rows: Iterable[Row], found: dict[str, list[Finding]]) -> None:
    """Print how much of the details of found rows the findings cover."""
    covered = [
        one for row in rows if found[row["id"]] and (one := coverage(row, found[row["id"]])) is not None
    ]
    if covered:
        print(f"spans cover {100 * statistics.mean(covered):.1f} % of the details of found rows")


def print_confidence(rows: Iterable[Row]) -> None:
    """Print for each tenth of confidence how many findings were right, those below the threshold too."""
    right: defaultdict[int, int] = defaultdict(int)
    whole: defaultdict[int, int] = defaultdict(int)
    for row in rows:
        for one in find_in_run(messages_of(row), least=0.0):
            tenth = min(9, int(one.confidence * 10))
            whole[tenth] += 1
            right[tenth] += is_right(row, one)
    for tenth in sorted(whole):
        name = f"confidence {tenth / 10:.1f}–{(tenth + 1) / 10:.1f}"
        left_out = "  (left out)" if (tenth + 1) / 10 <= FLAGGED_FROM else ""
        print(f"{name}  {whole[tenth]:>5} findings, right {share(right[tenth], whole[tenth]):>5} %{left_out}")


def speed_line(texts: Sequence[str], judge: Judge) -> str:
    """Return microseconds a message, median and 99th of a hundred, and messages a second, on one core."""
    best = [float("inf")] * len(texts)
    for _round in range(ROUNDS):
        for index, text in enumerate(texts):
            began = time.perf_counter()
            judge([text])
            best[index] = min(best[index], time.perf_counter() - began)
    micro = sorted(1e6 * one for one in best)
    p99 = micro[int(0.99 * (len(micro) - 1))]
    return f"{statistics.median(micro):>10.1f}{p99:>10.0f}{micro[-1]:>10.0f}{len(micro) / sum(best):>14,.0f}"


def judged(rows: Iterable[Row], judge: Judge) -> dict[str, list[Finding]]:
    """Return what a judge finds in each row, by its id."""
    return {row["id"]: judge(messages_of(row)) for row in rows}


def flagged_in(found: dict[str, list[Finding]]) -> set[str]:
    """Return the ids of the rows in which something was found."""
    return {id_ for id_, findings in found.items() if findings}


def print_misses(rows: Iterable[Row], found: dict[str, list[Finding]]) -> None:
    """Print every row that is judged wrongly, and what was found in it."""
    for row in rows:
        if (row["label"] == "contact") != bool(found[row["id"]]):
            messages = messages_of(row)
            said = [(one.kind, messages[one.message][one.start : one.end]) for one in found[row["id"]]]
            print(row["id"], row["kind"], row.get("way", ""), messages, said or "", sep="  ")


def print_beside(written: Sequence[Row], made: Sequence[Row]) -> None:
    """Print the guard and every yardstick on the same rows: how good, and at what cost."""
    texts = [text for row in written for text in messages_of(row)]
    judges = {"the guard": find_in_run, **yardsticks()}
    print(f"\n— beside others, on the same rows\n{HEADING}")
    for name, judge in judges.items():
        flagged = flagged_in(judged([*written, *made], judge))
        print_line(f"{name}, written", written, flagged)
        print_line(f"{name}, generated", made, flagged)
    print(f"\n{'µs a message, one core':<34}{'median':>10}{'p99':>10}{'most':>10}{'a second':>14}")
    for name, judge in judges.items():
        print(f"{name:<34}{speed_line(texts, judge)}")


def main() -> int:
    """Print the score; answer with an exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument(
        "--misses", action="store_true", help="print every written row that is judged wrongly"
    )
    parser.add_argument("--language", help="only the rows of one language")
    arguments = parser.parse_args()
    written = [row for row in rows_of(arguments.corpus) if arguments.language in {None, row["language"]}]
    made = made_rows(written)
    found = judged([*written, *made], find_in_run)
    flagged = flagged_in(found)
    print("— written rows")
    print_tables(written, flagged)
    print_coverage(written, found)
    print_confidence(written)
    print("\n— generated rows, by the steps that made them")
    print_tables(made, flagged, steps_of)
    print_coverage(made, found)
    print_confidence(made)
    print_beside(written, made)
    if arguments.misses:
        print("\n— judged wrongly")
        print_misses(written, found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
