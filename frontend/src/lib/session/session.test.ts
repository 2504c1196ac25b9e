import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeGateway, welcome } from '../connection/fake-socket';
import { serverFrames } from '../protocol/golden';
import type { ServerFrame } from '../protocol/types.g';
import { Chime } from '../ui/chime';
import { Session } from './session.svelte';
import { Store } from './store';

const MATCH: ServerFrame = { type: 'match_found', match: 'm1', tier: 1, shared: ['chess', 'jazz'] };
const SEARCHING: ServerFrame = { type: 'searching', tier: 1, waitedMs: 0, tier2AtMs: 10_000, timeoutAtMs: 30_000 };
const message = (n: number, text = `message ${n}`): ServerFrame => ({ type: 'message', n, text, at: 1795449600000, mac: 'mac' });
const chatting = (accepted: number, received: number) =>
  welcome({ resumed: true, state: 'chatting', token: 't2', chat: { match: 'm1', tier: 1, shared: ['chess', 'jazz'], accepted, received } });

let gateway: FakeGateway;
let session: Session;
let hidden: boolean;

class MemoryStorage {
  readonly items = new Map<string, string>();
  getItem = (key: string) => this.items.get(key) ?? null;
  setItem = (key: string, value: string) => void this.items.set(key, value);
}

const makeSession = () => new Session(gateway.open, new Store(), new Chime(() => true), () => hidden);

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0);
  vi.stubGlobal('sessionStorage', new MemoryStorage());
  vi.stubGlobal('localStorage', new MemoryStorage());
  gateway = new FakeGateway();
  hidden = false;
  session = makeSession();
  open();
});
afterEach(() => {
  session.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function open(frame = welcome()) {
  session.start();
  gateway.last.handlers.opened();
  gateway.last.says(frame);
}

const says = (frame: ServerFrame) => gateway.last.says(frame);
const types = () => gateway.last.take().map((frame) => frame.type);

function chat() {
  session.find(['chess', 'jazz']);
  says(SEARCHING);
  says(MATCH);
  gateway.last.take();
}

function dropAndReopen(frame = chatting(0, 0)) {
  gateway.last.handlers.closed(1006);
  vi.advanceTimersByTime(1);
  gateway.last.handlers.opened();
  gateway.last.says(frame);
}

function reload(frame: Parameters<typeof open>[0]) {
  session.stop();
  session = makeSession();
  open(frame);
}

const shown = () => session.chat!.entries.map((entry) => entry.text);

describe('searching', () => {
  it('asks, shows the clock and meets', () => {
    session.find(['chess', 'jazz']);
    expect(gateway.last.take().at(-1)).toEqual({ type: 'find_match', interests: ['chess', 'jazz'] });
    expect(session.screen).toBe('searching');
    says({ ...SEARCHING, tier: 2, waitedMs: 10_000 } as ServerFrame);
    expect(session.search?.tier).toBe(2);
    expect(Date.now() - session.search!.startedAt!).toBe(10_000);
    says(MATCH);
    expect(session.screen).toBe('chat');
  });

  it('asks once, when the connection is there', () => {
    gateway.last.handlers.closed(1006);
    session.find(['chess', 'jazz']);
    vi.advanceTimersByTime(1);
    gateway.last.handlers.opened();
    says(welcome({ resumed: true }));
    expect(types()).toEqual(['hello', 'find_match']);
  });

  it('cancels, also after a reconnect', () => {
    session.find(['chess', 'jazz']);
    says(SEARCHING);
    session.cancel();
    expect(types()).toEqual(['hello', 'find_match', 'cancel_match']);
    expect(session.screen).toBe('landing');
    dropAndReopen(welcome({ resumed: true, state: 'searching' }));
    expect(types()).toEqual(['hello', 'cancel_match']);
  });

  it('takes a match that crossed the cancellation', () => {
    session.find(['chess', 'jazz']);
    says(SEARCHING);
    session.cancel();
    says(MATCH);
    says({ type: 'error', code: 'invalid_state', message: '', re: 'cancel_match' });
    expect(session.screen).toBe('chat');
  });

  it('goes on through a resume without asking again', () => {
    session.find(['chess', 'jazz']);
    says(SEARCHING);
    dropAndReopen(welcome({ resumed: true, state: 'searching' }));
    expect(types()).toEqual(['hello']);
    expect(session.screen).toBe('searching');
  });

  it('asks again when the session was lost', () => {
    session.find(['chess', 'jazz']);
    says(SEARCHING);
    dropAndReopen(welcome());
    expect(types()).toEqual(['hello', 'find_match']);
  });

  it('shows the timeout, also one that nobody was there to hear', () => {
    session.find(['chess', 'jazz']);
    says(SEARCHING);
    says({ type: 'match_timeout', waitedMs: 30_000 });
    expect(session.screen).toBe('timeout');
    session.find(['chess', 'jazz', 'tea']);
    says(SEARCHING);
    dropAndReopen(welcome({ resumed: true }));
    expect(session.screen).toBe('timeout');
    expect(types()).toEqual(['hello']);
  });

  it('goes on after a reload, but never by itself in a tab that was brought back later', () => {
    session.find(['chess', 'jazz']);
    says(SEARCHING);
    reload(welcome({ resumed: true, state: 'searching' }));
    expect(session.screen).toBe('searching');
    reload(welcome());
    expect(session.screen).toBe('landing');
    expect(types()).toEqual(['hello']);
  });

  it.each([
    ['invalid_interests', 'interests'],
    ['rate_limited', '3 seconds'],
    ['overloaded', 'busy'],
    ['internal', 'try again']
  ] as const)('%s goes back and says why', (code, word) => {
    session.find(['chess', 'jazz']);
    says({ type: 'error', code, message: '', re: 'find_match', retryAfterMs: 2500 });
    expect(session.screen).toBe('landing');
    expect(session.notice).toContain(word);
  });
});

describe('chatting', () => {
  beforeEach(chat);

  it('shows what is said on both sides and what was delivered', () => {
    session.say('hello');
    expect(gateway.last.take()).toEqual([{ type: 'message', n: 1, text: 'hello' }]);
    says(message(1));
    says({ type: 'delivered', n: 1 });
    expect(session.chat!.entries).toMatchObject([
      { from: 'me', text: 'hello', state: 'delivered' },
      { from: 'them', text: 'message 1', n: 1, mac: 'mac' }
    ]);
    vi.advanceTimersByTime(250);
    expect(gateway.last.take()).toEqual([{ type: 'ack', n: 1 }]);
  });

  it('resumes with what was shown, resends what was not delivered, shows nothing twice', () => {
    says(message(1));
    session.say('a');
    session.say('b');
    says({ type: 'delivered', n: 1 });
    gateway.last.handlers.closed(1006);
    session.say('c');
    vi.advanceTimersByTime(1);
    gateway.last.handlers.opened();
    says(chatting(2, 0));
    says(message(1));
    says(message(2));
    expect(gateway.last.take()).toEqual([
      { type: 'hello', resume: 't1', received: 1 },
      { type: 'message', n: 2, text: 'b' },
      { type: 'message', n: 3, text: 'c' }
    ]);
    expect(shown()).toEqual(['message 1', 'a', 'b', 'c', 'message 2']);
  });

  it('keeps the conversation through a reload', () => {
    says(message(1));
    session.say('a');
    reload(chatting(0, 1));
    expect(shown()).toEqual(['message 1', 'a']);
    expect(gateway.last.take()).toEqual([
      { type: 'hello', resume: 't1', received: 1 },
      { type: 'message', n: 1, text: 'a' }
    ]);
    expect(session.screen).toBe('chat');
  });

  it('resumes at once when a message is missing', () => {
    says(message(2));
    vi.advanceTimersByTime(1);
    expect(gateway.sockets).toHaveLength(2);
    gateway.last.handlers.opened();
    expect(gateway.last.take()).toEqual([{ type: 'hello', resume: 't1', received: 0 }]);
    expect(shown()).toEqual([]);
  });

  it('does not show again what the server knows to be shown, even if the page forgot it', () => {
    session.store.tab.update({ chat: undefined });
    reload(chatting(3, 4));
    says(message(4));
    says(message(5));
    expect(shown()).toEqual(['message 5']);
    session.say('fourth');
    expect(gateway.last.take().at(-1)).toEqual({ type: 'message', n: 4, text: 'fourth' });
  });

  it('shows nobody typing while the connection is down', () => {
    says({ type: 'typing', on: true });
    gateway.last.handlers.closed(1006);
    expect(session.chat!.partnerTyping).toBe(false);
  });

  it('marks a blocked message and goes on with its number', () => {
    session.say('bad');
    says({ type: 'error', code: 'content_blocked', message: '', re: 'message', expected: 1 });
    expect(session.chat!.entries).toMatchObject([{ state: 'refused' }]);
    gateway.last.take();
    session.say('good');
    vi.advanceTimersByTime(100);
    expect(gateway.last.take()).toEqual([{ type: 'message', n: 1, text: 'good' }]);
  });

  it.each(['rate_limited', 'overloaded', 'internal'] as const)('holds a message that met %s and sends it again', (code) => {
    session.say('a');
    says({ type: 'error', code, message: '', re: 'message', retryAfterMs: 700 });
    gateway.last.take();
    vi.advanceTimersByTime(699);
    expect(gateway.last.take()).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(gateway.last.take()).toEqual([{ type: 'message', n: 1, text: 'a' }]);
    expect(session.chat!.entries).toMatchObject([{ state: 'pending' }]);
  });

  it('shows typing for at most five seconds and until the message comes', () => {
    says({ type: 'typing', on: true });
    expect(session.chat!.partnerTyping).toBe(true);
    says(message(1));
    expect(session.chat!.partnerTyping).toBe(false);
    says({ type: 'typing', on: true });
    vi.advanceTimersByTime(5000);
    expect(session.chat!.partnerTyping).toBe(false);
  });

  it('shows that the partner is away, and back', () => {
    says({ type: 'partner', state: 'away', graceMs: 20_000 });
    expect(session.chat!.awayUntil).toBe(Date.now() + 20_000);
    says({ type: 'partner', state: 'back' });
    expect(session.chat!.awayUntil).toBeNull();
  });

  it('counts what arrives while nobody looks', () => {
    hidden = true;
    says(message(1));
    says(message(1));
    says(message(2));
    expect(session.unread).toBe(2);
    session.seen();
    expect(session.unread).toBe(0);
  });

  it.each(['partner_left', 'partner_lost', 'moderated'] as const)('ends with %s', (reason) => {
    says({ type: 'chat_ended', reason });
    expect(session.screen).toBe('ended');
    expect(session.chat!.ended).toBe(reason);
    session.next();
    expect(gateway.last.take()).toEqual([{ type: 'find_match', interests: ['chess', 'jazz'] }]);
  });

  it('next leaves once and searches when the server has confirmed', () => {
    session.next();
    expect(types()).toEqual(['leave']);
    expect(session.screen).toBe('searching');
    says({ type: 'chat_ended', reason: 'you_left' });
    expect(types()).toEqual(['find_match']);
    expect(session.screen).toBe('searching');
  });

  it('leaves without a connection, and tells the server when it is back', () => {
    gateway.last.handlers.closed(1006);
    session.leave();
    expect(session.screen).toBe('ended');
    vi.advanceTimersByTime(1);
    gateway.last.handlers.opened();
    says(chatting(0, 0));
    expect(types()).toEqual(['hello', 'leave']);
    expect(session.screen).toBe('ended');
    says({ type: 'chat_ended', reason: 'you_left' });
    expect(session.chat!.ended).toBe('you_left');
  });

  it.each([
    ['invalid_state', 'too_late'],
    ['rate_limited', 'failed'],
    ['internal', 'failed']
  ] as const)('says what became of a report that met %s', (code, phase) => {
    session.fileReport('spam', '');
    says({ type: 'error', code, message: '', re: 'report' });
    expect(session.report.phase).toBe(phase);
  });

  it('searches again for what this tab searched for, whatever another one did', () => {
    session.store.preferences.update({ interests: ['tea', 'go'] });
    says({ type: 'chat_ended', reason: 'partner_left' });
    session.next();
    expect(gateway.last.take()).toEqual([{ type: 'find_match', interests: ['chess', 'jazz'] }]);
  });

  it('blocks during the chat and after it', () => {
    session.block();
    expect(types()).toEqual(['block']);
    says({ type: 'chat_ended', reason: 'you_left' });
    session.block();
    expect(types()).toEqual(['block']);
  });

  it('ends when the session could not be resumed', () => {
    dropAndReopen(welcome());
    expect(session.screen).toBe('ended');
    expect(session.chat!.ended).toBe('lost');
  });

  it('ends when the chat was over before the resume', () => {
    dropAndReopen(welcome({ resumed: true }));
    expect(session.chat!.ended).toBe('partner_left');
    says({ type: 'chat_ended', reason: 'partner_lost' });
    expect(session.chat!.ended).toBe('partner_lost');
  });

  it('reports with evidence, again after a reconnect, until it is stored', () => {
    says(message(1, 'spam'));
    session.fileReport('spam', '');
    const report = { type: 'report', reason: 'spam', evidence: [{ n: 1, text: 'spam', at: 1795449600000, mac: 'mac' }] };
    expect(gateway.last.take()).toEqual([report]);
    dropAndReopen();
    expect(gateway.last.take().at(-1)).toEqual(report);
    says({ type: 'reported', case: 'R-1' });
    expect(session.report).toMatchObject({ phase: 'stored', caseNumber: 'R-1' });
    dropAndReopen();
    expect(types()).toEqual(['hello']);
  });
});

describe('every golden frame of the server', () => {
  it.each(serverFrames.map((c) => [c.name, c.frame] as const))('%s is taken while idle, searching and chatting', (_name, frame) => {
    const take = () => {
      says(frame);
      vi.advanceTimersByTime(1000);
    };
    expect(take).not.toThrow();
    session.find(['chess', 'jazz']);
    expect(take).not.toThrow();
    says(MATCH);
    expect(take).not.toThrow();
  });
});

describe('the end of the line', () => {
  it('shows a ban and stays away', () => {
    says({ type: 'error', code: 'banned', message: '' });
    gateway.last.handlers.closed(4403);
    vi.advanceTimersByTime(60_000);
    expect(session.stopped).toBe('banned');
    expect(gateway.sockets).toHaveLength(1);
  });

  it('can be used here again after another tab took over', () => {
    gateway.last.handlers.closed(4401);
    expect(session.stopped).toBe('superseded');
    session.takeOver(null);
    expect(session.stopped).toBeNull();
    expect(gateway.sockets).toHaveLength(2);
  });

  it('goes on with what the other tab hands over', () => {
    gateway.last.handlers.closed(4401);
    const record = { match: 'm9', tier: 2 as const, shared: ['chess'], entries: [], queue: [], next: 4, shown: 6, ended: null };
    session.takeOver({ token: 't9', session: 's', chat: record });
    gateway.last.handlers.opened();
    expect(gateway.last.take()).toEqual([{ type: 'hello', resume: 't9', received: 6 }]);
    expect(session.screen).toBe('chat');
  });

  it('hands over only the session that is asked for, and lets go of it', () => {
    expect(session.handOver('other')).toBeNull();
    expect(session.handOver('s')).toMatchObject({ token: 't1', session: 's' });
    expect(session.stopped).toBe('superseded');
    expect(gateway.last.closedByClient).toBe(true);
    expect(session.handOver('s')).toBeNull();
  });
});
