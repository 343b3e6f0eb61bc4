/** What an exercise is scored by: the ops of a `rules` exercise one by one, the others as a whole. */
import fc from 'fast-check';
import { programCases, type Space, singleOpCases, space } from '../generate/index.js';
import type { Case } from '../program/case.js';
import type { Kinks } from '../program/kinks.js';
import type { Exercise } from './exercises.js';

export interface Part {
  readonly name: string;
  readonly cases: fc.Arbitrary<Case>;
}

export function partsOf({ id, kind, ops }: Exercise, kinks?: Kinks): readonly Part[] {
  const draw = (cases: (space: Space) => fc.Arbitrary<Case>, overrides: Partial<Space>) =>
    cases(space({ ops, broadcasts: false, ...(kinks && { kinks }), ...overrides }));
  switch (kind) {
    case 'rules':
      return ops.map((op) => {
        const single = (overrides: Partial<Space>) => draw((each) => singleOpCases(op, each), overrides);
        const cases = fc.oneof(
          { arbitrary: single({}), weight: 4 },
          { arbitrary: single({ order: 2 }), weight: 1 },
          { arbitrary: single({ dtype: 'float32', mode: 'lazy' }), weight: 1 },
        );
        return { name: op, cases };
      });
    case 'backward':
      return [{ name: id, cases: draw(programCases, {}) }];
    case 'adapter':
      throw new Error(`${id} is run by an adapter, which decides what can be asked`);
    case 'realize':
      return [{ name: id, cases: draw(programCases, { mode: 'lazy', cotangents: 0 }) }];
  }
}
