/** Cases of one op on arrays of a given size, with the attributes and the numbers that the generators draw. */
import fc from 'fast-check';
import { type Space, space } from '../../src/generate/index.js';
import { formsOf, stepOn } from '../../src/generate/operations.js';
import { poolOf, stylesOf } from '../../src/generate/pools.js';
import { casesOf, type Plan } from '../../src/generate/values.js';
import type { Case } from '../../src/program/case.js';
import type { Shape } from '../../src/program/shape.js';
import type { Operation, OpName } from '../../src/program/step.js';
import type { DType } from '../../src/program/tensor-data.js';
import { vocabulary } from '../../src/program/vocabulary.js';

export const entryCounts = [10, 100, 1000] as const;

/** One cotangent, off kinks: at a kink no single value is right, so none is off by a given share. */
export function sizedCases(op: OpName, dtype: DType, entries: number): fc.Arbitrary<Case> {
  const chosen = space({ dtype, cotangents: 1, broadcasts: false });
  const styles = stylesOf(op, chosen).filter((style) => style !== 'kinks');
  const shapes = operandShapes(op, entries);
  return fc
    .tuple(operations(op, shapes, chosen), fc.constantFrom(...styles))
    .chain(([operation, style]) => casesOf(fc.constant(planOf(operation, shapes, style, chosen)), chosen));
}

function planOf(
  operation: Operation,
  shapes: readonly Shape[],
  style: ReturnType<typeof stylesOf>[number],
  chosen: Space,
): Plan {
  const step = stepOn(operation, [0, 1].slice(0, shapes.length));
  return {
    program: {
      inputs: shapes.map((shape) => ({ dtype: chosen.dtype, shape })),
      steps: [step],
      outputs: [shapes.length],
    },
    pools: shapes.map((_, operand) => poolOf(step, operand, style, chosen)),
  };
}

/** What the generators draw for this op; their targets of broadcast_to are too small for a large array. */
function operations(op: OpName, [shape = []]: readonly Shape[], chosen: Space): fc.Arbitrary<Operation> {
  if (op === 'broadcast_to') return fc.constant({ op, shape: [3, ...shape] });
  return formsOf(op, chosen).map((form) => form.operation(shape) as Operation);
}

/** Each operand holds this many entries: in one axis for elementwise ops, in several where axes matter. */
function operandShapes(op: OpName, entries: number): Shape[] {
  const root = Math.sqrt(entries);
  if (op === 'matmul') {
    const inner = { 10: 5, 100: 10, 1000: 100 }[entries] ?? root;
    return [
      [entries / inner, inner],
      [inner, entries / inner],
    ];
  }
  const axes = { 10: [2, 5], 100: [10, 10], 1000: [10, 10, 10] }[entries] ?? [entries];
  const shape = vocabulary[op].elementwise ? [entries] : axes;
  return Array.from({ length: vocabulary[op].arity }, () => shape);
}
