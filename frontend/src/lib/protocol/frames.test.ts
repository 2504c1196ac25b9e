import { describe, expect, it } from 'vitest';
import { decode, encode } from './frames';
import { clientFrames, serverFrames } from './golden';

describe('decode', () => {
  it.each(serverFrames.map((c) => [c.name, c.frame] as const))('takes %s', (_name, frame) => {
    expect(decode(JSON.stringify(frame))).toEqual(frame);
  });

  it.each([
    ['not JSON', '{"type":'],
    ['an array', '[]'],
    ['null', 'null'],
    ['no type', '{"n":1}'],
    ['an unknown type', '{"type":"teleport"}'],
    ['a name of Object.prototype', '{"type":"constructor"}'],
    ['a frame without a required field', '{"type":"message","n":1,"text":"hi","at":1}'],
    ['a field of another type', '{"type":"delivered","n":"1"}'],
    ['null for a field', '{"type":"match_found","match":"m","tier":1,"shared":null}']
  ])('answers null to %s', (_name, raw) => {
    expect(decode(raw)).toBeNull();
  });

  it('answers null to binary data', () => {
    expect(decode(new ArrayBuffer(4))).toBeNull();
  });
});

describe('encode', () => {
  it.each(clientFrames.map((c) => [c.name, c.frame] as const))('writes %s as one JSON object', (_name, frame) => {
    expect(JSON.parse(encode(frame))).toEqual(frame);
  });
});
