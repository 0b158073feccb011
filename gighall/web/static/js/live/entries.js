// The list of entries: each number once, in order, before the words that are not sent yet.

import { keepingPlace } from "./bottom.js";
import { fetchFragment } from "./panels.js";

const GATHER_MS = 60;
const AGAIN_MS = 3_000;

export class Entries extends EventTarget {
  #list;
  #address;
  #wanted = new Set();
  #timer = 0;

  /** Take over the list that the server printed. Events: "placed" (detail: the item), "fragment" (detail: what the server printed). */
  constructor(list, address) {
    super();
    this.#list = list;
    this.#address = address;
  }

  get items() {
    return this.#list.querySelectorAll(":scope > [data-number]:not([data-number=''])");
  }

  get firstShown() {
    return Number(this.#list.querySelector(":scope > [data-number]:not([data-number=''])")?.dataset.number ?? 1);
  }

  isShown(number) {
    return this.#list.querySelector(`:scope > [data-number="${number}"]`) !== null;
  }

  isMessage(number) {
    return this.#list.querySelector(`:scope > .entry--message[data-number="${number}"]`) !== null;
  }

  /** Put words that have no number yet at the end. */
  append(item) {
    this.#list.append(item);
  }

  /** Put an item where its number belongs: after lower numbers, before higher ones and unsent words. */
  place(item, number) {
    let before = null;
    for (let other = this.#list.lastElementChild; other !== null; other = other.previousElementSibling) {
      if (other === item) continue;
      const standing = Number(other.dataset.number);
      if (standing && standing < number) break;
      before = other;
    }
    this.#list.insertBefore(item, before);
    this.dispatchEvent(new CustomEvent("placed", { detail: item }));
  }

  /** Show an entry that only the server can print: it is fetched, with others that come in the same moment. */
  want(number) {
    this.#wanted.add(number);
    this.#later(GATHER_MS);
  }

  /** Fetch what follows a number, and place what is not shown yet; return the numbers that came. */
  async fetchAfter(number, before = () => {}) {
    const fragment = await fetchFragment(`${this.#address}?after=${number}`);
    const found = [...fragment.querySelectorAll("li[data-number]")];
    keepingPlace(() => {
      before();
      for (const item of found) {
        const its = Number(item.dataset.number);
        this.#wanted.delete(its);
        if (!this.isShown(its)) this.place(item, its);
      }
    });
    this.dispatchEvent(new CustomEvent("fragment", { detail: fragment }));
    return found.map((item) => Number(item.dataset.number));
  }

  #later(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fetchWanted(), ms);
  }

  async #fetchWanted() {
    if (!this.#wanted.size) return;
    const after = Math.min(...this.#wanted) - 1;
    try {
      await this.fetchAfter(after);
      const goesOn = !this.#wanted.has(after + 1);
      if (this.#wanted.size) this.#later(goesOn ? GATHER_MS : AGAIN_MS);
    } catch {
      this.#later(AGAIN_MS);
    }
  }
}
