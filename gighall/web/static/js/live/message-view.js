// A message's markup: the page's own <template>s, cloned and filled. No other markup is made here but the code and
// the links of words.js.

import { printed } from "../look/moments.js";
import { cut } from "./points.js";
import { nodeOf, shaped } from "./words.js";

const STATES = { sending: "sending", unsent: "unsent", refused: "refused", stored: "" };

export class MessageView {
  #template;
  #withheld;
  #names;
  #me;
  #noteWords;
  #kindNames;
  #origins;

  constructor({ me, names, noteWords, kindNames, origins }) {
    this.#origins = origins;
    this.#template = document.getElementById("message-template");
    this.#withheld = document.getElementById("withheld-template");
    this.#me = me;
    this.#names = names;
    this.#noteWords = noteWords;
    this.#kindNames = kindNames;
  }

  /** Return the list item of an entry, as the protocol brings it. */
  fromEntry(entry) {
    const item = this.#empty(entry.by);
    const full = entry.own !== undefined && entry.own !== null;
    this.#fill(item, {
      text: (full ? entry.own : entry.t) ?? "",
      pieces: full ? cut(entry.own, entry.marks, "own_s", "own_e") : cut(entry.t ?? "", entry.marks),
      note: full ? this.#note(entry.marks) : "",
    });
    this.#number(item, entry.n, entry.at);
    this.setState(item, "stored");
    return item;
  }

  /** Return the list item of my own words that are not stored yet. */
  fromWords(text, state) {
    const item = this.#empty(this.#me);
    this.#fill(item, { pieces: [{ text, mark: null }], note: "" });
    this.setState(item, state);
    return item;
  }

  /** Turn an unsent item into what the ack says: number, time, and what the other side does not see. */
  confirm(item, text, ack) {
    this.#fill(item, { pieces: cut(text, ack.marks), note: this.#note(ack.marks) });
    this.#number(item, ack.n, ack.at);
    this.setState(item, "stored");
  }

  /** Show where an item stands on its way. */
  setState(item, state) {
    const name = STATES[state];
    if (name) item.dataset.state = name;
    else delete item.dataset.state;
    this.#part(item, "state").textContent = name ? this.#template.dataset[name] : "";
  }

  #empty(by) {
    const item = this.#template.content.firstElementChild.cloneNode(true);
    item.dataset.by = by ?? "";
    item.classList.toggle("entry--mine", by === this.#me);
    this.#part(item, "author").textContent = this.#names[by] ?? "";
    return item;
  }

  #fill(item, { pieces, note }) {
    this.#part(item, "text").replaceChildren(...pieces.flatMap((piece) => this.#piece(piece)));
    const line = this.#part(item, "note");
    line.textContent = note;
    line.hidden = !note;
  }

  #piece({ text, mark }) {
    if (mark === null) return shaped(text, this.#origins).map(nodeOf);
    const element = this.#withheld.content.firstElementChild.cloneNode(true);
    element.dataset.kind = mark.kind;
    this.#part(element, "words").textContent = text;
    const why = this.#part(element, "why");
    why.href = mark.clause;
    why.title = mark.why;
    this.#part(element, "why-text").textContent = mark.why;
    return element;
  }

  #number(item, number, at) {
    item.id = `entry-${number}`;
    item.dataset.number = number;
    const link = this.#part(item, "number");
    link.href = `#entry-${number}`;
    link.textContent = number;
    const moment = new Date(at);
    const time = document.createElement("time");
    time.dateTime = moment.toISOString();
    time.textContent = printed(moment);
    this.#part(item, "time").replaceChildren(time);
  }

  #note(marks) {
    const kinds = [...new Set(marks.map((mark) => this.#kindNames[mark.kind] ?? mark.kind))];
    return kinds.length ? this.#noteWords.replace("{kinds}", kinds.join(", ")) : "";
  }

  #part(element, name) {
    return element.querySelector(`[data-part="${name}"]`);
  }
}
