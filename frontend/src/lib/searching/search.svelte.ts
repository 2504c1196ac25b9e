import type { SearchingFrame, Tier } from '../protocol/types.g';

/** The clock of one search; the server's word on it is the only truth, the page only counts between its frames. */
export class Search {
  tier = $state<Tier>(1);
  /** Null until the server has begun. */
  startedAt = $state<number | null>(null);
  tier2AtMs = $state(10_000);
  timeoutAtMs = $state(30_000);

  constructor(readonly interests: string[]) {}

  progress(frame: SearchingFrame): void {
    this.tier = frame.tier;
    this.startedAt = Date.now() - frame.waitedMs;
    this.tier2AtMs = frame.tier2AtMs;
    this.timeoutAtMs = frame.timeoutAtMs;
  }
}
