import { codePoints } from './text';
import { DEFAULT_LIMITS, type Limits } from './types.g';

export type InterestProblem = 'empty' | 'too_long' | 'characters';

const ALLOWED = /^[\p{L}\p{M}\p{Nd} &+\-'.#]+$/u;

/** NFKC, trimmed, inner white space collapsed, lower-cased: what two people must have in common to meet. */
export function normalise(interest: string): string {
  return lower(interest.normalize('NFKC').trim().replace(/\s+/gu, ' '));
}

// Character by character, as the server does it: JavaScript would look at the context of a capital sigma, and would make
// two characters of a dotted capital I.
function lower(text: string): string {
  let result = '';
  for (const character of text) {
    const lowered = character.toLowerCase();
    result += codePoints(lowered) === 1 ? lowered : character;
  }
  return result;
}

/** What is wrong with one normalised interest, or null. */
export function problemOf(interest: string, limits: Limits = DEFAULT_LIMITS): InterestProblem | null {
  if (interest === '') return 'empty';
  if (codePoints(interest) > limits.interestLength) return 'too_long';
  return ALLOWED.test(interest) ? null : 'characters';
}

/** The distinct normalised interests, or null when the server would answer `invalid_interests`. */
export function normaliseAll(interests: readonly string[], limits: Limits = DEFAULT_LIMITS): string[] | null {
  const distinct = [...new Set(interests.map(normalise))];
  if (distinct.length < limits.interestsMin || distinct.length > limits.interestsMax) return null;
  return distinct.some((interest) => problemOf(interest, limits) !== null) ? null : distinct;
}
