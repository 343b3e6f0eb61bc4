/** What an exercise is scored by: its ops one by one, or the parts that shares.ts has for it. */
import fc from 'fast-check';
import { type Space, singleOpCases, space } from '../generate/index.js';
import type { Case } from '../program/case.js';
import type { Kinks } from '../program/kinks.js';
import type { OpName } from '../program/step.js';
import type { Exercise } from './exercises.js';
import type { Probe } from './probes.js';
import { sharePartsOf } from './share-parts.js';

export interface Part {
  readonly name: string;
  /** What is right when it is earned, where the name alone does not say it. */
  readonly sentence?: string;
  readonly cases: fc.Arbitrary<Case>;
  /** Cases of all parts that are about the same: a mistake is told from others by these. */
  readonly alike?: fc.Arbitrary<Case>;
  /** Whose rule it is about, where that is not its name. */
  readonly op?: OpName;
  /** Graphs with known answers that it is checked with, too. */
  readonly probes?: readonly Probe[];
}

export function partsOf(exercise: Exercise, kinks?: Kinks): readonly Part[] {
  const { id, kind, ops } = exercise;
  if (kind === 'adapter') throw new Error(`${id} is run by an adapter, which decides what can be asked`);
  const spaceOf = (overrides: Partial<Space>) =>
    space({ ops, broadcasts: false, ...(kinks && { kinks }), ...overrides });
  const shared = sharePartsOf(exercise, spaceOf);
  if (shared !== undefined) return shared;
  return ops.map((op) => {
    const single = (overrides: Partial<Space>) => singleOpCases(op, spaceOf(overrides));
    const cases = fc.oneof(
      { arbitrary: single({}), weight: 4 },
      { arbitrary: single({ order: 2 }), weight: 1 },
      { arbitrary: single({ dtype: 'float32', mode: 'lazy' }), weight: 1 },
    );
    return { name: op, cases };
  });
}
