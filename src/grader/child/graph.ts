/** The nodes of an interpreted program beside the steps that made them. */
import type { Op, Tensor } from '../../engine/index.js';
import type { Program } from '../../program/program.js';

export interface StepNode {
  readonly node: Tensor & { readonly op: Op };
  /** The position of its step among the program's steps. */
  readonly step: number;
}

/**
 * Every node that the outputs need, with its step. Each node stands for one step, so the program must not
 * hold ops that the engine composes of others (broadcasting operands, 1-D matmul).
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
