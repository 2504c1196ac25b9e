import { describe, expect, it } from 'vitest';
import { Backoff } from './backoff';
import { stopReason } from './closing';

describe('Backoff', () => {
  it('doubles the ceiling up to the cap', () => {
    const backoff = new Backoff(() => 0.999999, 500, 8000);
    expect(Array.from({ length: 7 }, () => Math.ceil(backoff.next() / 100) * 100)).toEqual([500, 1000, 2000, 4000, 8000, 8000, 8000]);
  });

  it('spreads over the whole range from zero', () => {
    expect(new Backoff(() => 0).next()).toBe(0);
  });

  it('starts anew after a reset', () => {
    const backoff = new Backoff(() => 0.5, 500, 8000);
    backoff.next();
    backoff.next();
    backoff.reset();
    expect(backoff.next()).toBe(250);
  });
});

describe('stopReason', () => {
  it.each([1000, 1001, 1005, 1006, 1011, 1012, 1013, 4000, 4001, 4002, 4003])('%i: connect again', (code) => {
    expect(stopReason(code)).toBeNull();
  });

  it.each([
    [1003, 'violation'],
    [1007, 'violation'],
    [1009, 'violation'],
    [4400, 'violation'],
    [4401, 'superseded'],
    [4403, 'banned'],
    [4408, 'no_hello'],
    [4429, 'too_many']
  ])('%i: %s', (code, reason) => {
    expect(stopReason(code)).toBe(reason);
  });
});
