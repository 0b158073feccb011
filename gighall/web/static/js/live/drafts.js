// What is being written: kept by the hall, so that another device has it too, and in the tab while the hall cannot be reached.

const PAUSE_MS = 1_500;

export class Draft {
  #field;
  #address;
  #token;
  #name;
  // What the hall keeps, as far as it is known: null when it may be something else.
  #onServer;
  #posts = Promise.resolve();
  #timer = 0;
  // Whether the words went away with the form: then leaving the page does not keep them once more.
  #isGone = false;

  /** Keep a field's words at an address (none: in the tab alone) and under a name. */
  constructor({ field, address, token, name }) {
    this.#field = field;
    this.#address = address;
    this.#token = token;
    this.#name = name;
    this.#onServer = field.defaultValue;
    this.#takeUp();
    field.addEventListener("input", () => this.typed());
    window.addEventListener("pagehide", () => this.#leave());
  }

  typed() {
    this.#isGone = false;
    this.#keepInTab(this.#field.value);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#save(), PAUSE_MS);
  }

  /** The words were sent: nothing is being written any more. */
  clear() {
    clearTimeout(this.#timer);
    this.#isGone = true;
    this.#keepInTab("");
    if (this.#onServer !== "") this.#save("");
  }

  // The tab holds only what the hall does not have yet, so its words are the newer ones.
  #takeUp() {
    try {
      const kept = sessionStorage.getItem(this.#name);
      if (!kept || document.getElementById("composer-error")?.textContent) return;
      this.#field.value = kept;
      // The last page has told the hall while it was left; which of the two came first is not known.
      this.#onServer = null;
    } catch {
      // Without storage there is nothing to take up.
    }
  }

  #save(text = this.#field.value) {
    if (!this.#address || text === this.#onServer) return;
    this.#onServer = text;
    this.#posts = this.#posts.then(() => this.#post(text));
  }

  async #post(text) {
    try {
      const answer = await fetch(this.#address, { method: "POST", body: this.#body(text), redirect: "error" });
      if (!answer.ok) this.#onServer = null;
      else if (this.#field.value === text) this.#keepInTab("");
    } catch {
      // The next key stroke, or leaving the page, tries again; the tab has the words.
      this.#onServer = null;
    }
  }

  #leave() {
    clearTimeout(this.#timer);
    const text = this.#field.value;
    if (this.#isGone) return;
    if (this.#address && text !== this.#onServer) navigator.sendBeacon?.(this.#address, this.#body(text));
  }

  #body(text) {
    return new URLSearchParams({ text, csrfmiddlewaretoken: this.#token });
  }

  #keepInTab(text) {
    try {
      if (text) sessionStorage.setItem(this.#name, text);
      else sessionStorage.removeItem(this.#name);
    } catch {
      // Without storage the words live as long as the page.
    }
  }
}
