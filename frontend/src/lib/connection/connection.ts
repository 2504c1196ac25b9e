import { decode, encode } from '../protocol/frames';
import type { ClientFrame, ServerFrame } from '../protocol/types.g';
import { Backoff } from './backoff';
import { stopReason, type StopReason } from './closing';

export type ConnectionStatus = 'connecting' | 'online' | 'waiting' | StopReason;

/** The part of a WebSocket that is used. */
export interface Socket {
  send(data: string): void;
  close(): void;
}

export interface SocketHandlers {
  opened(): void;
  received(data: unknown): void;
  closed(code: number): void;
}

export interface ConnectionEvents {
  /** The socket is open; `hello` must be the first frame. */
  opened(): void;
  frame(frame: ServerFrame): void;
  status(status: ConnectionStatus): void;
}

/** How long to wait for the handshake and the `welcome`. */
const GREETING_MS = 10_000;
/** How long a quiet line is trusted. */
const QUIET_MS = 20_000;
/** How long an answer to `ping` may take. */
const PONG_MS = 3_000;
/** A connection that lived this long starts its back-off anew. */
const STABLE_MS = 5_000;

/**
 * One logical connection over many sockets. A socket's life: open → `hello` → `welcome` (online) → quiet lines are probed with
 * `ping` → lost, one way or another → back-off → open. It ends with a close code that forbids to come back, until `start` again.
 */
export class Connection {
  #socket: Socket | null = null;
  #status: ConnectionStatus = 'waiting';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #welcomedAt: number | null = null;
  #drainUntil: number | null = null;

  constructor(
    private readonly open: (handlers: SocketHandlers) => Socket,
    private readonly events: ConnectionEvents,
    private readonly backoff: Backoff = new Backoff()
  ) {}

  start(): void {
    this.#drop();
    this.#drainUntil = null;
    this.#set('connecting');
    this.#arm(GREETING_MS, () => this.#lost());
    // A socket that was let go may still have something to say; nobody listens.
    const ifCurrent = (then: () => void): void => {
      if (this.#socket === socket) then();
    };
    const socket: Socket = this.open({
      opened: () => ifCurrent(() => this.events.opened()),
      received: (data) => ifCurrent(() => this.#received(data)),
      closed: (code) => ifCurrent(() => this.#closed(code))
    });
    this.#socket = socket;
  }

  /** False when there is no greeted connection: the caller says it again after the next `welcome`. */
  send(frame: ClientFrame): boolean {
    if (this.#socket === null || (this.#status !== 'online' && frame.type !== 'hello')) return false;
    this.#socket.send(encode(frame));
    return true;
  }

  /** The page became visible or the network came back: a phone may have killed the socket without a word. */
  wake(): void {
    if (this.#status === 'waiting') this.start();
    else if (this.#status === 'online') this.#probe();
  }

  /** Gives up this socket and resumes on another one at once. */
  restart(): void {
    if (this.#status === 'online' || this.#status === 'connecting') this.#lost();
  }

  stop(): void {
    this.#drop();
    this.#set('waiting');
  }

  #received(data: unknown): void {
    const frame = decode(data);
    if (frame?.type === 'welcome') {
      this.#welcomedAt = Date.now();
      this.#set('online');
    }
    if (this.#status === 'online' && this.#drainUntil === null) this.#arm(QUIET_MS, () => this.#probe());
    if (frame === null) return;
    if (frame.type === 'drain') this.#drain(frame.reconnectInMs);
    this.events.frame(frame);
  }

  #probe(): void {
    if (!this.send({ type: 'ping' }) || this.#drainUntil !== null) return;
    this.#arm(PONG_MS, () => this.#lost());
  }

  /** Stays on the old gateway until its turn, so that the gateways that remain are not stormed. */
  #drain(inMs: number): void {
    this.#drainUntil = Date.now() + inMs;
    this.#arm(inMs, () => this.start());
  }

  #closed(code: number): void {
    const stop = stopReason(code);
    if (stop === null) return this.#lost();
    this.#drop();
    this.#set(stop);
  }

  #lost(): void {
    if (this.#welcomedAt !== null && Date.now() - this.#welcomedAt >= STABLE_MS) this.backoff.reset();
    this.#welcomedAt = null;
    this.#drop();
    const delay = this.#drainUntil === null ? this.backoff.next() : Math.max(0, this.#drainUntil - Date.now());
    this.#set('waiting');
    this.#arm(delay, () => this.start());
  }

  /** Lets go of the socket without waiting for its end: a dead one would take minutes to say so. */
  #drop(): void {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #arm(ms: number, then: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, ms);
  }

  #set(status: ConnectionStatus): void {
    if (this.#status === status) return;
    this.#status = status;
    this.events.status(status);
  }
}
