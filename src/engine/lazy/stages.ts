/**
 * What runs as one loop. An op with a name of the vocabulary is taken for that op, so that a file that replaces one of the
 * engine's need not export the same classes. A value's stage counts the loops and ops that must have ended before it; elementwise steps of one
 * stage and one shape need nothing of each other but what the same entry of a loop over that shape has just computed.
 */
import { formatShape, type Shape, sameShape, sizeOf } from '../../case/shape.js';
import type { Op } from '../autograd/op.js';
import { ElementwiseOp } from '../ops/elementwise-op.js';
import { isProduct, operandOf } from './product.js';
import type { Value } from './steps.js';

/** A value computed from others. */
export interface Computed extends Value {
  readonly source: { readonly kind: 'step'; readonly op: Op; readonly inputs: readonly Value[] };
}

/** One loop over a shape, or one op that has loops of its own. */
export type Work = Loop | { readonly kind: 'op'; readonly step: Computed };

export interface Loop {
  readonly kind: 'loop';
  readonly shape: Shape;
  /** Elementwise steps, and sums of them, inputs first. */
  readonly steps: readonly Computed[];
}

/** Longer loops take the compiler too long. */
const mostSteps = 1024;

/** Everything that is computed, in an order in which it can be. */
export function worksOf(values: readonly Value[]): Work[] {
  const stages = new Map<Value, number>();
  const byStage: { readonly ops: Computed[]; readonly loops: Map<string, Computed[]> }[] = [];
  for (const value of values) {
    const stage = isStep(value) ? stageOf(value, stages) : 0;
    stages.set(value, stage);
    if (!isStep(value)) continue;
    while (byStage.length <= stage) byStage.push({ ops: [], loops: new Map() });
    const here = byStage[stage] as (typeof byStage)[number];
    const shape = loopShapeOf(value);
    if (shape === undefined) here.ops.push(value);
    else loopFor(here.loops, `${value.dtype} ${formatShape(shape)}`).push(value);
  }
  return byStage.flatMap(({ ops, loops }) => [
    ...ops.map((step): Work => ({ kind: 'op', step })),
    ...[...loops.values()].flatMap((steps) => [...loopsOf(steps)]),
  ]);
}

function loopFor(loops: Map<string, Computed[]>, key: string): Computed[] {
  const known = loops.get(key) ?? [];
  loops.set(key, known);
  return known;
}

function* loopsOf(steps: readonly Computed[]): Generator<Loop> {
  for (let start = 0; start < steps.length; start += mostSteps) {
    const some = steps.slice(start, start + mostSteps);
    yield { kind: 'loop', shape: loopShapeOf(some[0] as Computed) as Shape, steps: some };
  }
}

function stageOf(step: Computed, stages: ReadonlyMap<Value, number>): number {
  const shape = loopShapeOf(step);
  let stage = 0;
  for (const read of readBy(step)) {
    const inLoop = shape !== undefined && isInLoop(read, step.dtype, shape);
    stage = Math.max(stage, (stages.get(read) as number) + Number(isStep(read) && !inLoop));
  }
  return stage;
}

/** What a loop reads for an input of its steps: what it has computed itself, or an array. */
export function sourceIn({ steps }: Loop): (input: Value) => Value {
  const own = new Set<Value>(steps);
  return (input) => (own.has(input) ? input : readThrough(input));
}

/** What a loop reads for this value: a broadcast array is read where it is. */
const readThrough = (value: Value): Value =>
  isStep(value) && value.source.op.name === 'broadcast_to' ? (value.source.inputs[0] as Value) : value;

/** Whether a loop over this shape has the value's entry at hand. */
const isInLoop = (value: Value, dtype: Value['dtype'], shape: Shape): boolean =>
  isStep(value) && isFormula(value.source.op) && value.dtype === dtype && sameShape(value.shape, shape);

/** The shape of the loop that a step can be part of. */
function loopShapeOf({ source: { op, inputs }, shape }: Computed): Shape | undefined {
  if (isFormula(op)) return shape;
  const [summed] = inputs as readonly [Value];
  return isSum(op) && isStep(summed) && isFormula(summed.source.op) ? summed.shape : undefined;
}

/** Whether its `entry` is all that the op computes. */
const isFormula = (op: Op): boolean =>
  op instanceof ElementwiseOp && op.compute === ElementwiseOp.prototype.compute;

/** What a step reads: a loop reads what was broadcast, and a product what was transposed, where it lies. */
export function readBy(step: Computed): readonly Value[] {
  const { inputs } = step.source;
  if (isProduct(step)) return inputs.map(operandOf);
  return loopShapeOf(step) === undefined ? inputs : inputs.map(readThrough);
}

export const isSum = ({ name }: Op): boolean => name === 'summation' || name === 'mean';

/** What the sum of a mean is divided by. */
export const divisorOf = ({ source: { op, inputs }, shape }: Computed): number =>
  op.name === 'mean' ? sizeOf((inputs[0] as Value).shape) / sizeOf(shape) : 1;

export const isStep = (value: Value): value is Computed => value.source.kind === 'step';
