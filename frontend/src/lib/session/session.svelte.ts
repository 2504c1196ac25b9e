import { createContext } from 'svelte';
import { Chat, type ChatRecord } from '../chat/chat.svelte';
import { Connection, type ConnectionStatus, type Socket, type SocketHandlers } from '../connection/connection';
import { reportFrame } from '../protocol/evidence';
import type { StopReason } from '../connection/closing';
import { DEFAULT_LIMITS, type Limits, type ReportReason, type ServerFrame, type WelcomeFrame } from '../protocol/types.g';
import { Search } from '../searching/search.svelte';
import type { Chime } from '../ui/chime';
import { applyError } from './errors';
import { ReportState } from './report.svelte';
import type { Store, TabRecord } from './store';

export type Screen = 'landing' | 'searching' | 'timeout' | 'chat' | 'ended';

/**
 * What this person is doing, as the page shows it. What they *want* (`#search`, `#parting`) is kept apart from what the server
 * last said it is doing (`#server`); `#reconcile` sends whatever closes the difference, so that nothing is lost when a wish is
 * uttered while the connection is down.
 */
export class Session {
  screen = $state<Screen>('landing');
  connection = $state<ConnectionStatus>('connecting');
  online = $state<number | null>(null);
  limits = $state<Limits>(DEFAULT_LIMITS);
  search = $state<Search | null>(null);
  chat = $state<Chat | null>(null);
  /** A sentence about something that did not work, until the next step. */
  notice = $state('');
  unread = $state(0);
  readonly report: ReportState;

  readonly #connection: Connection;
  #server: 'unknown' | 'idle' | 'searching' | 'chatting' = 'unknown';
  #asked = false;
  #parting: { frame: 'leave' | 'block'; match: string; said: boolean } | null = null;
  #restored = false;

  constructor(
    open: (handlers: SocketHandlers) => Socket,
    readonly store: Store,
    private readonly chime: Chime,
    /** Whether the page is out of sight, so that new messages are counted and heard. */
    private readonly hidden: () => boolean = () => document.hidden
  ) {
    this.#connection = new Connection(open, {
      opened: () => this.#hello(),
      frame: (frame) => this.#frame(frame),
      status: (status) => this.#status(status)
    });
    this.report = new ReportState((frame) => this.#connection.send(frame));
    this.#restore();
  }

  start(): void {
    this.#connection.start();
  }

  /** Why this tab does not connect again by itself, or null. */
  get stopped(): StopReason | null {
    const status = this.connection;
    return status === 'connecting' || status === 'online' || status === 'waiting' ? null : status;
  }

  /** Goes on in this tab, with what the tab that was used meanwhile hands over. */
  takeOver(record: TabRecord | null): void {
    if (record !== null) this.store.tab.write(record);
    this.chat?.stop();
    this.#restore();
    this.start();
  }

  /** Another tab that holds the same session wants to go on with it. */
  handOver(session: string): TabRecord | null {
    const record = this.store.tab.read();
    if (this.stopped !== null || record.session !== session) return null;
    this.#connection.stop();
    this.connection = 'superseded';
    return record;
  }

  stop(): void {
    this.#connection.stop();
    this.chat?.stop();
  }

  wake(): void {
    this.#connection.wake();
  }

  seen(): void {
    this.unread = 0;
  }

  find(interests: string[]): void {
    this.notice = '';
    this.report.reset();
    this.store.preferences.update({ interests });
    this.store.tab.update({ interests, searching: interests });
    this.search = new Search(interests);
    this.#asked = false;
    this.screen = 'searching';
    this.#reconcile();
  }

  cancel(): void {
    this.#forgetSearch();
    this.screen = 'landing';
    this.#reconcile();
  }

  home(): void {
    this.notice = '';
    this.#forgetSearch();
    this.#forgetChat();
    this.screen = 'landing';
  }

  say(text: string): void {
    this.chat?.say(text);
  }

  typing(on: boolean): void {
    this.#connection.send({ type: 'typing', on });
  }

  leave(): void {
    this.#part('leave');
  }

  /** Also after the end of a chat, while the server remembers the partner. */
  block(): void {
    if (this.chat?.ended) this.#connection.send({ type: 'block' });
    else this.#part('block');
  }

  /** On to the next stranger with the same interests. */
  next(): void {
    const interests = this.store.tab.read().interests ?? this.store.preferences.read().interests;
    if (this.chat !== null && this.chat.ended === null) this.#part('leave');
    this.find(interests);
  }

  fileReport(reason: ReportReason, note: string): void {
    if (this.chat === null) return;
    this.report.file(reportFrame(reason, note, this.chat.evidence, this.limits.frameBytes));
  }

  // ---- for errors.ts ----

  failSearch(notice: string): void {
    this.#forgetSearch();
    this.screen = this.chat?.ended ? 'ended' : 'landing';
    this.notice = notice;
  }

  resync(): void {
    this.#connection.restart();
  }

  ban(): void {
    this.#connection.stop();
    this.connection = 'banned';
  }

  // ---- frames ----

  #frame(frame: ServerFrame): void {
    switch (frame.type) {
      case 'welcome':
        return this.#welcome(frame);
      case 'searching':
        this.#server = 'searching';
        this.search?.progress(frame);
        return this.#reconcile();
      case 'match_found':
        return this.#chatting(() => Chat.begin(frame, this.#send, this.#saveChat), frame.match, 0, 0);
      case 'match_timeout':
        this.#server = 'idle';
        return this.#timedOut();
      case 'match_cancelled':
        this.#server = 'idle';
        return this.#reconcile();
      case 'message':
        return this.#message(frame);
      case 'delivered':
        return this.chat?.delivered(frame.n);
      case 'typing':
        return this.chat?.typing(frame.on);
      case 'partner':
        return frame.state === 'away' ? this.chat?.away(frame.graceMs ?? this.limits.graceMs) : this.chat?.back();
      case 'chat_ended':
        return this.#ended(frame.reason);
      case 'reported':
        return this.report.stored(frame.case);
      case 'online':
        this.online = frame.count;
        return;
      case 'error':
        return applyError(this, frame);
      case 'drain':
      case 'pong':
        // The connection's own affair.
        return;
    }
  }

  #hello(): void {
    const { token } = this.store.tab.read();
    if (token === undefined) this.#connection.send({ type: 'hello' });
    else this.#connection.send({ type: 'hello', resume: token, received: this.chat?.shown ?? 0 });
  }

  #welcome(frame: WelcomeFrame): void {
    this.store.tab.update({ token: frame.token, session: frame.session });
    this.online = frame.online;
    this.limits = frame.limits;
    this.#server = frame.state;
    const wasAsked = this.#asked;
    this.#asked = frame.state === 'searching';
    if (frame.state !== 'chatting') this.#parting = null;
    // A tab that the browser brought back after a long time must not go searching on its own.
    if (this.#restored && !frame.resumed && this.screen === 'searching') this.failSearch('');
    this.#restored = false;
    if (frame.chat !== undefined && frame.state === 'chatting') {
      const { chat } = frame;
      this.#chatting(() => Chat.begin(chat, this.#send, this.#saveChat), chat.match, chat.accepted, chat.received);
    } else if (this.chat !== null && this.chat.ended === null) {
      // The end was told while nobody listened; without a session there was nobody to tell.
      this.#ended(frame.resumed ? 'partner_left' : 'lost');
    } else if (frame.resumed && frame.state === 'idle' && wasAsked && this.screen === 'searching') {
      this.#timedOut();
    }
    this.report.connected();
    this.#reconcile();
  }

  #chatting(begin: () => Chat, match: string, accepted: number, received: number): void {
    this.#server = 'chatting';
    if (this.#parting?.match === match) return this.#reconcile();
    if (this.chat?.match !== match) {
      this.chat?.stop();
      this.chat = begin();
      this.store.draft.write({ text: '' });
      this.report.reset();
      this.unread = 0;
      if (this.hidden()) this.chime.match();
    }
    this.#forgetSearch();
    this.screen = 'chat';
    this.chat.connected(accepted, received);
  }

  #message(frame: Extract<ServerFrame, { type: 'message' }>): void {
    const verdict = this.chat?.received(frame);
    if (verdict === 'gap') this.#connection.restart();
    if (verdict !== 'show' || !this.hidden()) return;
    this.unread++;
    this.chime.message();
  }

  #timedOut(): void {
    if (this.search === null) return;
    this.#asked = false;
    this.store.tab.update({ searching: undefined });
    this.screen = 'timeout';
  }

  #ended(reason: Chat['ended'] & string): void {
    this.#server = 'idle';
    this.#parting = null;
    this.chat?.end(reason);
    if (this.screen === 'chat') this.screen = 'ended';
    this.#reconcile();
  }

  // ---- wishes ----

  #part(frame: 'leave' | 'block'): void {
    if (this.chat === null) return;
    this.#parting = { frame, match: this.chat.match, said: false };
    // Without a connection nobody can confirm it; the wish is carried out at the next welcome.
    if (this.connection !== 'online') {
      this.chat.end('you_left');
      this.screen = 'ended';
    }
    this.#reconcile();
  }

  #reconcile(): void {
    if (this.connection !== 'online') return;
    if (this.#server === 'chatting' && this.#parting !== null) {
      if (!this.#parting.said) this.#parting.said = this.#connection.send({ type: this.#parting.frame });
      return;
    }
    const wanted = this.screen === 'searching' ? this.search : null;
    if (this.#server === 'searching' && wanted === null) this.#connection.send({ type: 'cancel_match' });
    if (this.#server === 'idle' && wanted !== null && !this.#asked) {
      this.#asked = this.#connection.send({ type: 'find_match', interests: wanted.interests });
    }
  }

  #status(status: ConnectionStatus): void {
    this.connection = status;
    if (status === 'online') return;
    this.chat?.disconnected();
    if (this.#parting !== null) this.#parting.said = false;
  }

  readonly #send = (frame: Parameters<Connection['send']>[0]): boolean => this.#connection.send(frame);
  readonly #saveChat = (record: ChatRecord): void => this.store.tab.update({ chat: record });

  #forgetSearch(): void {
    this.search = null;
    this.#asked = false;
    this.store.tab.update({ searching: undefined });
  }

  #forgetChat(): void {
    this.chat?.stop();
    this.chat = null;
    this.store.tab.update({ chat: undefined });
    this.store.draft.write({ text: '' });
  }

  /** After a reload, the page shows at once what it showed before; the welcome corrects it. */
  #restore(): void {
    const { chat, searching } = this.store.tab.read();
    if (chat !== undefined) {
      this.chat = new Chat(chat, this.#send, this.#saveChat);
      this.screen = chat.ended === null ? 'chat' : 'ended';
    }
    if (searching !== undefined) {
      this.search = new Search(searching);
      this.#asked = true;
      this.#restored = true;
      this.screen = 'searching';
    }
  }
}

export const [getSession, setSession] = createContext<Session>();
