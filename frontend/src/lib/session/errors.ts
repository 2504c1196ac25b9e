import type { ErrorFrame } from '../protocol/types.g';
import type { Session } from './session.svelte';

/** What each error code means for each frame it may answer. */
export function applyError(session: Session, error: ErrorFrame): void {
  if (error.code === 'banned') return session.ban();
  // Both sides have a different idea of the state: a new `hello` settles it.
  if (error.code === 'hello_required') return session.resync();
  switch (error.re) {
    case 'message':
      return aboutMessage(session, error);
    case 'find_match':
      return aboutSearch(session, error);
    case 'report':
      return session.report.failed(error.code === 'invalid_state' ? 'too_late' : 'failed');
    case 'hello':
      return session.resync();
    case 'block':
      session.notice = 'It is too late to block this person here. You will not meet them again for a while anyway.';
      return;
    default:
      // `typing`, `leave`, `ack` and `cancel_match` crossed a change of state on the wire, or are lost without harm.
      return;
  }
}

function aboutMessage(session: Session, error: ErrorFrame): void {
  const { chat } = session;
  switch (error.code) {
    case 'message_gap':
      return chat?.gap(error.expected ?? 1);
    case 'rate_limited':
    case 'overloaded':
    case 'internal':
      return chat?.limited(error.retryAfterMs, error.expected);
    case 'content_blocked':
    case 'message_too_long':
    case 'bad_frame':
    case 'unknown_type':
      return chat?.refused(error.expected);
    case 'invalid_state':
      // The chat ended while it was on its way; `chat_ended` says so.
      return;
  }
}

function aboutSearch(session: Session, error: ErrorFrame): void {
  switch (error.code) {
    case 'invalid_state':
      return session.resync();
    case 'invalid_interests':
      return session.failSearch('The server did not accept these interests. Change one and try again.');
    case 'content_blocked':
      return session.failSearch('One of these interests is not allowed here. Choose another one.');
    case 'rate_limited':
      return session.failSearch(`That was a lot of searches. Try again in ${seconds(error)}.`);
    case 'overloaded':
      return session.failSearch(`Whisper is very busy right now. Try again in ${seconds(error)}.`);
    default:
      return session.failSearch('The search could not be started. Please try again.');
  }
}

function seconds(error: ErrorFrame): string {
  const count = Math.max(1, Math.ceil((error.retryAfterMs ?? 1000) / 1000));
  return count === 1 ? 'a second' : `${count} seconds`;
}
