// The list of entries: each number once, in order, before the words that are not sent yet.

import { keepingPlace } from "./place.js";
import { fetchFragment } from "./panels.js";

const GATHER_MS = 60;
const AGAIN_MS = 3_000;
const NUMBERED = ":scope > [data-number]:not([data-number=''])";

export class Entries extends EventTarget {
  #list;
  #address;
  #hasRoom;
  #wanted = new Set();
  #timer = 0;

  /**
   * Take over the list that the server printed; `hasRoom()` says whether what is new is placed.
   * Events: "placed" and "removed" (detail: the items), "fragment" (detail: what the server printed).
   */
  constructor({ list, address, hasRoom }) {
    super();
    this.#list = list;
    this.#address = address;
    this.#hasRoom = hasRoom;
  }

  get items() {
    return this.#list.querySelectorAll(NUMBERED);
  }

  /** The number of the first entry on the page; 0 for none. */
  get first() {
    return Number(this.#list.querySelector(NUMBERED)?.dataset.number ?? 0);
  }

  /** The number of the last entry on the page; 0 for none. */
  get last() {
    const { items } = this;
    return Number(items[items.length - 1]?.dataset.number ?? 0);
  }

  item(number) {
    return this.#list.querySelector(`:scope > [data-number="${number}"]`);
  }

  isShown(number) {
    return this.item(number) !== null;
  }

  /** Put words that have no number yet at the end. */
  append(item) {
    this.#list.append(item);
  }

  /** Put an item where its number belongs: after lower numbers, before higher ones and unsent words. */
  place(item, number) {
    this.#insert(item, number);
    this.#tell("placed", [item]);
  }

  /** Put items of the server where they belong, those that are not there yet. */
  placeAll(items) {
    const fresh = items.filter((item) => !this.isShown(item.dataset.number));
    for (const item of fresh) this.#insert(item, Number(item.dataset.number));
    if (fresh.length) this.#tell("placed", fresh);
  }

  /** Take items off the page. */
  remove(items) {
    for (const item of items) item.remove();
    if (items.length) this.#tell("removed", items);
  }

  /** Show an entry that only the server can print: it is fetched, with others that come in the same moment. */
  want(number) {
    this.#wanted.add(number);
    this.#later(GATHER_MS);
  }

  /** Forget what was to be shown: the page shows another part of the talk. Return the lowest of it, Infinity for nothing. */
  forgetWanted() {
    const lowest = Math.min(...this.#wanted);
    this.#wanted.clear();
    return lowest;
  }

  /** Fetch a part of the talk, as the server prints it: its items, and how far the talk has come. */
  async fetch(asked) {
    const fragment = await fetchFragment(`${this.#address}?${asked}`);
    this.#tell("fragment", fragment);
    return {
      items: [...fragment.querySelectorAll("li[data-number]")],
      last: Number(fragment.querySelector("template[data-last]").dataset.last),
    };
  }

  /** Fetch what follows a number, and place what is not shown yet; return what came. */
  async fetchAfter(number, before = () => {}) {
    const found = await this.fetch(`after=${number}`);
    keepingPlace(() => {
      before();
      const placed = [];
      for (const item of found.items) {
        const number = Number(item.dataset.number);
        this.#wanted.delete(number);
        if (this.isShown(number) || !this.#hasRoom()) continue;
        this.#insert(item, number);
        placed.push(item);
      }
      if (placed.length) this.#tell("placed", placed);
    });
    return found;
  }

  #insert(item, number) {
    let before = null;
    for (let other = this.#list.lastElementChild; other !== null; other = other.previousElementSibling) {
      if (other === item) continue;
      const standing = Number(other.dataset.number);
      if (standing && standing < number) break;
      before = other;
    }
    this.#list.insertBefore(item, before);
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

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
