import { afterEach, beforeEach, vi } from 'vitest';
import { FakeGateway, welcome } from '../connection/fake-socket';
import type { ServerFrame } from '../protocol/types.g';
import { Chime } from '../ui/chime';
import { Session } from './session.svelte';
import { Store } from './store';

// What every test of the session starts from; importing it sets the stage before each test.
export const MATCH: ServerFrame = { type: 'match_found', match: 'm1', tier: 1, shared: ['chess', 'jazz'] };
export const SEARCHING: ServerFrame = { type: 'searching', tier: 1, waitedMs: 0, tier2AtMs: 10_000, timeoutAtMs: 30_000 };
export const message = (n: number, text = `message ${n}`): ServerFrame => ({ type: 'message', n, text, at: 1795449600000, mac: 'mac' });
export const chatting = (accepted: number, received: number) =>
  welcome({ resumed: true, state: 'chatting', token: 't2', chat: { match: 'm1', tier: 1, shared: ['chess', 'jazz'], accepted, received } });

export let gateway: FakeGateway;
export let session: Session;
let hidden: boolean;

class MemoryStorage {
  readonly items = new Map<string, string>();
  getItem = (key: string) => this.items.get(key) ?? null;
  setItem = (key: string, value: string) => void this.items.set(key, value);
}

const makeSession = () => new Session(gateway.open, new Store(), new Chime(() => true), () => hidden);

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0);
  vi.stubGlobal('sessionStorage', new MemoryStorage());
  vi.stubGlobal('localStorage', new MemoryStorage());
  gateway = new FakeGateway();
  hidden = false;
  session = makeSession();
  open();
});
afterEach(() => {
  session.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

export const lookAway = () => void (hidden = true);

export function open(frame = welcome()) {
  session.start();
  gateway.last.handlers.opened();
  gateway.last.says(frame);
}

export const says = (frame: ServerFrame) => gateway.last.says(frame);
export const types = () => gateway.last.take().map((frame) => frame.type);

export function chat() {
  session.find(['chess', 'jazz']);
  says(SEARCHING);
  says(MATCH);
  gateway.last.take();
}

export function dropAndReopen(frame = chatting(0, 0)) {
  gateway.last.handlers.closed(1006);
  vi.advanceTimersByTime(1);
  gateway.last.handlers.opened();
  gateway.last.says(frame);
}

export function reload(frame: Parameters<typeof open>[0]) {
  session.stop();
  session = makeSession();
  open(frame);
}

export const shown = () => session.chat!.entries.map((entry) => entry.text);
