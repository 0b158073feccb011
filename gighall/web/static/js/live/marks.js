// How far the talk has come to the others: "Received" and "Read" under the last of my own entries each.

import { keepingPlace } from "./place.js";

const OWN_STATES = new Set(["received", "read"]);

export class Marks {
  #me;
  #entries;
  #view;
  #others;

  /** `others`: {person: {read, received}} for everybody else in the record. */
  constructor({ me, entries, view, others }) {
    this.#me = me;
    this.#entries = entries;
    this.#view = view;
    this.#others = others;
  }

  /** Take a mark of somebody: {op: "got" or "read", by, n}. What was read was received. */
  hear({ op, by, n }) {
    const mark = this.#others[by];
    if (mark === undefined) return;
    mark.received = Math.max(mark.received, n);
    if (op === "read") mark.read = Math.max(mark.read, n);
    this.show();
  }

  /** Take the marks that the server printed. */
  take(others) {
    for (const [by, { read, received }] of Object.entries(others)) {
      this.hear({ op: "got", by, n: received });
      this.hear({ op: "read", by, n: read });
    }
  }

  /** Print the marks under my entries as they stand now. */
  show() {
    const marks = Object.values(this.#others);
    if (!marks.length) return;
    const upTo = {
      received: Math.min(...marks.map((mark) => mark.received)),
      read: Math.min(...marks.map((mark) => mark.read)),
    };
    const last = { received: null, read: null };
    const mine = [...this.#entries.items].filter((item) => item.dataset.by === this.#me);
    for (const item of mine) {
      for (const state of OWN_STATES) if (Number(item.dataset.number) <= upTo[state]) last[state] = item;
    }
    const stateOf = (item) => (item === last.read ? "read" : item === last.received ? "received" : "stored");
    const changed = mine.filter((item) => (item.dataset.state ?? "stored") !== stateOf(item));
    // A word under an entry makes it higher: who reads the end of the talk still does.
    if (changed.length) keepingPlace(() => changed.forEach((item) => this.#view.setState(item, stateOf(item))));
  }
}
