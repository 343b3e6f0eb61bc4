import { computeOf, type NDArray, type Tensor } from 'backproof/engine';

/**
 * The value of a tensor, computed now if it is not there yet. Each node that it needs is computed once, after its
 * inputs. The stack is our own, because a graph may be deeper than JavaScript's calls can be.
 */
export function realize(tensor: Tensor): NDArray {
  const visit = (node: Tensor) => ({ node, inputsSeen: 0 });
  const stack = [visit(tensor)];
  for (let current = stack.at(-1); current !== undefined; current = stack.at(-1)) {
    const input = isMissing(current.node) ? current.node.inputs[current.inputsSeen++] : undefined;
    if (input === undefined) {
      if (isMissing(current.node)) current.node.settle(computeOf(current.node));
      stack.pop();
    } else if (isMissing(input)) {
      stack.push(visit(input));
    }
  }
  return tensor.cachedData as NDArray;
}

const isMissing = (node: Tensor): boolean => node.cachedData === undefined;
