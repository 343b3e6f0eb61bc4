/** Cases of one op on arrays of a given size, with the attributes and the numbers that the generators draw. */
import fc from 'fast-check';
import type { Case } from '../../src/case/case.js';
import type { Shape } from '../../src/case/shape.js';
import type { DType } from '../../src/case/tensor-data.js';
import { type Operation, type OpName, vocabulary } from '../../src/case/vocabulary.js';
import { type Form, stepOn } from '../../src/generate/form.js';
import { formsOf } from '../../src/generate/forms-of.js';
import { type Space, space } from '../../src/generate/index.js';
import { poolOf, stylesOf } from '../../src/generate/pools.js';
import { casesOf, type Plan } from '../../src/generate/values.js';

export const entryCounts = [10, 100, 1000] as const;

/** One cotangent, off kinks: at a kink no single value is right, so none is off by a given share. */
export function sizedCases(op: OpName, dtype: DType, entries: number): fc.Arbitrary<Case> {
  const chosen = space({ dtype, cotangents: 1, broadcasts: false });
  const styles = stylesOf(op, chosen).filter((style) => style !== 'kinks');
  return fc
    .tuple(formsOf(op, chosen), fc.constantFrom(...styles))
    .chain(([form, style]) => casesOf(fc.constant(planOf(form, entries, style, chosen)), chosen));
}

function planOf(
  form: Form,
  entries: number,
  style: ReturnType<typeof stylesOf>[number],
  chosen: Space,
): Plan {
  const [shape, ...others] = operandShapes(form, entries) as [Shape, ...Shape[]];
  const step = stepOn(operationOn(form, shape), [...Array(form.count).keys()]);
  const shapes = [shape, ...others];
  return {
    program: {
      inputs: shapes.map((each) => ({ dtype: chosen.dtype, shape: each })),
      steps: [step],
      outputs: [shapes.length],
    },
    pools: shapes.map((_, operand) => poolOf(step, operand, style, chosen)),
    fresh: shapes.map(() => undefined),
    style,
  };
}

/** What the generators draw, but where that is for small arrays alone. */
function operationOn(form: Form, shape: Shape): Operation {
  if (form.op === 'broadcast_to') return { op: form.op, shape: [3, ...shape] };
  if (form.op !== 'avg_pool' && form.op !== 'max_pool') return form.operation(shape) as Operation;
  const [, height, width] = shape as [number, number, number, number];
  return { op: form.op, kernel: Math.min(2, height, width), stride: 1 };
}

/** The first operand holds this many entries: in one axis for elementwise ops, in several where axes matter. */
function operandShapes({ op, ranks, count, grow, partner }: Form, entries: number): Shape[] {
  const tall = { 10: [2, 5], 100: [10, 10], 1000: [10, 100] }[entries] ?? [1, entries];
  const cube = { 10: [1, 2, 5], 100: [1, 10, 10], 1000: [10, 10, 10] }[entries] ?? [1, 1, entries];
  if (op === 'matmul') return [tall, [...tall].reverse()];
  if (vocabulary[op].elementwise) return Array.from({ length: count }, () => [entries]);
  const wanted = [[entries], tall, cube, [1, ...cube]].filter(
    ({ length }) => length >= ranks.least && length <= ranks.most,
  );
  const drawn = wanted.find(({ length }) => length === 3) ?? wanted.at(-1) ?? cube;
  const first = grow?.(drawn) ?? drawn;
  return [first, ...Array.from({ length: count - 1 }, () => partner?.(first) ?? first)];
}
