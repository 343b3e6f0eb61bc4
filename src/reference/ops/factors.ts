/** Products of the entries of a slice. */
import type { Step, StepOf } from '../../case/vocabulary.js';
import type { Arithmetic } from '../arithmetic.js';
import type { Entries, Facts, Family } from '../entry.js';
import { curved } from '../facts.js';
import { reduction, running } from '../folds.js';
import { ofPrefixes, ofReduction } from '../groups.js';
import { alongAxis, type Layout, overAxes } from '../layout.js';
import { overSlices, plain } from '../rounding.js';

/** Straight in each entry, however far it moves; but the other entries of its slice are factors of its slope. */
const factors: Facts = {
  ...curved,
  slopes: 'curved over the deviation',
  gathers: true,
  rounding: { ...plain, coefficients: overSlices },
  cheap: true,
  deviations: (_: Step, __: Layout, [x = []]: readonly Entries<number>[]) =>
    Float64Array.from(x, (entry) => Math.abs(entry) || 1),
};

export const factored = {
  prod: {
    ...factors,
    layout: overAxes,
    groups: ofReduction,
    kernel: <T>(_: StepOf<'prod'>, m: Arithmetic<T>, { slices }: Layout) =>
      reduction<T>(slices, (x, slice) =>
        slice.reduce<T>((product, at) => m.multiply(product, x[at] as T), m.from(1)),
      ),
  },
  cumprod: {
    ...factors,
    layout: alongAxis,
    groups: ofPrefixes,
    kernel: (_, m, { slices }) => running(slices, m.from(1), m.multiply),
  },
} satisfies Family;
