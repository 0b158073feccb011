// <live-timeline record me last live data-timeline-url …>: the talk, live. Around the list that the server printed.
//
// Everything hangs on the number: entries are shown in the order of their numbers, each once, and what is
// missing is asked for by number, after a reload, a lost line or a lost word alike.

import { keepingPlace, toBottom } from "./bottom.js";
import { Composer } from "./composer.js";
import { MessageView } from "./message-view.js";
import { Outbox } from "./outbox.js";
import { fetchFragment, refreshPanels } from "./panels.js";
import { ReadingMark } from "./reading-mark.js";
import { LiveSocket } from "./socket.js";

const OFFLINE_AFTER_MS = 2_000;
const AGAIN_MS = 3_000;
const FACTS_GATHER_MS = 60;
const FACTS_AGAIN_MS = 3_000;
// Refusals that say nothing against the words: they are sent again by themselves.
const PASSING = new Set(["try_again", "too_fast"]);
const RELOAD_AFTER = new Set(["signed_out", "removed"]);

class LiveTimeline extends HTMLElement {
  #socket = new LiveSocket();
  #items = new Map();
  #early = new Map();
  #facts = new Set();
  #asked = -1;
  #wasOpen = false;
  #offlineTimer = 0;
  #factsTimer = 0;

  connectedCallback() {
    if (this.getAttribute("live") === "no") return;
    this.record = this.getAttribute("record");
    this.me = this.getAttribute("me");
    this.last = Number(this.getAttribute("last"));
    this.list = this.querySelector("ol");
    this.offlineLine = document.getElementById("offline-line");
    this.view = new MessageView({
      me: this.me,
      names: JSON.parse(this.querySelector("[data-names]").textContent),
      noteWords: this.dataset.noteWords ?? "",
      origins: (this.dataset.origins ?? "").split(" ").filter(Boolean),
      kindNames: JSON.parse(this.querySelector("[data-kind-names]").textContent),
    });
    this.outbox = new Outbox(this.me, this.record);
    const token = document.querySelector("#composer input[name=csrfmiddlewaretoken]")?.value ?? "";
    this.mark = new ReadingMark(this.dataset.readAction ?? "", token);
    this.composer = new Composer((text) => this.#write(text), `gighall.draft.${this.me}.${this.record}`);
    this.list.setAttribute("aria-live", "polite");
    for (const item of this.outbox.items()) this.#showUnsent(item, "unsent");
    if (!location.hash) toBottom();
    this.#socket.addEventListener("open", (event) => this.#opened(event.detail));
    this.#socket.addEventListener("frame", (event) => this.#hear(event.detail));
    this.#socket.addEventListener("down", () => this.#lost());
    this.#socket.addEventListener("bye", (event) => {
      if (RELOAD_AFTER.has(event.detail)) location.reload();
    });
    this.#socket.start();
    this.#lost();
  }

  disconnectedCallback() {
    this.#socket.stop();
    this.composer?.stop();
  }

  #opened(hello) {
    if (hello.me !== this.me) {
      // Somebody else has signed in in this browser: this page is not theirs.
      location.reload();
      return;
    }
    this.#wasOpen = true;
    // Whether the line is open can be seen from outside: by styles, and by who waits for it.
    this.dataset.line = "open";
    clearTimeout(this.#offlineTimer);
    this.offlineLine.hidden = true;
    this.#asked = -1;
    this.#askSince();
    for (const item of this.outbox.items()) this.#post(item);
  }

  #lost() {
    this.dataset.line = "lost";
    clearTimeout(this.#offlineTimer);
    this.#offlineTimer = setTimeout(() => {
      this.offlineLine.hidden = false;
      for (const { shown } of this.#items.values()) this.view.setState(shown, "unsent");
    }, OFFLINE_AFTER_MS);
  }

  #hear(frame) {
    if (frame.op === "changed" && frame.what === "record" && frame.id === this.record) {
      this.#moved();
    } else if (frame.c === this.record) {
      if (frame.op === "entry") this.#take(frame);
      else if (frame.op === "ack") this.#acked(frame);
      else if (frame.op === "refused") this.#refused(frame);
      else if (frame.op === "page") this.#page(frame);
      else if (frame.op === "behind") this.#askSince();
      else if (frame.op === "error") setTimeout(() => this.#askSince(), AGAIN_MS);
    }
  }

  // What I write

  #write(text) {
    // Until the line was open once, the form is sent as a form: perhaps only the live part is out of order.
    if (!this.#wasOpen) return false;
    const item = { key: crypto.randomUUID?.() ?? randomKey(), text };
    if (!this.outbox.add(item)) return false;
    this.#showUnsent(item, this.#socket.isOpen ? "sending" : "unsent");
    toBottom();
    this.#post(item);
    return true;
  }

  #showUnsent(item, state) {
    const shown = this.view.fromWords(item.text, state);
    this.#items.set(item.key, { shown, text: item.text });
    this.list.append(shown);
  }

  #post(item) {
    if (!this.#items.has(item.key)) this.#showUnsent(item, "sending");
    if (this.#socket.send({ op: "post", c: this.record, k: item.key, t: item.text })) {
      this.view.setState(this.#items.get(item.key).shown, "sending");
    }
  }

  #acked(ack) {
    const item = this.#items.get(ack.k);
    this.#items.delete(ack.k);
    this.outbox.remove(ack.k);
    if (item === undefined) return;
    keepingPlace(() => {
      // Words that an earlier attempt had stored may stand in the list already, or further up than it begins.
      if (this.#isShown(ack.n) || ack.n < this.#firstShown()) {
        item.shown.remove();
      } else {
        this.view.confirm(item.shown, item.text, ack);
        this.#place(item.shown, ack.n);
      }
    });
    this.#reached(ack.n, null);
  }

  #refused(refusal) {
    const key = refusal.k;
    const item = this.#items.get(key);
    if (item === undefined) return;
    if (PASSING.has(refusal.why)) {
      this.view.setState(item.shown, "unsent");
      setTimeout(() => this.#items.has(key) && this.#post({ key, text: item.text }), AGAIN_MS);
      return;
    }
    this.outbox.remove(key);
    this.#items.delete(key);
    item.shown.remove();
    this.composer.giveBack(item.text, refusal.say);
  }

  // What comes

  #take(entry) {
    this.#reached(entry.n, entry);
  }

  /** Note that a number is known; show it and all that follow it without a gap, ask for what is missing. */
  #reached(number, entry) {
    if (number <= this.last) return;
    this.#early.set(number, entry);
    while (this.#early.has(this.last + 1)) {
      this.last += 1;
      const next = this.#early.get(this.last);
      this.#early.delete(this.last);
      if (next !== null) this.#show(next);
    }
    this.setAttribute("last", this.last);
    this.mark.reached(this.last);
    if (this.#early.size) this.#askSince();
  }

  #show(entry) {
    if (this.#isShown(entry.n)) return;
    if (entry.kind !== "message") {
      this.#facts.add(entry.n);
      this.#gatherFacts(FACTS_GATHER_MS);
      return;
    }
    keepingPlace(() => {
      this.#items.get(entry.k)?.shown.remove();
      if (entry.k) {
        this.#items.delete(entry.k);
        this.outbox.remove(entry.k);
      }
      this.#place(this.view.fromEntry(entry), entry.n);
    });
    this.dispatchEvent(new CustomEvent("message:shown", { bubbles: true, detail: { number: entry.n } }));
  }

  #page(page) {
    this.#asked = -1;
    for (const entry of page.entries) this.#take(entry);
    if (page.more) this.#askSince();
  }

  #askSince() {
    if (this.#asked === this.last) return;
    if (this.#socket.send({ op: "since", c: this.record, n: this.last })) this.#asked = this.last;
  }

  #isShown(number) {
    return this.list.querySelector(`:scope > [data-number="${number}"]`) !== null;
  }

  #firstShown() {
    return Number(this.list.querySelector(":scope > [data-number]:not([data-number=''])")?.dataset.number ?? 1);
  }

  /** Put an item where its number belongs: after lower numbers, before higher ones and unsent words. */
  #place(item, number) {
    let before = null;
    for (let other = this.list.lastElementChild; other !== null; other = other.previousElementSibling) {
      if (other === item) continue;
      const standing = Number(other.dataset.number);
      if (standing && standing < number) break;
      before = other;
    }
    this.list.insertBefore(item, before);
  }

  // What happened besides the talk

  #gatherFacts(ms) {
    clearTimeout(this.#factsTimer);
    this.#factsTimer = setTimeout(() => this.#fetchFacts(), ms);
  }

  async #fetchFacts() {
    if (!this.#facts.size) return;
    try {
      const after = Math.min(...this.#facts) - 1;
      const fragment = await fetchFragment(`${this.dataset.timelineUrl}?after=${after}`);
      keepingPlace(() => {
        for (const item of [...fragment.querySelectorAll("li[data-number]")]) {
          const number = Number(item.dataset.number);
          if (this.#facts.delete(number) && !this.#isShown(number)) this.#place(item, number);
        }
      });
      const goesOn = !this.#facts.has(after + 1);
      if (this.#facts.size) this.#gatherFacts(goesOn ? FACTS_GATHER_MS : FACTS_AGAIN_MS);
    } catch {
      this.#gatherFacts(FACTS_AGAIN_MS);
    }
  }

  #moved() {
    this.dispatchEvent(new CustomEvent("order:changed", { bubbles: true }));
    refreshPanels();
  }
}

/** Return a random key where the browser offers none: it does so only on https and on this machine. */
function randomKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

customElements.define("live-timeline", LiveTimeline);
