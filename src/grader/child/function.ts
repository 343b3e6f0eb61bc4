/** Harness of an instructor's own exercise: the learner's function stands for the whole program of a case. */
import './lockdown.js';
import { GradientError, nodesOf, type Op, Tensor } from '../../engine/index.js';
import { serveGradients } from './gradients.js';

/** @param written what the submission exports under this name @param count of its inputs: those of a case, without constants */
export function serveFunction(name: string, written: unknown, count: number): void {
  const compute = (inputs: readonly Tensor[]): Tensor => {
    if (typeof written !== 'function') throw new GradientError(`${name} is no function`);
    const output: unknown = written(...inputs.slice(0, count));
    if (output instanceof Tensor) return output;
    throw new GradientError(`${name} must return a tensor, but returned ${described(output)}`);
  };
  serveGradients({
    compute: (_, inputs) => [compute(inputs)],
    nodes: (_, outputs) => nodesOf(outputs).filter(isComputed),
    nameOf: () => name,
    withoutRule: 'write yours, as the backward of a Function or the gradient of an Op',
  });
}

const described = (value: unknown): string => (value === undefined ? 'nothing' : typeof value);

const isComputed = (node: Tensor): node is Tensor & { readonly op: Op } => node.op !== null;
