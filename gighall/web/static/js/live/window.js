// The window: the part of the talk that stands on the page. However far one scrolls, it holds no more than so many
// entries: what comes into reach is fetched by number before one gets there, what is far away is taken off.

import { isAtBottom, keepingPlace, scrolledByReader, toBottom, toEntry, toTop } from "./place.js";

// A part is fetched when its edge comes so near.
const REACH_PX = 1_500;
const AGAIN_MS = 3_000;
// How many entries before the one that is meant are fetched with it; the server does the same.
const ENTRIES_BEFORE = 3;
// A screen reader takes a moment to look at what was added: it is not news.
const QUIET_MS = 500;
// Who scrolls, does one of these; who follows a link to another place of the page, does not go on in that direction.
const HANDS = ["wheel", "touchstart", "keydown", "pointerdown"];
const DIRECTIONS = { earlier: -1, later: 1 };

export class TalkWindow extends EventTarget {
  #element;
  #list;
  #entries;
  #lastOfTalk;
  #reached;
  #most;
  #page;
  #floor;
  #unread;
  #unreadTo;
  #links;
  #observer;
  #near = { earlier: false, later: false };
  #direction = 0;
  #scrolled = 0;
  #isByHand = true;
  #isLoading = false;
  #isAdding = false;
  // Another part was opened: what was on its way for the last one is not placed any more.
  #opened = 0;
  #timer = 0;

  /**
   * Look after `list`. `lastOfTalk()` says how far the talk is known; `reached(items)` is told what was fetched beyond it.
   * Event: "moved", whenever another part may stand on the page.
   */
  constructor({ element, list, entries, lastOfTalk, reached }) {
    super();
    this.#element = element;
    this.#list = list;
    this.#entries = entries;
    this.#lastOfTalk = lastOfTalk;
    this.#reached = reached;
    const { window: most, page, floor, unread } = element.dataset;
    [this.#most, this.#page, this.#floor, this.#unread] = [most, page, floor, unread].map(Number);
    this.#links = Object.fromEntries(
      Object.keys(DIRECTIONS).map((way) => [way, element.querySelector(`:scope > [data-part="${way}"]`)]),
    );
    this.#unreadTo = lastOfTalk();
    this.isAtEnd = entries.last >= lastOfTalk();
  }

  /** Begin to fetch what comes into reach. */
  begin() {
    this.#observer = new IntersectionObserver((seen) => this.#see(seen), { rootMargin: `${REACH_PX}px 0px` });
    for (const [way, link] of Object.entries(this.#links)) {
      link?.addEventListener("click", (event) => this.#press(event, way));
    }
    this.#scrolled = scrolledByReader();
    document.addEventListener("scroll", () => this.#turn(), { passive: true });
    for (const hand of HANDS) document.addEventListener(hand, () => (this.#isByHand = true), { passive: true });
    document.addEventListener("click", ({ target }) => {
      if (target.closest?.("a[href^='#']")) this.#isByHand = false;
    });
    this.#entries.addEventListener("placed", () => this.#makeRoom());
    keepingPlace(() => this.#draw());
    this.#watch();
  }

  get isAtBeginning() {
    return this.#first <= this.#floor;
  }

  /** The number of the first entry of the talk that this page is about. */
  get floor() {
    return this.#floor;
  }

  /**
   * Say whether what is new is placed: where the end of the talk is shown, it is, and older entries give way. Who reads
   * further up loses nothing of what they read: where the page is full, the end of the talk is left instead.
   */
  hasRoom() {
    if (this.isAtEnd && this.#entries.items.length >= this.#most && !isAtBottom()) this.leaveEnd();
    return this.isAtEnd;
  }

  /** What is new is not placed any more, until its reader comes to the end. */
  leaveEnd() {
    this.isAtEnd = false;
    this.#element.dataset.end = "away";
    keepingPlace(() => this.#draw());
    this.#watch();
  }

  /** Say whether an entry belongs to the part that is shown. */
  holds(number) {
    return this.isAtEnd ? number >= this.#first : this.#entries.isShown(number);
  }

  /** Show the end of the talk. Without a line to the hall, with nothing before it until there is one. */
  async toEnd() {
    if (!this.isAtEnd) {
      try {
        await this.#open(`before=${this.#lastOfTalk() + 1}`);
      } catch {
        this.#replace([]);
        this.isAtEnd = true;
        this.#draw();
      }
    }
    toBottom();
    this.#watch();
  }

  /** Show an entry, or the next of which anything is said; return its item, or null. */
  async show(number) {
    if (!this.#entries.isShown(number)) {
      if (number < this.#floor || number > this.#lastOfTalk()) return null;
      await this.#open(`after=${Math.max(this.#floor, number - ENTRIES_BEFORE) - 1}`);
    }
    let item = this.#entries.item(number);
    while (item?.hidden) item = item.nextElementSibling;
    if (!item) return null;
    toEntry(item);
    this.#watch();
    return item;
  }

  /** Show what stands above the talk; nothing is fetched for it. */
  toWays(ways) {
    this.#direction = 0;
    toTop(ways);
    ways.querySelector("summary").focus({ preventScroll: true });
  }

  get #first() {
    return this.#entries.first || this.#lastOfTalk() + 1;
  }

  // Which way the reader goes

  #turn() {
    const now = scrolledByReader();
    if (Math.abs(now - this.#scrolled) < 1) return;
    this.#direction = this.#isByHand ? Math.sign(now - this.#scrolled) : 0;
    this.#scrolled = now;
    this.#look();
  }

  #see(seen) {
    for (const { target, isIntersecting } of seen) this.#near[target.dataset.part] = isIntersecting;
    this.#look();
  }

  /** Let the observer tell anew what is in reach: it says only what has changed. */
  #watch() {
    this.#observer?.disconnect();
    this.#near = { earlier: false, later: false };
    for (const link of Object.values(this.#links)) if (link) this.#observer?.observe(link);
  }

  #press(event, way) {
    event.preventDefault();
    this.#direction = DIRECTIONS[way];
    this.#near[way] = true;
    this.#look();
  }

  // Fetching

  #look() {
    const way = Object.keys(DIRECTIONS).find((each) => this.#isDue(each));
    if (way && !this.#isLoading) this.#load(way);
  }

  // Where entries must give way for it, a part is fetched only for who goes there: else two edges in reach of a short
  // page would take turns for ever. And who looks at what stands above the talk is not taken away from there.
  #isDue(way) {
    const link = this.#links[way];
    if (!this.#near[way] || !link || link.hidden) return false;
    if (this.#direction === DIRECTIONS[way]) return true;
    if (this.#entries.items.length + this.#page > this.#most) return false;
    return way === "later" || link.getBoundingClientRect().bottom < 0;
  }

  async #load(way) {
    this.#isLoading = true;
    const opened = this.#opened;
    const edge = this.#edge(way);
    try {
      const { items } = await this.#entries.fetch(way === "earlier" ? `before=${edge}` : `after=${edge}`);
      if (opened === this.#opened && edge === this.#edge(way)) this.#quietly(() => keepingPlace(() => this.#add(way, items)));
      this.#watch();
    } catch {
      // The network is away, or the hall: what is wanted stays wanted.
      setTimeout(() => this.#look(), AGAIN_MS);
    }
    this.#isLoading = false;
  }

  #edge(way) {
    return way === "earlier" ? this.#first : this.#entries.last;
  }

  #add(way, items) {
    // What may give way is measured before anything moves.
    const far = this.#far(way);
    const fresh = items.filter((item) => Number(item.dataset.number) >= this.#floor);
    this.#isAdding = true;
    this.#entries.placeAll(fresh);
    this.#isAdding = false;
    this.#takeOff(far.slice(0, this.#over));
    if (way === "earlier") {
      if (!fresh.length) this.#floor = this.#first;
    } else {
      this.#reached(items);
      this.isAtEnd = !items.length || this.#entries.last >= this.#lastOfTalk();
    }
    if (this.#over > 0) {
      // Nothing is far enough to give way: no more comes before the reader has gone on.
      this.#takeOff(way === "earlier" ? this.#ends(1) : this.#ends(-1));
      this.#direction = 0;
    }
    this.#draw();
  }

  async #open(asked) {
    this.#opened += 1;
    const opened = this.#opened;
    const { items } = await this.#entries.fetch(asked);
    if (opened !== this.#opened) return;
    this.#quietly(() => {
      this.#replace(items.filter((item) => Number(item.dataset.number) >= this.#floor));
      this.#reached(items);
      this.isAtEnd = this.#entries.last >= this.#lastOfTalk();
      this.#draw();
    });
  }

  #replace(items) {
    this.#direction = 0;
    this.#entries.forgetWanted();
    this.#takeOff([...this.#entries.items]);
    this.#isAdding = true;
    this.#entries.placeAll(items);
    this.#isAdding = false;
  }

  // What gives way

  get #over() {
    return Math.max(0, this.#entries.items.length - this.#most);
  }

  /** Return what is too much, from one end of the page: 1 its first entries, -1 its last. */
  #ends(end) {
    const items = [...this.#entries.items];
    return end === 1 ? items.slice(0, this.#over) : items.slice(items.length - this.#over);
  }

  /** Return the entries more than a screen away on the other side than one goes to, the farthest first. */
  #far(way) {
    const height = document.scrollingElement.clientHeight;
    const items = [...this.#entries.items];
    if (way === "earlier") items.reverse();
    const near = items.findIndex((item) => {
      if (item.hidden) return false;
      const { top, bottom } = item.getBoundingClientRect();
      return way === "earlier" ? top < 2 * height : bottom > -height;
    });
    return near === -1 ? items : items.slice(0, near);
  }

  /** New entries have come at the end: the first ones give way. */
  #makeRoom() {
    if (this.#isAdding || !this.isAtEnd || !isAtBottom() || !this.#over) return;
    this.#takeOff(this.#ends(1));
    this.#draw();
  }

  #takeOff(items) {
    if (!items.length) return;
    const last = items.some((item) => Number(item.dataset.number) === this.#entries.last);
    const hadFocus = items.some((item) => item.contains(document.activeElement));
    this.#entries.remove(items);
    if (last) this.isAtEnd = false;
    const rest = this.#entries.items;
    if (hadFocus && rest.length) focusOn(last ? rest[rest.length - 1] : rest[0]);
  }

  // What is said about it

  #draw() {
    if (!this.isAtEnd) {
      // What was to come into the page at its end comes with its part, and so does what stands behind it.
      const gap = this.#entries.forgetWanted();
      this.#takeOff([...this.#entries.items].filter((item) => Number(item.dataset.number) > gap));
    }
    const { earlier, later } = this.#links;
    if (earlier) earlier.hidden = this.isAtBeginning;
    if (later) later.hidden = this.isAtEnd;
    this.#element.dataset.end = this.isAtEnd ? "shown" : "away";
    this.#list.setAttribute("aria-live", this.isAtEnd ? "polite" : "off");
    this.#drawUnreadLine();
    this.dispatchEvent(new CustomEvent("moved"));
  }

  #drawUnreadLine() {
    if (!this.#unread) return;
    this.#list.querySelector(":scope > .unread-line")?.remove();
    if (this.#first > this.#unread) return;
    const me = this.#element.getAttribute("me");
    const isNews = (number) => number >= this.#unread && number <= this.#unreadTo;
    const first = [...this.#entries.items].find(
      ({ dataset, hidden }) => isNews(Number(dataset.number)) && dataset.by !== me && !hidden,
    );
    first?.before(document.getElementById("unread-template").content.firstElementChild.cloneNode(true));
  }

  // What was fetched is no news: it is not read aloud.
  #quietly(work) {
    work();
    this.#list.setAttribute("aria-live", "off");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.isAtEnd && this.#list.setAttribute("aria-live", "polite"), QUIET_MS);
  }
}

/** Let the keyboard and a screen reader go on at an entry. */
export function focusOn(item) {
  item.tabIndex = -1;
  item.focus({ preventScroll: true });
}
