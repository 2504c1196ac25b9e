/** The time, as long as a component looks at it. Create it while a component is being set up. */
export class Clock {
  now = $state(Date.now());

  constructor(everyMs: number) {
    $effect(() => {
      this.now = Date.now();
      const timer = setInterval(() => (this.now = Date.now()), everyMs);
      return () => clearInterval(timer);
    });
  }
}
