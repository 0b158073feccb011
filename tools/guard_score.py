"""Score the guard on its corpus: what it finds, what it flags wrongly, where the spans lie, what it costs.

``python -m tools.guard_score`` prints tables; ``--misses`` also every row that is judged wrongly.
Rows are JSON lines in tests/guard/corpus, one file a language; the README there says how to write them.
Generated rows (source "generated") are scored apart.
"""

import argparse
import json
import re
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from gighall.guard import Finding
from gighall.guard import find as find_in_run

CORPUS = Path(__file__).resolve().parent.parent / "tests" / "guard" / "corpus"
DEEP = ("en", "es", "pt", "fr", "de", "ru", "ar", "hi")
ROUNDS = 3
Row = dict[str, Any]
Judge = Callable[[Sequence[str]], list[Finding]]

# What most chats use: a yardstick.
_PLAIN = re.compile(
    r"[\w.+-]+@[\w-]+\.\w+|(?:\+?\d[\d ().-]{7,}\d)|https?://\S+|www\.\S+|\b(?:whatsapp|telegram|skype)\b",
    re.I,
)


def rows_of(folder: Path) -> list[Row]:
    """Return the rows of every file of a corpus, with the spans of their details."""
    rows = [
        json.loads(line)
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    for row in rows:
        if "details" in row:
            row["spans"] = spans_of(messages_of(row), row["details"])
    return rows


def spans_of(messages: Sequence[str], details: Iterable[str]) -> list[tuple[int, int, int]]:
    """Return where each detail stands, as (message, start, end); each is looked for behind the one before.

    Errors: ValueError if one does not stand there.
    """
    spans = []
    message = start = 0
    for detail in details:
        while (at := messages[message].find(detail, start)) < 0:
            message, start = message + 1, 0
            if message == len(messages):
                raise ValueError(f"{detail!r} does not stand in {messages!r}")
        start = at + len(detail)
        spans.append((message, at, start))
    return spans


def messages_of(row: Row) -> list[str]:
    """Return the messages of a row, oldest first."""
    return list(row["messages"]) if "messages" in row else [row["text"]]


def plain_expressions(messages: Sequence[str]) -> list[Finding]:
    """Return what three ordinary expressions find: the yardstick."""
    return [
        Finding("email", index, one.start(), one.end(), one[0], 0.5, ("expression",))
        for index, text in enumerate(messages)
        for one in _PLAIN.finditer(text)
    ]


def share(part: int, whole: int) -> str:
    """Return a share as a percentage, or a dash when there is nothing to share."""
    return f"{100 * part / whole:6.1f}" if whole else "     –"


def figures(rows: Iterable[Row], flagged: set[str]) -> tuple[int, int, int, int]:
    """Return how many contact rows were found and missed, and honest rows flagged and left alone."""
    found = missed = wrong = clean = 0
    for row in rows:
        if row["label"] == "contact":
            found, missed = found + (row["id"] in flagged), missed + (row["id"] not in flagged)
        else:
            wrong, clean = wrong + (row["id"] in flagged), clean + (row["id"] not in flagged)
    return found, missed, wrong, clean


def print_line(name: str, rows: Sequence[Row], flagged: set[str]) -> None:
    """Print recall, precision, F1 and false alarms of some rows."""
    found, missed, wrong, clean = figures(rows, flagged)
    precision, recall = found / max(1, found + wrong), found / max(1, found + missed)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    shown_f1 = f"{f1:6.3f}" if found and clean + wrong else "     –"
    print(
        f"{name:<26}{found + missed:>6}{share(found, found + missed):>8}{wrong + clean:>7}"
        f"{share(wrong, wrong + clean):>8}{share(found, found + wrong):>10}{shown_f1:>8}"
    )


def print_tables(rows: Sequence[Row], flagged: set[str]) -> None:
    """Print the tables: all, by way, kind and language."""
    print(f"{'':<26}{'rows':>6}{'recall':>8}{'honest':>7}{'alarms':>8}{'precision':>10}{'F1':>8}")
    print_line("all", rows, flagged)
    for title, key in (("way", "way"), ("kind", "kind")):
        groups: defaultdict[str, list[Row]] = defaultdict(list)
        for row in rows:
            if row.get(key):
                groups[f"{row['label']} {title} {row[key]}"].append(row)
        for name, group in sorted(groups.items()):
            print_line(name, group, flagged)
    by_language: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_language[row["language"]].append(row)
    for language in sorted(by_language, key=lambda one: (one not in DEEP, one)):
        print_line(f"language {language}", by_language[language], flagged)


def coverage(row: Row, findings: Sequence[Finding]) -> float | None:
    """Return how much of a row's details the findings cover, by code points."""
    covered = whole = 0
    for message, start, end in row.get("spans", ()):
        places = set(range(start, end))
        seen: set[int] = set()
        for one in findings:
            if one.message == message and one.kind not in {"intent", "allusion"}:
                seen |= places & set(range(one.start, one.end))
        covered, whole = covered + len(seen), whole + len(places)
    return covered / whole if whole else None


def print_confidence(rows: Sequence[Row], found: dict[str, list[Finding]]) -> None:
    """Print for each tenth of confidence how many rows with such a finding are contact rows."""
    right: defaultdict[int, int] = defaultdict(int)
    whole: defaultdict[int, int] = defaultdict(int)
    for row in rows:
        for one in found[row["id"]][:1]:
            tenth = int(one.confidence * 10)
            whole[tenth] += 1
            right[tenth] += row["label"] == "contact"
    for tenth in sorted(whole):
        name = f"confidence {tenth / 10:.1f}–{(tenth + 1) / 10:.1f}"
        print(f"{name}  {whole[tenth]:>5} rows, right {share(right[tenth], whole[tenth])} %")


def print_speed(rows: Sequence[Row], judge: Judge) -> None:
    """Print microseconds a message, median and 99th of a hundred, and messages a second."""
    texts = [text for row in rows for text in messages_of(row)]
    best = [float("inf")] * len(texts)
    for _round in range(ROUNDS):
        for index, text in enumerate(texts):
            began = time.perf_counter()
            judge([text])
            best[index] = min(best[index], time.perf_counter() - began)
    micro = sorted(1e6 * one for one in best)
    p99 = micro[int(0.99 * (len(micro) - 1))]
    print(
        f"µs a message: median {statistics.median(micro):.1f}, p99 {p99:.0f}, most {micro[-1]:.0f};"
        f" {len(micro) / sum(best):,.0f} messages a second"
    )


def main() -> int:
    """Print the score; answer with an exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--misses", action="store_true", help="print every row that is judged wrongly")
    arguments = parser.parse_args()
    rows = rows_of(arguments.corpus)
    for name, judge in (("the guard", find_in_run), ("plain expressions", plain_expressions)):
        found = {row["id"]: judge(messages_of(row)) for row in rows}
        flagged = {id_ for id_, findings in found.items() if findings}
        if name != "the guard":
            print_line(name, rows, flagged)
            continue
        for source in ("written", "generated"):
            some = [row for row in rows if row["source"] == source]
            if some:
                print(f"— {source} rows")
                print_tables(some, flagged)
        covered = [
            one
            for row in rows
            if row["id"] in flagged and (one := coverage(row, found[row["id"]])) is not None
        ]
        if covered:
            print(f"spans cover {100 * statistics.mean(covered):.1f} % of the details of found rows")
        print_confidence(rows, found)
        print_speed(rows, judge)
        if arguments.misses:
            for row in rows:
                if (row["label"] == "contact") != (row["id"] in flagged):
                    said = [
                        (one.kind, messages_of(row)[one.message][one.start : one.end])
                        for one in found[row["id"]]
                    ]
                    print(row["id"], row["kind"], row.get("way", ""), messages_of(row), said, sep="  ")
    return 0


if __name__ == "__main__":
    sys.exit(main())
