/** Short soft tones made on the spot: no asset to load. */
export class Chime {
  #context: AudioContext | null = null;

  constructor(
    private readonly muted: () => boolean,
    private readonly create: () => AudioContext = () => new AudioContext()
  ) {}

  /** Browsers allow sound only after a gesture; call this from one. */
  unlock(): void {
    try {
      this.#context ??= this.create();
      void this.#context.resume();
    } catch {
      // No audio device, or none allowed: Whisper stays silent.
    }
  }

  message(): void {
    this.#play([660]);
  }

  match(): void {
    this.#play([523, 784]);
  }

  #play(notes: number[]): void {
    const context = this.#context;
    if (context === null || this.muted()) return;
    notes.forEach((frequency, i) => {
      const start = context.currentTime + i * 0.14;
      const gain = new GainNode(context, { gain: 0 });
      const tone = new OscillatorNode(context, { frequency });
      tone.connect(gain).connect(context.destination);
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(0.12, start + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.0001, start + 0.4);
      tone.start(start);
      tone.stop(start + 0.45);
    });
  }
}
