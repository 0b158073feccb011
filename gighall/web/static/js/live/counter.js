// How many characters the composer holds, once they come near to the most that a message may have.

import { countPoints } from "./points.js";

const SHOWN_FROM = 0.9;
const figures = new Intl.NumberFormat(document.documentElement.lang || "en");

export class Counter {
  #field;
  #most;
  #words;
  #line = document.getElementById("composer-count");

  /** `words`: the sentences `count` and `tooMany`, with {count}, {most} and {over}. */
  constructor({ field, most, words }) {
    this.#field = field;
    this.#most = most;
    this.#words = words;
    field.addEventListener("input", () => this.update());
    this.update();
  }

  /** Return the sentence that says how many characters are too many, or nothing. */
  complaint(text) {
    const count = countPoints(text);
    return this.#most && count > this.#most ? this.#say(this.#words.tooMany, count) : "";
  }

  /** Print the count; `isSaid`: the whole sentence stands elsewhere. */
  update({ isSaid = false } = {}) {
    const text = this.#field.value;
    // Code points are at most as many as units, so short words need no counting.
    const count = this.#most && text.length >= this.#most * SHOWN_FROM ? countPoints(text) : 0;
    const isOver = count > this.#most;
    const sentence = isOver && !isSaid ? this.#words.tooMany : this.#words.count;
    this.#show(count && count >= this.#most * SHOWN_FROM ? this.#say(sentence, count) : "", isOver);
  }

  #show(sentence, isOver) {
    // It is heard when the words become too many, not at every key stroke.
    this.#line.setAttribute("aria-live", isOver === this.#line.hasAttribute("data-over") ? "off" : "polite");
    this.#line.toggleAttribute("data-over", isOver);
    this.#line.textContent = sentence;
    this.#line.hidden = !sentence;
  }

  #say(sentence, count) {
    return sentence
      .replace("{most}", figures.format(this.#most))
      .replace("{count}", figures.format(count))
      .replace("{over}", figures.format(count - this.#most));
  }
}
