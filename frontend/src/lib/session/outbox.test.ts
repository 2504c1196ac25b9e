import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Outbox } from './outbox';

let sent: [number, string][];
let refused: number[];
let outbox: Outbox;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  refused = [];
  outbox = make();
});
afterEach(() => vi.useRealTimers());

function make(kept?: ConstructorParameters<typeof Outbox>[1]) {
  return new Outbox({ transmit: (n, text) => sent.push([n, text]), refused: (id) => refused.push(id) }, kept);
}

const numbers = () => sent.splice(0).map(([n]) => n);

describe('Outbox', () => {
  it('numbers messages from 1 and sends them at once', () => {
    outbox.connected(0);
    outbox.push(1, 'a');
    outbox.push(2, 'b');
    expect(sent).toEqual([
      [1, 'a'],
      [2, 'b']
    ]);
  });

  it('keeps what is said without a connection', () => {
    outbox.push(1, 'a');
    expect(sent).toEqual([]);
    outbox.connected(0);
    expect(numbers()).toEqual([1]);
  });

  it('sends everything again that is not delivered, also what was accepted', () => {
    outbox.connected(0);
    for (const id of [1, 2, 3]) outbox.push(id, 'x');
    expect(outbox.delivered(1)).toEqual([1]);
    numbers();
    outbox.disconnected();
    outbox.connected(3);
    expect(numbers()).toEqual([2, 3]);
  });

  it('goes on after a reload', () => {
    outbox.connected(0);
    for (const id of [1, 2]) outbox.push(id, 'x');
    outbox.delivered(1);
    const reloaded = make(structuredClone(outbox.kept));
    numbers();
    reloaded.connected(2);
    reloaded.push(3, 'y');
    expect(numbers()).toEqual([2, 3]);
  });

  it('never reuses a number that the server took, even when the page forgot it', () => {
    outbox.connected(7);
    outbox.push(1, 'x');
    expect(numbers()).toEqual([8]);
  });

  it('resends from the gap once, however many gaps are reported', () => {
    outbox.connected(0);
    for (const id of [1, 2, 3, 4]) outbox.push(id, 'x');
    numbers();
    outbox.gap(2);
    outbox.gap(2);
    vi.advanceTimersByTime(50);
    expect(numbers()).toEqual([2, 3, 4]);
  });

  it('holds the queue when told to slow down, then goes on in order', () => {
    outbox.connected(0);
    outbox.push(1, 'x');
    numbers();
    outbox.limited(2000, 1);
    outbox.push(2, 'y');
    vi.advanceTimersByTime(1999);
    expect(numbers()).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(numbers()).toEqual([1, 2]);
  });

  it('asks with the newest message where to go on when the server does not say', () => {
    outbox.connected(0);
    for (const id of [1, 2, 3]) outbox.push(id, 'x');
    numbers();
    outbox.limited(500);
    vi.advanceTimersByTime(500);
    expect(numbers()).toEqual([3]);
    outbox.gap(2);
    vi.advanceTimersByTime(50);
    expect(numbers()).toEqual([2, 3]);
  });

  it('gives the number of a refused message to the next one', () => {
    outbox.connected(0);
    outbox.push(11, 'fine');
    outbox.push(12, 'bad');
    outbox.push(13, 'good');
    numbers();
    outbox.refusedByServer(2);
    expect(refused).toEqual([12]);
    vi.advanceTimersByTime(50);
    expect(sent).toEqual([[2, 'good']]);
    outbox.push(14, 'more');
    expect(sent.at(-1)).toEqual([3, 'more']);
  });

  it('learns from the gap which message was refused when the server does not say', () => {
    outbox.connected(0);
    outbox.push(11, 'bad');
    outbox.push(12, 'good');
    sent.length = 0;
    outbox.refusedByServer();
    outbox.gap(1);
    expect(refused).toEqual([11]);
    vi.advanceTimersByTime(400);
    expect(sent).toEqual([[1, 'good']]);
  });

  it('takes the last one sent for the refused one when no gap follows', () => {
    outbox.connected(0);
    outbox.push(11, 'fine');
    outbox.push(12, 'bad');
    outbox.refusedByServer();
    vi.advanceTimersByTime(400);
    expect(refused).toEqual([12]);
    outbox.push(13, 'next');
    vi.advanceTimersByTime(50);
    expect(sent.at(-1)).toEqual([2, 'next']);
  });

  it('never sends faster than the server allows, also after a long absence', () => {
    for (let id = 1; id <= 64; id++) outbox.push(id, 'x');
    outbox.connected(0);
    expect(sent.length).toBeLessThanOrEqual(10);
    const after = [];
    for (let second = 0; second < 40; second++) {
      const before = sent.length;
      vi.advanceTimersByTime(1000);
      after.push(sent.length - before);
    }
    expect(Math.max(...after)).toBeLessThanOrEqual(2);
    expect(numbers()).toEqual(Array.from({ length: 64 }, (_, i) => i + 1));
  });

  it('sends nothing after the end of the chat', () => {
    outbox.connected(0);
    outbox.push(1, 'x');
    outbox.limited(500, 1);
    outbox.stop();
    numbers();
    vi.advanceTimersByTime(10_000);
    expect(numbers()).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
