import { describe, expect, it, vi } from 'vitest';
import { welcome } from '../connection/fake-socket';
import type { ServerFrame } from '../protocol/types.g';
import { MATCH, SEARCHING, dropAndReopen, gateway, reload, says, session, types } from './session-stage';

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
