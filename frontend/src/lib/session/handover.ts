import type { TabRecord } from './store';

interface Ask {
  ask: string;
}

interface Answer {
  answer: string;
  record: TabRecord;
}

/** How long another tab may take; without an answer there is none. */
const ANSWER_MS = 500;

/**
 * Duplicating a tab copies its store, so that two tabs hold one session. The server lets the newer one win and gives it a new
 * token; a tab that is to be used again asks the other one for it.
 */
export class Handover {
  readonly #channel: BroadcastChannel;

  /** `give` is asked by the other tab, and lets go of the session. */
  constructor(give: (session: string) => TabRecord | null) {
    this.#channel = new BroadcastChannel('whisper.handover');
    this.#channel.addEventListener('message', ({ data }: MessageEvent<Ask | Answer>) => {
      if (!('ask' in data)) return;
      const record = give(data.ask);
      if (record !== null) this.#channel.postMessage({ answer: data.ask, record } satisfies Answer);
    });
  }

  request(session: string): Promise<TabRecord | null> {
    return new Promise((resolve) => {
      const done = (record: TabRecord | null) => {
        clearTimeout(timer);
        this.#channel.removeEventListener('message', listen);
        resolve(record);
      };
      const listen = ({ data }: MessageEvent<Ask | Answer>) => {
        if ('answer' in data && data.answer === session) done(data.record);
      };
      const timer = setTimeout(() => done(null), ANSWER_MS);
      this.#channel.addEventListener('message', listen);
      this.#channel.postMessage({ ask: session } satisfies Ask);
    });
  }

  close(): void {
    this.#channel.close();
  }
}
