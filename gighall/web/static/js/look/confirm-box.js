// A question before an act: the focus moves into it, and "Not now" or Escape closes it again.
class ConfirmBox extends HTMLElement {
  connectedCallback() {
    this.details = this.querySelector("details");
    this.cancel = this.querySelector('[data-part="cancel"]');
    this.cancel.hidden = false;
    this.cancel.addEventListener("click", this.close);
    this.addEventListener("keydown", this.onKey);
    this.details.addEventListener("toggle", this.onToggle);
  }

  onKey = (event) => {
    if (event.key === "Escape" && this.details.open) this.close();
  };

  onToggle = () => {
    if (!this.details.open) return;
    this.querySelector(".confirm__panel :is(input:not([type=hidden]), textarea, select, button)")?.focus();
  };

  close = () => {
    this.details.open = false;
    this.querySelector("summary").focus();
  };
}

customElements.define("confirm-box", ConfirmBox);
