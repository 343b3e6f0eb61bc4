/** Mistakes of a whole engine, which are not part of an exercise. */
import { at } from '../case/at.js';
import { cos, grad, isLazy, mulScalar, ones, sameShape, sin, type Tensor, zeros } from '../engine/index.js';
import { functions } from '../engine/ops/by-name.js';
import { type EngineMisconception, named } from './misconception.js';

const sameContent = (a: Tensor, b: Tensor): boolean =>
  sameShape(a.shape, b.shape) && String(a.toArray()) === String(b.toArray());

export const engines = named<EngineMisconception>(
  { kind: 'engine', exercise: null },
  {
    'hands-one-buffer-to-two-inputs': {
      breaks: 'memory',
      says: 'Inputs with equal gradients receive the same array.',
      hint: 'Scaling one gradient in place scales the other.',
      options: {
        grad(outputs, inputs, options) {
          const gradients = grad(outputs, inputs, options);
          return gradients.map((own) => gradients.find((other) => sameContent(own, other)) ?? own);
        },
      },
    },
    'adds-to-the-gradients-of-the-last-call': {
      breaks: 'linear',
      says: 'Adjoints of an earlier call are still there when the next one starts.',
      hint: 'Every call starts from zero.',
      options: {
        grad: (() => {
          const earlier = new WeakMap<Tensor, number>();
          const stale: typeof grad = (outputs, inputs, options) => {
            const gradients = grad(outputs, inputs, options);
            const [first] = inputs;
            if (first === undefined) return gradients;
            const calls = earlier.get(first) ?? 0;
            earlier.set(first, calls + 1);
            return gradients.map((gradient) => (calls === 0 ? gradient : mulScalar(gradient, calls + 1)));
          };
          return stale;
        })(),
      },
    },
    'gives-ones-to-unreached-inputs': {
      breaks: 'unused',
      says: 'An input that no output depends on gets ones.',
      hint: 'If it changes, nothing changes.',
      options: {
        grad(outputs, inputs, options) {
          return grad(outputs, inputs, options).map((gradient, index) => {
            const nothing = gradient.toData().data.every((entry) => entry === 0);
            return nothing ? ones(at(inputs, index).shape, { dtype: gradient.dtype }) : gradient;
          });
        },
      },
    },
    'differentiates-through-detach': {
      breaks: 'detach',
      says: 'detach copies the value but keeps the graph.',
      hint: 'What is detached is a constant.',
      options: { functions: { detach: ([a]) => mulScalar(a, 1) } },
    },
    'detaches-what-it-negates': {
      says: 'The graph is cut in an op that is neither detach nor no_grad.',
      hint: 'Only detach and no_grad stop a gradient.',
      options: {
        functions: { negate: ([a]) => functions.negate([a.detach()], { op: 'negate', args: [0] }) },
      },
    },
    'averages-where-it-must-sum': {
      breaks: 'value',
      says: 'The value of summation is a mean.',
      hint: 'A right gradient of a wrong function is wrong.',
      options: {
        functions: {
          summation: ([a], { axes, keepdims, args }) =>
            functions.mean([a], { op: 'mean', axes, keepdims, args }),
        },
      },
    },
    'computes-something-else-when-lazy': {
      breaks: 'modes',
      says: 'The lazy mode computes cos where the eager one computes sin.',
      hint: 'A mode decides when to compute, not what.',
      options: { functions: { sin: ([a]) => (isLazy() ? cos(a) : sin(a)) } },
    },
    'returns-zeros': {
      breaks: 'dot',
      says: 'All gradients are zero.',
      hint: 'Does the output change when an input does?',
      options: {
        grad: (_, inputs) => inputs.map(({ shape, dtype }) => zeros(shape, { dtype })),
      },
    },
  },
);
