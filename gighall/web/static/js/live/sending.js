// What I write, from the composer until the hall has it: shown at once, kept in the outbox, posted until it is acked.

import { keepingPlace } from "./place.js";
import { newKey } from "./keys.js";

const AGAIN_MS = 3_000;
// Words that another page of mine keeps: it posts them itself, unless it has gone meanwhile.
const OTHER_PAGE_MS = 4_000;
// And what another page has settled comes to this one as an entry, a moment later.
const SETTLED_MS = 1_000;
// Refusals that say nothing against the words: they are sent again by themselves.
const PASSING = new Set(["try_again", "too_fast"]);

export class Sending {
  #items = new Map();
  #outbox;
  #entries;
  #view;
  #carry;
  #giveBack;
  #toEnd;
  #isPlaced;

  /**
   * `carry(item)` says whether the item is on its way; `giveBack(text, sentence, marks)` returns words to their author;
   * `toEnd()` shows the end of the talk; `isPlaced(number)` says whether an entry belongs to the part that is shown.
   */
  constructor({ outbox, entries, view, carry, giveBack, toEnd, isPlaced }) {
    this.#outbox = outbox;
    this.#entries = entries;
    this.#view = view;
    this.#carry = carry;
    this.#giveBack = giveBack;
    this.#toEnd = toEnd;
    this.#isPlaced = isPlaced;
    outbox.addEventListener("added", (event) => this.#addedElsewhere(event.detail));
    outbox.addEventListener("removed", (event) => setTimeout(() => this.#drop(event.detail), SETTLED_MS));
  }

  /** Show what waits since an earlier page, and send it. */
  async takeUp() {
    const waiting = await this.#outbox.items();
    for (const item of waiting) this.#show(item, "unsent");
    this.postAll();
    return waiting.length;
  }

  /** Take new words; false when too many wait already. */
  write(text) {
    if (!this.#outbox.hasRoom(this.#items.size)) return false;
    const item = { key: newKey(), text };
    this.#show(item, "unsent");
    this.#outbox.add(item);
    this.#toEnd();
    this.#post(item.key);
    return true;
  }

  /** Send everything that waits: the line is open again. */
  postAll() {
    for (const key of this.#items.keys()) this.#post(key);
  }

  /** Say of everything that waits that it is not sent yet. */
  lost() {
    for (const { shown } of this.#items.values()) this.#view.setState(shown, "unsent");
  }

  /** The hall has stored an item under a number. */
  acked(ack) {
    const item = this.#forget(ack.k);
    if (item === undefined) return;
    keepingPlace(() => {
      // Words that an earlier attempt had stored may stand in the list already, or in another part of the talk.
      if (this.#entries.isShown(ack.n) || !this.#isPlaced(ack.n)) {
        item.shown.remove();
      } else {
        this.#view.confirm(item.shown, item.text, ack);
        this.#entries.place(item.shown, ack.n);
      }
    });
  }

  /** The hall has stored an item, and the number comes with the next look at the timeline. */
  stored(key) {
    const item = this.#items.get(key);
    if (item === undefined) return;
    item.isStored = true;
    this.#outbox.remove(key);
  }

  /** Take away what the next look at the timeline brings itself. */
  clearStored() {
    for (const [key, item] of this.#items) if (item.isStored) this.#drop(key);
  }

  /** The hall has not stored an item: send it again when nothing is wrong with it, else give the words back. */
  refused({ k: key, why, say, marks = [] }) {
    if (!this.#items.has(key)) return;
    if (PASSING.has(why)) {
      this.#view.setState(this.#items.get(key).shown, "unsent");
      setTimeout(() => this.#post(key), AGAIN_MS);
      return;
    }
    const item = this.#forget(key);
    item.shown.remove();
    this.#giveBack(item.text, say, marks);
  }

  /** An entry with a key of mine has come by another road. */
  arrived(key) {
    this.#forget(key)?.shown.remove();
  }

  #post(key) {
    const item = this.#items.get(key);
    if (item === undefined || item.isStored) return;
    if (this.#carry({ key, text: item.text })) this.#view.setState(item.shown, "sending");
  }

  #show({ key, text }, state) {
    if (this.#items.has(key)) return;
    const shown = this.#view.fromWords(text, state);
    this.#items.set(key, { shown, text, isStored: false });
    this.#entries.append(shown);
  }

  #forget(key) {
    const item = this.#items.get(key);
    this.#items.delete(key);
    if (item !== undefined && !item.isStored) this.#outbox.remove(key);
    return item;
  }

  #addedElsewhere(item) {
    keepingPlace(() => this.#show(item, "unsent"));
    setTimeout(() => this.#post(item.key), OTHER_PAGE_MS);
  }

  // Gone from the outbox by another page's doing: what became of it comes as an entry, or went back to its author there.
  #drop(key) {
    this.#items.get(key)?.shown.remove();
    this.#items.delete(key);
  }
}
