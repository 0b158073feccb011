"""Tables: a number stands in a cell of its own, and what it is stands above it or left of it."""

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise

from gighall.guard.files import limits
from gighall.guard.finding import Finding

Judge = Callable[[str, Set[str]], list[Finding]]

# Between the cells of a row, as pieces write them.
BETWEEN = " | "
FIGURES_MIN = 7
LABEL_CHARACTERS_MAX = 40
ROWS_SAMPLED, ROWS_MIN, CELLS_MIN = 20, 2, 2
SEPARATORS = ";\t,"
ENDINGS = frozenset({"csv", "tsv", "tab"})
_CELL = re.compile(r'"(?:[^"]|"")*+"|[^|;,\t"][^|;,\t]*+')
_NUMBER = re.compile(r"[\s\"'+(]*\d[\d\s().+/\"'-]*")
# Behind a dot the figures that a spreadsheet adds to whole numbers.
_WHOLE = re.compile(r"(\d+)\.0")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: where it starts in the table's text, and what stands in it."""

    start: int
    text: str

    @property
    def is_number(self) -> bool:
        """Say whether nothing but a number stands in it, long enough for one to ring."""
        return bool(_NUMBER.fullmatch(self.text)) and sum(one.isdigit() for one in self.text) >= FIGURES_MIN

    @property
    def is_label(self) -> bool:
        """Say whether it may say what stands beside it or below."""
        return 0 < len(self.text) <= LABEL_CHARACTERS_MAX and not any(one.isdigit() for one in self.text)


def is_table(text: str, ending: str) -> bool:
    """Say whether a plain text is a table, with as many signs between cells in each row."""
    lines = [line for line in text[: limits.CHUNK_CHARACTERS_MAX].split("\n")[:ROWS_SAMPLED] if line.strip()]
    if len(lines) > ROWS_MIN:
        # The last line may be cut.
        lines = lines[:-1]
    if len(lines) < ROWS_MIN:
        return False
    counts = [{line.count(sign) for line in lines} for sign in SEPARATORS]
    least = CELLS_MIN - 1 if ending in ENDINGS else CELLS_MIN
    return any(len(count) == 1 and min(count) >= least for count in counts)


def judge(text: str, own_hosts: Set[str], otherwise: Judge) -> list[Finding]:
    """Return the findings of a table; ``otherwise`` judges its words, row by row, and each number with its label."""
    found: list[Finding] = []
    heads: list[Cell] = []
    blanked: list[str] = []
    position = 0
    for line in text.split("\n"):
        cells = [Cell(position + one.start(), one[0]) for one in _CELL.finditer(line)]
        if cells and all(cell.is_label for cell in cells):
            heads = cells
        for number, label in _numbers(cells, heads):
            found += _judged_number(number, label, own_hosts, otherwise)
        blanked.append(_without_numbers(line, position, cells))
        position += len(line) + 1
    found += otherwise("\n".join(blanked), own_hosts)
    return sorted(found, key=lambda one: one.start)


def _numbers(cells: Sequence[Cell], heads: Sequence[Cell]) -> Iterator[tuple[Cell, str]]:
    """Yield the numbers of a row, each with what says what it is: the cell to its left, or the head of its column."""
    for index, cell in enumerate(cells):
        if not cell.is_number:
            continue
        head = heads[index].text if len(heads) == len(cells) else ""
        left = cells[index - 1].text if index and cells[index - 1].is_label else ""
        yield cell, " ".join(one.strip(' "') for one in (left, head) if one)


def _judged_number(cell: Cell, label: str, own_hosts: Set[str], otherwise: Judge) -> Iterator[Finding]:
    """Yield a number that is one to ring: its label says so, or it is written as one."""
    before = f"{label}: " if label else ""
    for one in otherwise(before + cell.text, own_hosts):
        is_said = "cue" in one.evidence or "+" in cell.text or cell.text.strip(' "').startswith("00")
        is_written = any(sign in cell.text.strip() for sign in " ()/-") and any(
            step.startswith("shape") for step in one.evidence
        )
        if one.kind == "phone" and one.start >= len(before) and (is_said or is_written):
            by = cell.start - len(before)
            yield replace(one, start=one.start + by, end=one.end + by)


def _without_numbers(line: str, position: int, cells: Sequence[Cell]) -> str:
    """Return a row with blanks for its numbers, so that none is read together with its neighbours."""
    for cell in cells:
        if cell.is_number:
            start = cell.start - position
            line = line[:start] + " " * len(cell.text) + line[start + len(cell.text) :]
    for before, after in pairwise(cells):
        gap = before.start + len(before.text) - position
        if after.start - position == gap + 1:
            # Signs of separate cells are no signs of a number: "Anna,0170 …".
            line = line[:gap] + "\n" + line[gap + 1 :]
    return line


def as_written(value: str) -> str:
    """Return a number as a person sees it in a cell."""
    whole = _WHOLE.fullmatch(value)
    return whole[1] if whole else value
