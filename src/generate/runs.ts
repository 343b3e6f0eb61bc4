/** Ops that go along runs of entries, and what a run of an operand is. */
import type { Shape } from '../case/shape.js';
import { type OpName, vocabulary } from '../case/vocabulary.js';

/** Of these, those whose runs go along the first axis: a channel has one. */
const alongBatch: ReadonlySet<OpName> = new Set<OpName>(['batch_norm', 'affine_batch_norm']);

/** A shape of so many axes of which one is a run. */
export function runShape(op: OpName, size: number, rank: number): Shape {
  const ones = Array<number>(Math.max(1, rank) - 1).fill(1);
  return alongBatch.has(op) ? [size, ...ones] : [...ones, size];
}

/** Ops whose backward goes along runs: what is lost of a run longer than any grid is not seen where runs are short. */
const alongRuns: ReadonlySet<OpName> = new Set<OpName>([
  ...(['summation', 'mean', 'logsumexp', 'norm', 'var', 'max', 'min'] as const),
  ...(['softmax', 'logsoftmax', 'layer_norm', 'affine_layer_norm', 'rms_norm', 'cross_entropy'] as const),
  ...alongBatch,
]);

export const mayRun = (op: OpName): boolean => alongRuns.has(op);

/** Ops that lose a tail only on a few of their long operands: where the extreme lies in it, or where the one axis they go along is long. */
export const seldomShowsTail = (op: OpName): boolean => isPicking(op) || op === 'cumsum';

/** Ops that pick the entry of a run that is largest, or smallest. */
export const isPicking = (op: OpName): boolean => vocabulary[op].kink === 'order';
