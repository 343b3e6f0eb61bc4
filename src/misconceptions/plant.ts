/** Plants misconceptions in the engine: implementations that are wrong in one known way. */

import type { Implementation } from '../case/implementation.js';
import {
  type EngineOptions,
  engineImplementation,
  grad,
  type Op,
  propagate,
  type Tensor,
  topologicalOrder,
} from '../engine/index.js';
import type { GradientMisconception, Misconception, RuleMisconception } from './misconception.js';

/** Our engine, with this mistake in it. */
export const plant = (misconception: Misconception): Implementation =>
  engineImplementation({ name: misconception.name, ...optionsOf(misconception) });

/**
 * As in the grader, where a learner's rule is in place only for the VJP, and the VJP's graph is differentiated by our
 * rules: a grader that has the rules of one exercise asks for second order in this way.
 */
export function plantTraced(rule: RuleMisconception): Implementation {
  let asked: readonly Tensor[] = [];
  let planted: readonly Op[] = [];
  return engineImplementation({
    name: rule.name,
    prepare(outputs) {
      asked = outputs;
      planted = plantRule(rule, outputs);
    },
    grad(outputs, inputs, options) {
      // The class's own rule is visible again.
      if (outputs !== asked) for (const op of planted) Reflect.deleteProperty(op, 'gradient');
      return grad(outputs, inputs, options);
    },
  });
}

function optionsOf(misconception: Misconception): EngineOptions {
  switch (misconception.kind) {
    case 'rule':
      return {
        prepare: (outputs) => {
          plantRule(misconception, outputs);
        },
      };
    case 'gradient':
      return { prepare: changing(misconception) };
    case 'backward':
      return { differentiate: { topologicalOrder, propagate, ...misconception } };
    case 'realize':
      return { realize: misconception.realize };
    case 'engine':
    case 'own':
      return misconception.options;
  }
}

/** Every node of the op gets the wrong rule, including those that functions insert, such as broadcast_to. */
function plantRule({ op, gradient }: RuleMisconception, outputs: readonly Tensor[]): Op[] {
  return topologicalOrder(outputs).flatMap((node) => {
    if (node.op?.name !== op) return [];
    node.op.gradient = gradient as Op['gradient'];
    return [node.op];
  });
}

/** Leaves the rules as they are and changes what they return. The calls are counted across runs. */
function changing({ op, change }: GradientMisconception): (outputs: readonly Tensor[]) => void {
  let calls = 0;
  return (outputs) => {
    for (const node of topologicalOrder(outputs)) {
      const right = node.op?.gradient;
      if (node.op?.name !== op || right === undefined) continue;
      const own = node.op;
      own.gradient = (outGrad, at) => {
        calls++;
        return right.call(own, outGrad, at).map((gradient) => change(gradient, at, calls));
      };
    }
  };
}
