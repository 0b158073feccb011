// One file on its way to the hall, in parts, by tus: it pauses, goes on, and comes back by itself after a lost line.

import { newKey } from "./keys.js";
import { UploadRow } from "./upload-row.js";

// So small a file is sent with the request that begins its upload.
const AT_ONCE_BYTES = 1_000_000;
const WAITS_MS = [1000, 2000, 5000, 10_000, 20_000, 30_000];
const ASK_AGAIN_MS = 2000;
const NO_ROOM = 507;
// A part elsewhere, one too many at once, asked too often: clears by itself.
const PASSING = new Set([409, 423, 429]);

let loading = null;

/** Return the client of tus; it is fetched with the first file. */
function client(address) {
  loading ??= import(address).then(() => globalThis.tus);
  loading.catch(() => (loading = null));
  return loading;
}

/** Return by what a file is known again: the same as tus-js-client takes, without the place. */
export function fingerprintOf({ name, size, lastModified, type }) {
  return [name, size, lastModified, type].join("-").slice(0, 300);
}

export class FileUpload {
  #file = null;
  #place;
  #told;
  #key = newKey();
  #href = null;
  #upload = null;
  #waits = 0;
  #timer = null;

  /** A file for a place (`address`, `client`, `token()`), or an unfinished one as the hall lists it.
   *
   * `told.idle()` is called whenever it does not run any more, `told.again()` when it wants to, `told.stored()` once
   * it stands in the talk, `told.gone()` when its row may go, `told.choose()` when its file is to be chosen again.
   */
  constructor(place, told, { file = null, unfinished = null }) {
    this.#place = place;
    this.#told = told;
    this.row = new UploadRow(file ?? unfinished, {
      pause: () => this.#pause(),
      resume: () => told.again(),
      again: () => told.again(),
      choose: () => told.choose(),
      cancel: () => this.#cancel(),
    });
    this.fingerprint = file ? fingerprintOf(file) : unfinished.fingerprint;
    if (file) this.#file = file;
    else this.#wait(unfinished);
  }

  get isUnfinished() {
    return this.#file === null;
  }

  /** Take the file of an upload that is unfinished. */
  take(file) {
    this.#file = file;
    this.row.show("waiting");
  }

  /** Send, or go on. */
  async run() {
    const goesOn = this.row.sent > 0;
    this.row.show("sending", goesOn ? "going" : "");
    try {
      this.#upload ??= this.#made(await client(this.#place.client));
    } catch {
      this.#lost();
      return;
    }
    this.#upload.start();
  }

  refuse(sentence, { again = false } = {}) {
    this.row.refuse(sentence, { again });
  }

  #wait(unfinished) {
    this.#href = unfinished.href;
    this.row.progress(unfinished.offset);
    this.row.show("unfinished", "unfinished", { until: unfinished.expires_at });
  }

  #made(tus) {
    return new tus.Upload(this.#file, {
      endpoint: this.#href ? null : this.#place.address,
      uploadUrl: this.#href,
      headers: { "X-CSRFToken": this.#place.token() },
      metadata: { filename: this.#file.name, key: this.#key, fingerprint: this.fingerprint },
      uploadDataDuringCreation: this.#file.size <= AT_ONCE_BYTES,
      storeFingerprintForResuming: false,
      // The page waits itself: for as long as it takes, and until the network is back.
      retryDelays: null,
      onUploadUrlAvailable: () => this.#begun(),
      onProgress: (sent) => this.#progress(sent),
      onSuccess: ({ lastResponse }) => this.#sent(lastResponse),
      onError: (error) => this.#failed(error.originalResponse ?? null),
    });
  }

  #begun() {
    this.#href = this.#upload.url;
    // From now on it is this upload or none: a hall that is away for a moment is no reason to begin another one.
    this.#upload.options.endpoint = null;
  }

  #progress(sent) {
    if (this.row.element.dataset.state !== "sending") return;
    if (sent > this.row.sent) this.#waits = 0;
    this.row.progress(sent);
    if (sent === this.row.size) this.row.show("checking", "checking");
  }

  #sent(response) {
    // Whoever hears only how far it is, not that the last part was taken, asks what has become of it.
    if (response.getStatus() === 200) this.#ask();
    else this.#stored();
  }

  async #ask() {
    this.row.show("checking", "checking");
    const answer = await fetch(this.#href, { headers: { Accept: "application/json" } }).catch(() => null);
    const said = answer?.ok ? await answer.json() : {};
    if (said.n) this.#stored();
    else if (said.refused) this.#refused(said.refused.say);
    else if (answer?.status === 404) this.#refused(this.row.words("over"));
    else this.#timer = setTimeout(() => this.#ask(), ASK_AGAIN_MS);
  }

  #stored() {
    this.#told.stored();
    this.#told.gone();
  }

  #failed(response) {
    const status = response?.getStatus() ?? 0;
    const said = saidIn(response);
    if (status === NO_ROOM && said) {
      this.row.show("paused", "paused");
      this.row.complain(said);
      this.#told.idle();
    } else if (status === 0 || status >= 500 || PASSING.has(status)) {
      this.#lost();
    } else if (status === 404) {
      this.#begin();
      this.#refused(this.row.words("over"), { again: true });
    } else {
      this.#refused(status === 401 || status === 403 || !said ? this.row.words("failed") : said);
    }
  }

  #refused(sentence, { again = false } = {}) {
    this.refuse(sentence, { again });
    this.#told.idle();
  }

  /** Begin anew with the next try: what the hall had is gone. */
  #begin() {
    this.#upload = null;
    this.#href = null;
    this.#key = newKey();
    this.row.progress(0);
  }

  #lost() {
    this.row.show("lost", "lost");
    const wait = WAITS_MS[Math.min(this.#waits, WAITS_MS.length - 1)];
    this.#waits += 1;
    this.#timer = setTimeout(this.#back, wait);
    addEventListener("online", this.#back);
  }

  #back = () => {
    this.#rest();
    this.run();
  };

  #rest() {
    clearTimeout(this.#timer);
    removeEventListener("online", this.#back);
  }

  #pause() {
    this.#rest();
    this.#upload?.abort();
    this.row.show("paused", "paused");
    this.#told.idle();
  }

  #cancel() {
    this.#rest();
    this.#upload?.abort();
    if (this.#href && this.row.element.dataset.state !== "refused") this.#takeBack();
    this.#told.gone();
  }

  #takeBack() {
    const headers = { "X-CSRFToken": this.#place.token(), "Tus-Resumable": "1.0.0" };
    // What does not get through is gone by itself after a day.
    fetch(this.#href, { method: "DELETE", headers, keepalive: true }).catch(() => null);
  }
}

function saidIn(response) {
  try {
    return JSON.parse(response.getBody()).say ?? "";
  } catch {
    return "";
  }
}
