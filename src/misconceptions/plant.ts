/** Misconceptions planted in the engine: implementations that are wrong in one known way. */
import {
  type EngineOptions,
  engineImplementation,
  type Op,
  propagate,
  type Tensor,
  topologicalOrder,
} from '../engine/index.js';
import type { Implementation } from '../program/implementation.js';
import type { Misconception, Spoiled, WrongRule } from './misconception.js';

/** Our engine, with this mistake in it. */
export const plant = (misconception: Misconception): Implementation =>
  engineImplementation({ name: misconception.name, ...optionsOf(misconception) });

function optionsOf(misconception: Misconception): EngineOptions {
  switch (misconception.kind) {
    case 'rule':
      return { prepare: (outputs) => plantRule(misconception, outputs) };
    case 'spoiled':
      return { prepare: spoiling(misconception) };
    case 'backward':
      return { differentiate: { topologicalOrder, propagate, ...partsOf(misconception) } };
    case 'realize':
      return { realize: misconception.realize };
    case 'engine':
      return misconception.options;
  }
}

const partsOf = ({
  topologicalOrder: order,
  propagate: adjoints,
}: Extract<Misconception, { kind: 'backward' }>) => ({
  ...(order === undefined ? {} : { topologicalOrder: order }),
  ...(adjoints === undefined ? {} : { propagate: adjoints }),
});

/** Every node of the op gets the wrong rule, also those that functions put in, such as broadcast_to. */
function plantRule({ op, gradient }: WrongRule, outputs: readonly Tensor[]): void {
  for (const node of topologicalOrder(outputs)) {
    if (node.op?.name === op) node.op.gradient = gradient as Op['gradient'];
  }
}

/** Leaves the rules as they are, and changes what they return. The calls are counted across runs. */
function spoiling({ op, spoil }: Spoiled): (outputs: readonly Tensor[]) => void {
  let calls = 0;
  return (outputs) => {
    for (const node of topologicalOrder(outputs)) {
      const right = node.op?.gradient;
      if (node.op?.name !== op || right === undefined) continue;
      const own = node.op;
      own.gradient = (outGrad, at) => {
        calls++;
        return right.call(own, outGrad, at).map((gradient) => spoil(gradient, at, calls));
      };
    }
  };
}
