import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Backoff } from './backoff';
import { Connection, type ConnectionStatus } from './connection';
import { FakeGateway, welcome } from './fake-socket';

let gateway: FakeGateway;
let statuses: ConnectionStatus[];
let connection: Connection;

beforeEach(() => {
  vi.useFakeTimers();
  gateway = new FakeGateway();
  statuses = [];
  connection = new Connection(
    gateway.open,
    {
      opened: () => connection.send({ type: 'hello' }),
      frame: () => undefined,
      status: (status) => statuses.push(status)
    },
    new Backoff(() => 0.5)
  );
});
afterEach(() => vi.useRealTimers());

function online() {
  connection.start();
  gateway.last.handlers.opened();
  gateway.last.says(welcome());
}

describe('Connection', () => {
  it('says hello first and sends nothing else before the welcome', () => {
    connection.start();
    gateway.last.handlers.opened();
    expect(connection.send({ type: 'leave' })).toBe(false);
    expect(gateway.last.sent).toEqual([{ type: 'hello' }]);
    gateway.last.says(welcome());
    expect(connection.send({ type: 'leave' })).toBe(true);
    expect(statuses).toEqual(['connecting', 'online']);
  });

  it('comes back after a lost connection, later each time', () => {
    online();
    gateway.last.handlers.closed(1006);
    vi.advanceTimersByTime(249);
    expect(gateway.sockets).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(gateway.sockets).toHaveLength(2);
    gateway.last.handlers.closed(1006);
    vi.advanceTimersByTime(499);
    expect(gateway.sockets).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(gateway.sockets).toHaveLength(3);
  });

  it('starts the back-off anew only after a connection that lasted', () => {
    online();
    gateway.last.handlers.closed(4003);
    vi.advanceTimersByTime(250);
    gateway.last.handlers.opened();
    gateway.last.says(welcome());
    vi.advanceTimersByTime(5000);
    gateway.last.handlers.closed(4003);
    vi.advanceTimersByTime(250);
    expect(gateway.sockets).toHaveLength(3);
  });

  it.each([4400, 4401, 4403, 4408, 4429])('stays away after %i until it is started again', (code) => {
    online();
    gateway.last.handlers.closed(code);
    vi.advanceTimersByTime(120_000);
    connection.wake();
    expect(gateway.sockets).toHaveLength(1);
    connection.start();
    expect(gateway.sockets).toHaveLength(2);
  });

  it('comes back at once when it is woken', () => {
    online();
    gateway.last.handlers.closed(1006);
    connection.wake();
    expect(gateway.sockets).toHaveLength(2);
    vi.advanceTimersByTime(1000);
    expect(gateway.sockets).toHaveLength(2);
  });

  it('notices a socket that died in silence within 3 s of waking', () => {
    online();
    connection.wake();
    expect(gateway.last.sent.at(-1)).toEqual({ type: 'ping' });
    vi.advanceTimersByTime(2999);
    expect(statuses.at(-1)).toBe('online');
    vi.advanceTimersByTime(1);
    expect(statuses.at(-1)).toBe('waiting');
    expect(gateway.sockets[0]!.closedByClient).toBe(true);
  });

  it('trusts a socket that answers', () => {
    online();
    connection.wake();
    gateway.last.says({ type: 'pong' });
    vi.advanceTimersByTime(10_000);
    expect(statuses.at(-1)).toBe('online');
    expect(gateway.sockets).toHaveLength(1);
  });

  it('probes a quiet line by itself', () => {
    online();
    vi.advanceTimersByTime(19_999);
    expect(gateway.last.sent).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(gateway.last.sent.at(-1)).toEqual({ type: 'ping' });
    vi.advanceTimersByTime(3000);
    expect(statuses.at(-1)).toBe('waiting');
  });

  it('gives up on a handshake or a welcome that never comes', () => {
    connection.start();
    gateway.last.handlers.opened();
    vi.advanceTimersByTime(10_250);
    expect(gateway.sockets).toHaveLength(2);
  });

  it('ignores what a socket says after it was let go', () => {
    online();
    const old = gateway.last;
    connection.restart();
    old.handlers.closed(4401);
    old.says(welcome());
    expect(statuses.at(-1)).toBe('waiting');
    vi.advanceTimersByTime(250);
    expect(gateway.sockets).toHaveLength(2);
  });

  it('waits for its turn when the gateway drains, and no longer', () => {
    online();
    gateway.last.says({ type: 'drain', reconnectInMs: 7000 });
    vi.advanceTimersByTime(3000);
    gateway.last.handlers.closed(4000);
    vi.advanceTimersByTime(3999);
    expect(gateway.sockets).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(gateway.sockets).toHaveLength(2);
  });

  it('moves by itself when the draining gateway keeps the socket', () => {
    online();
    gateway.last.says({ type: 'drain', reconnectInMs: 7000 });
    gateway.last.says({ type: 'online', count: 3 });
    vi.advanceTimersByTime(7000);
    expect(gateway.sockets).toHaveLength(2);
    expect(gateway.sockets[0]!.closedByClient).toBe(true);
  });
});
