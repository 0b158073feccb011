// The call's part of the page's one line to the hall: that this page attends the call, and what the two browsers have to
// tell each other. The hall carries it from hand to hand and keeps none of it.
//
// Events: "attending" whenever the hall has let this page in (anew), "heard" (detail: what the other browser said).

import { line } from "../live/line.js";

// Beats come every two seconds; a page that hears none for so long asks to be let in again.
const SILENT_MS = 12_000;

export class CallLine extends EventTarget {
  #record;
  #session;
  #isOn = false;
  #isIn = false;
  #timer = 0;

  constructor({ record, session }) {
    super();
    this.#record = record;
    this.#session = session;
  }

  begin() {
    this.#isOn = true;
    line.addEventListener("open", this.#attend);
    line.addEventListener("frame", this.#hear);
    this.#attend();
  }

  say(data) {
    return this.#isIn && line.send(this.#frame("signal", { data }), { wantsAnswer: false });
  }

  stop() {
    if (!this.#isOn) return;
    this.#isOn = this.#isIn = false;
    clearTimeout(this.#timer);
    line.removeEventListener("open", this.#attend);
    line.removeEventListener("frame", this.#hear);
    line.send(this.#frame("unattend"), { wantsAnswer: false });
  }

  // The first beat says that we are in.
  #attend = () => {
    this.#isIn = false;
    line.send(this.#frame("attend"), { wantsAnswer: false });
    this.#later();
  };

  #hear = ({ detail: frame }) => {
    if (frame.s !== this.#session) return;
    if (frame.op === "beat") this.#beat(frame.i);
    else if (frame.op === "signal") this.#tell("heard", frame.data);
  };

  #beat(number) {
    line.send(this.#frame("beat", { i: number }), { wantsAnswer: false });
    this.#later();
    if (this.#isIn) return;
    this.#isIn = true;
    this.#tell("attending");
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#attend, SILENT_MS);
  }

  #frame(op, more = {}) {
    return { op, c: this.#record, s: this.#session, ...more };
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
