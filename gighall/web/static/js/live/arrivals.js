// What comes, in the order of its numbers: each once, and what is missing is asked for by number, after a reload, a
// lost line or a lost word alike. Where very much is missing, after a long sleep, it is passed over, and said so.

export class Arrivals {
  #early = new Map();
  #asked = -1;
  #most;
  #ask;
  #show;
  #passOver;

  /**
   * `last`: the highest number without a gap; `most`: so many missing entries are asked for. `ask(after)` says whether
   * the question is on its way; `show(entry)` prints one; `passOver()` is told when more is missing than that.
   */
  constructor({ last, most, ask, show, passOver }) {
    this.last = last;
    this.#most = most;
    this.#ask = ask;
    this.#show = show;
    this.#passOver = passOver;
  }

  /** A new line: nothing is asked on it yet. `last`: how far the talk has come, where that is known. */
  begin(last = 0) {
    this.#asked = -1;
    this.known(last);
    this.askSince();
  }

  /** The talk has come to a number: what is missing up to there is passed over when it is too much. */
  known(last) {
    if (last - this.last <= this.#most) return;
    for (const number of this.#early.keys()) if (number <= last) this.#early.delete(number);
    this.last = last;
    this.#passOver();
    this.#showEarly();
  }

  /** Note that a number is known, with its entry or as one that is shown already; show all that follows without a gap. */
  reached(number, entry = null) {
    if (number <= this.last) return;
    this.#early.set(number, entry);
    this.#showEarly();
    if (this.#early.size) this.askSince();
  }

  /** Take an answer to what was asked. */
  page({ entries, more, last }) {
    this.#asked = -1;
    for (const entry of entries) this.reached(entry.n, entry);
    if (!more) return;
    this.known(last);
    this.askSince();
  }

  /** Everything up to a number stands on the page. */
  shownUpTo(number) {
    while (this.last < number) this.reached(this.last + 1);
  }

  askSince() {
    if (this.#asked === this.last) return;
    if (this.#ask(this.last)) this.#asked = this.last;
  }

  #showEarly() {
    while (this.#early.has(this.last + 1)) {
      this.last += 1;
      const next = this.#early.get(this.last);
      this.#early.delete(this.last);
      if (next !== null) this.#show(next);
    }
  }
}
