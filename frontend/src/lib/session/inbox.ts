/** The protocol allows 250 ms; a little less keeps the promise with a slow timer. */
const ACK_MS = 200;

/** Decides what is shown, so that nothing is shown twice and nothing is skipped, and acknowledges it in batches. */
export class Inbox {
  #shown: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly ack: (n: number) => void,
    shown = 0
  ) {
    this.#shown = shown;
  }

  /** Highest partner `n` shown. */
  get shown(): number {
    return this.#shown;
  }

  /** `gap`: something before it never came, so it must not be acknowledged; a resume brings both. */
  take(n: number): 'show' | 'repeat' | 'gap' {
    if (n > this.#shown + 1) return 'gap';
    const verdict = n === this.#shown + 1 ? 'show' : 'repeat';
    if (verdict === 'show') this.#shown = n;
    // A repeat is acknowledged too: its sender has not heard of the first time.
    this.#timer ??= setTimeout(() => this.#flush(), ACK_MS);
    return verdict;
  }

  /** After a resume: what the server knows to be shown is not shown again, even if this page forgot it. */
  resumed(received: number): void {
    this.#shown = Math.max(this.#shown, received);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #flush(): void {
    this.#timer = undefined;
    this.ack(this.#shown);
  }
}
