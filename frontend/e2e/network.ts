import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A piece of network between one browser and the server that a test can cut. */
export class Network {
  readonly #pairs = new Set<[Socket, Socket]>();
  #up = true;

  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    readonly url: string
  ) {}

  static async to(target: string): Promise<Network> {
    const { hostname, port } = new URL(target);
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const network = new Network(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('connection', (near) => network.#join(near, connect(Number(port), hostname)));
    return network;
  }

  /** Cuts every connection and lets no new one through. */
  cut(): void {
    this.#up = false;
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
  }

  /** Loses every byte from now on without a word, as a phone does that slept too long; new connections work. */
  loseSilently(): void {
    for (const [near, far] of this.#pairs) {
      near.removeAllListeners('data').resume();
      far.removeAllListeners('data').resume();
    }
  }

  mend(): void {
    this.#up = true;
  }

  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  #join(near: Socket, far: Socket): void {
    const pair: [Socket, Socket] = [near, far];
    this.#pairs.add(pair);
    if (!this.#up) near.destroy();
    for (const [from, to] of [
      [near, far],
      [far, near]
    ] as const) {
      from.on('data', (chunk) => to.write(chunk));
      from.on('end', () => to.end());
      from.on('error', () => to.destroy());
      from.on('close', () => {
        to.destroy();
        this.#pairs.delete(pair);
      });
    }
  }
}
