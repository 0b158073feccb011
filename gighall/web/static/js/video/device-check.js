// The devices: which there are, which are used, and whether the microphone hears.

import { Meter } from "./meter.js";

export class DeviceCheck {
  #own;
  #selects;
  #meter;
  #heard = null;

  constructor(place, own) {
    this.#own = own;
    this.#selects = [...place.querySelectorAll("select[data-kind]")];
    this.#meter = new Meter(place.querySelector("meter"));
    for (const select of this.#selects) {
      select.addEventListener("change", () => own.choose(select.dataset.kind, select.value));
    }
    own.addEventListener("changed", () => this.#show());
    navigator.mediaDevices.addEventListener?.("devicechange", () => this.#list());
  }

  async #show() {
    if (this.#heard !== this.#own.sound) {
      this.#heard = this.#own.sound;
      this.#meter.hear(this.#heard);
    }
    await this.#list();
  }

  async #list() {
    const found = await navigator.mediaDevices.enumerateDevices();
    for (const select of this.#selects) {
      const { kind } = select.dataset;
      // Until somebody has allowed them, devices have no names.
      const devices = found.filter((device) => device.kind === kind && device.deviceId && device.label);
      select.disabled = devices.length === 0;
      if (devices.length === 0) continue;
      select.replaceChildren(...devices.map(({ deviceId, label }) => new Option(label, deviceId)));
      const track = kind === "audioinput" ? this.#own.sound : this.#own.camera;
      const used = track?.getSettings().deviceId;
      if (used) select.value = used;
    }
  }
}
