// Tells the server up to which number somebody has read, while the page is in front of them.

const GATHER_MS = 700;

export class ReadingMark {
  #number = 0;
  #told = 0;
  #timer = 0;

  /** A mark that is kept at an address; without one, nothing is told. */
  constructor(address, token) {
    this.address = address;
    this.token = token;
    if (address) document.addEventListener("visibilitychange", () => this.#soon());
  }

  /** Note that an entry stands on the page. */
  reached(number) {
    this.#number = Math.max(this.#number, number);
    this.#soon();
  }

  #soon() {
    clearTimeout(this.#timer);
    if (this.address && this.#number > this.#told && document.visibilityState === "visible") {
      this.#timer = setTimeout(() => this.#tell(), GATHER_MS);
    }
  }

  async #tell() {
    const number = this.#number;
    const body = new URLSearchParams({ number, csrfmiddlewaretoken: this.token });
    try {
      const answer = await fetch(this.address, { method: "POST", body, redirect: "error" });
      if (answer.ok) this.#told = number;
    } catch {
      // The next entry, or the next time the page is opened, tells it.
    }
  }
}
