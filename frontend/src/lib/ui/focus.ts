/** Moves the focus to what a new screen begins with, so that a screen reader reads it and the keyboard goes on from there. */
export function focusHere(element: HTMLElement): void {
  element.focus();
}
