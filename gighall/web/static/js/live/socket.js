// One socket to the hall that comes back by itself. Knows frames as objects, not what they mean.
//
// Events: "open" (detail: the hello frame), "frame" (detail: any other frame), "down", "bye" (detail: why).

const PATH = "/live/";
const BACK_OFF_MS = [250, 1_000, 2_000, 5_000, 10_000];
const PING_MS = 25_000;
const PONG_MS = 8_000;
// After frames that want an answer; and how long a pong may take when the browser believes to be offline.
const ASK_MS = 3_000;
const PONG_OFFLINE_MS = 1_500;
// After these goodbyes coming back at once would only lead to the next one.
const FINAL = new Set(["too_many_sockets", "too_many_errors", "signed_out", "removed"]);

export class LiveSocket extends EventTarget {
  #socket = null;
  #attempt = 0;
  #timer = 0;
  #pongTimer = 0;
  #wanted = false;
  #greeted = false;

  /** Whether the hall has greeted us on the present line. */
  get isOpen() {
    return this.#greeted;
  }

  start() {
    this.#wanted = true;
    window.addEventListener("online", this.#hurry);
    window.addEventListener("offline", this.#hurry);
    document.addEventListener("visibilitychange", this.#hurry);
    this.#connect();
  }

  stop() {
    this.#wanted = false;
    window.removeEventListener("online", this.#hurry);
    window.removeEventListener("offline", this.#hurry);
    document.removeEventListener("visibilitychange", this.#hurry);
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  /** Send a frame; false when there is no line. */
  send(frame) {
    if (!this.#greeted) return false;
    this.#socket.send(JSON.stringify(frame));
    this.#later(ASK_MS, this.#ping);
    return true;
  }

  #connect() {
    clearTimeout(this.#timer);
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}${PATH}`);
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
      this.#greeted = true;
      this.#attempt = 0;
      this.#later(PING_MS, this.#ping);
      this.#tell("open", frame);
    } else if (frame.op === "bye") {
      if (FINAL.has(frame.why)) this.#wanted = false;
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
    this.#greeted = false;
    this.#tell("down");
    if (!this.#wanted) return;
    const pause = BACK_OFF_MS[Math.min(this.#attempt, BACK_OFF_MS.length - 1)];
    this.#attempt += 1;
    // Spread out, so that a hall that restarts is not met by everybody in the same moment.
    this.#later(pause * (0.5 + Math.random()), () => this.#connect());
  }

  // A line that looks open may be dead (sleep, another network): ask, and give up when nothing comes back.
  #ping = () => {
    if (!this.#greeted) return;
    this.send({ op: "ping" });
    this.#pongTimer ||= setTimeout(() => this.#drop(), navigator.onLine ? PONG_MS : PONG_OFFLINE_MS);
    this.#later(PING_MS, this.#ping);
  };

  #hurry = () => {
    if (!this.#wanted || document.visibilityState === "hidden") return;
    if (this.#greeted) {
      this.#ping();
    } else if (this.#socket === null) {
      this.#attempt = 0;
      this.#connect();
    }
  };

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
