/**
 * Which input entry an output entry depends on. The entries of an argument are split into groups such that no
 * output entry depends on two of one group: one difference per group then gives a derivative per output entry.
 */
import { type Shape, sizeOf } from '../case/shape.js';
import type { Step, StepOf } from '../case/step.js';
import { inferShape } from '../case/vocabulary.js';
import { isElementwise } from './elementwise.js';
import type { Layout } from './layout.js';
import { isMovement, nowhere } from './movements.js';
import { factorGroups, type ProductPlan } from './products.js';
import { colours, windowsOf } from './windows.js';

/** For each output entry, the position in the argument that it depends on within one group, or `nowhere`. */
export type Group = Int32Array;

/** The groups of one argument of a step. */
export function groupsOf(
  step: Step,
  shapes: readonly Shape[],
  argument: number,
  layout: Layout,
): readonly Group[] {
  if (isElementwise(step) || isMovement(step)) return [layout.positions[argument] as Group];
  switch (step.op) {
    case 'summation':
    case 'mean':
    case 'logsumexp':
    case 'max':
    case 'min':
    case 'var':
      return reductionGroups(layout.slices);
    case 'softmax':
    case 'logsoftmax':
    case 'sort':
    case 'layer_norm':
    case 'batch_norm':
      return normalizationGroups(layout.slices, sizeOf(shapes[0] as Shape));
    case 'einsum':
    case 'matmul':
      if (layout.product === undefined) return reductionGroups(layout.slices);
      return factorGroups(argument === 0 ? layout.product.a : layout.product.b);
    case 'conv':
      return argument === 0 ? imageGroups(step, shapes) : factorGroups((layout.product as ProductPlan).b);
    case 'avg_pool':
    case 'max_pool':
      return poolGroups(step, shapes);
    case 'cumsum':
      return prefixGroups(layout.slices, sizeOf(shapes[0] as Shape));
    case 'cross_entropy':
    case 'mse_loss':
      return Array.from({ length: sizeOf(shapes[argument] as Shape) }, (_, at) => Int32Array.of(at));
  }
}

/** How many groups each argument of a step has, without making them. */
export const groupCount = ({ slices, product }: Layout): number => product?.inner ?? slices[0]?.length ?? 1;

const reductionGroups = (slices: readonly Int32Array[]): Group[] =>
  Array.from({ length: slices[0]?.length ?? 0 }, (_, i) =>
    Int32Array.from(slices, (slice) => slice[i] as number),
  );

function normalizationGroups(slices: readonly Int32Array[], size: number): Group[] {
  return Array.from({ length: slices[0]?.length ?? 0 }, (_, i) => {
    const group = new Int32Array(size);
    for (const slice of slices) for (const position of slice) group[position] = slice[i] as number;
    return group;
  });
}

/** An entry depends on those of its slice up to its own. */
function prefixGroups(slices: readonly Int32Array[], size: number): Group[] {
  return Array.from({ length: slices[0]?.length ?? 0 }, (_, i) => {
    const group = new Int32Array(size).fill(nowhere);
    for (const slice of slices)
      for (const position of slice.subarray(i)) group[position] = slice[i] as number;
    return group;
  });
}

function poolGroups(step: StepOf<'avg_pool' | 'max_pool'>, shapes: readonly Shape[]): Group[] {
  const windows = windowsOf(inferShape(step, shapes), step.stride, 0);
  return colours(shapes[0] as Shape, windows, [step.kernel, step.kernel], ({ channel }) => channel);
}

/** Every channel in, colour by colour. */
function imageGroups(step: StepOf<'conv'>, [images, weight]: readonly Shape[]): Group[] {
  const [height, width, channels] = weight as [number, number, number];
  const windows = windowsOf(inferShape(step, [images as Shape, weight as Shape]), step.stride, step.padding);
  return Array.from({ length: channels }, (_, channel) =>
    colours(images as Shape, windows, [height, width], () => channel),
  ).flat();
}
