import { Pace } from './pace';

/** A message that is not covered by `delivered`. `id` stays; `n` moves down when an earlier one is refused. */
export interface Outgoing {
  id: number;
  n: number;
  text: string;
}

export interface OutboxEvents {
  transmit(n: number, text: string): void;
  /** The server will never take this one. */
  refused(id: number): void;
}

/** Late answers to frames of the same burst arrive within this time. */
const SETTLE_MS = 50;
/** Without `expected`, this long for a `message_gap` that says which message was refused. */
const BLAME_MS = 400;
const DEFAULT_RETRY_MS = 1000;

/**
 * Keeps every message until `delivered` covers it and knows what to send next. The server takes `n` only in order and ignores
 * repeats, so sending too much is harmless and sending in order is all that matters:
 *
 *   queue:  5 6 7 8 9        5 and 6 were taken, perhaps; 7 is being sent; 8 and 9 wait for the pace
 *               ^ cursor
 */
export class Outbox {
  #queue: Outgoing[];
  #next: number;
  #cursor: number;
  #live = false;
  #heldUntil = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #blame: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly events: OutboxEvents,
    kept: { queue: Outgoing[]; next: number } = { queue: [], next: 1 },
    private readonly pace = new Pace()
  ) {
    this.#queue = kept.queue;
    this.#next = kept.next;
    this.#cursor = kept.queue[0]?.n ?? kept.next;
  }

  /** What a reload needs to go on. */
  get kept(): { queue: Outgoing[]; next: number } {
    return { queue: this.#queue, next: this.#next };
  }

  push(id: number, text: string): void {
    this.#queue.push({ id, n: this.#next++, text });
    this.#pump();
  }

  /** The chat goes on over a new socket: everything that is not delivered is sent again. */
  connected(accepted: number): void {
    this.#live = true;
    this.#heldUntil = 0;
    if (this.#queue.length === 0) this.#next = Math.max(this.#next, accepted + 1);
    this.#cursor = this.#queue[0]?.n ?? this.#next;
    this.#pump();
  }

  disconnected(): void {
    this.#live = false;
    clearTimeout(this.#timer);
    this.#settleBlame();
  }

  /** Returns the ids that are delivered now. */
  delivered(n: number): number[] {
    const done = this.#queue.filter((message) => message.n <= n);
    this.#queue = this.#queue.filter((message) => message.n > n);
    this.#cursor = Math.max(this.#cursor, this.#queue[0]?.n ?? this.#next);
    return done.map((message) => message.id);
  }

  gap(expected: number): void {
    if (this.#settleBlame()) return this.#refuse(expected);
    this.#cursor = expected;
    // Every message behind the gap is answered with a gap of its own; one resend is enough.
    this.#hold(SETTLE_MS);
  }

  /** `rate_limited` or `overloaded`: not taken, but it may be later. */
  limited(retryAfterMs = DEFAULT_RETRY_MS, expected?: number): void {
    // When the server does not say where to go on, the newest message asks: it is taken, or the gap names the place.
    this.#cursor = expected ?? Math.min(this.#cursor, this.#queue.at(-1)?.n ?? this.#next);
    this.#hold(retryAfterMs);
  }

  /** `content_blocked` or the like: this one will never be taken, the next one gets its number. */
  refusedByServer(expected?: number): void {
    if (expected !== undefined) return this.#refuse(expected);
    // Had a later message been sent, the server is about to answer it with the gap that names the refused one.
    clearTimeout(this.#blame);
    this.#blame = setTimeout(() => {
      this.#blame = undefined;
      this.#refuse(this.#cursor - 1);
    }, BLAME_MS);
    this.#hold(BLAME_MS);
  }

  stop(): void {
    this.#live = false;
    clearTimeout(this.#timer);
    this.#settleBlame();
  }

  #settleBlame(): boolean {
    const waiting = this.#blame !== undefined;
    clearTimeout(this.#blame);
    this.#blame = undefined;
    return waiting;
  }

  #refuse(n: number): void {
    const refused = this.#queue.find((message) => message.n === n);
    if (refused === undefined) return;
    this.#queue = this.#queue.filter((message) => message !== refused);
    for (const message of this.#queue) if (message.n > n) message.n--;
    this.#next--;
    this.#cursor = n;
    this.events.refused(refused.id);
    this.#hold(SETTLE_MS);
  }

  #hold(ms: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, Date.now() + ms);
    this.#pump();
  }

  #pump(): void {
    clearTimeout(this.#timer);
    if (!this.#live) return;
    const held = this.#heldUntil - Date.now();
    if (held > 0) return this.#later(held);
    for (const message of this.#queue) {
      if (message.n < this.#cursor) continue;
      if (!this.pace.take()) return this.#later(this.pace.waitMs());
      this.#cursor = message.n + 1;
      this.events.transmit(message.n, message.text);
    }
  }

  #later(ms: number): void {
    this.#timer = setTimeout(() => this.#pump(), ms);
  }
}
