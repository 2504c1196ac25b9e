/** Time for the second press; one alone must not cost a conversation. */
const WINDOW_MS = 2000;

export class EscTwice {
  armed = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly act: () => void) {}

  press(): void {
    clearTimeout(this.#timer);
    if (this.armed) {
      this.armed = false;
      this.act();
      return;
    }
    this.armed = true;
    this.#timer = setTimeout(() => (this.armed = false), WINDOW_MS);
  }
}
