/** Reverse mode in two steps: order the graph, then walk it from the outputs back to the leaves. */
import { add, gradientOf, type Tensor } from 'backproof/engine';

/**
 * Every node below the outputs that requires grad, once, inputs before their consumers. Takes time linear in the
 * graph. The stack is our own, because a graph may be deeper than JavaScript's calls can be.
 */
export function topologicalOrder(outputs: readonly Tensor[]): Tensor[] {
  const order = new Set<Tensor>(); // a set keeps the order in which its members were added
  const visit = (node: Tensor) => ({ node, inputsSeen: 0 });
  const stack = outputs.filter((output) => output.requiresGrad).map(visit);
  for (let current = stack.at(-1); current !== undefined; current = stack.at(-1)) {
    const input = current.node.inputs[current.inputsSeen++];
    if (input === undefined) {
      order.add(current.node);
      stack.pop();
    } else if (input.requiresGrad && !order.has(input)) {
      stack.push(visit(input));
    }
  }
  return [...order];
}

/**
 * The adjoint of every node that the seeds reach.
 * @param order inputs before their consumers, so that, backwards, a node's adjoint is complete when its turn comes
 * @param seeds the adjoints of the outputs
 */
export function propagate(order: readonly Tensor[], seeds: ReadonlyMap<Tensor, Tensor>): Map<Tensor, Tensor> {
  const adjoints = new Map(seeds);
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i] as Tensor;
    const outGrad = adjoints.get(node);
    if (node.op === null || outGrad === undefined) continue;
    const parts = gradientOf(node, outGrad);
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
