import { describe, expect, it } from 'vitest';
import { reportFrame } from './evidence';
import { encode } from './frames';
import { utf8Length, wellFormed } from './text';

const messages = (count: number, text: string) =>
  Array.from({ length: count }, (_, i) => ({ n: i + 1, text, at: 1795449600000 + i, mac: `mac-${i}` }));

describe('reportFrame', () => {
  it('quotes the latest 20 messages, oldest first', () => {
    const frame = reportFrame('spam', '', messages(30, 'hi'), 16384);
    expect(frame.evidence?.map((e) => e.n)).toEqual(Array.from({ length: 20 }, (_, i) => i + 11));
    expect(frame).not.toHaveProperty('note');
  });

  it('fits as many of the latest as the frame holds, to the byte', () => {
    const all = messages(20, '😀'.repeat(500));
    const frame = reportFrame('hate', 'note', all, 16384);
    const size = utf8Length(encode(frame));
    expect(size).toBeLessThanOrEqual(16384);
    const kept = frame.evidence!.length;
    expect(frame.evidence!.at(-1)!.n).toBe(20);
    const oneMore = utf8Length(encode({ ...frame, evidence: all.slice(-kept - 1) }));
    expect(oneMore).toBeGreaterThan(16384);
    expect(reportFrame('hate', 'note', all, oneMore).evidence).toHaveLength(kept + 1);
    expect(reportFrame('hate', 'note', all, oneMore - 1).evidence).toHaveLength(kept);
  });

  it('leaves nothing but what the protocol names', () => {
    const noisy = { ...messages(1, 'hi')[0]!, id: 3, from: 'them' };
    expect(reportFrame('other', '  a note ', [noisy], 16384)).toEqual({
      type: 'report',
      reason: 'other',
      note: 'a note',
      evidence: [{ n: 1, text: 'hi', at: 1795449600000, mac: 'mac-0' }]
    });
  });

  it('goes without evidence when nothing was received', () => {
    expect(reportFrame('other', '', [], 16384)).toEqual({ type: 'report', reason: 'other' });
  });
});

describe('wellFormed', () => {
  it('replaces half a surrogate pair and keeps whole ones', () => {
    expect(wellFormed('a\ud83d b😀')).toBe('a\ufffd b😀');
  });
});
