/** Which cases to draw: the ops, how they are run, and which biases are sought. */
import type { Kinks } from '../case/kinks.js';
import type { DType } from '../case/tensor-data.js';
import { type OpName, opNames } from '../case/vocabulary.js';
import { allBiases, type Bias } from './bias.js';
import type { Long } from './long.js';

/** What cases are drawn from: ops, dtype, mode, order, and the biases that may show. */
export interface Space {
  /** The ops that programs are made of. */
  readonly ops: readonly OpName[];
  readonly dtype: DType;
  readonly mode: string;
  readonly order: 1 | 2;
  /** False: operands of binary ops have equal shapes, and matmul takes no 1-D ones. */
  readonly broadcasts: boolean;
  /**
   * False: the batch axes of matmul's operands are equal. Default: the value of `broadcasts`. Many libraries broadcast
   * only these.
   */
  readonly batchBroadcasts: boolean;
  /**
   * A bias that is not in here is not sought and does not occur. (Ops that cannot avoid it are the exception: two axes
   * are equal, distinct, or of size 1; detach detaches; sorted entries may tie.)
   */
  readonly biases: ReadonlySet<Bias>;
  /** A convention for kinks that every case declares; default: none. */
  readonly kinks?: Kinks;
  /**
   * The ops that may stand around an op in cases of that op alone: its operands and its result become views, and steps
   * are wired around it. Default: none.
   */
  readonly wraps: readonly OpName[];
  /** What is longer than the blocks that kernels take at once, in cases of one op; default: nothing. */
  readonly long?: Long;
  /** How many cotangents (and, for order 2, directions) a case carries. */
  readonly cotangents: number;
}

/** The default is all ops and all biases, eager float64, first order, two cotangents. */
export const space = (overrides: Partial<Space> = {}): Space => ({
  ops: opNames,
  dtype: 'float64',
  mode: 'eager',
  order: 1,
  broadcasts: true,
  batchBroadcasts: overrides.broadcasts ?? true,
  biases: new Set(allBiases),
  wraps: [],
  cotangents: 2,
  ...overrides,
});

/** All biases except these. */
export const without = (...left: readonly Bias[]): ReadonlySet<Bias> =>
  new Set(allBiases.filter((bias) => !left.includes(bias)));

/**
 * The first option that shows only biases of the space; undefined when none does. Options go from the drawn one to
 * ever plainer ones. This is how a bias is left out without throwing cases away.
 */
export function firstAllowed<T>(
  space: Space,
  options: readonly T[],
  shown: (option: T) => readonly Bias[],
): T | undefined {
  if (space.biases.size === allBiases.length) return options[0];
  return options.find((option) => shown(option).every((bias) => space.biases.has(bias)));
}
