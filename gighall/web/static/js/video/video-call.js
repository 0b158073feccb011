// <video-call record side data-settings-url …>: pictures, tools and devices of a call, around what the server printed.
//
// What can be pressed about the call itself (start, join, end) are forms of the page; the page that answers such a press
// says that whoever pressed enters the call (data-enters).

import { Call } from "./call.js";
import { DeviceCheck } from "./device-check.js";
import { OwnMedia } from "./own-media.js";
import { Together } from "./together.js";
import { line } from "../live/line.js";
import { refreshPanels } from "../live/panels.js";

const REFRESH_MS = 20_000;

class VideoCall extends HTMLElement {
  #own = new OwnMedia();
  #call = null;
  #hasDevices = false;
  #hasBegun = false;
  #session = "";
  #words = {};
  #trouble = "";

  connectedCallback() {
    if (this.#words.waiting) return;
    this.#words = JSON.parse(this.querySelector("[data-words]").textContent);
    if (!navigator.mediaDevices?.getUserMedia || !window.RTCPeerConnection) {
      this.#say("unsupported");
      return;
    }
    this.#part("check-place").hidden = false;
    this.#wireTools();
    new DeviceCheck(this, this.#own);
    this.#own.addEventListener("changed", () => this.#showOwn());
    this.#own.addEventListener("trouble", ({ detail }) => this.#note(detail));
    document.addEventListener("submit", this.#pressed, { capture: true });
    document.addEventListener("click", this.#clicked);
    // Before the page's line goes down: the other side is told.
    line.addEventListener("leaving", () => this.#leave());
    this.panel = document.getElementById("call-panel");
    new Together(this.panel);
    new MutationObserver(() => this.#moved()).observe(this.panel, { childList: true });
    // What is counted here goes by the server's word, again and again.
    setInterval(() => this.#call && refreshPanels(), REFRESH_MS);
    this.#moved();
    if ("enters" in this.dataset) this.#enter();
  }

  /** What the server says of the call. */
  get facts() {
    return this.panel.querySelector("[data-call-facts]")?.dataset ?? {};
  }

  #part(name) {
    return this.querySelector(`[data-part="${name}"]`);
  }

  // The forms and what follows from them

  #pressed = ({ target: form }) => {
    if ("leaves" in form.dataset) this.#leave();
  };

  #clicked = ({ target }) => {
    if (target.closest("[data-comes-back]")) this.#enter();
  };

  #moved() {
    const { session } = this.facts;
    if (this.#call && session !== this.#session) {
      this.#leave();
      this.#say("ended");
    }
    this.#begin();
    for (const button of document.querySelectorAll("[data-comes-back]")) button.hidden = this.#call !== null;
  }

  async #enter() {
    const { session } = this.facts;
    if (this.#call || !session) return;
    this.#session = session;
    const call = new Call({
      record: this.getAttribute("record"),
      session,
      own: this.#own,
      isPolite: this.getAttribute("side") === "buyer",
      settings: () => this.#settings(),
    });
    this.#call = call;
    call.addEventListener("state", ({ detail }) => this.#say(detail));
    call.addEventListener("media", ({ detail }) => this.#showOther(detail));
    call.addEventListener("other", ({ detail }) => this.#describeOther(detail));
    call.addEventListener("left", () => this.#otherLeft());
    call.addEventListener("elsewhere", () => {
      this.#leave();
      this.#say("elsewhere");
    });
    this.dataset.stage = "call";
    this.#part("tools").hidden = false;
    this.#moved();
    this.#say("waiting");
    await this.#own.open();
    this.#hasDevices = true;
    this.#begin();
  }

  // The call itself begins when both have pressed, and the browser has said which devices there are.
  #begin() {
    if (!this.#call || !this.#hasDevices || this.#hasBegun || this.facts.running !== "yes") return;
    this.#hasBegun = true;
    this.#call.begin();
  }

  #leave() {
    this.#call?.end();
    this.#call = null;
    this.#hasDevices = this.#hasBegun = false;
    this.#own.close();
    this.#otherLeft();
    this.#part("tools").hidden = true;
    this.#part("again").hidden = true;
    delete this.dataset.stage;
    this.#moved();
    if (document.fullscreenElement) document.exitFullscreen();
  }

  async #settings() {
    const answer = await fetch(this.dataset.settingsUrl, { headers: { Accept: "application/json" }, redirect: "error" });
    if (!answer.ok) throw new Error(`${this.dataset.settingsUrl}: ${answer.status}`);
    return answer.json();
  }

  // The tools

  #wireTools() {
    this.#tool("check", () => this.#check());
    this.#tool("mute", () => this.#own.mute(!this.#own.isMuted));
    this.#tool("camera", () => this.#own.putCamera(!this.#own.hasCamera));
    this.#tool("screen", () => (this.#own.sharesScreen ? this.#own.stopScreen() : this.#own.shareScreen()));
    this.#tool("whole", () => this.#whole());
    this.#tool("again", () => this.#call?.tryAgain());
    this.#part("screen").hidden = !navigator.mediaDevices.getDisplayMedia;
    this.#part("whole").hidden = !document.fullscreenEnabled;
    document.addEventListener("fullscreenchange", () => this.#press("whole", document.fullscreenElement !== null));
  }

  #tool(name, act) {
    this.#part(name).addEventListener("click", act);
  }

  async #check() {
    if (this.dataset.stage === "check") {
      this.#own.close();
      delete this.dataset.stage;
    } else {
      this.dataset.stage = "check";
      await this.#own.open();
    }
    this.#press("check", this.dataset.stage === "check");
  }

  #whole() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.#part("pictures").requestFullscreen();
  }

  #press(name, isPressed) {
    this.#part(name).setAttribute("aria-pressed", String(isPressed));
  }

  // What is seen

  #showOwn() {
    const { video } = this.#own.tracks;
    const own = this.#part("own");
    if (own.srcObject?.getVideoTracks()[0] !== video) own.srcObject = video ? new MediaStream([video]) : null;
    own.hidden = video === null;
    own.toggleAttribute("data-mirrored", video !== null && !this.#own.sharesScreen);
    this.#press("mute", this.#own.isMuted);
    this.#press("camera", !this.#own.hasCamera);
    this.#press("screen", this.#own.sharesScreen);
    if (this.#own.hasCamera && this.#own.sound) this.#note("");
  }

  #showOther(stream) {
    const other = this.#part("other");
    other.srcObject = stream;
    // A page in which somebody speaks and films may sound by itself.
    other.play().catch(() => {});
  }

  #describeOther({ muted, camera, screen }) {
    const hasPicture = camera || screen;
    this.#part("other").hidden = !hasPicture;
    const said = [hasPicture ? "" : this.#words.other_camera_off, muted ? this.#words.other_muted : ""];
    if (screen) said.push(this.#words.other_screen);
    this.#part("other-said").textContent = said.filter(Boolean).join(" ");
  }

  #otherLeft() {
    const other = this.#part("other");
    other.srcObject = null;
    other.hidden = true;
    this.#part("other-said").textContent = "";
  }

  #say(state) {
    this.dataset.state = state;
    this.#part("state").textContent = this.#words[state] ?? "";
    this.#part("again").hidden = state !== "lost";
  }

  #note(trouble) {
    if (trouble === this.#trouble) return;
    this.#trouble = trouble;
    const place = this.#part("trouble");
    place.textContent = this.#words[trouble] ?? "";
    place.hidden = trouble === "";
  }
}

customElements.define("video-call", VideoCall);
