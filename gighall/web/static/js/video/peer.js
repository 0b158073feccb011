// One connection to the other side's browser, kept whole over changes of the network. Both ends may begin to agree anew
// at any time: where two offers cross, the polite end takes its own back and answers the other's.
//
// Events: "state" (detail: "connecting", "connected", "shaky" or "lost"), "media" (detail: the other side's stream).

// How long a connection may be shaky before a new way is looked for, and how long all ways may take.
const SHAKY_MS = 2_500;
const GIVE_UP_MS = 25_000;
const WORDS = {
  new: "connecting",
  connecting: "connecting",
  connected: "connected",
  disconnected: "shaky",
  failed: "shaky",
};

export class Peer extends EventTarget {
  #connection;
  #isPolite;
  #send;
  #settings;
  #makesOffer = false;
  #takesAnswer = false;
  #ignoresOffer = false;
  #early = [];
  #own = { audio: null, video: null };
  #media = new MediaStream();
  #shaky = 0;
  #giveUp = 0;
  #state = "";

  /** `settings()` gives fresh settings of a connection; `send(message)` carries a message to the other end. */
  constructor({ first, settings, isPolite, send }) {
    super();
    this.#settings = settings;
    this.#isPolite = isPolite;
    this.#send = send;
    this.#connection = new RTCPeerConnection(first);
    this.#listen();
    // One end lays out the two lanes, sound and picture; the other one takes them over from its offer. So neither a
    // screen that is shown nor a camera that is put off needs another agreement.
    if (!isPolite) {
      this.#connection.addTransceiver("audio", { direction: "sendrecv" });
      this.#connection.addTransceiver("video", { direction: "sendrecv" });
    }
    this.#tell("connecting");
    this.#patience();
  }

  get isConnected() {
    return this.#connection.connectionState === "connected";
  }

  /** What the other side sends. */
  get media() {
    return this.#media;
  }

  /** Send these tracks from now on; null sends nothing in that lane. */
  async show({ audio, video }) {
    this.#own = { audio, video };
    await this.#fill();
  }

  /** Take a message of the other end: what it offers, or a way to reach it. */
  async take(message) {
    if (this.#connection.signalingState === "closed") return;
    if (message.description) await this.#takeDescription(message.description);
    else if (message.candidate) await this.#takeWay(message.candidate);
  }

  /** Say once more what the other end has not answered. */
  repeat() {
    if (this.#connection.signalingState === "have-local-offer") this.#sendPlan();
  }

  /** Look for a way anew, with fresh credentials: the network has changed, or the old way is dead. */
  async renew() {
    if (this.#connection.signalingState === "closed") return;
    try {
      this.#connection.setConfiguration(await this.#settings());
    } catch {
      // The hall cannot be asked just now; the settings of before may do.
    }
    if (this.#connection.signalingState === "closed") return;
    this.#patience();
    this.#connection.restartIce();
  }

  /** Try once more after everything seemed lost. */
  async tryAgain() {
    this.#tell("connecting");
    await this.renew();
  }

  close() {
    clearTimeout(this.#shaky);
    clearTimeout(this.#giveUp);
    this.#connection.close();
  }

  #listen() {
    const connection = this.#connection;
    connection.addEventListener("negotiationneeded", () => this.#offer());
    connection.addEventListener("icecandidate", ({ candidate }) => {
      if (candidate) this.#send({ t: "way", candidate: candidate.toJSON() });
    });
    connection.addEventListener("track", ({ track }) => {
      this.#media.addTrack(track);
      this.dispatchEvent(new CustomEvent("media", { detail: this.#media }));
    });
    connection.addEventListener("connectionstatechange", () => this.#moved());
    connection.addEventListener("iceconnectionstatechange", () => this.#moved());
  }

  #moved() {
    const { connectionState, iceConnectionState } = this.#connection;
    if (connectionState === "closed") return;
    const isShaky = iceConnectionState === "disconnected" || iceConnectionState === "failed";
    const state = isShaky ? "shaky" : WORDS[connectionState];
    if (state === "connected") {
      clearTimeout(this.#giveUp);
      this.#giveUp = 0;
    }
    clearTimeout(this.#shaky);
    if (state === "shaky") {
      this.#patience();
      this.#shaky = setTimeout(() => this.renew(), iceConnectionState === "failed" ? 0 : SHAKY_MS);
    }
    // A way that is looked for again after a fall is still a fall, until it stands.
    if (state === "connecting" && (this.#state === "shaky" || this.#state === "lost")) return;
    if (!(state === "shaky" && this.#state === "lost")) this.#tell(state);
  }

  #patience() {
    this.#giveUp ||= setTimeout(() => {
      this.#giveUp = 0;
      if (!this.isConnected) this.#tell("lost");
    }, GIVE_UP_MS);
  }

  #tell(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.dispatchEvent(new CustomEvent("state", { detail: state }));
  }

  async #offer() {
    try {
      this.#makesOffer = true;
      await this.#connection.setLocalDescription();
      this.#sendPlan();
    } catch (error) {
      if (this.#connection.signalingState !== "closed") throw error;
    } finally {
      this.#makesOffer = false;
    }
  }

  #sendPlan() {
    const description = this.#connection.localDescription;
    if (description) this.#send({ t: "plan", description: description.toJSON() });
  }

  async #takeDescription(description) {
    const connection = this.#connection;
    const isOffer = description.type === "offer";
    const isFree = !this.#makesOffer && (connection.signalingState === "stable" || this.#takesAnswer);
    this.#ignoresOffer = isOffer && !isFree && !this.#isPolite;
    if (this.#ignoresOffer) return;
    if (!isOffer && connection.signalingState !== "have-local-offer") return;
    try {
      this.#takesAnswer = !isOffer;
      await connection.setRemoteDescription(description);
      this.#takesAnswer = false;
      for (const candidate of this.#early.splice(0)) await this.#takeWay(candidate);
      if (!isOffer) return;
      await this.#fill();
      await connection.setLocalDescription();
      this.#sendPlan();
    } catch (error) {
      if (connection.signalingState !== "closed") throw error;
    } finally {
      this.#takesAnswer = false;
    }
  }

  async #takeWay(candidate) {
    if (this.#ignoresOffer) return;
    if (this.#connection.remoteDescription === null) {
      this.#early.push(candidate);
      return;
    }
    try {
      await this.#connection.addIceCandidate(candidate);
    } catch {
      // A way of an agreement that has been replaced meanwhile leads nowhere, and harms nobody.
    }
  }

  // Put my tracks into the lanes, by their order: sound, picture.
  async #fill() {
    const [sound, picture] = this.#connection.getTransceivers();
    for (const [lane, track] of [[sound, this.#own.audio], [picture, this.#own.video]]) {
      if (lane === undefined || lane.stopped) continue;
      if (lane.direction !== "sendrecv") lane.direction = "sendrecv";
      if (lane.sender.track !== track) await lane.sender.replaceTrack(track);
    }
  }
}
