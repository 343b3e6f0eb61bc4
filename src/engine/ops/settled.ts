/** Where nothing flows back to an entry, nothing is passed on, even by a slope that is infinite or NaN. */
import type { OpName } from '../../case/vocabulary.js';
import { type Node, Op, type Two } from '../autograd/op.js';
import { zip } from '../kernels/elementwise.js';
import type { NDArray } from '../tensor/ndarray.js';
import { record, type Tensor, zeros } from '../tensor/tensor.js';
import { masked, maskOfPair } from './mask.js';

/** Elementwise ops whose rule may multiply by ∞, or by NaN: at 0, outside the domain, after an overflow. */
const steep: ReadonlySet<string> = new Set<OpName>([
  'log',
  'sqrt',
  'divide',
  'power',
  'power_scalar',
  'multiply',
  'exp',
  'sin',
  'cos',
  'tanh',
  'sigmoid',
]);

/** Outside the vocabulary; `toProgram` knows it. */
class Settled extends Op<Two> {
  readonly name = 'settled';
  compute(adjoint: NDArray, outGrad: NDArray): NDArray {
    return zip(adjoint, outGrad, (entry, flowing) => (isLost(entry, flowing) ? 0 : entry));
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    const [adjoint, flowing] = node.inputs;
    const kept = maskOfPair(adjoint, flowing, (entry, sent) => Number(!isLost(entry, sent)));
    return [masked(outGrad, kept), zeros(flowing.shape, { dtype: flowing.dtype })];
  }
}

/** Whether the driver made this tensor of an adjoint, to select where nothing flows back. */
export const isSettled = ({ op }: Tensor): boolean => op instanceof Settled;

const isLost = (entry: number, flowing: number): boolean => flowing === 0 && !Number.isFinite(entry);

/**
 * The adjoint of an input of an elementwise op, with 0 instead of 0 · ∞ and 0 · NaN where outGrad is 0. Where no entry
 * is so, it is the adjoint itself, unless values are not known yet.
 */
export function settled(node: Tensor, outGrad: Tensor, adjoint: Tensor): Tensor {
  if (!steep.has(node.op?.name ?? '')) return adjoint;
  const [entries, flowing] = [adjoint.cachedData?.data, outGrad.cachedData?.data];
  if (entries === undefined || flowing === undefined) return record(new Settled(), [adjoint, outGrad]);
  for (let k = 0; k < entries.length; k++) {
    if (isLost(entries[k] as number, flowing[k] as number)) return record(new Settled(), [adjoint, outGrad]);
  }
  return adjoint;
}
