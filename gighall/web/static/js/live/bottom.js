// Staying at the end of the talk while it grows, unless the reader has scrolled up.

const NEAR_PX = 160;

/** Say whether the reader is at the end of the page. */
export function isAtBottom() {
  const page = document.scrollingElement;
  return page.scrollHeight - page.scrollTop - page.clientHeight < NEAR_PX;
}

/** Change the page; whoever read the end still reads the end, whoever read further up stays there. */
export function keepingPlace(change) {
  const atBottom = isAtBottom();
  change();
  if (atBottom) toBottom();
}

/** Show the end of the page. */
export function toBottom() {
  const page = document.scrollingElement;
  page.scrollTop = page.scrollHeight;
}
