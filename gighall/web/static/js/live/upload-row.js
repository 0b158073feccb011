// The row of one file on its way: how far it is, what is said of it, and its buttons.

import { printed } from "../look/moments.js";
import { percentWords, sizeWords, timeWords } from "./sizes.js";

// The speed is of the last few seconds, and told twice a second: nobody reads faster.
const SPEED_MS = 4000;
const TOLD_MS = 500;

export class UploadRow {
  #template = document.getElementById("upload-template");
  #seen = [];
  #toldAt = 0;

  /** Make a row for a file by its name and size; `acts` are told when a button is pressed, by the button's name. */
  constructor({ name, size }, acts) {
    this.name = name;
    this.size = size;
    this.element = this.#template.content.firstElementChild.cloneNode(true);
    this.element.tabIndex = -1;
    this.#part("name").textContent = name;
    for (const [act, called] of Object.entries(acts)) this.#part(act).addEventListener("click", called);
    this.show("waiting");
    this.progress(0);
  }

  /** Show a state, with what is said of it: one of the template's sentences, or nothing. */
  show(state, sentence = "", values = {}) {
    const hadFocus = this.element.contains(document.activeElement);
    this.element.dataset.state = state;
    delete this.element.dataset.again;
    this.#part("sentence").hidden = true;
    this.#part("words").textContent = sentence && this.words(sentence, values);
    this.#seen = [];
    this.#tellFigures();
    if (hadFocus) this.#keepFocus();
  }

  /** Say what is wrong; with a way to try again, or none. */
  refuse(sentence, { again }) {
    this.show("refused");
    this.element.toggleAttribute("data-again", again);
    this.#part("cancel").textContent = this.#template.dataset.dismiss;
    this.complain(sentence);
  }

  /** Say something beside the state. */
  complain(sentence) {
    const line = this.#part("sentence");
    line.hidden = false;
    line.textContent = sentence;
  }

  /** Show how many bytes have been sent. */
  progress(sent) {
    this.sent = sent;
    this.#part("bar").value = this.size ? (100 * sent) / this.size : 0;
    const now = performance.now();
    this.#seen.push([now, sent]);
    while (now - this.#seen[0][0] > SPEED_MS) this.#seen.shift();
    if (now - this.#toldAt < TOLD_MS && sent < this.size) return;
    this.#toldAt = now;
    this.#tellFigures();
  }

  /** Return a sentence of the template, filled in. */
  words(name, values = {}) {
    return filled(this.#template.dataset[name] ?? name, {
      name: this.name,
      size: sizeWords(this.size),
      sent: sizeWords(this.sent),
      percent: percentWords(this.sent, this.size),
      ...values,
      ...(values.until && { until: printed(new Date(values.until)) }),
    });
  }

  #tellFigures() {
    const told = this.sent ? [this.words("figures")] : [sizeWords(this.size)];
    const speed = this.element.dataset.state === "sending" ? this.#speed() : 0;
    if (speed > 0 && this.sent < this.size) {
      told.push(this.words("speed", { speed: sizeWords(speed) }));
      told.push(this.words("left", { time: timeWords((this.size - this.sent) / speed) }));
    }
    this.#part("figures").textContent = told.join(" · ");
    this.#part("bar").setAttribute("aria-valuetext", [percentWords(this.sent, this.size), ...told].join(" · "));
  }

  #speed() {
    const [[since, from], [until, to]] = [this.#seen[0] ?? [0, 0], this.#seen.at(-1) ?? [0, 0]];
    return until - since > TOLD_MS ? (1000 * (to - from)) / (until - since) : 0;
  }

  /** Whoever pressed a button that is gone stays in the row, at the one in its place. */
  #keepFocus() {
    if (document.activeElement?.checkVisibility()) return;
    const buttons = [...this.element.querySelectorAll("button")];
    (buttons.find((button) => button.checkVisibility()) ?? this.element).focus();
  }

  #part(name) {
    return this.element.querySelector(`[data-part="${name}"]`);
  }
}

function filled(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
