// The time together, counting on from what the server said while both are in the call.

const SECOND_MS = 1_000;

export class Together {
  #place = null;
  #said = 0;
  #saidAt = 0;

  constructor(panel) {
    new MutationObserver(() => this.#read(panel)).observe(panel, { childList: true });
    this.#read(panel);
    setInterval(() => this.#show(), SECOND_MS);
  }

  #read(panel) {
    this.#place = panel.querySelector("[data-together]");
    this.#said = Number(this.#place?.dataset.together ?? 0);
    this.#saidAt = Date.now();
  }

  #show() {
    if (this.#place?.dataset.counts !== "yes") return;
    const seconds = this.#said + Math.floor((Date.now() - this.#saidAt) / SECOND_MS);
    this.#place.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }
}
