/** A law that compared nothing does not say that it agrees. */
import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/case/case.js';
import type { Implementation } from '../../src/case/implementation.js';
import type { TensorData } from '../../src/case/tensor-data.js';
import { engineImplementation } from '../../src/engine/index.js';
import { judge, laws } from '../../src/verify/index.js';
import { compare } from '../../src/verify/tolerance.js';

const one = (entry: number): TensorData => ({ dtype: 'float64', shape: [1], data: [entry] });

const caseOf = (changes: Partial<Case> = {}): Case => ({
  program: { inputs: [{ dtype: 'float64', shape: [1] }], steps: [{ op: 'relu', args: [0] }], outputs: [1] },
  inputs: [one(0)],
  cotangents: [[one(1.5)]],
  mode: 'eager',
  order: 2,
  directions: [[one(1)]],
  ...changes,
});

async function verdicts(testCase: Case, implementation: Implementation = engineImplementation()) {
  const found = await judge(implementation, testCase, laws);
  return new Map(found.map(({ law, verdict }) => [law.id, verdict.kind]));
}

describe('a law that has nothing to compare with', () => {
  it.each(['second', 'dot'])('on a kink is silent: %s', async (law) => {
    const kinds = await verdicts(caseOf());
    expect(kinds.get('vjp')).toBe('agree');
    expect(kinds.has(law)).toBe(false);
  });

  it.each(['second', 'dot'])('off the kink agrees: %s', async (law) => {
    expect((await verdicts(caseOf({ inputs: [one(2)] }))).get(law)).toBe('agree');
  });

  it('without cotangents is silent about gradients', async () => {
    const kinds = await verdicts(caseOf({ cotangents: [], directions: [], order: 1 }));
    expect([...kinds.keys()].sort()).toEqual(['modes', 'pure', 'value']);
  });

  it('does not call an entry right whose bound overflowed', () => {
    const expected = { value: [1], rounding: [Number.POSITIVE_INFINITY] };
    expect(compare(expected, [7], 'float64').kind).toBe('undecided');
  });
});
