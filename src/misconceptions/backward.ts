/** Wrong orders and wrong accumulation: right rules, put together wrongly. */
import { add, gradientOf, mulScalar, type Tensor } from '../engine/index.js';
import type { BackwardMisconception } from './misconception.js';

type Described = Omit<BackwardMisconception, 'kind' | 'exercise'>;
const backwardOf = (described: Described): BackwardMisconception => ({
  ...described,
  kind: 'backward',
  exercise: 'backward',
});

export const backward: readonly BackwardMisconception[] = [
  backwardOf({
    name: 'overwrites-where-it-must-add',
    breaks: 'vjp',
    says: 'An adjoint is overwritten by the next one instead of added to it.',
    hint: 'In a + a, how many adjoints does a receive?',
    propagate(order, seeds) {
      const adjoints = new Map(seeds);
      for (let i = order.length - 1; i >= 0; i--) {
        const node = order[i] as Tensor;
        const outGrad = adjoints.get(node);
        if (node.op === null || outGrad === undefined) continue;
        const parts = gradientOf(node, outGrad);
        node.inputs.forEach((input, index) => {
          if (input.requiresGrad) adjoints.set(input, parts[index] as Tensor);
        });
      }
      return adjoints;
    },
  }),
  backwardOf({
    name: 'keeps-only-the-first-adjoint',
    breaks: 'accumulate',
    says: 'A node that already has an adjoint ignores all later ones.',
    hint: 'In a + a, how many adjoints does a receive?',
    propagate(order, seeds) {
      const adjoints = new Map(seeds);
      for (let i = order.length - 1; i >= 0; i--) {
        const node = order[i] as Tensor;
        const outGrad = adjoints.get(node);
        if (node.op === null || outGrad === undefined) continue;
        const parts = gradientOf(node, outGrad);
        node.inputs.forEach((input, index) => {
          if (input.requiresGrad && !adjoints.has(input)) adjoints.set(input, parts[index] as Tensor);
        });
      }
      return adjoints;
    },
  }),
  backwardOf({
    name: 'averages-the-adjoints',
    breaks: 'vjp',
    says: 'Adjoints that meet are averaged instead of added.',
    hint: 'If a grows by 1, by how much does a + a grow?',
    propagate(order, seeds) {
      const adjoints = new Map(seeds);
      for (let i = order.length - 1; i >= 0; i--) {
        const node = order[i] as Tensor;
        const outGrad = adjoints.get(node);
        if (node.op === null || outGrad === undefined) continue;
        const parts = gradientOf(node, outGrad);
        node.inputs.forEach((input, index) => {
          if (!input.requiresGrad) return;
          const part = parts[index] as Tensor;
          const sum = adjoints.get(input);
          adjoints.set(input, sum === undefined ? part : mulScalar(add(sum, part), 0.5));
        });
      }
      return adjoints;
    },
  }),
  backwardOf({
    name: 'forgets-the-last-input',
    breaks: 'vjp',
    says: 'Only the first input of each node receives its adjoint.',
    hint: 'A node has an adjoint for each of its inputs.',
    propagate(order, seeds) {
      const adjoints = new Map(seeds);
      for (let i = order.length - 1; i >= 0; i--) {
        const node = order[i] as Tensor;
        const outGrad = adjoints.get(node);
        const input = node.inputs[0];
        if (node.op === null || outGrad === undefined || input === undefined || !input.requiresGrad) continue;
        const part = gradientOf(node, outGrad)[0] as Tensor;
        const sum = adjoints.get(input);
        adjoints.set(input, sum === undefined ? part : add(sum, part));
      }
      return adjoints;
    },
  }),
  backwardOf({
    name: 'drops-the-seed-of-a-consumed-output',
    breaks: 'vjp',
    says: 'An output that is also used further loses the adjoint that it started with.',
    hint: 'An output may have consumers: what they send is added to its own outGrad.',
    propagate(order, seeds) {
      const adjoints = new Map(seeds);
      const started = new Set(seeds.keys());
      for (let i = order.length - 1; i >= 0; i--) {
        const node = order[i] as Tensor;
        const outGrad = adjoints.get(node);
        if (node.op === null || outGrad === undefined) continue;
        const parts = gradientOf(node, outGrad);
        node.inputs.forEach((input, index) => {
          if (!input.requiresGrad) return;
          const part = parts[index] as Tensor;
          const sum = started.delete(input) ? undefined : adjoints.get(input);
          adjoints.set(input, sum === undefined ? part : add(sum, part));
        });
      }
      return adjoints;
    },
  }),
  backwardOf({
    name: 'walks-in-pre-order',
    breaks: 'vjp',
    says: 'A node is visited before all its consumers are: what comes later is lost to its inputs.',
    hint: 'When may a node hand on its adjoint? Count its consumers in a diamond.',
    topologicalOrder(outputs) {
      const seen = new Set<Tensor>();
      const stack = outputs.filter((output) => output.requiresGrad);
      while (stack.length > 0) {
        const node = stack.shift() as Tensor;
        if (seen.has(node)) continue;
        seen.add(node);
        stack.push(...node.inputs.filter((input) => input.requiresGrad));
      }
      return [...seen].reverse();
    },
  }),
  backwardOf({
    name: 'returns-the-order-reversed',
    breaks: 'vjp',
    says: 'The order lists consumers before their inputs.',
    hint: 'propagate walks the order from its end: the outputs belong there.',
    topologicalOrder(outputs) {
      const order = new Set<Tensor>();
      const mustWait = (input: Tensor) => input.requiresGrad && !order.has(input);
      const stack = outputs.filter((output) => output.requiresGrad);
      while (stack.length > 0) {
        const node = stack.at(-1) as Tensor;
        const waitedFor = node.inputs.find(mustWait);
        if (waitedFor !== undefined) {
          stack.push(waitedFor);
        } else {
          order.add(node);
          stack.pop();
        }
      }
      return [...order].reverse();
    },
  }),
  backwardOf({
    name: 'starts-from-the-first-output-only',
    breaks: 'vjp',
    says: 'Only what the first output depends on is put in order.',
    hint: 'There may be several outputs; each starts a walk.',
    topologicalOrder(outputs) {
      const order = new Set<Tensor>();
      const mustWait = (input: Tensor) => input.requiresGrad && !order.has(input);
      const stack = outputs.slice(0, 1).filter((output) => output.requiresGrad);
      while (stack.length > 0) {
        const node = stack.at(-1) as Tensor;
        const waitedFor = node.inputs.find(mustWait);
        if (waitedFor !== undefined) {
          stack.push(waitedFor);
        } else {
          order.add(node);
          stack.pop();
        }
      }
      return [...order];
    },
  }),
  backwardOf({
    name: 'visits-a-node-once-per-path',
    breaks: 'linear-time',
    says: 'A shared node is visited once for every path that leads to it: the work doubles with every diamond.',
    hint: 'Sum a node’s adjoints first, and call its rule once.',
    propagate(_, seeds) {
      const adjoints = new Map<Tensor, Tensor>();
      const stack = [...seeds];
      while (stack.length > 0) {
        const [node, outGrad] = stack.pop() as [Tensor, Tensor];
        const sum = adjoints.get(node);
        adjoints.set(node, sum === undefined ? outGrad : add(sum, outGrad));
        if (node.op === null) continue;
        const parts = gradientOf(node, outGrad);
        node.inputs.forEach((input, index) => {
          if (input.requiresGrad) stack.push([input, parts[index] as Tensor]);
        });
      }
      return adjoints;
    },
  }),
  backwardOf({
    name: 'recursion-overflows',
    breaks: 'crashed',
    says: 'The order is built by recursion, which overflows on a deep graph.',
    hint: 'A graph of 20 000 steps is deeper than calls can nest: keep a stack of your own.',
    topologicalOrder(outputs) {
      const order = new Set<Tensor>();
      const visit = (node: Tensor): void => {
        if (!node.requiresGrad || order.has(node)) return;
        for (const input of node.inputs) visit(input);
        order.add(node);
      };
      for (const output of outputs) visit(output);
      return [...order];
    },
  }),
];
