import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Server {
  url: string;
  stop(): Promise<void>;
}

const START_MS = 60_000;
const STOP_MS = 15_000;
const root = fileURLToPath(new URL('../../', import.meta.url));

/** Starts the built product on a free port with its own data directory, or uses the one that WHISPER_URL names. */
export async function startServer(settings: Record<string, string>, port?: number): Promise<Server> {
  const external = process.env.WHISPER_URL;
  if (external !== undefined && external !== '') return { url: external, stop: () => Promise.resolve() };

  const url = `http://127.0.0.1:${port ?? (await freePort())}`;
  const data = await mkdtemp(join(tmpdir(), 'whisper-e2e-'));
  const output: string[] = [];
  const child = spawn('dotnet', [program(), '--urls', url], {
    cwd: root,
    env: {
      ...process.env,
      Whisper__DataDirectory: data,
      Whisper__Gateway__WebRoot: join(root, 'frontend', 'build'),
      ...settings
    },
    stdio: ['ignore', 'pipe', 'pipe']
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  const exited = once(child, 'exit');

  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      const kill = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await exited;
      clearTimeout(kill);
    }
    await rm(data, { recursive: true, force: true });
  };

  try {
    await ready(url, () => child.exitCode);
  } catch (error) {
    await stop();
    throw new Error(`The server did not become ready.\n${output.join('')}`, { cause: error });
  }
  return { url, stop };
}

function program(): string {
  const configurations = process.env.WHISPER_CONFIGURATION ? [process.env.WHISPER_CONFIGURATION] : ['Release', 'Debug'];
  const candidates = configurations.map((configuration) => join(root, `Standalone/bin/${configuration}/net10.0/Whisper.Standalone.dll`));
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found === undefined) throw new Error(`Build the server first: none of ${candidates.join(', ')} is there.`);
  return found;
}

async function ready(url: string, exitCode: () => number | null): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    if (exitCode() !== null) throw new Error(`exit code ${exitCode()}`);
    const answer = await fetch(`${url}/health/ready`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`not ready within ${START_MS} ms`);
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
