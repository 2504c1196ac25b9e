import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { generate } from '../../../scripts/generate-types.js';
import { clientFrames, invalidFrames, serverFrames } from './golden';

const yaml = readFileSync(new URL('../../../../docs/asyncapi.yaml', import.meta.url), 'utf8');
const { channels, operations, components } = parse(yaml);
const definitions = JSON.parse(JSON.stringify(components.schemas).replaceAll('#/components/schemas/', '#/definitions/'));
const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: true, keywords: ['x-names', 'x-reconnect'] });

const validator = (name: string) => ajv.compile({ definitions, $ref: `#/definitions/${name}` });
const variants = (union: string): string[] =>
  components.schemas[union].oneOf.map(({ $ref }: { $ref: string }) => components.schemas[$ref.split('/').pop()!].properties.type.const);

describe('docs/asyncapi.yaml', () => {
  it('is what types.g.ts was generated from', async () => {
    const committed = readFileSync(new URL('./types.g.ts', import.meta.url), 'utf8');
    expect(await generate(yaml), 'run `npm run generate`').toBe(committed);
  });

  it.each([
    ['ClientFrame', 'fromClient'],
    ['ServerFrame', 'toClient']
  ])('lists the same frames in %s and in the operation %s', (union, operation) => {
    const named = operations[operation].messages.map(({ $ref }: { $ref: string }) => {
      const message = channels.socket.messages[$ref.split('/').pop()!];
      return components.messages[message.$ref.split('/').pop()!].name;
    });
    expect(named).toEqual(variants(union));
  });
});

describe.each([
  ['client.json', 'ClientFrame', clientFrames],
  ['server.json', 'ServerFrame', serverFrames]
] as const)('docs/frames/%s', (_file, union, cases) => {
  it.each(cases.map((c) => [c.name, c.frame] as const))('%s', (_name, frame) => {
    const validate = validator(union);
    expect(validate(frame), ajv.errorsText(validate.errors)).toBe(true);
    expect(new TextEncoder().encode(JSON.stringify(frame)).length).toBeLessThanOrEqual(16384);
  });

  it('has every frame type', () => {
    expect(new Set(cases.map((c) => c.frame.type))).toEqual(new Set(variants(union)));
  });
});

describe('docs/frames/invalid.json', () => {
  const malformed = invalidFrames.filter((c) => c.raw !== undefined && (c.error === 'bad_frame' || c.error === 'unknown_type'));
  // JSON Schema has no opinion on these: the first is valid JSON of a valid shape, the second is a string of one code unit.
  const beyondSchema = ['deeply nested', 'message: half a surrogate pair'];

  it.each(malformed.filter((c) => !beyondSchema.includes(c.name)).map((c) => [c.name, c.raw!] as const))('%s', (_name, raw) => {
    let frame: unknown;
    try {
      frame = JSON.parse(raw);
    } catch {
      return;
    }
    expect(validator('ClientFrame')(frame)).toBe(false);
  });

  it('names only codes of the protocol, one answer each', () => {
    const closes = [...components.schemas.CloseCode.enum, 1003, 1007, 1009];
    for (const c of invalidFrames) {
      expect(
        [c.error, c.close].filter((x) => x !== undefined),
        c.name
      ).toHaveLength(1);
      if (c.error) expect(components.schemas.ErrorCode.enum).toContain(c.error);
      if (c.close) expect(closes).toContain(c.close);
      expect(
        [c.raw, c.base64].filter((x) => x !== undefined),
        c.name
      ).toHaveLength(1);
    }
  });
});
