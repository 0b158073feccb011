// A message's markup: the page's own <template>s, cloned and filled. No other markup is made here but the code and
// the links of words.js. The server prints the same from `gighall/web/orders/messages.py`; a test compares the two.

import { printed } from "../look/moments.js";
import { cut } from "./points.js";
import { nodeOf, shaped } from "./words.js";

const MASK = "mask";
const STATES = new Set(["sending", "unsent", "refused", "received", "read"]);

export class MessageView {
  #me;
  #names;
  #words;
  #message = document.getElementById("message-template");
  #marked = document.getElementById("marked-template");
  #otherSide = document.getElementById("other-side-template");

  /** `names`: people by their ids; `words`: what `words_for_client` of the server says. */
  constructor({ me, names, words }) {
    this.#me = me;
    this.#names = names;
    this.#words = words;
  }

  /** Return the list item of an entry, as the protocol brings it. */
  fromEntry(entry) {
    const item = this.#empty(entry.by);
    const isFull = entry.own !== undefined && entry.own !== null;
    const pieces = isFull ? cut(entry.own, entry.marks, "own_s", "own_e") : cut(entry.t ?? "", entry.marks);
    const isMine = entry.by === this.#me;
    const other = isFull ? this.#asOthersRead(pieces) : null;
    this.#fill(item, { pieces, note: this.#note(entry.marks, isMine), other });
    this.#number(item, entry.n, entry.at);
    this.setState(item, "stored");
    return item;
  }

  /** Return the list item of my own words that are not stored yet. */
  fromWords(text, state) {
    const item = this.#empty(this.#me);
    this.#fill(item, { pieces: [{ text, mark: null }], note: "", other: null });
    this.setState(item, state);
    return item;
  }

  /** Turn an unsent item into what the ack says: number, time, remarks, and what the other side sees. */
  confirm(item, text, ack) {
    const pieces = cut(text, ack.marks);
    const isMasked = ack.marks.some((mark) => mark.outcome === MASK);
    this.#fill(item, { pieces, note: this.#note(ack.marks, true), other: isMasked ? this.#asOthersRead(pieces) : null });
    this.#number(item, ack.n, ack.at);
    this.setState(item, "stored");
  }

  /** Show where an item stands on its way; "stored" needs no word. */
  setState(item, state) {
    const hasWord = STATES.has(state);
    if (hasWord) item.dataset.state = state;
    else delete item.dataset.state;
    this.#part(item, "state").textContent = hasWord ? this.#message.dataset[state] : "";
  }

  #empty(by) {
    const item = this.#message.content.firstElementChild.cloneNode(true);
    item.dataset.by = by ?? "";
    item.classList.toggle("entry--mine", by === this.#me);
    this.#part(item, "author").textContent = this.#names[by] ?? "";
    return item;
  }

  #fill(item, { pieces, note, other }) {
    this.#part(item, "text").replaceChildren(...this.#nodes(pieces));
    const line = this.#part(item, "note");
    line.textContent = note;
    line.hidden = !note;
    if (other === null) return;
    const view = this.#otherSide.content.firstElementChild.cloneNode(true);
    this.#part(view, "other-text").replaceChildren(...this.#nodes(other));
    line.after(view);
  }

  // The words between two marks are shaped as one, here as on the server. A browser that reads a page takes every
  // way to end a line for one; what comes by the line gets the same.
  #nodes(pieces) {
    const inLines = (piece) => ({ ...piece, text: withPlainLines(piece.text) });
    return pieces.flatMap(({ text, mark }) =>
      mark === null
        ? shaped(text, this.#words.origins).map((piece) => nodeOf(inLines(piece)))
        : [this.#markedWords(withPlainLines(text), mark)],
    );
  }

  #markedWords(text, mark) {
    const element = this.#marked.content.firstElementChild.cloneNode(true);
    element.dataset.kind = mark.kind;
    element.dataset.outcome = mark.outcome;
    this.#part(element, "words").textContent = text;
    const why = this.#part(element, "why");
    why.href = mark.help;
    why.title = mark.why;
    this.#part(element, "why-text").textContent = mark.why;
    return element;
  }

  /** Return my words as the other side reads them: masked where they are withheld, with the sentences that stand there. */
  #asOthersRead(pieces) {
    return pieces.map(({ text, mark }) => {
      if (mark === null) return { text, mark };
      // What an exception lets stand, both sides read with the same sentence.
      const why = this.#words.kinds[mark.kind]?.[mark.outcome] ?? mark.why;
      return { text: mark.outcome === MASK ? this.#words.mask : text, mark: { ...mark, why } };
    });
  }

  #number(item, number, at) {
    item.id = `entry-${number}`;
    item.dataset.number = number;
    item.setAttribute("aria-posinset", number);
    item.setAttribute("aria-setsize", "-1");
    const link = this.#part(item, "number");
    link.href = `?at=${number}#entry-${number}`;
    link.textContent = number;
    const moment = new Date(at);
    const time = document.createElement("time");
    time.dateTime = moment.toISOString();
    time.textContent = printed(moment);
    this.#part(item, "time").replaceChildren(time);
  }

  /** Return the sentences under the words: what is withheld, for its author, and each remark once. */
  #note(marks, isMine) {
    const of = (outcome) => marks.filter((mark) => mark.outcome === outcome);
    const kinds = new Set(of(MASK).map((mark) => this.#words.kinds[mark.kind]?.name ?? mark.kind));
    const bars = isMine && kinds.size ? [this.#words.grey_bars.replace("{kinds}", () => [...kinds].join(", "))] : [];
    return [...bars, ...new Set(marks.filter((mark) => mark.outcome !== MASK).map((mark) => mark.why))].join(" ");
  }

  #part(element, name) {
    return element.querySelector(`[data-part="${name}"]`);
  }
}

function withPlainLines(text) {
  return text.replaceAll(/\r\n?/g, "\n");
}
