/** The nodes of an interpreted program, with the steps that made them. */

import type { Program } from '../../case/program.js';
import type { Differentiation, Op, Tensor } from '../../engine/index.js';

export interface StepNode {
  readonly node: Tensor & { readonly op: Op };
  /** The position of its step among the program's steps. */
  readonly step: number;
}

/**
 * Every node that the outputs need, with its step. Each node stands for one step, so the program must not hold ops
 * that the engine composes from others (broadcast operands, 1-D matmul).
 */
export function stepNodes(program: Program, outputs: readonly Tensor[]): StepNode[] {
  const found = new Map<Tensor, StepNode>();
  const open = outputs.map((tensor, index) => ({ tensor, id: program.outputs[index] as number }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { tensor, id } = next;
    const step = id - program.inputs.length;
    if (tensor.op === null || found.has(tensor)) continue;
    found.set(tensor, { node: tensor as StepNode['node'], step });
    tensor.inputs.forEach((input, index) => {
      open.push({ tensor: input, id: program.steps[step]?.args[index] as number });
    });
  }
  return [...found.values()];
}

/** The nodes that the outputs need, by their ids in the program: inputs first, then steps. */
export function idsOf(program: Program, outputs: readonly Tensor[]): Map<Tensor, number> {
  const ids = new Map<Tensor, number>();
  outputs.forEach((output, index) => {
    ids.set(output, program.outputs[index] as number);
  });
  for (const { node, step } of stepNodes(program, outputs)) {
    ids.set(node, program.inputs.length + step);
    node.inputs.forEach((input, index) => {
      ids.set(input, program.steps[step]?.args[index] as number);
    });
  }
  return ids;
}

/** Anything that is not a node of the program is left out. */
export function nodesOf(ids: ReadonlyMap<Tensor, number>, order: readonly number[]): Tensor[] {
  const nodes = new Map([...ids].map(([node, id]) => [id, node]));
  return order.flatMap((id) => nodes.get(id) ?? []);
}

/** Orders the graph and reports the order, without walking it. */
export const telling = (
  { topologicalOrder }: Pick<Differentiation, 'topologicalOrder'>,
  tell: (nodes: readonly Tensor[]) => void,
): Differentiation => ({
  topologicalOrder(outputs) {
    const nodes = topologicalOrder(outputs);
    if (Array.isArray(nodes)) tell(nodes);
    return nodes;
  },
  propagate: () => new Map(),
});
