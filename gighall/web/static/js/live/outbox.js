// Words on their way: kept in the browser until the hall has acked or refused them, over reloads too.
//
// They lie in IndexedDB, each under its client key with the person and the record, in the order in which they were
// written. All pages of a person see the same ones and tell each other; to post one twice is harmless, by its key.

const ITEMS_MAX = 200;
const DATABASE = "gighall";
const SHELF = "outbox";

export class Outbox extends EventTarget {
  #person;
  #record;
  #shelf;
  #channel = null;

  /** Keep the words of one person in one record. Events: "added" (detail: the item), "removed" (detail: its key), both from other pages. */
  constructor(person, record) {
    super();
    this.#person = person;
    this.#record = record;
    this.#shelf = openShelf().catch(() => new MemoryShelf());
    if ("BroadcastChannel" in window) {
      this.#channel = new BroadcastChannel(`gighall.outbox.${person}.${record}`);
      this.#channel.addEventListener("message", ({ data }) => {
        this.dispatchEvent(new CustomEvent(data.what, { detail: data.detail }));
      });
    }
  }

  /** Return what waits, oldest first: [{key, text}]. */
  async items() {
    await this.#takeOver();
    const items = await this.#use((shelf) => shelf.all(this.#person, this.#record));
    return (items ?? []).map(({ key, text }) => ({ key, text }));
  }

  /** Whether words may be added to so many that wait. */
  hasRoom(waiting) {
    return waiting < ITEMS_MAX;
  }

  /** Keep words. */
  async add({ key, text }) {
    await this.#use((shelf) => shelf.put({ key, text, person: this.#person, record: this.#record }));
    this.#channel?.postMessage({ what: "added", detail: { key, text } });
  }

  /** Forget words that were acked or given back. */
  async remove(key) {
    await this.#use((shelf) => shelf.remove(key));
    this.#channel?.postMessage({ what: "removed", detail: key });
  }

  close() {
    this.#channel?.close();
  }

  // A storage that is full or was taken away: from then on the words live as long as the page.
  async #use(work) {
    try {
      return await work(await this.#shelf);
    } catch {
      this.#shelf = Promise.resolve(new MemoryShelf());
      return work(await this.#shelf);
    }
  }

  /** Take what an older page of the hall left in its own storage. */
  async #takeOver() {
    const name = `gighall.outbox.${this.#person}.${this.#record}`;
    try {
      const left = JSON.parse(localStorage.getItem(name) ?? "[]");
      for (const { key, text } of Array.isArray(left) ? left : []) await this.add({ key, text });
      localStorage.removeItem(name);
    } catch {
      // Without that storage nothing was left there.
    }
  }
}

class MemoryShelf {
  #items = new Map();

  async all() {
    return [...this.#items.values()];
  }

  async put(item) {
    this.#items.set(item.key, item);
  }

  async remove(key) {
    this.#items.delete(key);
  }
}

class DatabaseShelf {
  #database;

  constructor(database) {
    this.#database = database;
    // Another page wants to change the shelf's form: it must not wait for this one.
    database.addEventListener("versionchange", () => database.close());
  }

  all(person, record) {
    return this.#do("readonly", (store) => store.index("place").getAll([person, record]));
  }

  put(item) {
    return this.#do("readwrite", (store) => {
      const known = store.index("key").getKey(item.key);
      known.addEventListener("success", () => known.result === undefined && store.add(item));
      return known;
    });
  }

  remove(key) {
    return this.#do("readwrite", (store) => {
      const known = store.index("key").getKey(key);
      known.addEventListener("success", () => known.result !== undefined && store.delete(known.result));
      return known;
    });
  }

  #do(mode, work) {
    return new Promise((resolve, reject) => {
      const transaction = this.#database.transaction(SHELF, mode);
      const request = work(transaction.objectStore(SHELF));
      transaction.addEventListener("complete", () => resolve(request.result));
      transaction.addEventListener("abort", () => reject(transaction.error));
    });
  }
}

function openShelf() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.addEventListener("upgradeneeded", () => {
      const store = request.result.createObjectStore(SHELF, { keyPath: "order", autoIncrement: true });
      store.createIndex("place", ["person", "record"]);
      store.createIndex("key", "key", { unique: true });
    });
    request.addEventListener("success", () => resolve(new DatabaseShelf(request.result)));
    request.addEventListener("error", () => reject(request.error));
    request.addEventListener("blocked", () => reject(new Error("blocked")));
  });
}
