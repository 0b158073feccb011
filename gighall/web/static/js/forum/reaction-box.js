// Likes without a reload; a count of zero is not shown, a failure says why and changes nothing.
import { press, pressOnce } from "./press.js";

class ReactionBox extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.why = this.querySelector('[data-part="why"]');
    this.live = this.querySelector('[data-part="live"]');
    pressOnce(this);
    this.form?.addEventListener("submit", this.onSubmit);
  }

  onSubmit = async (event) => {
    event.preventDefault();
    this.waiting = event.submitter;
    if (this.isBusy) return;
    this.isBusy = true;
    while (this.waiting) {
      const button = this.waiting;
      this.waiting = null;
      const { answer, why } = await press(this.form, button);
      this.why.textContent = why ?? "";
      this.why.hidden = !why;
      if (answer) this.show(answer.kinds);
    }
    this.isBusy = false;
  };

  show(kinds) {
    for (const { kind, count, sends, pressed } of kinds) {
      const one = this.querySelector(`[data-kind="${kind}"]`);
      const button = one.querySelector("button");
      button.value = sends;
      button.ariaPressed = String(pressed);
      one.querySelector('[data-part="number"]').textContent = count;
      one.querySelector('[data-part="count"]').hidden = !count;
    }
    const said = kinds.filter(({ count }) => count).map(({ kind, count }) => `${this.label(kind)} ${count}`);
    this.live.textContent = said.join(", ") || document.getElementById("forum-said").dataset.taken;
  }

  label(kind) {
    return this.querySelector(`[data-kind="${kind}"] button span`).textContent;
  }
}

customElements.define("reaction-box", ReactionBox);
