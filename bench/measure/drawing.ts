/** The cases that a misconception is tried on. */
import fc from 'fast-check';
import type { Case } from '../../src/case/case.js';
import {
  type Bias,
  biasesOf,
  deepChain,
  doublings,
  programCases,
  type Space,
  singleOpCases,
  space,
} from '../../src/generate/index.js';
import type { Misconception } from '../../src/misconceptions/index.js';

/** Each misconception gets this many cases at most. */
export const casesEach = 200;

/** Of its op, or programs of any ops, now and then a large one; showing no other biases than these. */
export function drawingFor(misconception: Misconception, biases = space().biases): fc.Arbitrary<Case> {
  const draw = (overrides: Partial<Space>) => {
    const chosen = space({ ...overrides, biases });
    return 'op' in misconception ? singleOpCases(misconception.op, chosen) : programCases(chosen);
  };
  return fc.oneof(
    { arbitrary: draw({}), weight: 4 },
    { arbitrary: draw({ order: 2 }), weight: 2 },
    { arbitrary: draw({ dtype: 'float32', mode: 'lazy' }), weight: 1 },
    ...('op' in misconception ? [] : largeCases(biases)),
  );
}

/** A large case shows the biases of a small one like it. */
const largeCases = (biases: ReadonlySet<Bias>) =>
  [
    { like: doublings(2), large: doublings(12) },
    { like: deepChain(2), large: { ...deepChain(20_000), mode: 'lazy' } },
  ].flatMap(({ like, large }) =>
    [...biasesOf(like)].every((bias) => biases.has(bias))
      ? [{ arbitrary: fc.constant(large), weight: 1 }]
      : [],
  );
