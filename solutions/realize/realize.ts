import { computeOf, type NDArray, type Tensor } from 'backproof/engine';

/**
 * The value of a tensor, computed now if it was not yet. Each node that it needs is computed once, after its
 * inputs. The stack is our own: a graph may be deeper than JavaScript's calls can be.
 */
export function realize(tensor: Tensor): NDArray {
  const stack = [tensor];
  while (stack.length > 0) {
    const node = stack.at(-1) as Tensor;
    const missing = isMissing(node) ? node.inputs.find(isMissing) : undefined;
    if (missing !== undefined) {
      stack.push(missing);
    } else {
      if (isMissing(node)) node.settle(computeOf(node));
      stack.pop();
    }
  }
  return tensor.cachedData as NDArray;
}

const isMissing = (node: Tensor): boolean => node.cachedData === undefined;
