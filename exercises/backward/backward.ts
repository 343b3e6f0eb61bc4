/** Reverse mode in two steps: order the graph, then walk it from the outputs back to the leaves. */
import { add, gradientOf, NotImplemented, type Tensor } from 'backproof/engine';

/**
 * Every node below the outputs that requires grad, once, inputs before their consumers. Takes time linear in the
 * graph. The stack is our own, because a graph may be deeper than JavaScript's calls can be.
 */
export function topologicalOrder(outputs: readonly Tensor[]): Tensor[] {
  // TODO: write this function
  throw new NotImplemented('topologicalOrder');
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
  // TODO: write this function
  throw new NotImplemented('propagate');
}
