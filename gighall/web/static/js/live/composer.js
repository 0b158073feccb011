// The form where one writes. It stays a plain form until the line has been open once.

export class Composer {
  #form = document.getElementById("composer");
  #field = document.getElementById("composer-text");
  #error = document.getElementById("composer-error");
  #send;
  #draftName;

  /** Take over the form; `send(text)` says whether it took the words. Words not sent yet are kept in the tab. */
  constructor(send, draftName) {
    this.#send = send;
    this.#draftName = draftName;
    this.#takeUpDraft();
    this.#field?.addEventListener("input", this.#keepDraft);
    this.#form?.addEventListener("submit", this.#submit);
    this.#field?.addEventListener("keydown", this.#key);
  }

  /** Whether there is a form at all: a talk that has ended has none. */
  get isThere() {
    return this.#form !== null;
  }

  /** Give words back to their author, with the sentence that says why they were not sent. */
  giveBack(text, sentence) {
    if (this.#field === null) return;
    const typed = this.#field.value;
    this.#field.value = typed.trim() ? `${text}\n\n${typed}` : text;
    this.#keepDraft();
    this.#say(sentence);
    this.#field.focus();
  }

  stop() {
    this.#field?.removeEventListener("input", this.#keepDraft);
    this.#form?.removeEventListener("submit", this.#submit);
    this.#field?.removeEventListener("keydown", this.#key);
  }

  #submit = (event) => {
    const text = this.#field.value.replaceAll("\r\n", "\n").trim();
    if (!text) {
      event.preventDefault();
      return;
    }
    this.#forgetDraft();
    if (!this.#send(text)) return;
    event.preventDefault();
    this.#field.value = "";
    this.#say("");
    this.#field.focus();
  };

  // Enter sends where there is a keyboard; on a touch screen it is the only way to a new line.
  #key = (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    if (window.matchMedia("(pointer: coarse)").matches) return;
    event.preventDefault();
    this.#form.requestSubmit();
  };

  // The page is loaded anew when the sign-in ends elsewhere, or by hand: what was being written stays.
  #keepDraft = () => {
    try {
      sessionStorage.setItem(this.#draftName, this.#field.value);
    } catch {
      // Without storage the words live as long as the page.
    }
  };

  #takeUpDraft() {
    if (!this.#field || this.#field.value) return;
    try {
      this.#field.value = sessionStorage.getItem(this.#draftName) ?? "";
    } catch {
      // As above.
    }
  }

  #forgetDraft() {
    try {
      sessionStorage.removeItem(this.#draftName);
    } catch {
      // As above.
    }
  }

  #say(sentence) {
    this.#error.textContent = sentence;
    this.#error.hidden = !sentence;
  }
}
