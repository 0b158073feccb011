// What this browser sends: microphone, camera, or the screen in the camera's place. What is off is given back to the
// device, so that its light goes out.
//
// Events: "changed", "trouble" (detail: "denied", "no_camera", "no_microphone", "busy").

import { chosen, forget, remember } from "./choices.js";

const PICTURE = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } };
const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

export class OwnMedia extends EventTarget {
  #sound = null;
  #camera = null;
  #screen = null;
  #isMuted = false;
  #isOpen = false;

  get isMuted() {
    return this.#isMuted || this.#sound === null;
  }

  get hasCamera() {
    return this.#camera !== null;
  }

  get sharesScreen() {
    return this.#screen !== null;
  }

  /** The tracks to send just now. */
  get tracks() {
    return { audio: this.#sound, video: this.#screen ?? this.#camera };
  }

  get sound() {
    return this.#sound;
  }

  get camera() {
    return this.#camera;
  }

  /** Ask for camera and microphone; have what there is of them. */
  async open() {
    this.#isOpen = true;
    const both = await this.#ask({ audio: true, video: true });
    if (both === null) {
      const sound = await this.#ask({ audio: true });
      const picture = await this.#ask({ video: true });
      if (sound === null && picture === null) this.#trouble("denied");
      else this.#trouble(sound === null ? "no_microphone" : "no_camera");
    }
    this.#changed();
  }

  /** Take another microphone or camera, and keep to it in this browser. */
  async choose(kind, id) {
    remember(kind, id);
    if (kind === "audioinput" && this.#sound) await this.#ask({ audio: true });
    if (kind === "videoinput" && this.#camera) await this.#ask({ video: true });
    this.#changed();
  }

  async mute(isMuted) {
    this.#isMuted = isMuted;
    if (!isMuted && this.#sound === null) await this.#ask({ audio: true });
    if (this.#sound) this.#sound.enabled = !isMuted;
    this.#changed();
  }

  async putCamera(isOn) {
    if (isOn && this.#camera === null) {
      if ((await this.#ask({ video: true })) === null) this.#trouble("no_camera");
    } else if (!isOn) {
      this.#camera?.stop();
      this.#camera = null;
    }
    this.#changed();
  }

  /** Show a screen or window; the browser asks which one. */
  async shareScreen() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getDisplayMedia({ video: true, audio: false });
    } catch {
      // Whoever closes the browser's question has changed their mind.
      return;
    }
    const [track] = stream.getVideoTracks();
    if (!this.#isOpen) {
      track.stop();
      return;
    }
    this.#screen?.stop();
    this.#screen = track;
    track.contentHint = "detail";
    // The browser's own bar can end it too.
    track.addEventListener("ended", () => this.#screen === track && this.stopScreen());
    this.#changed();
  }

  stopScreen() {
    this.#screen?.stop();
    this.#screen = null;
    this.#changed();
  }

  /** Give everything back. */
  close() {
    this.#isOpen = false;
    for (const track of [this.#sound, this.#camera, this.#screen]) track?.stop();
    this.#sound = this.#camera = this.#screen = null;
    this.#changed();
  }

  async #ask({ audio = false, video = false }) {
    const devices = {
      audio: audio && { ...SOUND, ...chosen("audioinput") },
      video: video && { ...PICTURE, ...chosen("videoinput") },
    };
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia(devices);
    } catch (error) {
      if (error.name !== "OverconstrainedError") return null;
      // The device that was chosen here once is not plugged in today: any other does.
      forget();
      return this.#ask({ audio, video });
    }
    if (!this.#isOpen) {
      for (const track of stream.getTracks()) track.stop();
      return null;
    }
    const [sound] = stream.getAudioTracks();
    const [camera] = stream.getVideoTracks();
    if (sound) this.#takeSound(sound);
    if (camera) this.#takeCamera(camera);
    return stream;
  }

  #takeSound(track) {
    this.#sound?.stop();
    this.#sound = track;
    track.enabled = !this.#isMuted;
    track.addEventListener("ended", () => {
      if (this.#sound !== track) return;
      this.#sound = null;
      this.#trouble("no_microphone");
      this.#changed();
    });
  }

  #takeCamera(track) {
    this.#camera?.stop();
    this.#camera = track;
    track.addEventListener("ended", () => {
      if (this.#camera !== track) return;
      this.#camera = null;
      this.#trouble("no_camera");
      this.#changed();
    });
  }

  #trouble(what) {
    this.dispatchEvent(new CustomEvent("trouble", { detail: what }));
  }

  #changed() {
    this.dispatchEvent(new CustomEvent("changed"));
  }
}
