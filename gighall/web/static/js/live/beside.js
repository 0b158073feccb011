// Who is at the other end: "… is writing" and "is here now". Nothing of it is stored.

const HERE_MS = 20_000;
const TYPING_EVERY_MS = 3_000;
const TYPING_SHOWN_MS = 6_000;
// A screen reader hears the same thing about somebody at most so often.
const SAID_AGAIN_MS = 60_000;
// Said once, and then gone: who reads the page later must not find somebody writing who stopped long ago.
const SAID_SHOWN_MS = 5_000;

export class Beside {
  #send;
  #names;
  #line = document.getElementById("typing-line");
  #head = document.getElementById("here-now");
  #said = document.getElementById("beside-said");
  #typing = new Map();
  #here = new Set();
  #saidAt = new Map();
  #typedAt = 0;
  #timer = 0;
  #forgetting = 0;

  constructor({ send, names }) {
    this.#send = send;
    this.#names = names;
    document.addEventListener("visibilitychange", this.#sayHere);
    this.#timer = setInterval(this.#sayHere, HERE_MS);
  }

  /** A new line: say that I am here; the hall answers who else is. */
  begin() {
    this.#sayHere();
  }

  /** Without a line nothing is known about the others. */
  lost() {
    this.#here.clear();
    for (const by of [...this.#typing.keys()]) this.#stopsTyping(by);
    this.#show();
  }

  stop() {
    clearInterval(this.#timer);
    clearTimeout(this.#forgetting);
    document.removeEventListener("visibilitychange", this.#sayHere);
  }

  /** I am writing: the others are told, now and then. */
  typed() {
    if (Date.now() - this.#typedAt < TYPING_EVERY_MS) return;
    if (this.#send({ op: "typing" })) this.#typedAt = Date.now();
  }

  /** I have sent what I wrote. */
  sent() {
    this.#typedAt = 0;
  }

  hear(frame) {
    if (this.#names[frame.by] === undefined) return;
    if (frame.op === "typing") this.#startsTyping(frame.by);
    else if (frame.on) this.#here.add(frame.by);
    else this.#here.delete(frame.by);
    if (frame.op === "here" && frame.on) this.#sayOnce(frame.by, "here");
    this.#show();
  }

  /** Somebody's words have come: they are not writing any more. */
  spoke(by) {
    this.#stopsTyping(by);
    this.#show();
  }

  #sayHere = () => {
    if (document.visibilityState === "visible") this.#send({ op: "here" });
  };

  #startsTyping(by) {
    clearTimeout(this.#typing.get(by));
    this.#typing.set(by, setTimeout(() => this.spoke(by), TYPING_SHOWN_MS));
    this.#sayOnce(by, "typing");
  }

  #stopsTyping(by) {
    clearTimeout(this.#typing.get(by));
    this.#typing.delete(by);
  }

  #show() {
    const writers = [...this.#typing.keys()].map((by) => isolated(this.#names[by]));
    const words = writers.length ? this.#line.dataset.typing.replace("{name}", () => writers.join(", ")) : "";
    const place = this.#line.querySelector("[data-part='typing']");
    if (place.textContent !== words) place.textContent = words;
    if (this.#head) this.#head.hidden = this.#here.size === 0;
  }

  #sayOnce(by, what) {
    const key = `${what} ${by}`;
    if (Date.now() - (this.#saidAt.get(key) ?? -Infinity) < SAID_AGAIN_MS) return;
    this.#saidAt.set(key, Date.now());
    this.#said.textContent = this.#line.dataset[what].replace("{name}", () => isolated(this.#names[by]));
    clearTimeout(this.#forgetting);
    this.#forgetting = setTimeout(() => (this.#said.textContent = ""), SAID_SHOWN_MS);
  }
}

/** Return a name that does not turn the sentence around it when it is written from right to left. */
function isolated(name) {
  return `\u2068${name}\u2069`;
}
