// The call's part of the page's one line to the hall: that this page attends the call, and what the two browsers have to
// tell each other. The hall carries it from hand to hand and keeps none of it.
//
// Events: "attending" whenever the hall may carry words again, "heard" (detail: what the other browser said), "refused".

import { line } from "../live/line.js";

export class CallLine extends EventTarget {
  #record;
  #session;
  #isOn = false;

  constructor({ record, session }) {
    super();
    this.#record = record;
    this.#session = session;
  }

  begin() {
    this.#isOn = true;
    line.addEventListener("open", this.#attend);
    line.addEventListener("frame", this.#hear);
    if (line.isOpen) this.#attend();
  }

  say(data) {
    return line.send(this.#frame("signal", { data }), { wantsAnswer: false });
  }

  stop() {
    if (!this.#isOn) return;
    this.#isOn = false;
    line.removeEventListener("open", this.#attend);
    line.removeEventListener("frame", this.#hear);
    line.send(this.#frame("unattend"), { wantsAnswer: false });
  }

  #attend = () => {
    line.send(this.#frame("attend"), { wantsAnswer: false });
  };

  #hear = ({ detail: frame }) => {
    if (frame.s !== this.#session) return;
    switch (frame.op) {
      case "attending":
        this.#tell("attending");
        break;
      case "beat":
        line.send(this.#frame("beat", { i: frame.i }), { wantsAnswer: false });
        break;
      case "signal":
        this.#tell("heard", frame.data);
        break;
      default:
    }
  };

  #frame(op, more = {}) {
    return { op, c: this.#record, s: this.#session, ...more };
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
