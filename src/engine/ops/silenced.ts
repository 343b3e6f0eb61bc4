/** Where nothing flows back to an entry, nothing is passed on, even by a slope that is infinite or NaN. */
import type { OpName } from '../../case/vocabulary.js';
import type { Node, Two } from '../autograd/op.js';
import { record, type Tensor, zeros } from '../tensor/tensor.js';
import { ElementwiseOp } from './elementwise-op.js';
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
  'silu',
  'expm1',
  'log1p',
  'atan2',
]);

/** Outside the vocabulary; `toProgram` knows it. */
class Silenced extends ElementwiseOp<Two> {
  readonly name = 'silenced';
  entry(entry: number, flowing: number): number {
    return flowing === 0 && !Number.isFinite(entry) ? 0 : entry; // as isLost says; without a call, it runs in vectors
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    const [adjoint, flowing] = node.inputs;
    const kept = maskOfPair(adjoint, flowing, (entry, sent) => Number(!isLost(entry, sent)));
    return [masked(outGrad, kept), zeros(flowing.shape, { dtype: flowing.dtype })];
  }
}

/** Whether the driver made this tensor of an adjoint, to select where nothing flows back. */
export const isSilenced = ({ op }: Tensor): boolean => op instanceof Silenced;

const isLost = (entry: number, flowing: number): boolean => flowing === 0 && !Number.isFinite(entry);

/**
 * The adjoints of a node's inputs, with 0 instead of 0 · ∞ and 0 · NaN where outGrad is 0.
 * @param outGrad as the rule got it
 */
export function silenced(
  node: Tensor,
  outGrad: Tensor,
  adjoints: readonly (Tensor | undefined)[],
): readonly (Tensor | undefined)[] {
  if (!steep.has(node.op?.name ?? '')) return adjoints;
  return adjoints.map((adjoint) =>
    adjoint !== undefined && mayBeLost(adjoint, outGrad)
      ? record(new Silenced(), [adjoint, outGrad])
      : adjoint,
  );
}

/** Whether an entry is lost, or values are not known yet. */
function mayBeLost({ cachedData: adjoint }: Tensor, { cachedData: outGrad }: Tensor): boolean {
  if (adjoint === undefined || outGrad === undefined) return true;
  for (let k = 0; k < adjoint.data.length; k++) {
    if (isLost(adjoint.data[k] as number, outGrad.data[k] as number)) return true;
  }
  return false;
}
