import { beforeEach, describe, expect, it, vi } from 'vitest';
import { welcome } from '../connection/fake-socket';
import { chat, chatting, dropAndReopen, gateway, lookAway, message, reload, says, session, shown, types } from './session-stage';

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
    lookAway();
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
