import { describe, expect, it, vi } from 'vitest';
import { serverFrames } from '../protocol/golden';
import { MATCH, gateway, says, session } from './session-stage';

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
