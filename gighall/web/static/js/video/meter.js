// How loud it is, shown in a <meter>: so one sees that the microphone hears.

const EVERY_MS = 100;

export class Meter {
  #meter;
  #context = null;
  #source = null;
  #timer = 0;

  constructor(meter) {
    this.#meter = meter;
  }

  /** Listen to a track; null ends it. */
  hear(track) {
    this.stop();
    if (track === null) return;
    this.#context = new AudioContext();
    const analyser = this.#context.createAnalyser();
    analyser.fftSize = 512;
    this.#source = this.#context.createMediaStreamSource(new MediaStream([track]));
    this.#source.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this.#timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      this.#meter.value = Math.min(1, loudest * 1.5);
    }, EVERY_MS);
  }

  stop() {
    clearInterval(this.#timer);
    this.#source?.disconnect();
    this.#context?.close();
    this.#context = this.#source = null;
    this.#meter.value = 0;
  }
}
