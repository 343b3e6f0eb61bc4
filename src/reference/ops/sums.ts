/** Sums and means of the entries of a slice. */
import { at } from '../../case/at.js';
import { indexOf, normalizeAxis, type Shape, sizeOf, stridesOf } from '../../case/shape.js';
import type { StepOf } from '../../case/vocabulary.js';
import type { Facts, Family, ReferenceEntry } from '../entry.js';
import { straight } from '../facts.js';
import { reduction, running, sum, sumOf, sumOfDoubles } from '../folds.js';
import { ofPrefixes, ofReading, ofReduction } from '../groups.js';
import { alongAxis, ofReads, overAxes } from '../layout.js';
import { each, few, overSlices, plain, type Rounding, summing, sumsOfSizes } from '../rounding.js';
import { poolGroups, poolLayout } from '../windows.js';

const sumRounding: Rounding = { ...plain, coefficients: overSlices, magnitudes: sumsOfSizes };
const meanRounding: Rounding = {
  ...sumRounding,
  magnitudes: (evaluated) => {
    const count = evaluated.layout.slices[0]?.length || 1;
    return sumsOfSizes(evaluated).map((total) => total / count);
  },
};
const runningRounding: Rounding = {
  ...sumRounding,
  magnitudes({ layout, args: [x], out }) {
    const sizes = new Float64Array(out.length);
    for (const slice of layout.slices) {
      let total = 0;
      for (const position of slice) sizes[position] = total += Math.abs(x?.[position] as number);
    }
    return sizes;
  },
};

export const summed: Facts = {
  ...straight,
  gathers: true,
  cancels: true,
  adds: true,
  rounding: sumRounding,
};

const averaging: Omit<ReferenceEntry, 'layout' | 'groups'> = {
  ...summed,
  rounding: meanRounding,
  kernel: (_, m, { slices }) =>
    reduction(slices, (x, slice) => m.divide(sum(x, slice, m), m.from(slice.length))),
  doubles: ({ slices }) => reduction(slices, (x, slice) => sumOfDoubles(x, slice) / slice.length),
};

/** An entry of the base, and what the source adds to it. */
const addingRounding: Rounding = {
  ...plain,
  coefficients: each(
    (_, k, { layout: { reads }, precision }) => few + summing(reads[1]?.[k]?.length ?? 0, precision),
  ),
  magnitudes: each((_, k, { layout: { reads }, args: [base, source] }) =>
    at(at(reads, 1), k).reduce(
      (total, from) => total + Math.abs(source?.[from] as number),
      Math.abs(base?.[k] as number),
    ),
  ),
};

/** For each entry of the base, the entries of the source that the index sends there. */
function sentTo({ axis, index }: StepOf<'scatter_add'>, base: Shape, source: Shape): Int32Array[] {
  const along = normalizeAxis(axis, base.length, 'scatter_add');
  const strides = stridesOf(base);
  const sent = Array.from({ length: sizeOf(base) }, (): number[] => []);
  index.forEach((place, from) => {
    const to = indexOf(from, source).with(along, place);
    sent[to.reduce((sum, each, other) => sum + each * at(strides, other), 0)]?.push(from);
  });
  return sent.map((list) => Int32Array.from(list));
}

export const sums = {
  summation: {
    ...summed,
    layout: overAxes,
    groups: ofReduction,
    kernel: (_, m, { slices }) => reduction(slices, (x, slice) => sum(x, slice, m)),
    doubles: ({ slices }) => reduction(slices, sumOfDoubles),
  },
  mean: { ...averaging, layout: overAxes, groups: ofReduction },
  avg_pool: { ...averaging, layout: poolLayout, groups: poolGroups },
  cumsum: {
    ...summed,
    rounding: runningRounding,
    layout: alongAxis,
    groups: ofPrefixes,
    kernel: (_, m, { slices }) => running(slices, m.from(0), m.add),
  },
  scatter_add: {
    ...summed,
    moves: true,
    rounding: addingRounding,
    layout: (step, [base, source]) => {
      const own = Array.from({ length: sizeOf(base as Shape) }, (_, k) => Int32Array.of(k));
      return ofReads([own, sentTo(step, base as Shape, source as Shape)]);
    },
    groups: ofReading,
    kernel:
      (_, m, { reads: [, sent] }) =>
      ([base, source], out) => {
        for (let k = 0; k < out.length; k++) {
          const added = sumOf(at(sent ?? [], k), m, (from) => at(source ?? [], from));
          out[k] = m.add(at(base ?? [], k), added);
        }
      },
  },
} satisfies Family;
