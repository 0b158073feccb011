// Going to an entry, to the newest or to the very first, without another page: links to entries, the address, keys.

import { toTop } from "./place.js";
import { focusOn } from "./window.js";

const ENTRY = /^#entry-(\d+)$/;
const EDITABLE = "input, textarea, select, [contenteditable]";

export class Jumping {
  #window;
  #list;

  constructor({ window: talk, list }) {
    this.#window = talk;
    this.#list = list;
    document.addEventListener("click", (event) => this.#click(event));
    document.addEventListener("keydown", (event) => this.#key(event));
    window.addEventListener("hashchange", () => this.toAddress());
    window.addEventListener("popstate", () => this.toAddress());
  }

  /** Show the entry that the page's address names; say whether it names one. */
  toAddress() {
    const number = numberIn(location);
    if (number) this.#show(number);
    return number > 0;
  }

  async #show(number) {
    let item;
    try {
      item = await this.#window.show(number);
    } catch {
      // Without a line to the hall the page stays where it is.
      return;
    }
    if (!item) return;
    for (const other of this.#list.querySelectorAll("[data-sought]")) delete other.dataset.sought;
    item.dataset.sought = "";
    focusOn(item);
  }

  #click(event) {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.button || isModified(event) || link.target) return;
    const number = link.pathname === location.pathname ? numberIn(link) : 0;
    if (number < Math.max(1, this.#window.floor)) return;
    event.preventDefault();
    history.pushState(null, "", `?at=${number}#entry-${number}`);
    this.#show(number);
  }

  #key(event) {
    if (event.defaultPrevented || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest?.(EDITABLE)) return;
    if (event.key === "Home" && !this.#window.isAtBeginning) {
      event.preventDefault();
      this.#window.show(this.#window.floor).then(
        () => toTop(),
        () => {},
      );
    } else if (event.key === "End" && !this.#window.isAtEnd) {
      event.preventDefault();
      this.#window.toEnd();
    }
  }
}

function numberIn({ hash }) {
  return Number(ENTRY.exec(hash)?.[1] ?? 0);
}

function isModified({ altKey, ctrlKey, metaKey, shiftKey }) {
  return altKey || ctrlKey || metaKey || shiftKey;
}
