// Votes without a reload: the number changes at once, the hall's answer decides, a failure puts it back and says why.
import { press, pressOnce } from "./press.js";

const MINUS = "−";

class VoteBox extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.arrows = [...this.querySelectorAll("button")];
    this.score = this.querySelector('[data-part="score"]');
    this.said = this.querySelector('[data-part="said"]');
    this.why = this.querySelector('[data-part="why"]');
    this.live = this.querySelector('[data-part="live"]');
    pressOnce(this);
    this.form.addEventListener("submit", this.onSubmit);
  }

  onSubmit = async (event) => {
    event.preventDefault();
    // A press that comes while the hall still answers another waits for it, and means what the arrow says then.
    this.waiting = event.submitter;
    if (this.isBusy) return;
    this.isBusy = true;
    while (this.waiting) {
      const arrow = this.waiting;
      this.waiting = null;
      const before = this.state();
      this.guess(arrow);
      const { answer, why } = await press(this.form, arrow);
      if (why) this.restore(before, why);
      else this.show(answer);
    }
    this.isBusy = false;
  };

  state() {
    return {
      score: this.score.textContent,
      said: this.said.textContent,
      arrows: this.arrows.map((arrow) => ({ sends: arrow.value, pressed: arrow.ariaPressed === "true" })),
    };
  }

  guess(arrow) {
    const pressed = this.arrows.find((each) => each.ariaPressed === "true");
    const was = pressed === undefined ? 0 : pressed === this.arrows[0] ? 1 : -1;
    const score = Number(this.score.textContent.replace(MINUS, "-")) + Number(arrow.value) - was;
    this.score.textContent = String(score).replace("-", MINUS);
  }

  show({ score, said, arrows }) {
    this.fill({ score, said, arrows });
    this.live.textContent = said;
    this.why.hidden = true;
  }

  restore(before, why) {
    this.fill(before);
    this.why.textContent = why;
    this.why.hidden = false;
  }

  fill({ score, said, arrows }) {
    this.score.textContent = score;
    this.said.textContent = said;
    arrows.forEach(({ sends, pressed }, at) => {
      this.arrows[at].value = sends;
      this.arrows[at].ariaPressed = String(pressed);
    });
  }
}

customElements.define("vote-box", VoteBox);
