/** Forms of the ops that slide a window over images. */
import fc from 'fast-check';
import type { Shape } from '../case/shape.js';
import type { Operation } from '../case/step.js';
import { inferShape } from '../case/vocabulary.js';
import type { Bias } from './bias.js';
import { shapeBiases } from './biases-of.js';
import { accepts, allowed, type Form, stepOn } from './form.js';
import { isSmall } from './shapes.js';
import { simplestFirst } from './simplest-first.js';
import { firstAllowed, type Space } from './space.js';
import { stepBiases } from './step-biases.js';

const images = { least: 4, most: 4 };
const larger = simplestFirst([0, 1, 1, 2, 2]);
const kernels = simplestFirst([1, 2, 2, 2, 3, 3]);
const strides = simplestFirst([1, 1, 1, 2, 2, 3]);
const channels = simplestFirst([1, 1, 2, 2]);

/** Images cannot do without their high rank. */
const imageBiases = (shape: Shape): Bias[] => shapeBiases(shape).filter((bias) => bias !== 'high-rank');

/** Images are drawn small; rows and columns are added, where there are any, so that windows have room. */
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

export function windowForms(op: 'conv' | 'avg_pool' | 'max_pool', space: Space): fc.Arbitrary<Form> {
  return op === 'conv' ? convForms(space) : poolForms(op, space);
}

/** What was drawn for a convolution. */
interface ConvChoice {
  readonly kernel: number;
  /** How many columns the kernel has more than rows. */
  readonly wider: number;
  readonly stride: number;
  readonly padding: number;
  /** Channels out. */
  readonly out: number;
}

const convChoices: fc.Arbitrary<ConvChoice> = fc.record({
  kernel: kernels,
  wider: simplestFirst([0, 0, 0, 0, 1, -1]),
  stride: strides,
  padding: simplestFirst([0, 0, 1, 1, 2]),
  out: channels,
});

const convForms = (space: Space): fc.Arbitrary<Form> =>
  fc.tuple(larger, larger, convChoices).map(([rows, columns, drawn]) => ({
    op: 'conv',
    ranks: images,
    grow: growing(rows, columns, space),
    operation: (shape) => convOn(shape, drawn, space)?.operation,
    count: 2,
    partner: (shape) => convOn(shape, drawn, space)?.weight,
  }));

/** The operation and its weight on these images, the first that fits: what was drawn, then plainer ones. */
function convOn(
  shape: Shape,
  { kernel, wider, stride, padding, out }: ConvChoice,
  space: Space,
): { readonly operation: Operation; readonly weight: Shape } | undefined {
  const depth = shape[3] as number;
  const weights = [
    [kernel, Math.max(1, kernel + wider), depth, out],
    [kernel, kernel, depth, out],
    ...[1, 2, 3].flatMap((size) => [1, 2, depth].map((n) => [size, size, depth, n])),
    ...[1, 2, 3].map((size) => [1, size, depth, 1]),
  ];
  const options = weights.flatMap((weight) => {
    const apart = Math.max(weight[0] as number, weight[1] as number); // windows that do not overlap
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
    ...stepBiases(operation, [shape, weight]),
  ]);
}

function poolForms(op: 'avg_pool' | 'max_pool', space: Space): fc.Arbitrary<Form> {
  return fc.tuple(larger, larger, kernels, strides).map(([rows, columns, kernel, stride]) => ({
    op,
    ranks: images,
    grow: growing(rows, columns, space),
    operation(shape) {
      // What was drawn, then plainer ones; at last the widest, which makes images of any size small.
      const widest = Math.min(shape[1] as number, shape[2] as number);
      const options = [kernel, kernel - 1, 1, widest].flatMap((size): Operation[] => [
        { op, kernel: size, stride },
        { op, kernel: size, stride: Math.max(1, size) },
      ]);
      const fit = options.filter((operation) => isSmallOn(operation, [shape]));
      return allowed(fit, [shape], space);
    },
    count: 1,
    partner: undefined,
  }));
}
