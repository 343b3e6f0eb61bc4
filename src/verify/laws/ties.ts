import { unitRoundoff } from '../../case/tensor-data.js';
import { factsOf, type Kink } from '../../case/vocabulary.js';
import type { Law } from '../law.js';
import { agree } from '../verdict.js';

/** The kinks of ops that pick entries by their size. If all entries are shifted by t, so are their values. */
const ofPicking: readonly Kink[] = ['tie', 'order'];

/**
 * max(a + t, b + t) = max(a, b) + t, so the entries of all gradients add up to those of Δ, ties or not. At a tie, any
 * share between 0 and 1 is right for each entry; together the shares are one.
 */
export const ties: Law = {
  id: 'ties',
  sentence: 'where entries tie, their shares add up to one',
  check({ testCase, truth: { program, dtype } }, done) {
    const [step] = program.steps;
    if (program.steps.length !== 1 || step === undefined || !ofPicking.includes(factsOf(step).kink))
      return undefined;
    const [output] = program.outputs;
    if (program.outputs.length !== 1 || output !== program.inputs.length) return undefined;
    for (const [cotangent, delta] of testCase.cotangents.entries()) {
      const given = delta.flatMap(({ data }) => data);
      const shares = (done.vjps[cotangent] ?? []).flatMap(({ data }) => data);
      const [expected, got] = [sum(given), sum(shares)];
      const tolerance = unitRoundoff[dtype] * 8 * given.length * sum(given.map(Math.abs));
      if (Math.abs(expected - got) <= tolerance) continue;
      const where = { what: `sum of all gradients, for cotangent ${cotangent}`, index: [] };
      return { kind: 'disagree', where, expected, spread: 0, got, tolerance, why: 'That is the sum of Δ.' };
    }
    return agree;
  },
};

/** Neumaier's sum (1974), off by little more than one rounding: thousands of entries may tie. */
function sum(entries: readonly number[]): number {
  let total = 0;
  let lost = 0;
  for (const entry of entries) {
    const next = total + entry;
    lost += Math.abs(total) >= Math.abs(entry) ? total - next + entry : entry - next + total;
    total = next;
  }
  return total + lost;
}
