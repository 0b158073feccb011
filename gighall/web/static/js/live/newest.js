// For who reads further up: the way to the newest entries, with how many have come since they were last there, and
// to the search and the days, which stand above the talk.

const END_PX = 400;

export class Newest {
  #button = document.getElementById("to-newest");
  #toWays = document.getElementById("to-ways");
  #count;
  #said;
  #window;
  #lastOfTalk;
  #known;
  #isNear = true;
  #figures = new Intl.NumberFormat(document.documentElement.lang || "en");

  /** `window` knows whether the end of the talk is on the page, `lastOfTalk()` how far it has come. */
  constructor({ window: talk, lastOfTalk }) {
    this.#window = talk;
    this.#lastOfTalk = lastOfTalk;
    this.#known = lastOfTalk();
    this.#count = this.#button.querySelector("[data-part='count']");
    this.#said = document.getElementById("to-newest-said");
    this.#button.addEventListener("click", () => talk.toEnd());
    this.#toWays?.addEventListener("click", () => talk.toWays(document.querySelector(".ways")));
    talk.addEventListener("moved", () => this.update());
    document.addEventListener("visibilitychange", () => this.update());
    this.#watch();
  }

  /** Something has come, or another part of the talk is shown. */
  update() {
    const isThere = this.#window.isAtEnd && this.#isNear;
    if (isThere && document.visibilityState === "visible") this.#known = this.#lastOfTalk();
    const count = this.#lastOfTalk() - this.#known;
    this.#button.hidden = isThere;
    if (this.#toWays) this.#toWays.hidden = isThere;
    this.#count.hidden = !count;
    this.#count.textContent = count ? this.#figures.format(count) : "";
    this.#said.textContent = count && !isThere ? this.#button.dataset.said.replace("{count}", this.#count.textContent) : "";
  }

  // The line under the talk is always there; who is below it has passed the end.
  #watch() {
    const look = ([{ boundingClientRect: line, rootBounds }]) => {
      this.#isNear = rootBounds === null || line.top < rootBounds.bottom;
      this.update();
    };
    new IntersectionObserver(look, { rootMargin: `0px 0px ${END_PX}px 0px` }).observe(document.getElementById("typing-line"));
    // It stands above whatever lies over the foot of the page.
    const foot = document.querySelector(".session-foot") ?? document.getElementById("composer-place");
    if (foot === null) return;
    new ResizeObserver(() => this.#button.parentElement.style.setProperty("--foot", `${foot.offsetHeight}px`)).observe(foot);
  }
}
