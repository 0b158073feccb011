// Files on their way: chosen, dropped or pasted, sent one after the other, with a bar that shows how far each is.

import { newKey } from "./keys.js";

const FILES_MAX = 20;
const UNITS = ["B", "KB", "MB", "GB"];
// Rounded up, so that a file that is a little too large does not look as if it were not.
const figures = new Intl.NumberFormat(document.documentElement.lang || "en", { maximumFractionDigits: 1, roundingMode: "ceil" });

export class Uploads {
  #form = document.getElementById("attach-form");
  #list = document.getElementById("uploads");
  #template = document.getElementById("upload-template");
  #waiting = [];
  #running = null;
  #sent;

  /** Take over the form for files, where there is one; `sent()` is told after each. */
  constructor(sent) {
    this.#sent = sent;
    if (this.#form === null) return;
    const chooser = document.getElementById("attach-file");
    const clip = document.getElementById("composer-clip");
    document.getElementById("attach").hidden = true;
    clip.hidden = false;
    chooser.multiple = true;
    clip.addEventListener("click", () => chooser.click());
    chooser.addEventListener("change", () => {
      this.#take([...chooser.files]);
      chooser.value = "";
    });
    document.getElementById("composer-text").addEventListener("paste", this.#pasted);
    this.#watchDrops(document.getElementById("composer-place"));
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

  #take(files) {
    const room = FILES_MAX - this.#list.children.length;
    for (const file of files.slice(0, Math.max(0, room))) {
      const job = { file, key: newKey(), row: this.#row(file), request: null };
      this.#part(job, "cancel").addEventListener("click", () => this.#cancel(job));
      this.#part(job, "again").addEventListener("click", () => this.#again(job));
      this.#list.append(job.row);
      const complaint = this.#complaint(file);
      if (complaint) this.#refuse(job, complaint, { again: false });
      else this.#waiting.push(job);
    }
    this.#list.hidden = !this.#list.children.length;
    this.#next();
  }

  #complaint(file) {
    if (!file.size) return this.#words("empty", file);
    return file.size > Number(this.#form.dataset.fileMax) ? this.#words("", file, this.#form.dataset.fileLarge) : "";
  }

  #next() {
    if (this.#running !== null || !this.#waiting.length) return;
    this.#running = this.#waiting.shift();
    this.#post(this.#running);
  }

  #post(job) {
    const request = new XMLHttpRequest();
    job.request = request;
    const body = new FormData();
    body.set("csrfmiddlewaretoken", this.#form.querySelector("[name=csrfmiddlewaretoken]").value);
    body.set("client_key", job.key);
    body.set("file", job.file);
    request.open("POST", this.#form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      this.#part(job, "bar").value = total ? (100 * loaded) / total : 0;
    });
    request.addEventListener("load", () => this.#answered(job, request));
    request.addEventListener("error", () => {
      this.#refuse(job, this.#template.dataset.lost, { again: true });
      this.#done();
    });
    request.send(body);
  }

  #answered(job, request) {
    const answer = parsed(request.responseText);
    if (request.status < 300 && answer.n !== undefined) {
      this.#remove(job);
      this.#sent();
    } else if (request.status >= 500) {
      this.#refuse(job, this.#template.dataset.lost, { again: true });
    } else if (request.status === 413) {
      this.#refuse(job, answer.say ?? this.#words("", job.file, this.#form.dataset.fileLarge), { again: false });
    } else {
      this.#refuse(job, answer.say ?? this.#words("failed", job.file), { again: false });
    }
    this.#done();
  }

  #done() {
    this.#running = null;
    this.#next();
  }

  #cancel(job) {
    this.#waiting = this.#waiting.filter((one) => one !== job);
    this.#remove(job);
    if (this.#running !== job) return;
    job.request.abort();
    this.#done();
  }

  #again(job) {
    delete job.row.dataset.state;
    this.#part(job, "sentence").hidden = true;
    this.#part(job, "again").hidden = true;
    this.#part(job, "bar").hidden = false;
    this.#waiting.push(job);
    this.#next();
  }

  #refuse(job, sentence, { again }) {
    job.row.dataset.state = "refused";
    this.#part(job, "bar").hidden = true;
    this.#part(job, "again").hidden = !again;
    this.#part(job, "cancel").textContent = this.#template.dataset.dismiss;
    const line = this.#part(job, "sentence");
    line.hidden = false;
    line.textContent = sentence;
  }

  #remove(job) {
    job.row.remove();
    this.#list.hidden = !this.#list.children.length;
  }

  #row(file) {
    const row = this.#template.content.firstElementChild.cloneNode(true);
    row.querySelector("[data-part='name']").textContent = file.name;
    row.querySelector("[data-part='size']").textContent = sizeWords(file.size);
    return row;
  }

  #part(job, name) {
    return job.row.querySelector(`[data-part="${name}"]`);
  }

  #words(name, file, sentence = this.#template.dataset[name]) {
    return sentence
      .replace("{name}", () => file.name)
      .replace("{size}", () => sizeWords(file.size))
      .replace("{most}", () => sizeWords(Number(this.#form.dataset.fileMax)));
  }
}

function sizeWords(bytes) {
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < UNITS.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${figures.format(size)} ${UNITS[unit]}`;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
