// Files on their way: chosen, dropped or pasted, sent one after the other; what a reload cut off goes on with the same file.

import { FileUpload, fingerprintOf } from "./file-upload.js";
import { sizeWords } from "./sizes.js";

const FILES_MAX = 20;

export class Uploads {
  #form = document.getElementById("attach-form");
  #list = document.getElementById("uploads");
  #chooser = document.getElementById("attach-file");
  #clip = document.getElementById("composer-clip");
  #files = new Set();
  #waiting = [];
  #running = null;
  #wanted = null;
  #sent;

  /** Take over the form for files, where there is one; `sent()` is told after each. */
  constructor(sent) {
    this.#sent = sent;
    if (this.#form === null) return;
    document.getElementById("attach").hidden = true;
    this.#clip.hidden = false;
    this.#chooser.multiple = true;
    this.#clip.addEventListener("click", () => this.#choose(null));
    this.#chooser.addEventListener("change", () => {
      this.#chosen([...this.#chooser.files]);
      this.#chooser.value = "";
    });
    document.getElementById("composer-text").addEventListener("paste", this.#pasted);
    this.#watchDrops(document.getElementById("composer-place"));
    // The hall is asked only where this browser has left something unfinished.
    if (hasLeft(this.#form.dataset.uploads)) this.#listUnfinished();
  }

  get #place() {
    return {
      address: this.#form.dataset.uploads,
      client: this.#form.dataset.client,
      token: () => this.#form.querySelector("[name=csrfmiddlewaretoken]").value,
    };
  }

  async #listUnfinished() {
    const answer = await fetch(this.#form.dataset.uploads, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return;
    const known = await answer.json();
    for (const unfinished of known) {
      if (unfinished.offset < unfinished.size) this.#add({ unfinished });
    }
    this.#tidy();
  }

  #pasted = (event) => {
    const { files, types } = event.clipboardData;
    // A table copied from elsewhere comes as words and as a picture of them: the words are meant.
    if (!files.length || types.includes("text/plain")) return;
    event.preventDefault();
    this.#take([...files]);
  };

  #watchDrops(place) {
    const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
    let leaving = 0;
    document.addEventListener("dragover", (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      clearTimeout(leaving);
      place.dataset.drop = "";
      // A browser says "over" again and again while something is held over the page, and nothing when it leaves.
      leaving = setTimeout(() => delete place.dataset.drop, 300);
    });
    document.addEventListener("drop", (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      clearTimeout(leaving);
      delete place.dataset.drop;
      this.#take([...event.dataTransfer.files]);
    });
  }

  /** Let files be chosen: any, or the one of an unfinished upload. */
  #choose(wanted) {
    this.#wanted = wanted;
    this.#chooser.click();
  }

  #chosen(files) {
    const wanted = this.#wanted;
    this.#wanted = null;
    if (wanted === null) this.#take(files);
    else if (files.some((file) => fingerprintOf(file) === wanted.fingerprint)) this.#take(files);
    else if (files.length) wanted.row.complain(wanted.row.words("another"));
  }

  #take(files) {
    for (const file of files) {
      const unfinished = [...this.#files].find((one) => one.isUnfinished && one.fingerprint === fingerprintOf(file));
      if (unfinished) {
        unfinished.take(file);
        this.#waiting.push(unfinished);
      } else if (this.#files.size < FILES_MAX) {
        this.#begin(file);
      }
    }
    this.#next();
  }

  #begin(file) {
    const added = this.#add({ file });
    const complaint = this.#complaint(file, added.row);
    if (complaint) added.refuse(complaint);
    else this.#waiting.push(added);
  }

  #add(what) {
    const told = {
      idle: () => this.#idle(added),
      again: () => this.#again(added),
      choose: () => this.#choose(added),
      stored: () => this.#sent(),
      gone: () => this.#remove(added),
    };
    const added = new FileUpload(this.#place, told, what);
    this.#files.add(added);
    this.#list.append(added.row.element);
    this.#tidy();
    return added;
  }

  #complaint(file, row) {
    if (!file.size) return row.words("empty");
    const most = Number(this.#form.dataset.fileMax);
    return file.size > most ? row.words(this.#form.dataset.fileLarge, { most: sizeWords(most) }) : "";
  }

  #next() {
    if (this.#running !== null || !this.#waiting.length) return;
    this.#running = this.#waiting.shift();
    noteLeft(this.#form.dataset.uploads, true);
    this.#running.run();
  }

  #again(one) {
    one.row.show("waiting");
    this.#waiting.unshift(one);
    this.#next();
  }

  #idle(one) {
    this.#waiting = this.#waiting.filter((each) => each !== one);
    if (this.#running === one) this.#running = null;
    this.#next();
  }

  #remove(one) {
    const hadFocus = one.row.element.contains(document.activeElement);
    one.row.element.remove();
    this.#files.delete(one);
    this.#idle(one);
    this.#tidy();
    if (hadFocus) this.#clip.focus();
  }

  #tidy() {
    this.#list.hidden = !this.#files.size;
    if (!this.#files.size) noteLeft(this.#form.dataset.uploads, false);
  }
}

function hasLeft(place) {
  try {
    return localStorage.getItem(`gighall.unfinished.${place}`) !== null;
  } catch {
    return true;
  }
}

function noteLeft(place, isLeft) {
  try {
    if (isLeft) localStorage.setItem(`gighall.unfinished.${place}`, "1");
    else localStorage.removeItem(`gighall.unfinished.${place}`);
  } catch {
    // Without storage the hall is asked each time.
  }
}
