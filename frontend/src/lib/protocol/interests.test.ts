import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../landing/catalogue';
import { interestCases } from './golden';
import { normalise, normaliseAll, problemOf } from './interests';

describe('normaliseAll', () => {
  it.each(interestCases.map((c) => [c.name, c.interests, c.normalised] as const))('%s', (_name, interests, normalised) => {
    expect(normaliseAll(interests)).toEqual(normalised);
  });
});

describe('problemOf', () => {
  it.each([
    ['chess', null],
    ['', 'empty'],
    ['a'.repeat(33), 'too_long'],
    ['<b>', 'characters']
  ])('%j: %s', (interest, problem) => {
    expect(problemOf(interest)).toBe(problem);
  });
});

describe('the catalogue', () => {
  const all = CATALOGUE.flatMap((group) => group.interests);

  it('has 8 groups and about 50 interests, none twice', () => {
    expect(CATALOGUE).toHaveLength(8);
    expect(all.length).toBeGreaterThanOrEqual(48);
    expect(new Set(all).size).toBe(all.length);
  });

  it.each(all)('%s is valid and in normal form', (interest) => {
    expect(normalise(interest)).toBe(interest);
    expect(problemOf(interest)).toBeNull();
  });
});
