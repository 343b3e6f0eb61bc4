/** A plan in words. */
import { formatShape, sizeOf } from '../../case/shape.js';
import { plural as counted } from '../tensor/describe.js';
import { bytesPerEntry } from '../tensor/ndarray.js';
import type { LoopPlan } from './loop.js';
import type { Plan } from './plan.js';
import { isSum, type Work } from './stages.js';

/** @param types what the function was traced for */
export function explained(types: string, plan: Plan): string {
  const { nodes, shared, folded } = plan.steps;
  const steps = plan.tasks.flatMap(({ work }) => (work.kind === 'op' ? [work.step] : work.steps));
  const eager = steps.reduce((sum, { shape, dtype }) => sum + sizeOf(shape) * bytesPerEntry(dtype), 0);
  const lines = plan.tasks.map(
    ({ work, loop }) => `  ${workText(work)}${loop === undefined ? '' : memoryText(loop)}`,
  );
  return [
    `for ${types || 'no inputs'}: ${nodes} nodes, ${shared} of them equal to others and ${folded} constant, in ${counted(plan.tasks.length, 'task')}`,
    ...lines,
    `  arrays of loops take ${plan.pool.bytes} bytes; step by step, all steps take ${eager} bytes`,
  ].join('\n');
}

function workText(work: Work): string {
  if (work.kind === 'op') return `${work.step.source.op.name} to ${formatShape(work.step.shape)}`;
  const names = work.steps.map(({ source }) => source.op.name);
  const sums = work.steps.filter(({ source }) => isSum(source.op)).length;
  const what = sums === 0 ? '' : `, ${sums} of them ${sums === 1 ? 'a sum' : 'sums'}`;
  return `one loop over ${formatShape(work.shape)} for ${counted(names.length, 'step')}${what}: ${listed(names)}`;
}

const memoryText = ({ reads, writes, vectors }: LoopPlan): string =>
  `; reads ${reads.length}, writes ${writes.length}${vectors === undefined ? '' : ', in vectors'}`;

const listed = (names: readonly string[]): string =>
  names.length > 8 ? `${names.slice(0, 8).join(', ')}, …` : names.join(', ');
