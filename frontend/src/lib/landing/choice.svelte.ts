import { normalise, problemOf, type InterestProblem } from '../protocol/interests';
import type { Limits } from '../protocol/types.g';

/** The interests that are chosen on the landing page. */
export class Choice {
  chosen = $state<string[]>([]);
  /** What is wrong with the last thing that was tried. */
  problem = $state('');

  constructor(
    remembered: readonly string[],
    private readonly limits: () => Limits
  ) {
    const kept = remembered.filter((interest) => typeof interest === 'string').map(normalise);
    this.chosen = kept
      .filter((interest, i) => kept.indexOf(interest) === i && problemOf(interest, limits()) === null)
      .slice(0, limits().interestsMax);
  }

  get full(): boolean {
    return this.chosen.length >= this.limits().interestsMax;
  }

  get missing(): number {
    return Math.max(0, this.limits().interestsMin - this.chosen.length);
  }

  has(interest: string): boolean {
    return this.chosen.includes(interest);
  }

  toggle(interest: string): void {
    if (this.has(interest)) this.remove(interest);
    else this.add(interest);
  }

  remove(interest: string): void {
    this.problem = '';
    this.chosen = this.chosen.filter((other) => other !== interest);
  }

  /** True when it is among the chosen ones afterwards. */
  add(raw: string): boolean {
    const interest = normalise(raw);
    const problem = problemOf(interest, this.limits());
    this.problem = problem !== null ? this.#explain(problem) : '';
    if (problem !== null) return false;
    if (this.has(interest)) return true;
    if (this.full) {
      this.problem = `${this.limits().interestsMax} is the most. Take one out first.`;
      return false;
    }
    this.chosen = [...this.chosen, interest];
    return true;
  }

  #explain(problem: InterestProblem): string {
    switch (problem) {
      case 'empty':
        return 'Type an interest first.';
      case 'too_long':
        return `At most ${this.limits().interestLength} characters, please.`;
      case 'characters':
        return "Only letters, digits, spaces and & + - ' . # are possible.";
    }
  }
}
