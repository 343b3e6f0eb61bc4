/** Ops that slide a window over images. */

import fc from 'fast-check';
import { at } from '../../case/at.js';
import { type Shape, sizeOf } from '../../case/shape.js';
import { inferShape, type Operation } from '../../case/vocabulary.js';
import { type PlanePair, reachOf, type Sliding } from '../../case/windows.js';
import type { Bias } from '../bias.js';
import { accepts, type Draft, stepOn } from '../form.js';
import { between, type Range, sumOfProducts, together, zero } from '../ranges.js';
import { shapeBiases } from '../shape-biases.js';
import { isSmallBeside } from '../shapes.js';
import { simplestFirst } from '../simplest-first.js';
import { firstAllowed, type Space } from '../space.js';
import { moderate, type OpsBy } from './defaults.js';
import type { Family } from './entry.js';
import { comesToEnd } from './window-ends.js';

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
  accepts(operation, shapes) &&
  isSmallBeside(at(shapes, 0), inferShape(stepOn(operation, [...shapes.keys()]), shapes));

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

/** Of both axes together: those along which windows overlap, or reach beyond the images. */
const slidingBiases = ({ stride, padding, dilation }: Sliding, weight: Shape = []): Bias[] => [
  ...new Set(
    [0, 1].flatMap((axis) =>
      windowBiases(reachOf(weight[axis] ?? 1, at(dilation, axis)), at(stride, axis), at(padding, axis)),
    ),
  ),
];

const sliding = {
  biases: (operation: Sliding, [, weight]: readonly Shape[]): Bias[] => slidingBiases(operation, weight),
  needs: ['high-rank'] as const,
  reach: moderate,
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
  conv_general: {
    ...sliding,
    forms: (_, space) =>
      slidingForms(space, (drawn, depth) => {
        const { kernel, out, groups, outputPadding: _, ...rest } = drawn;
        return {
          weight: [...kernel, depth / groups, out * groups],
          operation: { op: 'conv_general', ...rest, groups },
        };
      }),
    range: ([a, b], _, [, weight]) => together(sumOfProducts([a, b], sizeOf(weight.slice(0, 3))), zero),
  },
  conv_transpose: {
    ...sliding,
    forms: (_, space) =>
      slidingForms(space, ({ kernel, out, ...rest }, depth) => ({
        weight: [...kernel, out, depth],
        operation: { op: 'conv_transpose', ...rest },
      })),
    range: ([a, b], { groups }, [, weight]) => {
      const terms = (at(weight, 0) * at(weight, 1) * at(weight, 3)) / groups;
      return together(sumOfProducts([a, b], terms), zero);
    },
  },
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
  const whole = fit.filter(({ weight, operation }) => comesToEnd(space, operation, [shape, weight]));
  return firstAllowed(space, [...whole, ...fit], ({ weight, operation }) => [
    ...imageBiases(weight),
    ...convBiases(weight, operation.stride, operation.padding),
  ]);
}

type Pooling = Extract<Operation, { readonly op: 'avg_pool' | 'max_pool' }>;

function poolForms(op: OpsBy<'kernel' | 'stride'>, space: Space): fc.Arbitrary<Draft> {
  return fc.tuple(larger, larger, kernels, strides).map(([rows, columns, kernel, stride]) => ({
    ranks: images,
    grow: growing(rows, columns, space),
    options(shape) {
      // The drawn one, then plainer ones; the last is the widest, which makes images of any size small.
      const widest = Math.min(at(shape, 1), at(shape, 2));
      const options = [kernel, kernel - 1, 1, widest].flatMap((size): Pooling[] => [
        { op, kernel: size, stride },
        { op, kernel: size, stride: Math.max(1, size) },
      ]);
      const fit = options.filter((operation) => isSmallOn(operation, [shape]));
      return [...fit.filter((operation) => comesToEnd(space, operation, [shape])), ...fit];
    },
    count: 1,
    partner: undefined,
  }));
}

/** A number for the rows and one for the columns, equal more often than by chance. */
const perAxis = (numbers: fc.Arbitrary<number>): fc.Arbitrary<[number, number]> =>
  fc
    .tuple(numbers, numbers, simplestFirst([true, false, false]))
    .map(([rows, columns, same]) => [rows, same ? rows : columns]);

const slidingChoices = fc.record({
  kernel: perAxis(kernels),
  stride: perAxis(strides),
  padding: perAxis(simplestFirst([0, 0, 1, 1, 2])),
  dilation: perAxis(simplestFirst([1, 1, 1, 2, 2, 3])),
  groups: simplestFirst([1, 1, 2, 2, 3]),
  /** Channels out, of each group. */
  out: channels,
  outputPadding: perAxis(simplestFirst([0, 0, 1, 2])),
});
type SlidingChoice = typeof slidingChoices extends fc.Arbitrary<infer Drawn> ? Readonly<Drawn> : never;

interface Weighted {
  readonly weight: Shape;
  readonly operation: Extract<Operation, { readonly op: 'conv_general' | 'conv_transpose' }>;
}

/** Images of as many channels as the groups divide, and then the first operation and weight that fit. */
function slidingForms(
  space: Space,
  made: (drawn: SlidingChoice, depth: number) => Weighted,
): fc.Arbitrary<Draft> {
  return fc.tuple(larger, larger, slidingChoices).map(([rows, columns, drawn]) => {
    const grow = growing(rows, columns, space);
    const found = (shape: Shape): Weighted | undefined => slidingOn(shape, drawn, space, made);
    return {
      ranks: images,
      grow(shape) {
        const grown = grow(shape);
        const deep = grown.with(3, at(grown, 3) * drawn.groups);
        return (
          firstAllowed(space, isSmallBeside(shape, deep) ? [deep, grown] : [grown], imageBiases) ?? grown
        );
      },
      options: (shape) => [found(shape)?.operation].filter((operation) => operation !== undefined),
      count: 2,
      partner: (shape) => found(shape)?.weight,
    };
  });
}

/** The drawn one, or the first of plainer ones that fits and that the space allows. */
function slidingOn(
  shape: Shape,
  drawn: SlidingChoice,
  space: Space,
  made: (drawn: SlidingChoice, depth: number) => Weighted,
): Weighted | undefined {
  const depth = at(shape, 3);
  let first: Weighted | undefined;
  for (const choice of plainerChoices(drawn, depth)) {
    const { weight, operation } = made(choice, depth);
    if (!isSmallOn(operation, [shape, weight])) continue;
    const shown = () => [...imageBiases(weight), ...slidingBiases(operation, weight)];
    if (firstAllowed(space, [weight], shown) === undefined) continue;
    if (comesToEnd(space, operation, [shape, weight])) return { weight, operation };
    first ??= { weight, operation };
  }
  return first;
}

/** Ever plainer choices for images of so many channels; of a choice, the outputs' channels change first. */
function* plainerChoices(drawn: SlidingChoice, depth: number): Generator<SlidingChoice> {
  const sizes = [1, 2, 3].flatMap((rows) => [1, 2, 3].map((columns): [number, number] => [rows, columns]));
  for (const groups of depth % drawn.groups === 0 ? [drawn.groups, 1] : [1]) {
    for (const kernel of [drawn.kernel, ...sizes]) {
      for (const dilation of [drawn.dilation, one]) {
        for (const stride of [drawn.stride, reaches(kernel, dilation), one]) {
          for (const padding of [drawn.padding, none]) {
            const [rows, columns] = drawn.outputPadding;
            const outputPadding: [number, number] = [rows % stride[0], columns % stride[1]];
            for (const out of [drawn.out, 1, 2, depth]) {
              yield { kernel, stride, padding, dilation, groups, out, outputPadding };
            }
          }
        }
      }
    }
  }
}

const one: [number, number] = [1, 1];
const none: [number, number] = [0, 0];
/** Strides at which windows do not overlap. */
const reaches = (kernel: PlanePair, dilation: PlanePair): [number, number] => [
  reachOf(kernel[0], dilation[0]),
  reachOf(kernel[1], dilation[1]),
];
