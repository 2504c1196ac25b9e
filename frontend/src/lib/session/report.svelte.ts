import type { ClientFrame, ReportFrame } from '../protocol/types.g';

/** A report on its way. It is said again after a reconnect until the server has stored it. */
export class ReportState {
  phase = $state<'none' | 'sending' | 'stored' | 'failed' | 'too_late'>('none');
  caseNumber = $state('');
  #frame: ReportFrame | null = null;

  constructor(private readonly send: (frame: ClientFrame) => boolean) {}

  file(frame: ReportFrame): void {
    this.#frame = frame;
    this.phase = 'sending';
    this.send(frame);
  }

  connected(): void {
    if (this.#frame !== null) this.send(this.#frame);
  }

  stored(caseNumber: string): void {
    this.#frame = null;
    this.caseNumber = caseNumber;
    this.phase = 'stored';
  }

  failed(why: 'failed' | 'too_late'): void {
    this.#frame = null;
    if (this.phase === 'sending') this.phase = why;
  }

  reset(): void {
    this.#frame = null;
    this.phase = 'none';
  }
}
