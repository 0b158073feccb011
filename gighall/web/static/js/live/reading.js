// Tells the hall how far the talk has come to me: what has arrived, and what was on the screen of a page in front of me.

const GATHER_MS = 400;
// The composer lies over the lower edge of the page: what is behind it is not on the screen.
const SEEN_MARGIN = "0px 0px -80px 0px";

export class Reading {
  #me;
  #send;
  #address;
  #token;
  #onScreen = new Set();
  #number = { got: 0, read: 0 };
  #told = { got: 0, read: 0 };
  #timer = 0;
  #observer;

  /** `send(frame)` says whether there was a line; without one, what was read is posted to the address, if there is one. */
  constructor({ me, send, address, token }) {
    this.#me = me;
    this.#send = send;
    this.#address = address;
    this.#token = token;
    this.#observer = new IntersectionObserver((seen) => this.#look(seen), { rootMargin: SEEN_MARGIN });
    document.addEventListener("visibilitychange", () => this.#note());
  }

  /** Watch an entry of somebody else: it has arrived. */
  watch(item) {
    if (item.dataset.by === this.#me || !item.dataset.number) return;
    this.#number.got = Math.max(this.#number.got, Number(item.dataset.number));
    this.#observer.observe(item);
    if (item.hidden) this.#note();
    this.#soon();
  }

  /** An entry is not on the page any more. */
  unwatch(item) {
    this.#observer.unobserve(item);
    this.#onScreen.delete(item);
  }

  /** A new line: whether the last words reached the hall is not known. */
  begin() {
    this.#told = { got: 0, read: 0 };
    this.#soon();
  }

  stop() {
    this.#observer.disconnect();
    clearTimeout(this.#timer);
  }

  #look(seen) {
    for (const { target, isIntersecting } of seen) {
      if (isIntersecting) this.#onScreen.add(target);
      else this.#onScreen.delete(target);
    }
    this.#note();
  }

  #note() {
    if (document.visibilityState !== "visible") return;
    const numbers = [...this.#onScreen].map((item) => numberReached(item));
    this.#number.read = Math.max(this.#number.read, ...numbers);
    this.#soon();
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(), GATHER_MS);
  }

  #tell() {
    const { got, read } = this.#number;
    // What was read was received: one word is enough for both.
    if (got > read && got > this.#told.got && this.#send({ op: "got", n: got })) this.#told.got = got;
    if (read <= this.#told.read) return;
    if (this.#send({ op: "read", n: read })) this.#told = { got: Math.max(got, read), read };
    else if (this.#address) this.#post(read);
  }

  async #post(number) {
    const body = new URLSearchParams({ number, csrfmiddlewaretoken: this.#token });
    try {
      const answer = await fetch(this.#address, { method: "POST", body, redirect: "error" });
      if (answer.ok) this.#told.read = Math.max(this.#told.read, number);
    } catch {
      // The next entry, or the next time the page is opened, tells it.
    }
  }
}

/** Return up to which number an entry brings who sees it: those of which nothing is said come with it. */
function numberReached(item) {
  let last = item;
  while (last.nextElementSibling?.dataset.quiet !== undefined) last = last.nextElementSibling;
  return Number(last.dataset.number);
}
