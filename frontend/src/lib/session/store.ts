import type { ChatRecord } from '../chat/chat.svelte';

/** What a reload of this tab needs. */
export interface TabRecord {
  token?: string;
  chat?: ChatRecord;
  session?: string;
  /** The last search of this tab; another tab may have searched for something else since. */
  interests?: string[];
  /** The search that is going on. */
  searching?: string[];
}

/** What this browser remembers. */
export interface Preferences {
  interests: string[];
  agreed: boolean;
  muted: boolean;
}

/** JSON under one key, in a store that may be full, forbidden or filled by an older version. */
class Slot<T extends object> {
  constructor(
    private readonly storage: () => Storage,
    private readonly key: string,
    private readonly empty: T
  ) {}

  read(): T {
    try {
      const value: unknown = JSON.parse(this.storage().getItem(this.key) ?? 'null');
      return typeof value === 'object' && value !== null ? { ...this.empty, ...value } : { ...this.empty };
    } catch {
      return { ...this.empty };
    }
  }

  write(value: T): void {
    try {
      this.storage().setItem(this.key, JSON.stringify(value));
    } catch {
      // Private windows may forbid it, and a quota may be used up: then a reload forgets, and the chat goes on.
    }
  }

  /** `undefined` forgets a field. */
  update(change: { [K in keyof T]?: T[K] | undefined }): void {
    this.write({ ...this.read(), ...change } as T);
  }
}

/** The tab's own store keeps what belongs to a session; nothing a person wrote outlives the tab. */
export class Store {
  readonly tab = new Slot<TabRecord>(() => sessionStorage, 'whisper.tab', {});
  readonly draft = new Slot<{ text: string }>(() => sessionStorage, 'whisper.draft', { text: '' });
  readonly preferences = new Slot<Preferences>(() => localStorage, 'whisper.preferences', { interests: [], agreed: false, muted: false });
}
