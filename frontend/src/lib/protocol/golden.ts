// The golden frames of docs/frames, for tests only.
import { readFileSync } from 'node:fs';
import type { ClientFrame, ErrorCode, ServerFrame } from './types.g';

const read = <T>(file: string): T[] => JSON.parse(readFileSync(new URL(`../../../../docs/frames/${file}`, import.meta.url), 'utf8'));

export const clientFrames = read<{ name: string; frame: ClientFrame }>('client.json');
export const serverFrames = read<{ name: string; frame: ServerFrame }>('server.json');
export const interestCases = read<{ name: string; interests: string[]; normalised: string[] | null }>('interests.json');
export const invalidFrames = read<{
  name: string;
  state: 'new' | 'idle' | 'searching' | 'chatting';
  raw?: string;
  base64?: string;
  binary?: boolean;
  padTo?: number;
  error?: ErrorCode;
  close?: number;
}>('invalid.json');
