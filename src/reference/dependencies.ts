/**
 * Which input entry an output entry depends on. The entries of an argument are split into groups such that no
 * output entry depends on two of one group: one difference per group then gives a derivative per output entry.
 */
import { type Shape, sizeOf } from '../program/shape.js';
import type { Step } from '../program/step.js';
import { factsOf } from '../program/vocabulary.js';
import { movedPositions } from './kernels.js';
import type { Layout } from './layout.js';
import type { MatmulPlan } from './matmul-plan.js';

/** For each output entry, the position in the argument that it depends on within one group. */
export type Group = Int32Array;

/** The groups of one argument of a step. */
export function groupsOf(
  step: Step,
  shapes: readonly Shape[],
  argument: number,
  layout: Layout,
): readonly Group[] {
  if (factsOf(step).elementwise) return [layout.positions[argument] as Group];
  const moved = movedPositions(step, shapes);
  if (moved !== undefined) return [moved];
  switch (step.op) {
    case 'summation':
    case 'mean':
    case 'logsumexp':
      return reductionGroups(layout.slices);
    case 'softmax':
    case 'logsoftmax':
      return normalizationGroups(layout.slices, sizeOf(shapes[0] as Shape));
    case 'matmul': {
      const plan = layout.product as MatmulPlan;
      const [start, stride] = argument === 0 ? [plan.aStart, plan.aStride] : [plan.bStart, plan.bStride];
      return Array.from({ length: plan.inner }, (_, i) => start.map((position) => position + i * stride));
    }
    default:
      throw new Error(`the reference does not know what ${step.op} depends on`);
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
