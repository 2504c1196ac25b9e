// A gateway made of arrays, for tests only.
import type { ClientFrame, ServerFrame, WelcomeFrame } from '../protocol/types.g';
import { DEFAULT_LIMITS } from '../protocol/types.g';
import type { Socket, SocketHandlers } from './connection';

export class FakeSocket implements Socket {
  readonly sent: ClientFrame[] = [];
  closedByClient = false;

  constructor(readonly handlers: SocketHandlers) {}

  send(data: string): void {
    this.sent.push(JSON.parse(data));
  }

  close(): void {
    this.closedByClient = true;
  }

  says(frame: ServerFrame): void {
    this.handlers.received(JSON.stringify(frame));
  }

  /** Takes the frames that were sent since the last call, without the pings. */
  take(): ClientFrame[] {
    return this.sent.splice(0).filter((frame) => frame.type !== 'ping');
  }
}

export class FakeGateway {
  readonly sockets: FakeSocket[] = [];

  readonly open = (handlers: SocketHandlers): FakeSocket => {
    const socket = new FakeSocket(handlers);
    this.sockets.push(socket);
    return socket;
  };

  get last(): FakeSocket {
    return this.sockets.at(-1)!;
  }
}

export const welcome = (change: Partial<WelcomeFrame> = {}): WelcomeFrame => ({
  type: 'welcome',
  session: 's',
  token: 't1',
  resumed: false,
  state: 'idle',
  online: 10,
  limits: DEFAULT_LIMITS,
  ...change
});
