// Generates src/lib/protocol/types.g.ts from docs/asyncapi.yaml. A test keeps the two the same.
import { readFile, writeFile } from 'node:fs/promises';
import { compile } from 'json-schema-to-typescript';
import { parse } from 'yaml';

const source = new URL('../../docs/asyncapi.yaml', import.meta.url);
const target = new URL('../src/lib/protocol/types.g.ts', import.meta.url);

const banner = `// Generated from docs/asyncapi.yaml by \`npm run generate\`. Do not edit.\n/* eslint-disable */\n`;

/** @param {string} yaml */
export async function generate(yaml) {
  const { schemas } = parse(yaml).components;
  const definitions = JSON.parse(JSON.stringify(schemas).replaceAll('#/components/schemas/', '#/definitions/'));
  // The conditions say when an optional field must be there; a type cannot, and the generator would answer with `unknown`.
  for (const schema of Object.values(definitions)) {
    delete schema.if;
    delete schema.then;
    // A tuple for every length from 1 to 5 would only be in the way.
    delete schema.maxItems;
    delete schema.minItems;
    for (const property of Object.values(schema.properties ?? {})) delete property.maxItems;
  }
  const types = await compile({ title: 'Protocol', definitions }, 'Protocol', {
    additionalProperties: false,
    bannerComment: banner,
    unreachableDefinitions: true,
    style: { singleQuote: true, printWidth: 160 }
  });
  return tidy(types) + constants(schemas);
}

/** Drops the wrapper type and the sentences that only name it. */
function tidy(types) {
  return types
    .replace(/export interface Protocol \{[^}]*\}\n/, '')
    .replace(/( \*\n)* \* This interface was referenced by `Protocol`'s JSON-Schema\n \* via the `definition` "\w+"\.\n/g, '')
    .replace(/\/\*\*\n \*\/\n/g, '')
    .replace(/( *\*\n)+( *\*\/)/g, '$2');
}

/** What the client needs at run time: the codes to reconnect on, the enums to choose from, the fields to check. */
function constants(schemas) {
  const limits = Object.fromEntries(Object.entries(schemas.Limits.properties).map(([name, s]) => [name, s.default]));
  return [
    `\nexport const RECONNECT_CODES: readonly CloseCode[] = ${JSON.stringify(schemas.CloseCode['x-reconnect'])};`,
    `export const REPORT_REASONS: readonly ReportReason[] = ${JSON.stringify(schemas.ReportReason.enum)};`,
    `export const DEFAULT_LIMITS: Limits = ${JSON.stringify(limits)};`,
    `/** Required fields of each frame that a server sends, with their JSON types. */`,
    `export const SERVER_FIELDS: Record<ServerFrame['type'], Record<string, string>> = ${JSON.stringify(serverFields(schemas), null, 2)};\n`
  ].join('\n');
}

function serverFields(schemas) {
  const resolve = (s) => (s.$ref ? resolve(schemas[s.$ref.split('/').pop()]) : s);
  const typeOf = (s) => ({ integer: 'number' })[s.type] ?? s.type ?? typeof s.enum[0];
  const frames = schemas.ServerFrame.oneOf.map(resolve);
  return Object.fromEntries(
    frames.map((frame) => {
      const required = frame.required.filter((name) => name !== 'type');
      return [frame.properties.type.const, Object.fromEntries(required.map((name) => [name, typeOf(resolve(frame.properties[name]))]))];
    })
  );
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  await writeFile(target, await generate(await readFile(source, 'utf8')));
}
