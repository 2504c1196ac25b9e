import { encode } from './frames';
import { utf8Length } from './text';
import type { Evidence, ReportFrame, ReportReason } from './types.g';

const MOST = 20;

/** A report with as many of the partner's latest messages as fit into one frame, oldest first. */
export function reportFrame(reason: ReportReason, note: string, received: readonly Evidence[], frameBytes: number): ReportFrame {
  const frame: ReportFrame = { type: 'report', reason };
  if (note.trim() !== '') frame.note = note.trim();
  const evidence: Evidence[] = [];
  let left = frameBytes - utf8Length(encode({ ...frame, evidence }));
  for (const message of received.slice(-MOST).reverse()) {
    const { n, text, at, mac } = message;
    const bytes = utf8Length(JSON.stringify({ n, text, at, mac })) + (evidence.length > 0 ? 1 : 0);
    if (bytes > left) break;
    left -= bytes;
    evidence.unshift({ n, text, at, mac });
  }
  return evidence.length > 0 ? { ...frame, evidence } : frame;
}
