/** Ops that slide a window over images. */

import fc from 'fast-check';
import { at } from '../../case/at.js';
import { type Shape, sizeOf } from '../../case/shape.js';
import { inferShape, type Operation } from '../../case/vocabulary.js';
import type { Bias } from '../bias.js';
import { accepts, type Draft, stepOn } from '../form.js';
import { between, type Range, sumOfProducts, together, zero } from '../ranges.js';
import { shapeBiases } from '../shape-biases.js';
import { isSmall } from '../shapes.js';
import { simplestFirst } from '../simplest-first.js';
import { firstAllowed, type Space } from '../space.js';
import { moderate, type OpsBy } from './defaults.js';
import type { Family } from './entry.js';

const images = { least: 4, most: 4 };
const larger = simplestFirst([0, 1, 1, 2, 2]);
const kernels = simplestFirst([1, 2, 2, 2, 3, 3]);
const strides = simplestFirst([1, 1, 1, 2, 2, 3]);
const channels = simplestFirst([1, 1, 2, 2]);

/** Images always have a high rank. */
const imageBiases = (shape: Shape): Bias[] => shapeBiases(shape).filter((bias) => bias !== 'high-rank');

/** Images are drawn small; rows and columns are added, if there are any, so that windows have room. */
const growing =
  (rows: number, columns: number, space: Space) =>
  (shape: Shape): Shape => {
    const [n, height, width, depth] = shape as [number, number, number, number];
    const more = (size: number, by: number) => (size === 0 ? 0 : size + by);
    const grown = [
      [n, more(height, rows), more(width, columns), depth],
      [n, height, more(width, rows), depth],
      [n, more(height, rows), width, depth],
    ];
    return firstAllowed(space, [...grown, shape], imageBiases) ?? shape;
  };

const isSmallOn = (operation: Operation, shapes: readonly Shape[]): boolean =>
  accepts(operation, shapes) && isSmall(inferShape(stepOn(operation, [...shapes.keys()]), shapes));

/** Whether windows overlap, and whether they reach beyond the images. */
const windowBiases = (kernel: number, stride: number, padding: number): Bias[] => [
  ...(stride < kernel ? (['overlapping-windows'] as const) : []),
  ...(padding > 0 ? (['padded-windows'] as const) : []),
];
const convBiases = ([rows = 1, columns = 1]: Shape, stride: number, padding: number): Bias[] =>
  windowBiases(Math.max(rows, columns), stride, padding);

const convChoices = fc.record({
  kernel: kernels,
  /** How many columns the kernel has more than rows. */
  wider: simplestFirst([0, 0, 0, 0, 1, -1]),
  stride: strides,
  padding: simplestFirst([0, 0, 1, 1, 2]),
  /** Channels out. */
  out: channels,
});
type ConvChoice = typeof convChoices extends fc.Arbitrary<infer Drawn> ? Readonly<Drawn> : never;

const pooling = {
  forms: poolForms,
  range: ([a]: readonly [Range, ...Range[]]): Range => between(a.low, a.high),
  biases: ({ kernel, stride }: { readonly kernel: number; readonly stride: number }): Bias[] =>
    windowBiases(kernel, stride, 0),
  needs: ['high-rank'] as const,
};

export const windows = {
  conv: {
    forms: (_, space) => convForms(space),
    range: ([a, b], _, [, weight]) => together(sumOfProducts([a, b], sizeOf(weight.slice(0, 3))), zero),
    biases: ({ stride, padding }, [, weight]) => (weight ? convBiases(weight, stride, padding) : []),
    needs: ['high-rank'],
    reach: moderate,
  },
  avg_pool: pooling,
  max_pool: pooling,
} satisfies Family;

function convForms(space: Space): fc.Arbitrary<Draft> {
  return fc.tuple(larger, larger, convChoices).map(([rows, columns, drawn]) => ({
    ranks: images,
    grow: growing(rows, columns, space),
    options: (shape) => [convOn(shape, drawn, space)?.operation].filter((found) => found !== undefined),
    count: 2,
    partner: (shape) => convOn(shape, drawn, space)?.weight,
  }));
}

/** The first operation and weight that fit these images: the drawn one, then plainer ones. */
function convOn(
  shape: Shape,
  { kernel, wider, stride, padding, out }: ConvChoice,
  space: Space,
): { readonly operation: Operation; readonly weight: Shape } | undefined {
  const depth = at(shape, 3);
  const weights = [
    [kernel, Math.max(1, kernel + wider), depth, out],
    [kernel, kernel, depth, out],
    ...[1, 2, 3].flatMap((size) => [1, 2, depth].map((n) => [size, size, depth, n])),
    ...[1, 2, 3].map((size) => [1, size, depth, 1]),
  ];
  const options = weights.flatMap((weight) => {
    const apart = Math.max(at(weight, 0), at(weight, 1)); // windows that do not overlap
    return [stride, apart].flatMap((by) =>
      [padding, 0].map((zeros) => ({
        weight,
        operation: { op: 'conv', stride: by, padding: zeros } as const,
      })),
    );
  });
  const fit = options.filter(({ weight, operation }) => isSmallOn(operation, [shape, weight]));
  return firstAllowed(space, fit, ({ weight, operation }) => [
    ...imageBiases(weight),
    ...convBiases(weight, operation.stride, operation.padding),
  ]);
}

function poolForms(op: OpsBy<'kernel' | 'stride'>, space: Space): fc.Arbitrary<Draft> {
  return fc.tuple(larger, larger, kernels, strides).map(([rows, columns, kernel, stride]) => ({
    ranks: images,
    grow: growing(rows, columns, space),
    options(shape) {
      // The drawn one, then plainer ones; the last is the widest, which makes images of any size small.
      const widest = Math.min(at(shape, 1), at(shape, 2));
      const options = [kernel, kernel - 1, 1, widest].flatMap((size): Operation[] => [
        { op, kernel: size, stride },
        { op, kernel: size, stride: Math.max(1, size) },
      ]);
      return options.filter((operation) => isSmallOn(operation, [shape]));
    },
    count: 1,
    partner: undefined,
  }));
}
