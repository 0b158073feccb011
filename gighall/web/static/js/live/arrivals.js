// What comes, in the order of its numbers: each once, and what is missing is asked for by number, after a reload, a
// lost line or a lost word alike.

export class Arrivals {
  #early = new Map();
  #asked = -1;
  #ask;
  #show;

  /** `last`: the highest number without a gap; `ask(after)` says whether the question is on its way; `show(entry)` prints one. */
  constructor({ last, ask, show }) {
    this.last = last;
    this.#ask = ask;
    this.#show = show;
  }

  /** A new line: nothing is asked on it yet. */
  begin() {
    this.#asked = -1;
    this.askSince();
  }

  /** Note that a number is known, with its entry or as one that is shown already; show all that follows without a gap. */
  reached(number, entry = null) {
    if (number <= this.last) return;
    this.#early.set(number, entry);
    while (this.#early.has(this.last + 1)) {
      this.last += 1;
      const next = this.#early.get(this.last);
      this.#early.delete(this.last);
      if (next !== null) this.#show(next);
    }
    if (this.#early.size) this.askSince();
  }

  /** Take an answer to what was asked. */
  page({ entries, more }) {
    this.#asked = -1;
    for (const entry of entries) this.reached(entry.n, entry);
    if (more) this.askSince();
  }

  /** Everything up to a number stands on the page. */
  shownUpTo(number) {
    while (this.last < number) this.reached(this.last + 1);
  }

  askSince() {
    if (this.#asked === this.last) return;
    if (this.#ask(this.last)) this.#asked = this.last;
  }
}
