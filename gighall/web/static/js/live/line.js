// The page's one line to the hall, on every page of somebody who is signed in: so it is known that they are here, and
// news of a talk that is not open on this page put a dot beside the way to it.

import { LiveSocket } from "./socket.js";

export const line = new LiveSocket();

const PLACES = { inbox: "/inbox/", order: "/orders/" };
const places = new Map();
let me = "";

line.addEventListener("open", ({ detail: hello }) => {
  me = hello.me;
  for (const { c, kind } of hello.records) if (kind in PLACES) places.set(c, kind);
  for (const place of Object.keys(PLACES)) {
    if (isOpen(PLACES[place])) remember(place, "");
    else if (remembered(place)) showDot(place);
  }
});

line.addEventListener("frame", ({ detail: frame }) => {
  if (frame.op !== "entry" || frame.by === me || document.querySelector(`live-timeline[record="${frame.c}"]`)) return;
  const place = places.get(frame.c) ?? placeOfFirst(frame);
  if (place === null) return;
  places.set(frame.c, place);
  if (isOpen(PLACES[place])) return;
  remember(place, "new");
  showDot(place);
});

line.start();

// A talk begun since the page was opened: an order's first entry is a fact, an inbox talk's a message.
function placeOfFirst({ n, kind }) {
  if (n !== 1) return null;
  return kind === "message" ? "inbox" : "order";
}

function isOpen(address) {
  return location.pathname === address;
}

function showDot(place) {
  const link = document.querySelector(`.header__nav a[href="${PLACES[place]}"]`);
  const pattern = document.getElementById("news-dot-template");
  if (link && pattern && !link.querySelector(".news-dot")) link.append(pattern.content.cloneNode(true));
}

// The dot stays over the next pages of this tab, until the list of that place was opened.
function remembered(place) {
  try {
    return sessionStorage.getItem(`gighall.news.${me}.${place}`) ?? "";
  } catch {
    return "";
  }
}

function remember(place, word) {
  try {
    if (word) sessionStorage.setItem(`gighall.news.${me}.${place}`, word);
    else sessionStorage.removeItem(`gighall.news.${me}.${place}`);
  } catch {
    // Without storage the dot lives as long as the page.
  }
}
