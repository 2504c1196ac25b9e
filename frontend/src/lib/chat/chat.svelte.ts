import type { ChatEndedFrame, ClientFrame, EndReason, Evidence, MatchFoundFrame, MessageFrame, ResumedChat } from '../protocol/types.g';
import { Inbox } from '../session/inbox';
import { Outbox, type Outgoing } from '../session/outbox';

export type OwnState = 'pending' | 'delivered' | 'refused';

export type Entry =
  | { id: number; from: 'me'; text: string; at: number; state: OwnState }
  | { id: number; from: 'them'; text: string; at: number; n: number; mac: string };

/** `lost`: this client was away for too long. */
export type Ending = EndReason | 'lost';

/** A chat as it lies in the tab's store. */
export interface ChatRecord {
  match: string;
  tier: 1 | 2;
  shared: string[];
  entries: Entry[];
  queue: Outgoing[];
  next: number;
  shown: number;
  ended: Ending | null;
}

/** The server's own expiry; a `typing: false` may get lost. */
const TYPING_MS = 5000;
/** Enough to scroll through, and well within what a tab may store. */
const KEPT_ENTRIES = 500;

/** One conversation: what is shown and what is on its way. */
export class Chat {
  readonly match: string;
  readonly tier: 1 | 2;
  readonly shared: string[];
  entries = $state<Entry[]>([]);
  partnerTyping = $state(false);
  /** When the partner's time to come back is over, or null while they are here. */
  awayUntil = $state<number | null>(null);
  ended = $state<Ending | null>(null);

  readonly #outbox: Outbox;
  readonly #inbox: Inbox;
  #lastId: number;
  #typingTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    record: Pick<ChatRecord, 'match' | 'tier' | 'shared'> & Partial<ChatRecord>,
    send: (frame: ClientFrame) => boolean,
    private readonly save: (record: ChatRecord) => void
  ) {
    this.match = record.match;
    this.tier = record.tier;
    this.shared = record.shared;
    this.entries = record.entries ?? [];
    this.ended = record.ended ?? null;
    this.#lastId = Math.max(0, ...this.entries.map((entry) => entry.id));
    this.#inbox = new Inbox((n) => send({ type: 'ack', n }), record.shown);
    this.#outbox = new Outbox(
      {
        transmit: (n, text) => send({ type: 'message', n, text }),
        refused: (id) => this.#mark([id], 'refused')
      },
      { queue: record.queue ?? [], next: record.next ?? 1 }
    );
  }

  static begin(frame: MatchFoundFrame | ResumedChat, send: (frame: ClientFrame) => boolean, save: (record: ChatRecord) => void): Chat {
    return new Chat({ match: frame.match, tier: frame.tier, shared: frame.shared }, send, save);
  }

  get shown(): number {
    return this.#inbox.shown;
  }

  /** What a report may quote. */
  get evidence(): Evidence[] {
    return this.entries.filter((entry) => entry.from === 'them');
  }

  connected(accepted: number, received: number): void {
    this.#inbox.resumed(received);
    // The server says `away` again if the partner still is.
    this.awayUntil = null;
    this.#outbox.connected(accepted);
  }

  disconnected(): void {
    this.#outbox.disconnected();
    this.#setTyping(false);
  }

  say(text: string): void {
    const id = ++this.#lastId;
    this.entries.push({ id, from: 'me', text, at: Date.now(), state: 'pending' });
    this.#outbox.push(id, text);
    this.#saved();
  }

  /** Puts a refused message out of sight; its text is the caller's again. */
  takeBack(id: number): string {
    const entry = this.entries.find((candidate) => candidate.id === id);
    this.entries = this.entries.filter((candidate) => candidate.id !== id);
    this.#saved();
    return entry?.text ?? '';
  }

  received(frame: MessageFrame): 'show' | 'repeat' | 'gap' {
    const verdict = this.#inbox.take(frame.n);
    if (verdict !== 'show') return verdict;
    const { n, text, at, mac } = frame;
    this.entries.push({ id: ++this.#lastId, from: 'them', n, text, at, mac });
    this.#setTyping(false);
    this.#saved();
    return verdict;
  }

  delivered(n: number): void {
    this.#mark(this.#outbox.delivered(n), 'delivered');
  }

  gap(expected: number): void {
    this.#outbox.gap(expected);
  }

  limited(retryAfterMs?: number, expected?: number): void {
    this.#outbox.limited(retryAfterMs, expected);
  }

  refused(expected?: number): void {
    this.#outbox.refusedByServer(expected);
  }

  typing(on: boolean): void {
    this.#setTyping(on);
  }

  away(graceMs: number): void {
    this.awayUntil = Date.now() + graceMs;
    this.#setTyping(false);
  }

  back(): void {
    this.awayUntil = null;
  }

  end(reason: ChatEndedFrame['reason'] | 'lost'): void {
    this.ended = reason;
    this.awayUntil = null;
    this.stop();
    this.#saved();
  }

  /** No timer may outlive the chat. */
  stop(): void {
    this.#setTyping(false);
    this.#outbox.stop();
    this.#inbox.stop();
  }

  #mark(ids: number[], state: OwnState): void {
    for (const entry of this.entries) if (entry.from === 'me' && ids.includes(entry.id)) entry.state = state;
    if (ids.length > 0) this.#saved();
  }

  #setTyping(on: boolean): void {
    clearTimeout(this.#typingTimer);
    this.partnerTyping = on;
    if (on) this.#typingTimer = setTimeout(() => (this.partnerTyping = false), TYPING_MS);
  }

  #saved(): void {
    const { match, tier, shared, ended, shown } = this;
    const entries = $state.snapshot(this.entries).slice(-KEPT_ENTRIES);
    this.save({ match, tier, shared, ended, shown, entries, ...this.#outbox.kept });
  }
}
