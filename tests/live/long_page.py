"""A long talk on an open page: what stands there, how it moves, and what it costs."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page, Request, Route

from tests.browser import PHONE, open_context, watch
from tests.journeys.window import Window
from tests.live.page_pair import OPEN
from tests.patience import until

# What moved on the screen without anybody's doing, and what held up the page for longer than a blink.
MEASURING = """
window.shifts = [];
window.blinks = [];
const place = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(" ");
const part = ({ node, previousRect, currentRect }) =>
  `${node?.id || node?.className || node?.nodeName}: ${place(previousRect)} -> ${place(currentRect)}`;
const note = (list, pick) => (seen) => list.push(...seen.getEntries().map(pick).filter(Boolean));
const shift = ({ value, sources, hadRecentInput }) =>
  hadRecentInput ? "" : `${value.toFixed(4)} ${sources.map(part).join(", ")}`;
new PerformanceObserver(note(window.shifts, shift))
  .observe({ type: "layout-shift", buffered: true });
new PerformanceObserver(note(window.blinks, ({ duration }) => Math.round(duration)))
  .observe({ type: "longtask", buffered: true });
"""
ON_PAGE = """() => {
  const talk = document.querySelector("live-timeline");
  const items = [...talk.querySelectorAll("ol > [data-number]:not([data-number=''])")];
  const numbers = items.map(item => +item.dataset.number);
  return {
    nodes: document.querySelectorAll("*").length,
    count: numbers.length, first: numbers[0] ?? 0, last: numbers.at(-1) ?? 0,
    isWhole: numbers.every((number, at) => number === numbers[0] + at), isAtEnd: talk.dataset.end === "shown",
    scrolled: Math.round(document.scrollingElement.scrollTop),
  };
}"""
# The first entry on the screen, and where its upper edge is.
READ = """() => {
  for (const item of document.querySelectorAll("ol.timeline > [data-number]:not([hidden])")) {
    const { top, bottom } = item.getBoundingClientRect();
    if (bottom > 0) return [item.id, top];
  }
}"""
FRAME = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)))"
PHONE_WISHES: dict[str, Any] = {
    "viewport": PHONE,
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}


@dataclass
class LongPage:
    """A tab on a long talk."""

    page: Page
    troubles: list[str]
    # The parts that it has fetched.
    parts: list[str]

    def state(self) -> Any:
        """Return what stands on the page."""
        return self.page.evaluate(ON_PAGE)

    def reads(self) -> tuple[str, float]:
        """Return which entry is the first on the screen, and where."""
        name, top = self.page.evaluate(READ)
        return name, top

    def scroll(self, by: int) -> None:
        """Scroll, and let the page draw."""
        self.page.evaluate("by => window.scrollBy(0, by)", by)
        self.page.evaluate(FRAME)

    def scroll_until(self, by: int, fact: Any, *, what: str) -> None:
        """Scroll on, a stretch at a time, until something is a fact."""

        def look() -> bool:
            self.scroll(by)
            return bool(fact(self.state()))

        until(look, what=what)

    def shifts(self) -> list[str]:
        """Return how much moved on the screen without anybody's doing since the last question, and what it was."""
        found: list[str] = self.page.evaluate("window.shifts.splice(0)")
        return found

    def heap_bytes(self) -> int:
        """Return what the page's script holds, after what is not used any more was collected."""
        tools = self.page.context.new_cdp_session(self.page)
        tools.send("HeapProfiler.collectGarbage")
        used = tools.send("Runtime.getHeapUsage")["usedSize"]
        tools.detach()
        return int(used)

    def hold_parts(self) -> list[Route]:
        """Keep every part on its way from now on; return the list of those that wait."""
        held: list[Route] = []
        self.page.route("**/timeline/?*", lambda route: held.append(route))
        return held


def open_long(browser: Browser, window: Window, path: str, **wishes: Any) -> LongPage:
    """Open a talk in another browser window of somebody who is signed in, and wait for its line."""
    state = window.page.context.storage_state()
    page = open_context(browser, window.hall.origin, storage_state=state, **wishes).new_page()
    page.add_init_script(MEASURING)
    parts: list[str] = []

    def note(request: Request) -> None:
        if "/timeline/?" in request.url:
            parts.append(request.url)

    page.on("request", note)
    found = LongPage(page, watch(page), parts)
    page.goto(path)
    page.locator(OPEN).wait_for(state="attached")
    return found
