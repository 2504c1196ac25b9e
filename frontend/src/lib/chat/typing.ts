/** The server forgets `typing` after 5 s; saying it again a bit earlier keeps it alive without a frame per key. */
const REPEAT_MS = 3000;
const IDLE_MS = 4000;

/** Turns key strokes into few `typing` frames. */
export class TypingSignal {
  #saidAt: number | null = null;
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly say: (on: boolean) => void) {}

  input(text: string): void {
    if (text.trim() === '') return this.stop();
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.stop(), IDLE_MS);
    if (this.#saidAt !== null && Date.now() - this.#saidAt < REPEAT_MS) return;
    this.#saidAt = Date.now();
    this.say(true);
  }

  stop(): void {
    if (this.#saidAt !== null) this.say(false);
    this.sent();
  }

  /** A message says by itself that typing is over. */
  sent(): void {
    clearTimeout(this.#idle);
    this.#saidAt = null;
  }
}
