/** Exponential back-off with full jitter: after an outage a million clients must not come back in step. */
export class Backoff {
  #attempt = 0;
  readonly #random: () => number;

  /** The cap is well below the 30 s in which a session can be resumed. */
  constructor(
    random: () => number = Math.random,
    private readonly baseMs = 500,
    private readonly capMs = 8000
  ) {
    this.#random = random;
  }

  next(): number {
    const ceiling = Math.min(this.capMs, this.baseMs * 2 ** this.#attempt);
    this.#attempt++;
    return Math.floor(this.#random() * ceiling);
  }

  reset(): void {
    this.#attempt = 0;
  }
}
