import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TypingSignal } from './typing';

let said: boolean[];
let signal: TypingSignal;

beforeEach(() => {
  vi.useFakeTimers();
  said = [];
  signal = new TypingSignal((on) => said.push(on));
});
afterEach(() => vi.useRealTimers());

it('says it once for many keys, and again before the server forgets', () => {
  for (let i = 0; i < 25; i++) {
    signal.input('x'.repeat(i + 1));
    vi.advanceTimersByTime(200);
  }
  expect(said).toEqual([true, true]);
});

it('says when it stops', () => {
  signal.input('x');
  vi.advanceTimersByTime(4000);
  expect(said).toEqual([true, false]);
});

it('says when the text is gone', () => {
  signal.input('x');
  signal.input('');
  expect(said).toEqual([true, false]);
});

it('says nothing when the message itself says it', () => {
  signal.input('x');
  signal.sent();
  vi.advanceTimersByTime(10_000);
  expect(said).toEqual([true]);
});

it('says nothing about white space', () => {
  signal.input('  ');
  expect(said).toEqual([]);
});
