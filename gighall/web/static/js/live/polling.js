// Where no socket can be had: the page asks for news every few seconds, and posts by the composer's own form.

const EVERY_MS = 3_000;
const UNFIT = 422;
// The hall, or something before it, is busy; the words are sent again.
const PASSING = new Set([429, 500, 502, 503, 504]);

export class Polling extends EventTarget {
  #form;
  #ask;
  #timer = 0;
  #posts = Promise.resolve();
  #isOn = false;

  /** `ask()` fetches what is new. Events: "stored" (detail: key), "refused" (detail: a refusal), "heard", "missed". */
  constructor({ form, ask }) {
    super();
    this.#form = form;
    this.#ask = ask;
  }

  get isOn() {
    return this.#isOn;
  }

  start() {
    if (this.#isOn) return;
    this.#isOn = true;
    this.#look();
  }

  stop() {
    this.#isOn = false;
    clearTimeout(this.#timer);
  }

  /** Post an item after those that were posted before. */
  post(item) {
    this.#posts = this.#posts.then(() => this.#post(item));
    return true;
  }

  /** Ask at once. */
  hurry() {
    if (this.#isOn) this.#look();
  }

  async #look() {
    clearTimeout(this.#timer);
    try {
      await this.#ask();
      this.#tell("heard");
    } catch {
      this.#tell("missed");
    }
    clearTimeout(this.#timer);
    if (this.#isOn) this.#timer = setTimeout(() => this.#look(), EVERY_MS);
  }

  async #post({ key, text }) {
    const token = this.#form.querySelector("[name=csrfmiddlewaretoken]").value;
    const body = new URLSearchParams({ text, client_key: key, csrfmiddlewaretoken: token });
    let answer;
    try {
      answer = await fetch(this.#form.action, { method: "POST", body, headers: { Accept: "text/html" } });
    } catch {
      this.#refuse(key, "try_again", "");
      return;
    }
    // Stored words lead back to this page; any other way on, such as signing in, means they were not.
    if (answer.ok && new URL(answer.url).pathname === location.pathname) {
      this.#tell("stored", key);
      this.hurry();
    } else if (PASSING.has(answer.status)) {
      this.#refuse(key, "try_again", "");
    } else {
      const sentence = answer.status === UNFIT ? await sentenceOf(answer) : "";
      this.#refuse(key, "unfit", sentence || this.#form.dataset.failed);
    }
  }

  #refuse(key, why, say) {
    this.#tell("refused", { k: key, why, say });
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** Return what a refusing page says at its composer. */
async function sentenceOf(answer) {
  if (answer.headers.get("Content-Type")?.startsWith("application/json")) return (await answer.json()).say ?? "";
  const page = document.createElement("template");
  page.innerHTML = await answer.text();
  return page.content.querySelector("#composer-error")?.textContent.trim() ?? "";
}
