/** Reverse mode in two steps: order the graph, then walk it from the outputs back to the leaves. */
import { add } from '../ops/elementwise.js';
import type { Tensor } from '../tensor/tensor.js';
import { gradientOf } from './gradient-of.js';

/**
 * Every node below the outputs that requires grad, once, inputs before their consumers. Takes time linear in the
 * graph. The stack is our own, because a graph may be deeper than JavaScript's calls can be.
 */
export function topologicalOrder(outputs: readonly Tensor[]): Tensor[] {
  const search = {}; // marks the nodes that it has seen: a set of a million nodes would be slow
  const order: Tensor[] = [];
  const visit = (node: Tensor) => ({ node, inputsSeen: 0 });
  const stack = outputs.filter((output) => output.requiresGrad).map(visit);
  for (let current = stack.at(-1); current !== undefined; current = stack.at(-1)) {
    const input = current.node.inputs[current.inputsSeen++];
    if (input === undefined) {
      if (current.node.seenBy !== search) order.push(current.node);
      current.node.seenBy = search;
      stack.pop();
    } else if (input.requiresGrad && input.seenBy !== search) {
      stack.push(visit(input));
    }
  }
  return order;
}

/**
 * The adjoint of every node that the seeds reach.
 * @param order inputs before their consumers, so that, backwards, a node's adjoint is complete when its turn comes
 * @param seeds the adjoints of the outputs
 * @param isPassed whether nobody asks for a node's adjoint once it was sent on; it is left out then, to keep the map small
 */
export function propagate(
  order: readonly Tensor[],
  seeds: ReadonlyMap<Tensor, Tensor>,
  isPassed = (_: Tensor): boolean => false,
): Map<Tensor, Tensor> {
  const adjoints = new Map(seeds);
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i] as Tensor;
    const outGrad = adjoints.get(node);
    if (node.op === null || outGrad === undefined) continue;
    const parts = gradientOf(node, outGrad);
    if (isPassed(node)) adjoints.delete(node);
    node.inputs.forEach((input, index) => {
      const part = parts[index];
      if (!input.requiresGrad || part === undefined) return;
      const sum = adjoints.get(input);
      // An input used several times gets the sum over all its uses.
      adjoints.set(input, sum === undefined ? part : add(sum, part));
    });
  }
  return adjoints;
}
