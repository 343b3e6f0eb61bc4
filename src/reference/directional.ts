/** Differences of the whole program along a direction: a truth that knows nothing of its steps' Jacobians. */
import { type Shape, sizeOf } from '../program/shape.js';
import { factsOf } from '../program/vocabulary.js';
import type { Chain } from './chain.js';
import { type Derivative, derivative } from './differences.js';
import { isSelection, pickedPositions } from './orders.js';
import type { StepPlan } from './plan.js';
import { kinkDistance, sideOf } from './radius.js';

/** One array of entries an input. */
export type Direction = readonly ArrayLike<number>[];

/** Jv of all outputs, concatenated, by differences of the whole program. Its error is ∞ where a kink is too near. */
export function directional(chain: Chain, direction: Direction): Derivative {
  const { plan, values, roundings } = chain;
  const outputs = plan.program.outputs;
  const noise = outputs.flatMap((id) =>
    Array.from(roundings[id] as Float64Array, (rounding) => rounding * 2 ** -53),
  );
  const size = outputs.reduce((sum, id) => sum + sizeOf(plan.shapes[id] as Shape), 0);
  const broken = new Array<number>(size).fill(Number.NaN);
  const stride = strideOf(direction);
  let argumentError = 0;
  const f = (t: number): ArrayLike<number> => {
    const inputs = direction.map((entries, index) =>
      Array.from(entries, (v, at) => {
        const x = values[index]?.[at] as number;
        const shift = t * stride * v;
        const point = x + shift;
        if (v !== 0) argumentError = Math.max(argumentError, Math.abs((point - x - shift) / (stride * v)));
        return point;
      }),
    );
    const moved = valuesOnSameBranch(chain, inputs);
    return moved === undefined ? broken : outputs.flatMap((id) => moved[id] as number[]);
  };
  const found = derivative(f, size, {
    noise,
    relativeNoise: 2 ** -51,
    argumentError: () => argumentError,
    shrinks: 8,
    confirm: true,
  });
  return {
    value: found.value.map((slope) => slope / stride),
    error: found.error.map((bound) => bound / stride),
  };
}

/** How far to go along a direction for t = 1: a power of two that makes its largest entry at most 1. */
export function strideOf(direction: Direction): number {
  const largest = Math.max(
    0,
    ...direction.map((entries) => Array.from(entries).reduce((a, b) => Math.max(a, Math.abs(b)), 0)),
  );
  return largest === 0 ? 1 : 2 ** -Math.ceil(Math.log2(largest));
}

/**
 * The value of every id at moved inputs, or undefined when some op left the side of a kink (or the part of its
 * domain) on which the chain lies. What is detached stays as it is in the chain.
 */
export function valuesOnSameBranch(
  { plan, values }: Chain,
  inputs: readonly (readonly number[])[],
): (readonly number[])[] | undefined {
  const moved = [...inputs];
  for (const [index, stepPlan] of plan.steps.entries()) {
    const id = inputs.length + index;
    const { step } = stepPlan;
    if (step.op === 'detach') {
      moved.push(values[id] as readonly number[]);
      continue;
    }
    const args = step.args.map((arg) => moved[arg] as readonly number[]);
    const base = step.args.map((arg) => values[arg] as readonly number[]);
    if (!sameBranch(stepPlan, args, base)) return undefined;
    moved.push(stepPlan.kernel(args));
  }
  return moved;
}

function sameBranch(
  { step, layout, groups, size }: StepPlan,
  args: readonly (readonly number[])[],
  base: readonly (readonly number[])[],
): boolean {
  if (isSelection(step)) {
    const [before, now] = [base, args].map(([x]) =>
      pickedPositions(step, layout.slices, x as readonly number[]),
    );
    return before !== undefined && now !== undefined && before.every((from, k) => from === now[k]);
  }
  const { kink, domain } = factsOf(step);
  const bounded = domain(step).map((kind) => kind !== 'real');
  if (kink === 'none' && !bounded.includes(true)) return true;
  const entry = (arrays: readonly (readonly number[])[], argument: number, k: number) =>
    arrays[argument]?.[groups[argument]?.[0]?.[k] as number] as number;
  for (let k = 0; k < size; k++) {
    const [a, b] = [entry(args, 0, k), entry(args, 1, k)];
    const [baseA, baseB] = [entry(base, 0, k), entry(base, 1, k)];
    if (kink !== 'none') {
      if (kinkDistance(step, baseA, baseB) === 0) return false;
      if (sideOf(step, a, b) !== sideOf(step, baseA, baseB)) return false;
    }
    if (bounded[0] && Math.sign(a) !== Math.sign(baseA)) return false;
    if (bounded[1] && Math.sign(b) !== Math.sign(baseB)) return false;
  }
  return true;
}
