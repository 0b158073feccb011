// A layer behind the composer's field that prints the same words, unseen, so that marks stand at the very words; and
// because it grows with its words, the field grows too where the browser does not do that by itself.

export class Mirror {
  #field;
  #layer = document.createElement("div");
  #text = "";
  #marks = [];

  constructor(field) {
    this.#field = field;
    this.#layer.className = "composer__mirror";
    this.#layer.setAttribute("aria-hidden", "true");
    this.#layer.dir = "auto";
    field.before(this.#layer);
    field.addEventListener("input", () => this.update());
    field.addEventListener("scroll", () => this.#scroll(), { passive: true });
    new ResizeObserver(() => this.#measure()).observe(field);
    this.update();
  }

  /** The marks as they stand: [{from, to, …}], in UTF-16 units of the field's words. */
  get marks() {
    return this.#marks;
  }

  /** Mark these stretches of the field's present words, in their order. */
  set(marks) {
    this.#marks = marks;
    this.#text = this.#field.value;
    this.#paint();
  }

  /** Follow the field: marks before and behind what has changed stay with their words, the others go. */
  update() {
    const text = this.#field.value;
    if (this.#marks.length) this.#marks = moved(this.#marks, this.#text, text);
    this.#text = text;
    this.#paint();
  }

  #paint() {
    const nodes = [];
    let position = 0;
    for (const mark of this.#marks) {
      const element = document.createElement("mark");
      element.className = "composer__found";
      element.dataset.outcome = mark.outcome;
      element.textContent = this.#text.slice(mark.from, mark.to);
      nodes.push(this.#text.slice(position, mark.from), element);
      position = mark.to;
    }
    // A line end as the last sign opens a line in the field; the blank opens it here.
    this.#layer.replaceChildren(...nodes, `${this.#text.slice(position)} `);
    this.#measure();
  }

  // A scroll bar takes room from the field's lines, on one of its sides.
  #measure() {
    const { clientLeft, clientWidth, offsetWidth } = this.#field;
    this.#layer.style.marginLeft = `${clientLeft}px`;
    this.#layer.style.marginRight = `${offsetWidth - clientWidth - clientLeft}px`;
    this.#scroll();
  }

  #scroll() {
    this.#layer.scrollTop = this.#field.scrollTop;
  }
}

/** Return marks of one text as they stand in another one that differs in one stretch. */
function moved(marks, before, after) {
  const most = Math.min(before.length, after.length);
  let same = 0;
  while (same < most && before[same] === after[same]) same += 1;
  let tail = 0;
  while (tail < most - same && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const shift = after.length - before.length;
  return marks
    .map((mark) => {
      if (mark.to <= same) return mark;
      if (mark.from >= before.length - tail) return { ...mark, from: mark.from + shift, to: mark.to + shift };
      return null;
    })
    .filter(Boolean);
}
