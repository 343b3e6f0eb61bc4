/** The walk back through a graph that wrong implementations vary. */
import { add, gradientOf, type Tensor } from '../engine/index.js';

type Adjoints = Map<Tensor, Tensor>;

/** What happens to the part of an adjoint that an input gets from a node. */
export type Receive = (adjoints: Adjoints, input: Tensor, part: Tensor, index: number, node: Tensor) => void;

/** Calls the rule of each node that has an adjoint, and passes on what it returns. */
export function walk(nodes: Iterable<Tensor>, adjoints: Adjoints, receive: Receive): Adjoints {
  for (const node of nodes) {
    const outGrad = adjoints.get(node);
    if (node.op === null || outGrad === undefined) continue;
    const parts = gradientOf(node, outGrad);
    node.inputs.forEach((input, index) => {
      if (input.requiresGrad) receive(adjoints, input, parts[index] as Tensor, index, node);
    });
  }
  return adjoints;
}

export const fromTheEnd = (order: readonly Tensor[]): Tensor[] => [...order].reverse();

export function addTo(adjoints: Adjoints, input: Tensor, part: Tensor): void {
  const sum = adjoints.get(input);
  adjoints.set(input, sum === undefined ? part : add(sum, part));
}

/** A walk from the end of the order, as it should be. */
export const walkBack = (
  order: readonly Tensor[],
  seeds: ReadonlyMap<Tensor, Tensor>,
  receive: Receive,
): Adjoints => walk(fromTheEnd(order), new Map(seeds), receive);
