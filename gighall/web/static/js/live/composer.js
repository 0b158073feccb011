// The form where one writes. It stays a plain form until the page can send by itself.

import { Checking } from "./checking.js";
import { Counter } from "./counter.js";
import { Draft } from "./drafts.js";
import { Mirror } from "./mirror.js";
import { offerPhrases } from "./phrases.js";

export class Composer {
  #form = document.getElementById("composer");
  #field = document.getElementById("composer-text");
  #error = document.getElementById("composer-error");
  #send;
  #draft;
  #counter;
  #checking;
  #isTooLong = false;

  /** Take over the form: `send(text)` says whether it took the words, `check(text, i)` whether it asked, `typed()` is told. */
  constructor({ send, check, typed, draftName }) {
    this.#send = send;
    if (!this.isThere) return;
    const { textMax, draftAction, count, tooMany } = this.#form.dataset;
    const field = this.#field;
    const most = Number(textMax);
    this.#draft = new Draft({ field, address: draftAction, token: this.token, name: draftName });
    this.#counter = new Counter({ field, most, words: { count, tooMany } });
    this.#checking = new Checking({ field, mirror: new Mirror(field), textMax: most, ask: check });
    field.addEventListener("input", () => {
      if (this.#isTooLong) this.#say("");
      if (field.value.trim()) typed();
    });
    field.addEventListener("keydown", this.#key);
    this.#form.addEventListener("submit", this.#submit);
    offerPhrases((text) => this.insert(text));
  }

  /** Whether there is a form at all: a talk that has ended has none. */
  get isThere() {
    return this.#form !== null;
  }

  get form() {
    return this.#form;
  }

  get token() {
    return this.#form?.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
  }

  /** A new line: it can be asked about the words. */
  begin() {
    this.#checking?.begin();
  }

  /** Take an answer about the words. */
  checked(frame) {
    this.#checking?.answered(frame);
  }

  /** Put words where the caret stands. */
  insert(text) {
    this.#field.focus();
    this.#field.setRangeText(text, this.#field.selectionStart, this.#field.selectionEnd, "end");
    this.#field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  /** Give words back to their author, with the sentence that says why they were not sent, and marks at what it was. */
  giveBack(text, sentence, marks = []) {
    if (!this.isThere) return;
    const typed = this.#field.value;
    this.#field.value = typed.trim() ? `${text}\n\n${typed}` : text;
    this.#field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    if (marks.length) this.#checking.show(marks);
    this.#say(sentence);
    this.#field.focus();
  }

  #submit = (event) => {
    // A button that leads elsewhere takes the words along as they are: they are kept there, not sent here.
    if (event.submitter?.hasAttribute("formaction")) {
      this.#draft.clear();
      return;
    }
    const text = this.#field.value.replaceAll("\r\n", "\n").trim();
    const complaint = this.#counter.complaint(text);
    if (!text || complaint) {
      event.preventDefault();
      this.#say(complaint);
      this.#isTooLong = complaint !== "";
      this.#counter.update({ isSaid: this.#isTooLong });
      return;
    }
    if (!this.#send(text)) {
      this.#draft.clear();
      return;
    }
    event.preventDefault();
    this.#field.value = "";
    this.#draft.clear();
    this.#checking.clear();
    this.#counter.update();
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

  #say(sentence) {
    this.#isTooLong = false;
    this.#error.textContent = sentence;
    this.#error.hidden = !sentence;
  }
}
