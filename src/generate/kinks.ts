/** Where each kind of kink is: which numbers of a step's operands meet it, which come close, and which stay away. */
import { at } from '../case/at.js';
import {
  broadcastShapes,
  broadcastStrides,
  indexOf,
  normalizeAxes,
  type Shape,
  sizeOf,
} from '../case/shape.js';
import type { TensorData } from '../case/tensor-data.js';
import { factsOf, type Kink, type Step, type StepOf } from '../case/vocabulary.js';
import type { Pool } from './pools.js';

interface KinkEntry {
  /** Numbers of an operand that often meet it. */
  pool(step: Step, operand: number): Pool;
  /** Numbers of a pool that do not meet it by chance. */
  off(pool: Pool, step: Step, operand: number): Pool;
  /** Numbers to come close to. */
  around(step: Step): readonly number[];
  /** Whether inputs meet it; undefined stands for values that are not known without computing. */
  met(step: Step, inputs: readonly (TensorData | undefined)[]): boolean;
  /** Whether numbers from these pools can meet it; the pool of a computed operand is empty. */
  mayMeet(step: Step, pools: readonly Pool[]): boolean;
}

/** The bounds that there are. */
const boundsAt = (step: Step): number[] => (factsOf(step).bounds?.(step) ?? []).filter(Number.isFinite);
const readsTwice = ({ args }: Step): boolean => args[0] === args[1];

const kinks: Readonly<Record<Kink, KinkEntry>> = {
  none: { pool: () => [], off: (pool) => pool, around: () => [0], met: () => false, mayMeet: () => false },
  zero: {
    // Half of it are kinks, so that a shrunk case, which draws its numbers afresh, is likely to show one too.
    pool: () => [0, 2, 0, -3],
    off: (pool) => pool.filter((value) => value !== 0),
    around: () => [0],
    met: (_, [a]) => a?.data.includes(0) ?? false,
    mayMeet: (_, [a]) => a?.includes(0) ?? false,
  },
  tie: {
    // So few that two operands often tie; the second starts one place later, and so its pool one earlier.
    pool: (_, operand) => (operand === 0 ? [2, 3] : [3, 2]),
    off: (pool, _, operand) => half(pool, operand),
    around: () => [2, -1.5, 3, 0.5, -2.5],
    met: (step, [a, b]) => readsTwice(step) || tie(a, b),
    mayMeet: (step, [a = [], b = []]) => readsTwice(step) || a.some((value) => b.includes(value)),
  },
  bounds: {
    pool: (step) => boundsAt(step).flatMap((bound) => [bound, bound + 1.5]),
    off: (pool, step) => pool.filter((value) => !boundsAt(step).includes(value)),
    around: boundsAt,
    met: (step, [a]) => boundsAt(step).some((bound) => a?.data.includes(bound)),
    mayMeet: (step, [a]) => boundsAt(step).some((bound) => a?.includes(bound)),
  },
  origin: {
    pool: () => [0, 0, 2, 0],
    off: (pool) => pool.filter((value) => value !== 0),
    around: () => [0],
    met: (step, [a]) => slicesOf(step, a).some((slice) => slice.every((entry) => entry === 0)),
    mayMeet: (_, [a = []]) => a.includes(0),
  },
  equal: {
    pool: () => [0.7, 0.7, 0.7, 2],
    off: (pool) => pool,
    around: () => [2],
    met: (step, [a]) => slicesOf(step, a).some((slice) => slice.every((entry) => entry === slice[0])),
    mayMeet: (_, [a = []]) => a.length > 0,
  },
  order: {
    // So few that entries of one array are often equal.
    pool: () => [2, -1, 2, 3],
    off: (pool) => pool,
    around: () => [2],
    met: (_, [a]) => a !== undefined && new Set(a.data).size < a.data.length,
    mayMeet: (_, [a = []]) => a.length > 0,
  },
};

/** The entries that a step over axes brings together; none if they are not known. */
function slicesOf(step: Step, a: TensorData | undefined): number[][] {
  if (a === undefined) return [];
  const { axes, op } = step as StepOf<'norm' | 'std'>;
  const reduced = new Set(normalizeAxes(axes, a.shape.length, op));
  const slices = new Map<string, number[]>();
  a.data.forEach((entry, position) => {
    const kept = indexOf(position, a.shape).filter((_, axis) => !reduced.has(axis));
    const slice = slices.get(kept.join()) ?? [];
    slices.set(kept.join(), slice);
    slice.push(entry);
  });
  return [...slices.values()];
}

export const kinkOf = (step: Step): KinkEntry => kinks[factsOf(step).kink];

/**
 * A kink that can be seen without computing: relu or abs of an input that holds zero, clip or hardswish of one that holds a bound,
 * maximum or minimum of inputs that tie, or of one id twice, max, min or sort of an input that holds a number twice, norm
 * of zeros, and std of equal entries. Intermediate values may hit further ones.
 */
export const meets = (step: Step, inputs: readonly TensorData[]): boolean =>
  kinkOf(step).met(
    step,
    step.args.map((id) => inputs[id]),
  );

/** Every other number, from the first or from the second on. */
export const half = (pool: Pool, parity: number): Pool => pool.filter((_, index) => index % 2 === parity % 2);

function tie(a: TensorData | undefined, b: TensorData | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  const shape = broadcastShapes(a.shape, b.shape, 'operands');
  return Array.from({ length: sizeOf(shape) }, (_, position) => indexOf(position, shape)).some(
    (index) => entryAt(a, index) === entryAt(b, index),
  );
}

/** The entry that broadcasting puts at this index of the result. */
function entryAt({ shape, data }: TensorData, index: Shape): number | undefined {
  const own = index.slice(index.length - shape.length);
  const position = broadcastStrides(shape).reduce((sum, stride, axis) => sum + stride * at(own, axis), 0);
  return data[position];
}
