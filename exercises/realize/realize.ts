import { computeOf, type NDArray, NotImplemented, type Tensor } from 'backproof/engine';

/**
 * The value of a tensor, computed now if it is not there yet. Each node that it needs is computed once, after its
 * inputs. The stack is our own, because a graph may be deeper than JavaScript's calls can be.
 */
export function realize(tensor: Tensor): NDArray {
  // TODO: write this function
  throw new NotImplemented('realize');
}
