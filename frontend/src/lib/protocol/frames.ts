import { SERVER_FIELDS, type ClientFrame, type ServerFrame } from './types.g';

export const SUBPROTOCOL = 'whisper.v1';

export function encode(frame: ClientFrame): string {
  return JSON.stringify(frame);
}

/** The frame, or null for what this client does not understand: a newer server may say more than it knows. */
export function decode(raw: unknown): ServerFrame | null {
  if (typeof raw !== 'string') return null;
  let frame: unknown;
  try {
    frame = JSON.parse(raw);
  } catch {
    return null;
  }
  if (typeof frame !== 'object' || frame === null || !('type' in frame) || typeof frame.type !== 'string') return null;
  if (!Object.hasOwn(SERVER_FIELDS, frame.type)) return null;
  const fields = SERVER_FIELDS[frame.type as ServerFrame['type']];
  for (const [name, type] of Object.entries(fields)) {
    if (jsonType((frame as Record<string, unknown>)[name]) !== type) return null;
  }
  return frame as ServerFrame;
}

function jsonType(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
