/** Where a trace multiplies a mean or a quotient by its count: on paper that is a sum, or what was divided. */
import { at } from '../../case/at.js';
import { shapesOf } from '../../case/program.js';
import { sizeOf } from '../../case/shape.js';
import type { Id, Step } from '../../case/vocabulary.js';
import type { Trace } from '../reply.js';

/** What a product means. */
export interface Whole {
  /** In the trace. */
  readonly id: Id;
  /** To be applied to it, in this order. */
  readonly steps: readonly Step[];
}

/** What each product means, by its id. */
export function meansOf(trace: Trace): ReadonlyMap<Id, Whole> {
  const found = new Map<Id, Whole>();
  const count = trace.program.inputs.length;
  const shapes = shapesOf(trace.program);
  trace.program.steps.forEach((step, index) => {
    if (step.op !== 'mul_scalar' || !Number.isInteger(step.scalar) || step.scalar < 2) return;
    const whole = timesCount(trace, shapes.map(sizeOf), step.args[0], step.scalar);
    if (whole !== undefined) found.set(count + index, whole);
  });
  return found;
}

/** A step that is multiplied by the count that it averaged over or divided by. */
function timesCount(trace: Trace, sizes: readonly number[], id: Id, times: number): Whole | undefined {
  const step = trace.program.steps[id - trace.program.inputs.length];
  if (step === undefined) return undefined;
  switch (step.op) {
    case 'mean': {
      const { axes, keepdims, args } = step;
      const isWhole = sizes[args[0]] === times * at(sizes, id);
      return isWhole ? { id: args[0], steps: [{ op: 'summation', args, axes, keepdims }] } : undefined;
    }
    case 'divide_scalar':
      return step.scalar === times ? { id: step.args[0], steps: [] } : undefined;
    case 'mul_scalar':
      return step.scalar === 1 / times ? { id: step.args[0], steps: [] } : undefined;
    case 'reshape': {
      const inner = timesCount(trace, sizes, step.args[0], times);
      return inner && { ...inner, steps: [...inner.steps, step] };
    }
    default:
      return undefined;
  }
}
