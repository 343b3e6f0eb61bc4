/** Wrong ways to compute a lazy graph. */
import { computeOf, type NDArray, type Tensor } from '../engine/index.js';
import { named, type RealizeMisconception } from './misconception.js';

/** Computes a node once the one chosen input has its data. */
function realizeAfter(tensor: Tensor, asked: (node: Tensor) => Tensor | undefined): NDArray {
  const stack = [tensor];
  while (stack.length > 0) {
    const node = stack.at(-1) as Tensor;
    const input = node.cachedData === undefined ? asked(node) : undefined;
    if (input !== undefined && input.cachedData === undefined) {
      stack.push(input);
    } else {
      if (node.cachedData === undefined) node.settle(computeOf(node));
      stack.pop();
    }
  }
  return tensor.cachedData as NDArray;
}

export const realizing = named<RealizeMisconception>(
  { kind: 'realize', exercise: 'realize' },
  {
    'realize-recursion-overflows': {
      breaks: 'crashed',
      says: 'Inputs are computed by recursion, which overflows on a deep graph.',
      hint: 'A graph of 20 000 steps is deeper than calls can nest: keep a stack of your own.',
      realize(tensor) {
        const compute = (node: Tensor): void => {
          if (node.cachedData !== undefined) return;
          for (const input of node.inputs) compute(input);
          node.settle(computeOf(node));
        };
        compute(tensor);
        return tensor.cachedData as NDArray;
      },
    },
    'realize-computes-the-output-only': {
      breaks: 'crashed',
      says: 'The output is computed before its inputs have their data.',
      hint: 'A node can be computed when the data of all its inputs is there.',
      realize(tensor) {
        if (tensor.cachedData === undefined) tensor.settle(computeOf(tensor));
        return tensor.cachedData as NDArray;
      },
    },
    'realize-waits-for-the-first-input-only': {
      breaks: 'crashed',
      says: 'Only the first input of a node is computed first.',
      hint: 'A node can be computed when the data of all its inputs is there.',
      realize: (tensor) => realizeAfter(tensor, (node) => node.inputs[0]),
    },
    'realize-waits-for-the-last-input-only': {
      breaks: 'crashed',
      says: 'Only the last input of a node is computed first.',
      hint: 'A node can be computed when the data of all its inputs is there.',
      realize: (tensor) => realizeAfter(tensor, (node) => node.inputs.at(-1)),
    },
    'realize-computes-one-level-only': {
      breaks: 'crashed',
      says: 'The inputs of the output are computed before it, but not the inputs of these.',
      hint: 'How deep may a graph be? The inputs of an input must be there, too.',
      realize(tensor) {
        for (const node of [...tensor.inputs, tensor]) {
          if (node.cachedData === undefined) node.settle(computeOf(node));
        }
        return tensor.cachedData as NDArray;
      },
    },
  },
);
