// Shows the copy button only where copying can work, and says for a moment that it did.
const SAID_FOR_MS = 2000;

class CopyValue extends HTMLElement {
  connectedCallback() {
    if (!navigator.clipboard) return;
    this.button = this.querySelector("button");
    this.label = this.button.querySelector('[data-part="label"]');
    this.label.setAttribute("role", "status");
    this.button.hidden = false;
    this.button.addEventListener("click", this.copy);
  }

  copy = async () => {
    await navigator.clipboard.writeText(this.querySelector("code").textContent);
    const before = this.label.textContent;
    if (before === this.dataset.done) return;
    this.label.textContent = this.dataset.done;
    setTimeout(() => { this.label.textContent = before; }, SAID_FOR_MS);
  };
}

customElements.define("copy-value", CopyValue);
