"""Offsets in the browser: code points of the hall and UTF-16 units of the page, in a real Chromium."""

import json

from playwright.sync_api import Browser

from tests.browser import open_context
from tests.harness.halls import RunningHall

TEXTS = ["plain", "🙂a👩‍💻b", "שלום 🙂 مرحبا", "", "e\u0301🇩🇪x", "\U0001f600" * 50]


def test_offsets_are_converted_like_python_counts(browser: Browser, demo_hall: RunningHall) -> None:
    page = open_context(browser, demo_hall.origin).new_page()
    page.goto("/")
    cases = [
        (text, start, end, text[start:end])
        for text in TEXTS
        for start in range(0, len(text), 2)
        for end in range(start + 1, len(text) + 1, 3)
    ]

    told = page.evaluate(
        """async cases => {
          const { countPoints, cut } = await import("/static/js/live/points.js");
          return JSON.stringify(cases.map(([text, s, e]) => {
            const pieces = cut(text, [{ s, e }]);
            return [
              countPoints(text), pieces.find(piece => piece.mark).text, pieces.map(piece => piece.text).join(""),
            ];
          }));
        }""",
        [list(case[:3]) for case in cases],
    )

    assert json.loads(told) == [[len(text), piece, text] for text, _start, _end, piece in cases]
    page.context.close()
