import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Inbox } from './inbox';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

describe('Inbox', () => {
  it('shows each message once', () => {
    const inbox = new Inbox(() => undefined);
    expect([1, 2, 2, 1, 3].map((n) => inbox.take(n))).toEqual(['show', 'show', 'repeat', 'repeat', 'show']);
  });

  it('neither shows nor acknowledges what comes after a gap', () => {
    const acks: number[] = [];
    const inbox = new Inbox((n) => acks.push(n));
    inbox.take(1);
    expect(inbox.take(3)).toBe('gap');
    vi.runAllTimers();
    expect(acks).toEqual([1]);
  });

  it('acknowledges a batch once, within 250 ms of its first message', () => {
    const acks: number[] = [];
    const inbox = new Inbox((n) => acks.push(n));
    inbox.take(1);
    vi.advanceTimersByTime(100);
    inbox.take(2);
    inbox.take(3);
    vi.advanceTimersByTime(150);
    expect(acks).toEqual([3]);
  });

  it('acknowledges a repeat again, because its sender has not heard', () => {
    const acks: number[] = [];
    const inbox = new Inbox((n) => acks.push(n), 5);
    inbox.take(5);
    vi.runAllTimers();
    expect(acks).toEqual([5]);
  });

  it('does not show again what the server knows to be shown', () => {
    const inbox = new Inbox(() => undefined);
    inbox.resumed(4);
    expect(inbox.take(4)).toBe('repeat');
    expect(inbox.take(5)).toBe('show');
  });
});
