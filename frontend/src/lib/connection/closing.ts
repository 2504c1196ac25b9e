import { RECONNECT_CODES, type CloseCode } from '../protocol/types.g';

/** Why this client does not connect again by itself. */
export type StopReason = 'violation' | 'superseded' | 'banned' | 'no_hello' | 'too_many';

const STOPS: ReadonlyMap<number, StopReason> = new Map<CloseCode | 1003 | 1007 | 1009, StopReason>([
  [4400, 'violation'],
  [4401, 'superseded'],
  [4403, 'banned'],
  [4408, 'no_hello'],
  [4429, 'too_many'],
  // Only a broken client is told these; it would be told again.
  [1003, 'violation'],
  [1007, 'violation'],
  [1009, 'violation']
]);

/** Null means: connect again. That holds for 4000 to 4003 and for whatever a network or a proxy may say, such as 1006. */
export function stopReason(code: number): StopReason | null {
  if ((RECONNECT_CODES as readonly number[]).includes(code)) return null;
  return STOPS.get(code) ?? null;
}
