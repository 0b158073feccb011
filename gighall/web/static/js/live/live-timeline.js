// <live-timeline record me last live data-timeline-url …>: the talk, live. Around the list that the server printed.
//
// It hands what comes to its parts, and says which way words go: by the line, or where none can be had, by polling.

import { Arrivals } from "./arrivals.js";
import { Beside } from "./beside.js";
import { Composer } from "./composer.js";
import { Entries } from "./entries.js";
import { Jumping } from "./jumping.js";
import { line } from "./line.js";
import { Marks } from "./marks.js";
import { MessageView } from "./message-view.js";
import { Outbox } from "./outbox.js";
import { Newest } from "./newest.js";
import { refreshPanels } from "./panels.js";
import { followEnd, keepingPlace, toBottom } from "./place.js";
import { Polling } from "./polling.js";
import { Reading } from "./reading.js";
import { Sending } from "./sending.js";
import { Uploads } from "./uploads.js";
import { TalkWindow } from "./window.js";

const OFFLINE_AFTER_MS = 2_000;
const AGAIN_MS = 3_000;
// Facts that come together are one reason to fetch the panels again.
const GATHER_MS = 100;
const RELOAD_AFTER = new Set(["signed_out", "removed"]);

class LiveTimeline extends HTMLElement {
  #canSend = false;
  #offlineTimer = 0;
  #movedTimer = 0;
  #isWired = false;

  connectedCallback() {
    if (this.getAttribute("live") === "no" || this.#isWired) return;
    this.#isWired = true;
    this.record = this.getAttribute("record");
    this.me = this.getAttribute("me");
    this.offlineLine = document.getElementById("offline-line");
    this.pollingLine = document.getElementById("polling-line");
    const names = this.#read("names");
    const list = this.querySelector("ol");
    // What comes is read aloud, where the end of the talk is on the page; that a word under it changes is not.
    list.setAttribute("aria-relevant", "additions");
    this.#makeParts(list, names);
    this.#listen();
    for (const item of this.entries.items) this.reading.watch(item);
    // Where something else stands above the talk, the page opens there.
    const opensAtEnd = !location.hash && this.dataset.opens !== "at-top" && this.window.isAtEnd;
    this.window.begin();
    if (opensAtEnd) toBottom();
    followEnd();
    this.jumping.toAddress();
    this.sending.takeUp().then((waiting) => waiting && opensAtEnd && toBottom());
    if (line.isOpen) this.#opened(line.hello);
    else this.#lost();
    if (line.isUnreachable) this.#poll();
  }

  #read(name) {
    return JSON.parse(this.querySelector(`[data-${name}]`).textContent);
  }

  #makeParts(list, names) {
    const { me } = this;
    const send = (frame, wishes) => line.send({ ...frame, c: this.record }, wishes);
    const quietly = (frame) => send(frame, { wantsAnswer: false });
    this.view = new MessageView({ me, names, words: this.#read("client-words") });
    const lastOfTalk = () => this.arrivals.last;
    this.entries = new Entries({ list, address: this.dataset.timelineUrl, hasRoom: () => this.window.hasRoom() });
    this.arrivals = new Arrivals({
      last: Number(this.getAttribute("last")),
      most: Number(this.dataset.window),
      ask: (n) => send({ op: "since", n }),
      show: (entry) => this.#show(entry),
      passOver: () => this.#passOver(),
    });
    this.window = new TalkWindow({
      element: this,
      list,
      entries: this.entries,
      lastOfTalk,
      reached: (items) => this.#reached(items),
    });
    this.newest = new Newest({ window: this.window, lastOfTalk });
    this.jumping = new Jumping({ window: this.window, list });
    this.composer = new Composer({
      send: (text) => this.#write(text),
      check: (text, i) => quietly({ op: "check", t: text, i }),
      typed: () => this.beside.typed(),
      draftName: `gighall.draft.${me}.${this.record}`,
    });
    this.sending = new Sending({
      outbox: new Outbox(me, this.record),
      entries: this.entries,
      view: this.view,
      carry: (item) => (this.polling.isOn ? this.polling.post(item) : send({ op: "post", k: item.key, t: item.text })),
      giveBack: (text, sentence, marks) => this.composer.giveBack(text, sentence, marks),
      toEnd: () => this.window.toEnd(),
      isPlaced: (number) => this.window.holds(number),
    });
    this.marks = new Marks({ me, entries: this.entries, view: this.view, others: marksIn(this) });
    this.reading = new Reading({
      me,
      send: quietly,
      address: this.dataset.readAction ?? "",
      token: this.composer.token,
    });
    this.beside = new Beside({ send: quietly, names });
    this.polling = new Polling({ form: this.composer.form, ask: () => this.#askByHttp() });
    this.uploads = new Uploads(() => this.polling.hurry());
  }

  #listen() {
    line.addEventListener("open", (event) => this.#opened(event.detail));
    line.addEventListener("frame", (event) => this.#hear(event.detail));
    // While this page polls, sockets that fail are no news.
    line.addEventListener("down", () => this.polling.isOn || this.#lost());
    line.addEventListener("unreachable", () => this.#poll());
    line.addEventListener("bye", (event) => {
      if (RELOAD_AFTER.has(event.detail)) location.reload();
    });
    this.entries.addEventListener("placed", (event) => {
      for (const item of event.detail) this.reading.watch(item);
      this.marks.show();
      this.newest.update();
    });
    this.entries.addEventListener("removed", (event) => {
      for (const item of event.detail) this.reading.unwatch(item);
    });
    this.entries.addEventListener("fragment", (event) => this.marks.take(marksIn(event.detail)));
    this.polling.addEventListener("stored", (event) => this.sending.stored(event.detail));
    this.polling.addEventListener("refused", (event) => this.sending.refused(event.detail));
    this.polling.addEventListener("heard", () => this.#heard());
    this.polling.addEventListener("missed", () => this.#lost());
  }

  // The line

  #opened(hello) {
    if (hello.me !== this.me) {
      // Somebody else has signed in in this browser: this page is not theirs.
      location.reload();
      return;
    }
    this.polling.stop();
    this.pollingLine.hidden = true;
    this.#backAgain();
    // Whether the line is open can be seen from outside: by styles, and by who waits for it.
    this.dataset.line = "open";
    this.arrivals.begin(hello.records.find(({ c }) => c === this.record)?.last);
    this.sending.postAll();
    this.reading.begin();
    this.beside.begin();
    this.composer.begin();
  }

  #backAgain() {
    this.#canSend = true;
    clearTimeout(this.#offlineTimer);
    this.#offlineTimer = 0;
    this.offlineLine.hidden = true;
  }

  #lost() {
    this.dataset.line = "lost";
    this.beside.lost();
    this.#offlineTimer ||= setTimeout(() => {
      this.offlineLine.hidden = false;
      this.pollingLine.hidden = true;
      this.sending.lost();
    }, OFFLINE_AFTER_MS);
  }

  // No line can be had: ask and post by the pages' own addresses, while the socket goes on trying.
  #poll() {
    this.#canSend = true;
    this.polling.start();
    this.sending.postAll();
  }

  #heard() {
    if (!this.polling.isOn) return;
    const wasLost = this.dataset.line !== "polling";
    this.#backAgain();
    this.dataset.line = "polling";
    this.pollingLine.hidden = false;
    if (wasLost) this.sending.postAll();
  }

  async #askByHttp() {
    const { items, last } = await this.entries.fetchAfter(this.arrivals.last, () => this.sending.clearStored());
    this.#reached(items);
    this.arrivals.known(last);
    this.newest.update();
  }

  /** Entries have come by the way of pages: what the line says of them later is known then. */
  #reached(items) {
    const news = items.filter((item) => Number(item.dataset.number) > this.arrivals.last);
    for (const item of news) this.arrivals.reached(Number(item.dataset.number));
    if (news.some((item) => !item.classList.contains("entry--message"))) this.#moved();
  }

  /** So much is missing that it is not fetched: the way to the newest is offered instead. */
  #passOver() {
    this.window.leaveEnd();
    this.newest.update();
    this.#moved();
  }

  // What I write

  #write(text) {
    // Until there is a way to send, the form is sent as a form: perhaps only the live part is out of order.
    if (!this.#canSend) return false;
    this.beside.sent();
    return this.sending.write(text);
  }

  // What comes

  #hear(frame) {
    if (frame.op === "changed" && frame.what === "record" && frame.id === this.record) {
      this.#moved();
    } else if (frame.c === this.record) {
      this.#hearOfThisTalk(frame);
    }
  }

  #hearOfThisTalk(frame) {
    switch (frame.op) {
      case "entry":
        this.arrivals.reached(frame.n, frame);
        break;
      case "page":
        keepingPlace(() => this.arrivals.page(frame));
        break;
      case "behind":
        this.arrivals.known(frame.last);
        this.arrivals.askSince();
        break;
      case "ack":
        this.sending.acked(frame);
        this.arrivals.reached(frame.n);
        break;
      case "refused":
        this.sending.refused(frame);
        break;
      case "got":
      case "read":
        this.marks.hear(frame);
        break;
      case "typing":
      case "here":
        this.beside.hear(frame);
        break;
      case "checked":
        this.composer.checked(frame);
        break;
      case "error":
        setTimeout(() => this.arrivals.begin(), AGAIN_MS);
        break;
      default:
      // A newer hall may say what this page does not know.
    }
  }

  #show(entry) {
    this.beside.spoke(entry.by);
    if (entry.k) this.sending.arrived(entry.k);
    if (this.entries.isShown(entry.n)) return;
    const isMessage = entry.kind === "message";
    // Also a fact that was missed: it has moved the order since this page was printed.
    if (!isMessage) this.#moved();
    if (!this.window.hasRoom()) this.newest.update();
    else if (isMessage) keepingPlace(() => this.entries.place(this.view.fromEntry(entry), entry.n));
    else this.entries.want(entry.n);
  }

  #moved() {
    clearTimeout(this.#movedTimer);
    this.#movedTimer = setTimeout(() => {
      this.dispatchEvent(new CustomEvent("order:changed", { bubbles: true }));
      refreshPanels();
    }, GATHER_MS);
  }
}

/** Return the marks of the others that the server has printed somewhere. */
function marksIn(place) {
  return JSON.parse(place.querySelector("template[data-marks]")?.dataset.marks ?? "{}");
}

customElements.define("live-timeline", LiveTimeline);
