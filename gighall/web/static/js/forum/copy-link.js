// "Link to comment" copies the permanent link; where that cannot work, it stays a link to it.
const SAID_FOR_MS = 2000;

class CopyLink extends HTMLElement {
  connectedCallback() {
    if (!navigator.clipboard) return;
    this.link = this.querySelector("a");
    this.label = this.querySelector('[data-part="label"]');
    this.label.setAttribute("role", "status");
    this.link.addEventListener("click", this.copy);
  }

  copy = async (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(this.link.dataset.link);
    } catch {
      location.assign(this.link.href);
      return;
    }
    const before = this.label.textContent;
    if (before === this.link.dataset.done) return;
    this.label.textContent = this.link.dataset.done;
    setTimeout(() => { this.label.textContent = before; }, SAID_FOR_MS);
  };
}

customElements.define("copy-link", CopyLink);
