// Words on their way: kept in the browser until the hall has acked or refused them, over reloads too.

const ITEMS_MAX = 200;

export class Outbox {
  #name;
  #memory = [];

  /** Keep the words of one person in one record. */
  constructor(person, record) {
    this.#name = `gighall.outbox.${person}.${record}`;
  }

  /** Return what waits, oldest first: [{key, text}]. */
  items() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.#name) ?? "[]");
      return Array.isArray(kept) ? kept : [];
    } catch {
      return this.#memory;
    }
  }

  /** Keep words; false when too many wait already. */
  add(item) {
    const items = this.items();
    if (items.length >= ITEMS_MAX) return false;
    this.#keep([...items, item]);
    return true;
  }

  /** Forget words that were acked or given back. */
  remove(key) {
    this.#keep(this.items().filter((item) => item.key !== key));
  }

  #keep(items) {
    this.#memory = items;
    try {
      if (items.length) localStorage.setItem(this.#name, JSON.stringify(items));
      else localStorage.removeItem(this.#name);
    } catch {
      // Private windows and full storages refuse: then the words live as long as the page.
    }
  }
}
