/** How many of the named wrong gradients are caught, and after how many cases. */
import fc from 'fast-check';
import {
  deepChain,
  doublings,
  programCases,
  type Space,
  singleOpCases,
  space,
} from '../../src/generate/index.js';
import { type Misconception, plant } from '../../src/misconceptions/index.js';
import { checkLaws, laws } from '../../src/verify/index.js';

export interface Kill {
  readonly name: string;
  /** How many cases it took; null for a survivor. */
  readonly cases: number | null;
}

const most = 200;

export async function killOf(misconception: Misconception, seed: number): Promise<Kill> {
  const draw = (overrides: Partial<Space>) =>
    'op' in misconception
      ? singleOpCases(misconception.op, space(overrides))
      : programCases(space(overrides));
  const lazy = { mode: 'lazy' };
  const large = [
    { arbitrary: fc.constant(doublings(12)), weight: 1 },
    { arbitrary: fc.constant({ ...deepChain(20_000), ...lazy }), weight: 1 },
  ];
  const cases = fc.oneof(
    { arbitrary: draw({}), weight: 4 },
    { arbitrary: draw({ order: 2 }), weight: 2 },
    { arbitrary: draw({ dtype: 'float32', ...lazy }), weight: 1 },
    ...('op' in misconception ? [] : large),
  );
  const { failure } = await checkLaws(plant(misconception), { cases, laws, runs: most, seed, shrinks: 0 });
  return { name: misconception.name, cases: failure === undefined ? null : failure.passed + 1 };
}
