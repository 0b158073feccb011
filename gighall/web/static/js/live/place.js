// Where the reader is: at the end of the talk while it grows, or somewhere in it, whatever is put before and after.
// The talk ends with the column that it stands in: on a narrow page other things come below that column.
//
// What is read is held by measuring it before and after each change. Browsers that do the same by themselves find
// nothing left to do; not all of them do it.

const NEAR_PX = 160;
const ABOVE_PX = 16;

// Set while the page is being changed: whether its reader was at the end before.
let change = null;
// How far the page was scrolled from here, and not by its reader.
let moved = 0;

function page() {
  return document.scrollingElement;
}

function column() {
  return document.querySelector("live-timeline")?.parentElement ?? document.body;
}

/** Return how far below the top of the page the talk ends. */
function end() {
  return page().scrollTop + column().getBoundingClientRect().bottom;
}

function scrollTo(top) {
  const before = page().scrollTop;
  page().scrollTop = top;
  moved += page().scrollTop - before;
}

/** Return how far down the reader has scrolled by themselves; only differences say something. */
export function scrolledByReader() {
  return page().scrollTop - moved;
}

/** Say whether the reader sees the end of the talk, or almost; where the page shows another part of it, they do not. */
export function isAtBottom() {
  if (change !== null) return change.atBottom;
  if (document.querySelector("live-timeline")?.dataset.end === "away") return false;
  const { scrollTop, clientHeight } = page();
  const below = end() - scrollTop;
  return below > 0 && below - clientHeight < NEAR_PX;
}

/** Change the page; whoever read the end still reads the end, and what is read elsewhere stays where it is on the screen. */
export function keepingPlace(work) {
  if (change !== null) {
    work();
    return;
  }
  const atBottom = isAtBottom();
  const held = atBottom ? [] : inView();
  change = { atBottom };
  try {
    work();
  } finally {
    change = null;
  }
  if (atBottom) stayAtBottom();
  else hold(held);
}

/** Follow the end of the talk down, and never up: who has the rest of the page in view keeps it. */
function stayAtBottom() {
  scrollTo(Math.max(page().scrollTop, end() - page().clientHeight));
}

/** Whoever reads the end still reads it when the composer grows over it, or the page: fonts may come late. */
export function followEnd() {
  const following = new ResizeObserver(() => isAtBottom() && stayAtBottom());
  for (const part of [document.getElementById("composer-place"), document.body]) if (part) following.observe(part);
}

/** Show the end of the talk, with the place to write at the foot of the screen. */
export function toBottom() {
  scrollTo(end() - page().clientHeight);
}

/** Show an entry in the upper part of the screen, with what led to it above. */
export function toEntry(item) {
  scrollTo(page().scrollTop + item.getBoundingClientRect().top - page().clientHeight / 4);
}

/** Show something at the upper edge of the screen; without anything the top of the page. */
export function toTop(element = null) {
  scrollTo(element === null ? 0 : page().scrollTop + element.getBoundingClientRect().top - ABOVE_PX);
}

/** Return the entries on the screen with where they stand, or the next one below; for who reads below the talk, its end. */
function inView() {
  const { clientHeight } = page();
  const found = [];
  for (const item of document.querySelectorAll("live-timeline .timeline > li:not([hidden])")) {
    const { top, bottom } = item.getBoundingClientRect();
    if (top >= clientHeight && found.length) break;
    if (bottom > 0) found.push({ of: () => item.getBoundingClientRect().top, item, at: top });
  }
  if (found.length) return found;
  const talk = column();
  const { bottom } = talk.getBoundingClientRect();
  return bottom <= 0 ? [{ of: () => talk.getBoundingClientRect().bottom, item: talk, at: bottom }] : [];
}

function hold(held) {
  const first = held.find(({ item }) => item.isConnected);
  if (first !== undefined) scrollTo(page().scrollTop + first.of() - first.at);
}
