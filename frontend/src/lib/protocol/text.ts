/** Length as the protocol counts it: code points, not UTF-16 units. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** Half a surrogate pair has no UTF-8, so it cannot travel; it becomes the replacement character. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}

export function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
