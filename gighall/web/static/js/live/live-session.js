// <live-session record data-url>: around what the server printed of a session. It tells the hall that this page is
// open, answers its beats, counts the timer on between two answers of the hall, and fetches what has changed.
//
// What counts is computed by the hall alone; the timer here is put right by every answer.

import { line } from "./line.js";
import { fetchFragment } from "./panels.js";

const TICK_MS = 250;
// While a line stands, changes are told; the look now and then makes good what was not.
const LOOK_MS = 30_000;
const LOOK_WITHOUT_LINE_MS = 5_000;
const AGAIN_MS = 2_000;
const GATHER_MS = 80;
// The hall beats every two seconds: without a beat for so long the timer stands, and whether the line is dead is asked.
const SILENCE_MS = 6_000;
const SECONDS_A_MINUTE = 60;

class LiveSession extends HTMLElement {
  #session = "";
  #beatAt = -Infinity;
  #shownAt = 0;
  #timers = [];
  #wanted = 0;
  #asked = 0;
  #placed = 0;
  #isPressing = false;
  #isSilent = false;

  connectedCallback() {
    this.place = document.getElementById("session-state");
    this.said = document.getElementById("session-said");
    this.lost = document.getElementById("session-lost");
    this.polling = document.getElementById("session-polling");
    this.told = document.getElementById("session-told");
    this.failed = this.told.textContent.trim();
    document.getElementById("session-controls").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#press(event.target);
    });
    // Before the line is closed: that I was here until now is a sign of life too.
    window.addEventListener("pagehide", () => this.#session && this.#say("unattend"), { capture: true });
    this.#take();
    line.addEventListener("open", () => this.#opened());
    line.addEventListener("down", () => this.#down());
    line.addEventListener("unreachable", () => this.#down());
    line.addEventListener("frame", (event) => this.#hear(event.detail));
    document.addEventListener("order:changed", () => this.#look(GATHER_MS));
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#look(0));
    this.#timers.push(setInterval(() => this.#tick(), TICK_MS));
    if (line.isOpen) this.#opened();
    else this.#down();
  }

  disconnectedCallback() {
    this.#timers.forEach(clearInterval);
    clearTimeout(this.#wanted);
  }

  get #head() {
    return this.place.querySelector("[data-session-state]");
  }

  // The line

  #opened() {
    this.lost.hidden = true;
    this.polling.hidden = true;
    this.#attend();
    this.#look(0);
  }

  #down() {
    this.#beatAt = -Infinity;
    this.polling.hidden = !line.isUnreachable;
    this.lost.hidden = line.isUnreachable || !this.#session;
    this.#look(LOOK_WITHOUT_LINE_MS);
  }

  #hear(frame) {
    if (frame.op === "beat" && frame.s === this.#session) {
      const isFirst = this.#beatAt === -Infinity;
      this.#beatAt = performance.now();
      this.#isSilent = false;
      this.lost.hidden = true;
      this.#say("beat", { i: frame.i });
      if (isFirst) this.#look(GATHER_MS);
    } else if (frame.op === "error" && frame.c === this.getAttribute("record") && this.#session) {
      if (frame.why === "try_again") setTimeout(() => this.#attend(), AGAIN_MS);
      else this.#look(GATHER_MS);
    }
  }

  #attend() {
    if (this.#session) this.#say("attend");
  }

  #say(op, more = {}) {
    line.send({ op, c: this.getAttribute("record"), s: this.#session, ...more }, { wantsAnswer: false });
  }

  // What the hall has printed

  /** Take over what stands on the page: which session it is, and since when the timer shows this. */
  #take() {
    this.#shownAt = performance.now();
    const session = this.#head?.dataset.sessionState ?? "";
    if (session === this.#session) return;
    if (this.#session) this.#say("unattend");
    this.#session = session;
    this.#beatAt = -Infinity;
    this.#attend();
  }

  #look(ms) {
    clearTimeout(this.#wanted);
    this.#wanted = setTimeout(() => this.#fetch(), ms);
  }

  async #fetch() {
    this.#look(line.isOpen ? LOOK_MS : LOOK_WITHOUT_LINE_MS);
    const asked = (this.#asked += 1);
    let fragment;
    try {
      fragment = await fetchFragment(this.dataset.url);
    } catch {
      // The next look brings it.
      return;
    }
    // An answer that was overtaken by a later one says what is no more.
    if (asked < this.#placed) return;
    this.#placed = asked;
    this.#place(fragment);
  }

  #place(fragment) {
    const before = this.#head;
    const head = fragment.querySelector("[data-session-state]");
    const wasSaid = before?.querySelector("[data-part=sentence]")?.textContent;
    const sentence = head.querySelector("[data-part=sentence]").textContent;
    const isSame = before?.dataset.phase === head.dataset.phase && before?.dataset.sessionState === head.dataset.sessionState;
    // What can be pressed stays as it is while nothing about it has changed: a question that is open stays open.
    if (!isSame) for (const pattern of fragment.querySelectorAll("template[data-for]")) replaceAt(pattern);
    this.#keepFigures(before, head);
    before.replaceWith(head);
    if (sentence !== wasSaid) this.said.textContent = sentence;
    this.#take();
    this.#tick();
  }

  // A timer that counts never goes back for the moment that an answer was under way; one that stands shows what is.
  #keepFigures(before, head) {
    const [clock, shown] = [head, before].map((each) => each?.querySelector("[data-seconds]"));
    if (!shown || clock.dataset.counting === undefined || shown.dataset.counting === undefined) return;
    const ahead = this.#secondsOf(shown) - Number(clock.dataset.seconds);
    if (ahead > 0 && ahead < 2) clock.dataset.seconds = String(Number(clock.dataset.seconds) + ahead);
  }

  // What is pressed, without leaving the page: the line stays, and so does the presence

  async #press(form) {
    if (this.#isPressing) return;
    this.#isPressing = true;
    this.told.hidden = true;
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
      if (new URL(answer.url).pathname === location.pathname) this.#tell(await refusalIn(answer));
      // Any other way on, such as signing in again, is a page of its own.
      else location.assign(answer.url);
    } catch {
      this.#tell(this.failed);
    }
    this.#isPressing = false;
    this.#look(0);
  }

  #tell(words) {
    this.told.querySelector("span").textContent = words;
    this.told.hidden = !words;
  }

  // The timer

  #tick() {
    const clock = this.place.querySelector("[data-seconds]");
    const isLate = line.isOpen && this.#beatAt !== -Infinity && performance.now() - this.#beatAt > SILENCE_MS;
    if (isLate && this.#session && !this.#isSilent) {
      this.#isSilent = true;
      this.lost.hidden = false;
      line.send({ op: "ping" });
    }
    if (!clock) return;
    const figures = clock.querySelector("[data-part=figures]");
    const words = figuresOf(Math.floor(this.#secondsOf(clock)));
    if (figures.textContent !== words) figures.textContent = words;
  }

  #secondsOf(clock) {
    const seconds = Number(clock.dataset.seconds);
    if (clock.dataset.counting === undefined || this.#beatAt === -Infinity) return seconds;
    const most = clock.dataset.cap === undefined ? Infinity : Number(clock.dataset.cap);
    const until = Math.min(performance.now(), this.#beatAt + SILENCE_MS);
    return Math.min(most, seconds + Math.max(0, until - this.#shownAt) / 1_000);
  }
}

function replaceAt(pattern) {
  const place = document.getElementById(pattern.dataset.for);
  if (!place) return;
  const hadFocus = place.contains(document.activeElement);
  place.replaceChildren(pattern.content);
  // Who pressed with the keyboard goes on with the keyboard.
  if (hadFocus) place.querySelector("button, summary, a")?.focus({ preventScroll: true });
}

/** Return the sentence with which a page answers what could not be done, if any. */
async function refusalIn(answer) {
  const page = document.createElement("template");
  page.innerHTML = await answer.text();
  return page.content.querySelector(".messages .notice--warn")?.textContent.trim() ?? "";
}

/** Return a time as the hall prints it: "12:41", "62:03". */
function figuresOf(seconds) {
  return `${Math.floor(seconds / SECONDS_A_MINUTE)}:${String(seconds % SECONDS_A_MINUTE).padStart(2, "0")}`;
}

customElements.define("live-session", LiveSession);
