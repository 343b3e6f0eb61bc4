/** Norms with a weight, and a bias: x̂·w + b, with x̂ the normalized entries. */
import type { Shape } from '../../case/shape.js';
import { sizeOf } from '../../case/shape.js';
import type { StepOf } from '../../case/vocabulary.js';
import type { Arithmetic } from '../arithmetic.js';
import type { Entries, Family, Kernel, ReferenceEntry, Where } from '../entry.js';
import { gathering } from '../facts.js';
import { sumOf } from '../folds.js';
import { type Group, ofNormalization, onePosition } from '../groups.js';
import { type Layout, ofPositions } from '../layout.js';
import { type Evaluated, each, type OfSlopes, overSlices, type Rounding } from '../rounding.js';
import { broadcastPositions, slicesOf } from '../slices.js';
import { at, momentsOf, type Standardized, sizeAt, standardized } from './statistics.js';

type Affine = StepOf<'affine_layer_norm' | 'affine_batch_norm' | 'group_norm'>;
type Norm = Affine | StepOf<'rms_norm'>;

/** The slices of the first argument, and for each entry its weight and its bias. */
const affine = (shape: Shape, slices: readonly Int32Array[], weights: Int32Array): Layout => ({
  ...ofPositions([broadcastPositions(shape, shape), weights, weights]),
  slices,
});

/** For each entry of (batch, channels, …) its channel. */
const channelOf = (shape: Shape): Int32Array =>
  broadcastPositions([shape[1] as number, ...shape.slice(2).map(() => 1)], shape);

const overLastAxes = (step: Norm, [x, weight]: readonly Shape[]): Layout => {
  const [shape, scales] = [x as Shape, weight as Shape];
  const axes = scales.map((_, axis) => shape.length - 1 - axis);
  return affine(shape, slicesOf(shape, axes, step.op), broadcastPositions(scales, shape));
};

const overBatch = (step: Norm, [x]: readonly Shape[]): Layout => {
  const shape = x as Shape;
  const axes = [...shape.keys()].filter((axis) => axis !== 1);
  return affine(shape, slicesOf(shape, axes, step.op), channelOf(shape));
};

/** The entries of one group of channels lie next to each other. */
const overGroups = ({ groups }: StepOf<'group_norm'>, [x]: readonly Shape[]): Layout => {
  const shape = x as Shape;
  const length = sizeOf(shape.slice(1)) / groups;
  const count = length === 0 ? 0 : sizeOf(shape) / length;
  const slices = Array.from({ length: count }, (_, slice) =>
    Int32Array.from({ length }, (__, place) => slice * length + place),
  );
  return affine(shape, slices, channelOf(shape));
};

/** An entry depends on its slice, its weight and its bias. */
const groupsOf = (where: Where<Norm>): readonly Group[] =>
  where.argument === 0 ? ofNormalization(where) : onePosition(where);

/** Each normalized entry, by its position, times its weight, plus its bias. */
const scaledBy =
  <T>(
    m: Arithmetic<T>,
    { slices, positions: [, weights] }: Layout,
    normalize: (x: Entries<T>, slice: Int32Array) => (position: number) => T,
  ): Kernel<T> =>
  ([x, weight, bias], out) => {
    for (const slice of slices) {
      const entry = normalize(x as Entries<T>, slice);
      for (const position of slice) {
        const place = weights?.[position] as number;
        const scaled = m.multiply(entry(position), weight?.[place] as T);
        out[position] = bias === undefined ? scaled : m.add(scaled, bias[place] as T);
      }
    }
  };

/** A normalized entry, and how far it is off. */
type Entry = Standardized & { readonly hat: number };

function entriesOf({ step: { eps }, layout: { slices }, args: [x], out }: Evaluated<Affine>): Entry[] {
  const all = new Array<Entry>(out.length);
  for (const slice of slices) {
    const { mean, size, variance } = momentsOf(x, slice);
    const deviation = Math.sqrt(variance + eps);
    const offDeviation = 1 + size / deviation;
    for (const position of slice) {
      const hat = (at(x, position) - mean) / deviation;
      const off = (sizeAt(x, position) + size) / deviation + Math.abs(hat) * offDeviation;
      all[position] = { deviation, count: slice.length, offDeviation, off, hat };
    }
  }
  return all;
}

const weightAt = ({ layout: { positions }, args }: Evaluated<Norm>, k: number): number =>
  sizeAt(args[1], positions[1]?.[k] as number);

/**
 * By x: the terms of w(δ - 1/N - x̂ₖx̂ⱼ/N) / deviation, and what the entries' own roundings make of them. By the weight:
 * x̂, whose subtraction cancels.
 */
const affineTerms: OfSlopes<Affine> = (evaluated, argument, group) => {
  if (argument === 2) return new Float64Array(evaluated.out.length);
  const entries = entriesOf(evaluated);
  return Float64Array.from(evaluated.out, (_, k) => {
    const j = group[k] as number;
    const [own, other] = [entries[k], entries[argument === 0 ? j : k]] as [Entry, Entry];
    if (argument === 1) return own.off;
    const [yk, yj] = [Math.abs(own.hat), Math.abs(other.hat)];
    const terms = (j === k ? 1 : 0) + (1 + yk * yj) / own.count;
    const ofEntries = (yk * other.off + own.off * yj) / own.count;
    return (weightAt(evaluated, k) * (terms * own.offDeviation + ofEntries)) / own.deviation;
  });
};

const affineRounding: Rounding<Affine> = {
  coefficients: overSlices,
  magnitudes(evaluated) {
    const { positions } = evaluated.layout;
    return Float64Array.from(
      entriesOf(evaluated),
      ({ off, hat }, k) =>
        (off + Math.abs(hat)) * weightAt(evaluated, k) +
        sizeAt(evaluated.args[2], positions[2]?.[k] as number),
    );
  },
  terms: affineTerms,
  cancellation: affineTerms,
};

/** √(mean x² + eps) of each slice, by position. */
function rootsOf(
  { eps }: StepOf<'rms_norm'>,
  { slices }: Layout,
  [x]: readonly Entries<number>[],
): Float64Array {
  const all = new Float64Array(x?.length ?? 0);
  for (const slice of slices) {
    const total = slice.reduce((sum, position) => sum + at(x, position) ** 2, 0);
    for (const position of slice) all[position] = Math.sqrt(total / slice.length + eps);
  }
  return all;
}

/** By x: the terms of w(δ - x̂ₖx̂ⱼ/N) / root. By the weight: x̂, in which nothing cancels. */
const rmsTerms: OfSlopes<StepOf<'rms_norm'>> = (evaluated, argument, group) => {
  const { step, layout, args, out } = evaluated;
  if (argument === 1) return new Float64Array(out.length);
  const roots = rootsOf(step, layout, args);
  const count = layout.slices[0]?.length ?? 1;
  return Float64Array.from(out, (_, k) => {
    const [j, root] = [group[k] as number, roots[k] as number];
    const projected = (sizeAt(args[0], k) * sizeAt(args[0], j)) / (root * root * count);
    return (weightAt(evaluated, k) * ((j === k ? 1 : 0) + projected)) / root;
  });
};

const affineNorm: Omit<ReferenceEntry<Affine>, 'layout'> = {
  ...gathering,
  squares: true,
  slopes: 'curved over the deviation',
  shiftInvariant: true,
  rounding: affineRounding,
  cheap: true,
  groups: groupsOf,
  deviations({ eps }, { slices }, [x], argument) {
    if (argument > 0) return undefined;
    const all = new Float64Array(x?.length ?? 0);
    for (const slice of slices) {
      const deviation = Math.sqrt(momentsOf(x, slice).variance + eps);
      for (const position of slice) all[position] = deviation;
    }
    return all;
  },
  kernel(step, m, layout) {
    const eps = m.from(step.eps);
    return scaledBy(m, layout, (x, slice) => standardized(x, slice, eps, m));
  },
};

export const norms = {
  affine_layer_norm: { ...affineNorm, layout: overLastAxes },
  affine_batch_norm: { ...affineNorm, layout: overBatch },
  group_norm: { ...affineNorm, layout: overGroups },
  rms_norm: {
    ...gathering,
    squares: true,
    slopes: 'curved over the deviation',
    rounding: {
      coefficients: overSlices,
      magnitudes: each(Math.abs),
      terms: rmsTerms,
      cancellation: rmsTerms,
    },
    cheap: true,
    layout: overLastAxes,
    groups: groupsOf,
    deviations: (step, layout, args, argument) => (argument === 0 ? rootsOf(step, layout, args) : undefined),
    kernel<T>({ eps }: StepOf<'rms_norm'>, m: Arithmetic<T>, layout: Layout): Kernel<T> {
      return scaledBy(m, layout, (x, slice) => {
        const total = sumOf(slice, m, (position) => m.multiply(x[position] as T, x[position] as T));
        const root = m.sqrt(m.add(m.divide(total, m.from(slice.length)), m.from(eps)));
        return (position) => m.divide(x[position] as T, root);
      });
    },
  },
} satisfies Family;
