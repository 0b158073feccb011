// Staying at the end of the talk while it grows, unless the reader has scrolled up.
// The talk ends with the column that it stands in: on a narrow page other things come below that column.

const NEAR_PX = 160;

/** Return how far below the top of the page the talk ends. */
function end() {
  const column = document.querySelector("live-timeline")?.parentElement ?? document.body;
  return document.scrollingElement.scrollTop + column.getBoundingClientRect().bottom;
}

/** Say whether the reader sees the end of the talk, or almost. */
export function isAtBottom() {
  const { scrollTop, clientHeight } = document.scrollingElement;
  const below = end() - scrollTop;
  return below > 0 && below - clientHeight < NEAR_PX;
}

/** Change the page; whoever read the end still reads the end, whoever read elsewhere stays there. */
export function keepingPlace(change) {
  const atBottom = isAtBottom();
  change();
  if (atBottom) stayAtBottom();
}

/** Follow the end of the talk down, and never up: who has the rest of the page in view keeps it. */
export function stayAtBottom() {
  const page = document.scrollingElement;
  page.scrollTop = Math.max(page.scrollTop, end() - page.clientHeight);
}

/** Show the end of the talk, with the place to write at the foot of the screen. */
export function toBottom() {
  const page = document.scrollingElement;
  page.scrollTop = end() - page.clientHeight;
}
