// One call, from the moment one's own media are open until it is left: finds the other browser, keeps the connection to
// it, and says in which state it is.
//
// Events: "state" (detail: "waiting", "connecting", "connected", "shaky", "lost"), "media" (detail: the other's stream),
// "other" (detail: what the other side sends: { muted, camera, screen }), "left", "elsewhere".

import { CallLine } from "./call-line.js";
import { Peer } from "./peer.js";

const HELLO_AGAIN_MS = 2_000;

export class Call extends EventTarget {
  #line;
  #own;
  #settings;
  #isPolite;
  #peer = null;
  #other = "";
  // Who I am in this call: another page of the same person is another one.
  #id = crypto.randomUUID();
  #timer = 0;
  #queue = Promise.resolve();
  #isOver = false;

  constructor({ record, session, own, isPolite, settings }) {
    super();
    this.#line = new CallLine({ record, session });
    this.#own = own;
    this.#isPolite = isPolite;
    this.#settings = settings;
    this.#line.addEventListener("attending", () => this.#sayHello());
    this.#line.addEventListener("heard", ({ detail }) => this.#hear(detail));
    own.addEventListener("changed", this.#ownChanged);
  }

  begin() {
    this.#line.begin();
    window.addEventListener("online", this.#networkChanged);
    navigator.connection?.addEventListener?.("change", this.#networkChanged);
    // A word that got lost while the other side's line was coming back is said again.
    this.#timer = setInterval(() => this.#peer?.isConnected || this.#sayHello(), HELLO_AGAIN_MS);
  }

  tryAgain() {
    this.#peer?.tryAgain();
  }

  /** Leave; the other side is told. */
  end() {
    this.#say({ t: "left" });
    this.#stop();
  }

  #stop() {
    if (this.#isOver) return;
    this.#isOver = true;
    clearInterval(this.#timer);
    window.removeEventListener("online", this.#networkChanged);
    navigator.connection?.removeEventListener?.("change", this.#networkChanged);
    this.#own.removeEventListener("changed", this.#ownChanged);
    this.#drop();
    this.#line.stop();
  }

  #sayHello(answers = "") {
    this.#line.say({ t: "hello", from: this.#id, to: answers, ...this.#sent() });
  }

  #say(message) {
    if (this.#other) this.#line.say({ ...message, from: this.#id, to: this.#other });
  }

  // What comes is acted on in order: an offer first, the ways that belong to it afterwards.
  #hear(message) {
    if (this.#isOver || message?.from === undefined || (message.to && message.to !== this.#id)) return;
    this.#queue = this.#queue.then(() => this.#take(message)).catch((error) => reportError(error));
  }

  async #take(message) {
    if (this.#isOver) return;
    if (message.t === "hello") {
      await this.#meet(message);
    } else if (message.from === this.#other) {
      if (message.t === "left") this.#otherLeft();
      else if (message.t === "elsewhere") this.#goneElsewhere();
      else if (message.t === "sends") this.#tell("other", message);
      else await this.#peer?.take(message);
    }
  }

  // The other browser is there. One that says another id is another page: the call goes on with the newer one.
  async #meet(message) {
    const isNew = message.from !== this.#other;
    if (isNew) {
      this.#say({ t: "elsewhere" });
      this.#drop();
      const first = await this.#settings();
      if (this.#isOver) return;
      this.#other = message.from;
      this.#connect(first);
    }
    if (!message.to || isNew) this.#sayHello(message.from);
    this.#tell("other", message);
    // What was said while the line was down is lost: it is said again.
    if (!isNew) this.#peer.repeat();
  }

  #connect(first) {
    const peer = new Peer({
      first,
      settings: this.#settings,
      isPolite: this.#isPolite,
      send: (message) => this.#say(message),
    });
    this.#peer = peer;
    peer.addEventListener("state", ({ detail }) => this.#tell("state", detail));
    peer.addEventListener("media", ({ detail }) => this.#tell("media", detail));
    peer.show(this.#own.tracks);
    this.#tell("state", "connecting");
  }

  #otherLeft() {
    this.#drop();
    this.#tell("left");
    this.#tell("state", "waiting");
  }

  #goneElsewhere() {
    this.#stop();
    this.#tell("elsewhere");
  }

  #drop() {
    this.#peer?.close();
    this.#peer = null;
    this.#other = "";
  }

  #ownChanged = () => {
    this.#peer?.show(this.#own.tracks);
    this.#say({ t: "sends", ...this.#sent() });
  };

  #networkChanged = () => {
    this.#peer?.renew();
  };

  #sent() {
    return { muted: this.#own.isMuted, camera: this.#own.hasCamera, screen: this.#own.sharesScreen };
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
