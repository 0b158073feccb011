"""Draw the states of an order and the moves between them, from ``TRANSITIONS``.

The open states stand side by side in the order of the work; *completed* lies above them and *cancelled* below, since
each of them can end in both. Run this after a change of the table; a test holds the picture against it.
"""

import sys
from html import escape
from pathlib import Path

from gighall.domain.orders.states import CANCELLED, COMPLETED, OPEN_STATES, STATES, TRANSITIONS

ROOT = Path(__file__).resolve().parent.parent
DIAGRAM = "docs/diagrams/order-states.svg"
# All lengths in pixels.
COLUMN, STATE_WIDTH, STATE_HEIGHT, LINE, MARGIN = 360, 150, 44, 18, 20
UPPER, MIDDLE, LOWER = 20, 230, 440
# How far beside the middle of a state the way to the right leaves it, and the way back.
BESIDE = 11
STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #1f2430; }
  .state { font-weight: 600; text-anchor: middle; }
  .who { fill: #5b6474; }
  rect { fill: #eef1f6; stroke: #5b6474; }
  .ended { fill: #dfe5ee; }
  path { fill: none; stroke: #5b6474; stroke-width: 1.5; marker-end: url(#head); }
  #head path { fill: #5b6474; stroke: none; marker-end: none; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e8ebf1; } .who { fill: #a9b3c4; } rect { fill: #262c38; stroke: #a9b3c4; }
    .ended { fill: #333b4a; } path { stroke: #a9b3c4; } #head path { fill: #a9b3c4; }
  }
"""
HEAD = """<defs>
  <marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">
    <path d="M0 0 10 5 0 10z"/>
  </marker>
</defs>"""


def draw() -> str:
    """Return the diagram, an SVG file."""
    width, height = COLUMN * len(OPEN_STATES) + 2 * MARGIN, LOWER + STATE_HEIGHT + MARGIN
    moves = "; ".join(f"{move.name}: {', '.join(move.sources)} to {move.target}" for move in TRANSITIONS)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
        f"<title>States of an order</title><desc>{escape(moves)}</desc>",
        f"<style>{STYLE}</style>",
        HEAD,
        *(_state(state) for state in STATES),
    ]
    for source in OPEN_STATES:
        for target in STATES:
            if labels := _labels(source, target):
                parts.append(_arrow(source, target, labels))
    return "\n".join([*parts, "</svg>", ""])


def _labels(source: str, target: str) -> list[tuple[str, str]]:
    """Return the moves from one state to another, and who makes them."""
    return [
        (move.name.replace("_", " "), " or ".join(move.actors))
        for move in TRANSITIONS
        if source in move.sources and move.target == target
    ]


def _left(state: str) -> int:
    return MARGIN + COLUMN * OPEN_STATES.index(state)


def _state(state: str) -> str:
    if state in OPEN_STATES:
        x, y, width, look = _left(state), MIDDLE, STATE_WIDTH, "open"
    else:
        # A bar over the whole width: every open state can end there.
        x, y, width, look = MARGIN, UPPER if state == COMPLETED else LOWER, COLUMN * len(OPEN_STATES), "ended"
    name = state.replace("_", " ")
    return (
        f'<rect class="{look}" x="{x}" y="{y}" width="{width}" height="{STATE_HEIGHT}" rx="8"/>'
        f'<text class="state" x="{x + width // 2}" y="{y + 27}">{name}</text>'
    )


def _arrow(source: str, target: str, labels: list[tuple[str, str]]) -> str:
    left, middle = _left(source), MIDDLE + STATE_HEIGHT // 2
    right = left + STATE_WIDTH
    stem = left + STATE_WIDTH // 2
    if target == COMPLETED:
        return _path(f"M{stem} {MIDDLE}V{UPPER + STATE_HEIGHT}") + _words(stem + 10, MIDDLE - 100, labels)
    if target == CANCELLED:
        low = MIDDLE + STATE_HEIGHT
        return _path(f"M{stem} {low}V{LOWER}") + _words(stem + 10, low + 60, labels)
    if target == source:
        far = right + 60
        loop = f"M{right} {middle - BESIDE}C{far} {middle - 40} {far} {middle + 40} {right} {middle + BESIDE}"
        return _path(loop) + _words(right + 52, middle - 4, labels)
    if _left(target) > left:
        y = middle - BESIDE
        return _path(f"M{right} {y}H{_left(target)}") + _words(right + 10, y - 8 - LINE * len(labels), labels)
    y = middle + BESIDE
    return _path(f"M{left} {y}H{_left(target) + STATE_WIDTH}") + _words(
        _left(target) + STATE_WIDTH + 10, y + 18, labels
    )


def _path(steps: str) -> str:
    return f'<path d="{steps}"/>'


def _words(x: int, y: int, labels: list[tuple[str, str]]) -> str:
    return "".join(
        f'<text x="{x}" y="{y + LINE * row}">{escape(move)} <tspan class="who">({escape(who)})</tspan></text>'
        for row, (move, who) in enumerate(labels)
    )


def main() -> int:
    """Write the diagram."""
    (ROOT / DIAGRAM).parent.mkdir(exist_ok=True)
    (ROOT / DIAGRAM).write_text(draw(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
