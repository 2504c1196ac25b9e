// Generated from docs/asyncapi.yaml by `npm run generate`. Do not edit.
/* eslint-disable */

/**
 * Everything a client may send.
 */
export type ClientFrame =
  HelloFrame | FindMatchFrame | CancelMatchFrame | SendMessageFrame | AckFrame | SendTypingFrame | LeaveFrame | BlockFrame | ReportFrame | PingFrame;
/**
 * 1 to 2,000 code points, not white space alone.
 */
export type Text = string;
export type ReportReason = 'harassment' | 'hate' | 'sexual' | 'minor_safety' | 'spam' | 'self_harm' | 'other';
/**
 * Unix time in milliseconds.
 */
export type UnixMs = number;
/**
 * The server's seal over match, sender, n, text and time. Opaque to clients.
 */
export type Mac = string;
/**
 * Everything a server may send.
 */
export type ServerFrame =
  | WelcomeFrame
  | SearchingFrame
  | MatchFoundFrame
  | MatchTimeoutFrame
  | MatchCancelledFrame
  | MessageFrame
  | DeliveredFrame
  | TypingFrame
  | PartnerFrame
  | ChatEndedFrame
  | ReportedFrame
  | OnlineFrame
  | DrainFrame
  | ErrorFrame
  | PongFrame;
export type SessionState = 'idle' | 'searching' | 'chatting';
/**
 * 1: the identical set of interests. 2: at least one in common.
 */
export type Tier = 1 | 2;
/**
 * The common interests, sorted.
 */
export type SharedInterests = string[];
export type PartnerState = 'away' | 'back';
export type EndReason = 'you_left' | 'partner_left' | 'partner_lost' | 'moderated';
export type ErrorCode =
  | 'bad_frame'
  | 'unknown_type'
  | 'hello_required'
  | 'invalid_state'
  | 'invalid_interests'
  | 'message_too_long'
  | 'message_gap'
  | 'content_blocked'
  | 'rate_limited'
  | 'banned'
  | 'overloaded'
  | 'internal';
/**
 * Codes of this protocol. Besides these a server closes with 1003 (binary frame), 1007 (bad UTF-8) and 1009 (frame too large).
 * `x-reconnect` says which of them a client answers by connecting again.
 */
export type CloseCode = 4000 | 4001 | 4002 | 4003 | 4400 | 4401 | 4403 | 4408 | 4429;

/**
 * Begin, or take up a session again.
 */
export interface HelloFrame {
  type: 'hello';
  /**
   * The token of the last `welcome`.
   */
  resume?: string;
  /**
   * Highest partner `n` that was shown.
   */
  received?: number;
}
/**
 * Start searching.
 */
export interface FindMatchFrame {
  type: 'find_match';
  /**
   * 2 to 5 distinct ones after normalisation (NFKC, trimmed, inner white space collapsed, lower-cased),
   * each 1 to 32 characters. Not constrained by the schema, because it is counted after normalisation.
   */
  interests: string[];
}
/**
 * Stop searching.
 */
export interface CancelMatchFrame {
  type: 'cancel_match';
}
/**
 * A message to the partner.
 */
export interface SendMessageFrame {
  type: 'message';
  /**
   * Counts the messages of this sender in this match that were taken: 1, 2, 3, …
   */
  n: number;
  text: Text;
}
/**
 * Every partner message up to `n` has arrived. Cumulative; may be delayed up to 250 ms and batched.
 */
export interface AckFrame {
  type: 'ack';
  n: number;
}
/**
 * Whether this person is typing. Expires by itself after 5 s.
 */
export interface SendTypingFrame {
  type: 'typing';
  on: boolean;
}
/**
 * End the chat.
 */
export interface LeaveFrame {
  type: 'leave';
}
/**
 * End the chat and never be matched with this partner again.
 */
export interface BlockFrame {
  type: 'block';
}
/**
 * Report the partner of this chat, or of the last one for 5 minutes.
 */
export interface ReportFrame {
  type: 'report';
  reason: ReportReason;
  note?: string;
  evidence?: Evidence[];
}
/**
 * One of the partner's messages as it was received. Counts only when its `mac` verifies.
 */
export interface Evidence {
  n: number;
  text: Text;
  at: UnixMs;
  mac: Mac;
}
/**
 * Answered by `pong`.
 */
export interface PingFrame {
  type: 'ping';
}
/**
 * The answer to `hello`.
 */
export interface WelcomeFrame {
  type: 'welcome';
  session: string;
  /**
   * Good for one resume within 30 s of losing this connection; a new one comes with every `welcome`.
   */
  token: string;
  resumed: boolean;
  state: SessionState;
  online: number;
  limits: Limits;
  chat?: ResumedChat;
}
export interface Limits {
  interestsMin: number;
  interestsMax: number;
  /**
   * Characters after normalisation.
   */
  interestLength: number;
  /**
   * Code points.
   */
  textLength: number;
  frameBytes: number;
  /**
   * How long a lost connection may be resumed.
   */
  graceMs: number;
}
/**
 * Where a resumed chat stands.
 */
export interface ResumedChat {
  match: string;
  tier: Tier;
  shared: SharedInterests;
  /**
   * Highest own `n` that the server took.
   */
  accepted: number;
  /**
   * Highest partner `n` that this client acknowledged.
   */
  received: number;
}
/**
 * The search goes on. Sent at once and at each change of tier; times count from the start of the search.
 */
export interface SearchingFrame {
  type: 'searching';
  tier: Tier;
  waitedMs: number;
  tier2AtMs: number;
  timeoutAtMs: number;
}
/**
 * A partner was found.
 */
export interface MatchFoundFrame {
  type: 'match_found';
  match: string;
  tier: Tier;
  shared: SharedInterests;
}
/**
 * Nobody was found in time; the session is idle again.
 */
export interface MatchTimeoutFrame {
  type: 'match_timeout';
  waitedMs: number;
}
/**
 * The answer to `cancel_match`.
 */
export interface MatchCancelledFrame {
  type: 'match_cancelled';
}
/**
 * The partner's message.
 */
export interface MessageFrame {
  type: 'message';
  n: number;
  text: Text;
  at: UnixMs;
  mac: Mac;
}
/**
 * The partner's client has acknowledged up to `n`. Cumulative.
 */
export interface DeliveredFrame {
  type: 'delivered';
  n: number;
}
/**
 * Whether the partner is typing.
 */
export interface TypingFrame {
  type: 'typing';
  on: boolean;
}
/**
 * The partner's connection dropped, or came back.
 */
export interface PartnerFrame {
  type: 'partner';
  state: PartnerState;
  /**
   * With `away`, how long the chat waits.
   */
  graceMs?: number;
}
/**
 * The chat is over. Always sent, exactly once, to whoever is still there.
 */
export interface ChatEndedFrame {
  type: 'chat_ended';
  reason: EndReason;
}
/**
 * The report is durably stored.
 */
export interface ReportedFrame {
  type: 'reported';
  case: string;
}
/**
 * How many people are here; rounded, at most every 10 s.
 */
export interface OnlineFrame {
  type: 'online';
  count: number;
}
/**
 * This gateway is going away: reconnect after that delay.
 */
export interface DrainFrame {
  type: 'drain';
  reconnectInMs: number;
}
/**
 * A frame was not taken. Never ends the connection.
 */
export interface ErrorFrame {
  type: 'error';
  code: ErrorCode;
  /**
   * For developers; never carries anything that a person wrote.
   */
  message: string;
  /**
   * The type of the frame that this answers.
   */
  re?: string;
  /**
   * When to try again.
   */
  retryAfterMs?: number;
  /**
   * The `n` that the server takes next. Always there with `message_gap`; welcome with any other error that answers a
   * `message`, because it says at once which one was not taken.
   */
  expected?: number;
}
/**
 * The answer to `ping`.
 */
export interface PongFrame {
  type: 'pong';
}

export const RECONNECT_CODES: readonly CloseCode[] = [4000,4001,4002,4003];
export const REPORT_REASONS: readonly ReportReason[] = ["harassment","hate","sexual","minor_safety","spam","self_harm","other"];
export const DEFAULT_LIMITS: Limits = {"interestsMin":2,"interestsMax":5,"interestLength":32,"textLength":2000,"frameBytes":16384,"graceMs":30000};
/** Required fields of each frame that a server sends, with their JSON types. */
export const SERVER_FIELDS: Record<ServerFrame['type'], Record<string, string>> = {
  "welcome": {
    "session": "string",
    "token": "string",
    "resumed": "boolean",
    "state": "string",
    "online": "number",
    "limits": "object"
  },
  "searching": {
    "tier": "number",
    "waitedMs": "number",
    "tier2AtMs": "number",
    "timeoutAtMs": "number"
  },
  "match_found": {
    "match": "string",
    "tier": "number",
    "shared": "array"
  },
  "match_timeout": {
    "waitedMs": "number"
  },
  "match_cancelled": {},
  "message": {
    "n": "number",
    "text": "string",
    "at": "number",
    "mac": "string"
  },
  "delivered": {
    "n": "number"
  },
  "typing": {
    "on": "boolean"
  },
  "partner": {
    "state": "string"
  },
  "chat_ended": {
    "reason": "string"
  },
  "reported": {
    "case": "string"
  },
  "online": {
    "count": "number"
  },
  "drain": {
    "reconnectInMs": "number"
  },
  "error": {
    "code": "string",
    "message": "string"
  },
  "pong": {}
};
