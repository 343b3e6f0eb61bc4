/** Harness of an instructor's own exercises: the learner's function stands for the whole program of a case. */
import './lockdown.js';
import { nodesOf } from '../../engine/autograd/nodes.js';
import { GradientError, type Op, Tensor } from '../../engine/index.js';
import type { AskedFunction } from '../messages.js';
import { type Interpret, withJacobians, withRule, withValues } from '../own/stand-in.js';
import { serveGradients } from './gradients.js';

type Written = (...given: Tensor[]) => unknown;

/** @param written what the submission exports, by name: each case asks for one of them */
export function serveFunction(written: Readonly<Record<string, unknown>>): void {
  let asked: AskedFunction | undefined;
  let compute: Interpret | undefined;
  serveGradients({
    choose(chosen) {
      asked = chosen;
      compute = computing(chosen, written[chosen.name]);
    },
    compute(program, inputs) {
      if (compute === undefined) throw new Error('no function is asked for');
      return compute(program, inputs);
    },
    nodes: (_, outputs) => nodesOf(outputs).filter(isComputed),
    nameOf: () => asked?.name ?? '',
    areRules: () => asked?.answer === 'gradient' || asked?.answer === 'vjp',
    withoutRule: 'write yours, as the backward of a Function or the gradient of an Op',
  });
}

function computing({ name, inputs, answer, by }: AskedFunction, written: unknown): Interpret {
  const call: Written = (...given) => {
    if (written === undefined)
      throw new GradientError(`the file exports no ${name}; keep the names of the stub`);
    if (typeof written !== 'function') throw new GradientError(`${name} is no function`);
    return written(...given);
  };
  switch (answer) {
    case 'gradient':
      return (_, given) => [oneTensor(name, call(...given.slice(0, inputs.length)))];
    case 'values':
      return withValues(name, inputs, call);
    case 'jacobian':
      return withJacobians(name, inputs, by, call);
    case 'vjp':
      // What comes back is checked as the answer of any Function is.
      return withRule(name, inputs, ({ outGrad }, ...given) => call(outGrad, ...given) as Tensor, by);
  }
}

function oneTensor(name: string, output: unknown): Tensor {
  if (output instanceof Tensor) return output;
  throw new GradientError(
    `${name} must return a tensor, but returned ${output === undefined ? 'nothing' : typeof output}`,
  );
}

const isComputed = (node: Tensor): node is Tensor & { readonly op: Op } => node.op !== null;
