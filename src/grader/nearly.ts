/**
 * Whether a gradient is a finite difference: nowhere off by much, off nearly everywhere, and by a different fraction
 * of the entry each time. One number cannot show this: a formula with a digit missing looks the same there.
 */
import fc from 'fast-check';
import { type Disagreement, judge, laws, type Verdict } from '../verify/index.js';
import type { Broken } from './check-part.js';
import type { Submission } from './implementation.js';
import type { Part } from './part.js';

const vjp = laws.filter(({ id }) => id === 'vjp');

const asked = 12;
/** How many cases must show it. */
const least = 3;
/** For a factor that is slightly wrong, the largest fraction is about the smallest. */
const apart = 2;

export async function isOfDifferences(
  { cases }: Part,
  { law, verdict }: Broken,
  submission: Submission,
): Promise<boolean> {
  if (law.id !== 'vjp' || !isNearly(verdict)) return false;
  const shares: number[] = [];
  for (const drawn of fc.sample(cases, { numRuns: asked, seed: 1 })) {
    // In float32 a difference is off by more than many wrong formulas.
    if (drawn.inputs[0]?.dtype === 'float32') continue;
    const verdicts = await judge(submission, { ...drawn, order: 1, directions: [] }, vjp);
    for (const { verdict: other } of verdicts) {
      if (other.kind === 'agree' || other.kind === 'inconclusive') continue;
      if (other.kind !== 'disagree' || isFar(other)) return false;
      if (isNearly(other)) shares.push(Math.abs(other.got / (other.expected ?? Number.NaN) - 1));
    }
  }
  return shares.length >= least && Math.max(...shares) > apart * Math.min(...shares);
}

/** More than a difference is off, for an entry that may be 0. */
const isFar = ({ expected = Number.NaN, got }: Disagreement): boolean =>
  !(Math.abs(got - expected) < 1e-3 * Math.abs(expected) + 1e-6);

/** Off by far more than rounding, and by far less than any wrong formula. */
const isNearly = (verdict: Verdict): verdict is Disagreement => {
  if (verdict.kind !== 'disagree') return false;
  const { expected = Number.NaN, got, tolerance } = verdict;
  const off = Math.abs(got - expected);
  return off < 1e-3 * Math.abs(expected) && off > 100 * tolerance;
};
