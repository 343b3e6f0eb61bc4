import type { Tensor } from '../tensor/tensor.js';

/**
 * Every tensor below the outputs, once, inputs before their consumers; nothing below a tensor where `stop` holds. The stack
 * is our own, because a graph may be deeper than JavaScript's calls can be.
 */
export function nodesOf(outputs: readonly Tensor[], stop = (_: Tensor): boolean => false): Tensor[] {
  const nodes = new Set<Tensor>();
  const visit = (node: Tensor) => ({ node, inputsSeen: 0 });
  const stack = [...outputs].reverse().map(visit);
  for (let current = stack.at(-1); current !== undefined; current = stack.at(-1)) {
    const input = stop(current.node) ? undefined : current.node.inputs[current.inputsSeen++];
    if (input === undefined) {
      nodes.add(current.node);
      stack.pop();
    } else if (!nodes.has(input)) {
      stack.push(visit(input));
    }
  }
  return [...nodes];
}
