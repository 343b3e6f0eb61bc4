/** Further orders that are none, and walks that lose or add adjoints. */
import { add, gradientOf, type Tensor } from '../engine/index.js';
import type { BackwardMisconception } from './misconception.js';

type Described = Omit<BackwardMisconception, 'kind' | 'exercise'>;
const backwardOf = (described: Described): BackwardMisconception => ({
  ...described,
  kind: 'backward',
  exercise: 'backward',
});

const orderHint = 'When may a node hand on its adjoint? Count its consumers in a diamond.';

export const walks: readonly BackwardMisconception[] = [
  backwardOf({
    name: 'walks-depth-first-in-pre-order',
    breaks: 'vjp',
    says: 'A node is listed when depth-first search first meets it, before its other consumers are.',
    hint: orderHint,
    topologicalOrder(outputs) {
      const seen = new Set<Tensor>();
      const stack = outputs.filter((output) => output.requiresGrad);
      while (stack.length > 0) {
        const node = stack.pop() as Tensor;
        if (seen.has(node)) continue;
        seen.add(node);
        stack.push(...node.inputs.filter((input) => input.requiresGrad));
      }
      return [...seen].reverse();
    },
  }),
  backwardOf({
    name: 'walks-depth-first-from-the-first-input',
    breaks: 'vjp',
    says: 'A node is listed before its inputs, by depth-first search from the first input on: its other consumers may come later.',
    hint: orderHint,
    topologicalOrder(outputs) {
      const seen = new Set<Tensor>();
      const stack = outputs.filter((output) => output.requiresGrad).reverse();
      while (stack.length > 0) {
        const node = stack.pop() as Tensor;
        if (seen.has(node)) continue;
        seen.add(node);
        stack.push(...node.inputs.filter((input) => input.requiresGrad).reverse());
      }
      return [...seen].reverse();
    },
  }),
  backwardOf({
    name: 'marks-nodes-before-they-are-visited',
    breaks: 'vjp',
    says: 'A node is marked as seen when it is put on the stack, and so keeps the place of its first consumer.',
    hint: orderHint,
    topologicalOrder(outputs) {
      const stack = outputs.filter((output) => output.requiresGrad);
      const seen = new Set(stack);
      const order: Tensor[] = [];
      while (stack.length > 0) {
        const node = stack.pop() as Tensor;
        order.push(node);
        for (const input of node.inputs) {
          if (!input.requiresGrad || seen.has(input)) continue;
          seen.add(input);
          stack.push(input);
        }
      }
      return order.reverse();
    },
  }),
  backwardOf({
    name: 'walks-from-the-inputs',
    breaks: 'vjp',
    says: 'The walk goes from the start of the order to its end: inputs come before what is handed to them.',
    hint: 'The order lists inputs before their consumers. Where do the adjoints come from?',
    propagate(order, seeds) {
      const adjoints = new Map(seeds);
      for (const node of order) {
        const outGrad = adjoints.get(node);
        if (node.op === null || outGrad === undefined) continue;
        const parts = gradientOf(node, outGrad);
        node.inputs.forEach((input, index) => {
          if (!input.requiresGrad) return;
          const part = parts[index] as Tensor;
          const sum = adjoints.get(input);
          adjoints.set(input, sum === undefined ? part : add(sum, part));
        });
      }
      return adjoints;
    },
  }),
  backwardOf({
    name: 'stops-at-the-first-leaf',
    breaks: 'vjp',
    says: 'The walk ends at the first leaf that it meets, though nodes are left.',
    hint: 'A leaf has nothing to hand on. Do the others?',
    propagate(order, seeds) {
      const adjoints = new Map(seeds);
      for (let i = order.length - 1; i >= 0; i--) {
        const node = order[i] as Tensor;
        const outGrad = adjoints.get(node);
        if (node.op === null || outGrad === undefined) break;
        const parts = gradientOf(node, outGrad);
        node.inputs.forEach((input, index) => {
          if (!input.requiresGrad) return;
          const part = parts[index] as Tensor;
          const sum = adjoints.get(input);
          adjoints.set(input, sum === undefined ? part : add(sum, part));
        });
      }
      return adjoints;
    },
  }),
  backwardOf({
    name: 'counts-a-repeated-input-once',
    breaks: 'accumulate',
    says: 'An input that is given twice to one op gets its adjoint once.',
    hint: 'If a grows by 1, by how much does a + a grow?',
    propagate(order, seeds) {
      const adjoints = new Map(seeds);
      for (let i = order.length - 1; i >= 0; i--) {
        const node = order[i] as Tensor;
        const outGrad = adjoints.get(node);
        if (node.op === null || outGrad === undefined) continue;
        const parts = gradientOf(node, outGrad);
        for (const input of new Set(node.inputs)) {
          if (!input.requiresGrad) continue;
          const part = parts[node.inputs.indexOf(input)] as Tensor;
          const sum = adjoints.get(input);
          adjoints.set(input, sum === undefined ? part : add(sum, part));
        }
      }
      return adjoints;
    },
  }),
  backwardOf({
    name: 'starts-without-the-seeds',
    breaks: 'vjp',
    says: 'The adjoints start empty: what the outputs were given is never used.',
    hint: 'Where does the first outGrad come from?',
    propagate(order) {
      const adjoints = new Map<Tensor, Tensor>();
      for (let i = order.length - 1; i >= 0; i--) {
        const node = order[i] as Tensor;
        const outGrad = adjoints.get(node);
        if (node.op === null || outGrad === undefined) continue;
        const parts = gradientOf(node, outGrad);
        node.inputs.forEach((input, index) => {
          const part = parts[index] as Tensor;
          const sum = adjoints.get(input);
          if (input.requiresGrad) adjoints.set(input, sum === undefined ? part : add(sum, part));
        });
      }
      return adjoints;
    },
  }),
];
