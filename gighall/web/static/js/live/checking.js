// While I type: the hall looks at the words, they are underlined where it finds something, and the reasons stand below.

import { countPoints, toUnits } from "./points.js";

const PAUSE_MS = 300;
const ANSWER_MS = 2_000;
const REASONS_MAX = 5;
const WORDS_SHOWN_MAX = 40;
const CHARACTERS_MIN = 3;

export class Checking {
  #field;
  #mirror;
  #textMax;
  #ask;
  #list = document.getElementById("composer-reasons");
  #template = document.getElementById("composer-reasons-template");
  #asked = { i: 0, text: null };
  #shown = "";
  #timer = 0;

  /** `ask(text, i)` says whether the question is on its way. */
  constructor({ field, mirror, textMax, ask }) {
    this.#field = field;
    this.#mirror = mirror;
    this.#textMax = textMax;
    this.#ask = ask;
    field.addEventListener("input", () => this.typed());
  }

  /** The words have changed: they are looked at after a short pause. */
  typed() {
    if (!this.#mirror.marks.length && this.#shown) this.#showReasons([]);
    this.#later(PAUSE_MS);
  }

  /** A new line: what was asked on the last one is not answered any more. */
  begin() {
    this.#asked = { i: this.#asked.i, text: null };
    this.#later(PAUSE_MS);
  }

  /** Take an answer; one to words that have changed since comes too late. */
  answered({ i, marks }) {
    if (i !== this.#asked.i || this.#field.value !== this.#asked.text) return;
    clearTimeout(this.#timer);
    this.show(marks);
  }

  /** Show marks of the field's present words, counted in code points. */
  show(marks) {
    const units = toUnits(this.#field.value, marks.flatMap((mark) => [mark.s, mark.e]));
    this.#mirror.set(marks.map((mark, index) => ({ ...mark, from: units[2 * index], to: units[2 * index + 1] })));
    this.#showReasons(this.#mirror.marks);
  }

  /** The field was emptied, or its words were sent. */
  clear() {
    clearTimeout(this.#timer);
    this.#asked = { i: this.#asked.i + 1, text: null };
    this.#mirror.set([]);
    this.#showReasons([]);
  }

  #later(ms, again = false) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(again), ms);
  }

  #look(again) {
    const text = this.#field.value;
    const isPlain = text.trim().length < CHARACTERS_MIN || countPoints(text) > this.#textMax || !isWellFormed(text);
    if (isPlain) {
      this.#mirror.set([]);
      this.#showReasons([]);
      return;
    }
    if (text === this.#asked.text && !again) return;
    const i = this.#asked.i + 1;
    if (!this.#ask(text, i)) return;
    this.#asked = { i, text };
    // Whoever asks very often gets no answer; once more is enough, the next key stroke asks anew.
    if (!again) this.#later(ANSWER_MS, true);
  }

  #showReasons(marks) {
    const reasons = new Map();
    for (const { why, clause, help, from, to } of marks) {
      const words = shortened(this.#field.value.slice(from, to));
      if (reasons.has(why)) reasons.get(why).words.add(words);
      else if (reasons.size < REASONS_MAX) reasons.set(why, { why, clause, help, words: new Set([words]) });
    }
    // The same reasons are not printed again: a screen reader would say them at every key stroke.
    const now = JSON.stringify([...reasons.values()].map(({ why, words }) => [why, ...words]));
    if (now === this.#shown) return;
    this.#shown = now;
    this.#list.replaceChildren(...[...reasons.values()].map((reason) => this.#reason(reason)));
  }

  #reason({ why, clause, help, words }) {
    const item = this.#template.content.firstElementChild.cloneNode(true);
    item.querySelector("[data-part='words']").textContent = [...words].slice(0, REASONS_MAX).join(", ");
    item.querySelector("[data-part='why']").textContent = why;
    item.querySelector("[data-part='clause']").href = clause;
    item.querySelector("[data-part='help']").href = help;
    return item;
  }
}

function shortened(words) {
  const points = [...words.replaceAll(/\s+/g, " ").trim()];
  return points.length > WORDS_SHOWN_MAX ? `${points.slice(0, WORDS_SHOWN_MAX).join("")}…` : points.join("");
}

function isWellFormed(text) {
  return text.isWellFormed?.() ?? true;
}
