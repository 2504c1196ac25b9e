/** A token bucket a little tighter than the server's, so that a resend or a fast typist is rarely told to slow down. */
export class Pace {
  #tokens: number;
  #at = Date.now();

  constructor(
    private readonly burst = 8,
    private readonly perSecond = 1.8
  ) {
    this.#tokens = burst;
  }

  take(): boolean {
    this.#refill();
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }

  waitMs(): number {
    this.#refill();
    return Math.max(0, Math.ceil(((1 - this.#tokens) / this.perSecond) * 1000));
  }

  #refill(): void {
    const now = Date.now();
    this.#tokens = Math.min(this.burst, this.#tokens + ((now - this.#at) / 1000) * this.perSecond);
    this.#at = now;
  }
}
