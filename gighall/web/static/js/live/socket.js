// One socket to the hall that comes back by itself. Knows frames as objects, not what they mean.
//
// Events: "open" (detail: the hello frame), "frame" (detail: any other frame), "down", "bye" (detail: why), and
// "unreachable" once, where no line could be had since the page was opened; "leaving" while a last word can be said,
// before the page goes.

const PATH = "/live/";
const BACK_OFF_MS = [250, 1_000, 2_000, 5_000, 10_000];
const PING_MS = 25_000;
const PONG_MS = 8_000;
// After frames that want an answer; and how long a pong may take when the browser believes to be offline.
const ASK_MS = 3_000;
const PONG_OFFLINE_MS = 1_500;
// So many attempts in a row without ever a hello: something between here and the hall lets no socket through.
const ATTEMPTS_IN_VAIN = 3;
// After these goodbyes coming back at once would only lead to the next one.
const FINAL = new Set(["too_many_errors", "signed_out", "removed"]);
// Other pages of the same person have the places: this one comes back when somebody looks at it.
const CROWDED = "too_many_sockets";

export class LiveSocket extends EventTarget {
  #socket = null;
  #attempt = 0;
  #inVain = 0;
  #timer = 0;
  #pongTimer = 0;
  #wanted = false;
  #crowded = false;
  #hello = null;
  #wasGreeted = false;

  /** Whether the hall has greeted us on the present line. */
  get isOpen() {
    return this.#hello !== null;
  }

  /** The greeting of the present line, or null. */
  get hello() {
    return this.#hello;
  }

  /** Whether it looks as if no line can be had at all. */
  get isUnreachable() {
    return !this.#wasGreeted && this.#inVain >= ATTEMPTS_IN_VAIN;
  }

  start() {
    this.#wanted = true;
    window.addEventListener("online", this.#hurry);
    window.addEventListener("offline", this.#hurry);
    document.addEventListener("visibilitychange", this.#hurry);
    // A page that the browser keeps for the way back must not hold a line; it takes a new one when it is shown again.
    window.addEventListener("pagehide", () => this.#rest());
    window.addEventListener("pageshow", (event) => event.persisted && this.#hurry());
    this.#connect();
  }

  /** Send a frame; false when there is no line. Frames that want an answer find out soon whether the line is dead. */
  send(frame, { wantsAnswer = true } = {}) {
    if (!this.isOpen) return false;
    this.#socket.send(JSON.stringify(frame));
    if (wantsAnswer) this.#later(ASK_MS, this.#ping);
    return true;
  }

  #connect() {
    clearTimeout(this.#timer);
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    let socket;
    try {
      socket = new WebSocket(`${scheme}//${location.host}${PATH}`);
    } catch {
      // The browser has no sockets, or an extension forbids them.
      this.#inVain = ATTEMPTS_IN_VAIN;
      this.#wanted = false;
      this.#tell("unreachable");
      return;
    }
    this.#socket = socket;
    socket.addEventListener("message", (event) => {
      if (socket === this.#socket) this.#hear(JSON.parse(event.data));
    });
    socket.addEventListener("close", () => {
      if (socket === this.#socket) this.#lost();
    });
  }

  #hear(frame) {
    clearTimeout(this.#pongTimer);
    this.#pongTimer = 0;
    if (frame.op === "hello") {
      this.#hello = frame;
      this.#wasGreeted = true;
      this.#attempt = 0;
      this.#later(PING_MS, this.#ping);
      this.#tell("open", frame);
    } else if (frame.op === "bye") {
      if (FINAL.has(frame.why)) this.#wanted = false;
      this.#crowded = frame.why === CROWDED;
      this.#tell("bye", frame.why);
    } else if (frame.op !== "pong") {
      this.#tell("frame", frame);
    }
  }

  #lost() {
    clearTimeout(this.#timer);
    clearTimeout(this.#pongTimer);
    this.#pongTimer = 0;
    this.#socket = null;
    if (this.#hello === null) this.#inVain += 1;
    this.#hello = null;
    this.#tell("down");
    if (!this.#wasGreeted && this.#inVain === ATTEMPTS_IN_VAIN) this.#tell("unreachable");
    if (!this.#wanted || this.#crowded) return;
    const pause = BACK_OFF_MS[Math.min(this.#attempt, BACK_OFF_MS.length - 1)];
    this.#attempt += 1;
    // Spread out, so that a hall that restarts is not met by everybody in the same moment.
    this.#later(pause * (0.5 + Math.random()), () => this.#connect());
  }

  // A line that looks open may be dead (sleep, another network): ask, and give up when nothing comes back.
  #ping = () => {
    if (!this.isOpen) return;
    this.send({ op: "ping" });
    this.#pongTimer ||= setTimeout(() => this.#drop(), navigator.onLine ? PONG_MS : PONG_OFFLINE_MS);
    this.#later(PING_MS, this.#ping);
  };

  #hurry = () => {
    if (!this.#wanted || document.visibilityState === "hidden") return;
    this.#crowded = false;
    if (this.isOpen) {
      this.#ping();
    } else if (this.#socket === null) {
      this.#attempt = 0;
      this.#connect();
    }
  };

  #rest() {
    this.#tell("leaving");
    const socket = this.#socket;
    this.#socket = null;
    this.#hello = null;
    clearTimeout(this.#timer);
    clearTimeout(this.#pongTimer);
    this.#pongTimer = 0;
    socket?.close();
  }

  #drop() {
    const socket = this.#socket;
    if (socket === null) return;
    this.#lost();
    socket.close();
  }

  #later(ms, call) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(call, ms);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
