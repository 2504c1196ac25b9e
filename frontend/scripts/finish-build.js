// Finishes what `vite build` left in build/: moves the one inline script, which starts the app, into a file of its own, so that
// the gateway can forbid inline scripts altogether; compresses everything; and fails when the first load got too heavy.
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const build = new URL('../build/', import.meta.url).pathname;
const LIMIT = 60 * 1024;
const COMPRESSED = new Set(['.html', '.js', '.css', '.svg', '.json', '.txt']);

export async function externaliseScripts(folder) {
  const page = join(folder, 'index.html');
  let html = await readFile(page, 'utf8');
  for (const [element, code] of html.matchAll(/<script>([\s\S]*?)<\/script>/g)) {
    const name = `_app/immutable/start.${createHash('sha256').update(code).digest('hex').slice(0, 12)}.js`;
    await writeFile(join(folder, name), code.trim() + '\n');
    html = html.replace(element, `<script src="/${name}"></script>`);
  }
  await writeFile(page, html);
  return html;
}

async function files(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

const html = await externaliseScripts(build);
const inline = html.match(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/gi);
if (inline !== null) throw new Error(`build/index.html has inline code, which the Content-Security-Policy forbids: ${inline}`);

let scripts = 0;
for (const file of await files(build)) {
  if (!COMPRESSED.has(extname(file))) continue;
  const content = await readFile(file);
  const gzip = gzipSync(content, { level: 9 });
  await writeFile(`${file}.gz`, gzip);
  await writeFile(`${file}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  if (extname(file) !== '.js') continue;
  scripts += gzip.length;
  if (/\sstyle=/.test(content)) throw new Error(`${file} has a template with an inline style, which the Content-Security-Policy forbids`);
}

const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
console.log(`JavaScript of the first load, gzip: ${kilobytes(scripts)} (limit ${kilobytes(LIMIT)})`);
if (scripts === 0 || scripts > LIMIT) process.exitCode = 1;
