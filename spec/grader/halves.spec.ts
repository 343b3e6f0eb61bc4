/** In `backward` a mistake is in one half; the other may be written in any right way, in the submission's own process. */
import { expect, it } from 'vitest';
import { parseReply } from '../../src/grader/reply.js';
import { gradeSource } from './submit.js';

const imports = "import { add, gradientOf, type Tensor } from 'backproof/engine';\n";

/** Counts consumers, and lists what has none left: right, and another order than ours. */
const byConsumers = `
export function topologicalOrder(outputs: readonly Tensor[]): Tensor[] {
  const uses = new Map<Tensor, number>();
  const nodes = new Set<Tensor>();
  const open = outputs.filter((output) => output.requiresGrad);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (nodes.has(node)) continue;
    nodes.add(node);
    for (const input of node.inputs) {
      uses.set(input, (uses.get(input) ?? 0) + 1);
      if (input.requiresGrad) open.push(input);
    }
  }
  const ready = [...nodes].filter((node) => !uses.has(node));
  const order: Tensor[] = [];
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    order.push(node);
    for (const input of node.inputs) {
      uses.set(input, (uses.get(input) ?? 0) - 1);
      if (uses.get(input) === 0 && input.requiresGrad) ready.push(input);
    }
  }
  return order.reverse();
}`;

const breadthFirst = `
export function topologicalOrder(outputs: readonly Tensor[]): Tensor[] {
  const seen = new Set<Tensor>();
  const queue = [...outputs];
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    if (!node.requiresGrad || seen.has(node)) continue;
    seen.add(node);
    queue.push(...node.inputs);
  }
  return [...seen].reverse();
}`;

const walk = (give: string) => `
export function propagate(order: readonly Tensor[], seeds: ReadonlyMap<Tensor, Tensor>): Map<Tensor, Tensor> {
  const adjoints = new Map(seeds);
  for (const node of [...order].reverse()) {
    const outGrad = adjoints.get(node);
    if (outGrad === undefined || node.op === null) continue;
    const parts = gradientOf(node, outGrad);
    for (const [index, input] of node.inputs.entries()) {
      const part = parts[index]!;
      const sum = adjoints.get(input);
      if (input.requiresGrad) ${give}
    }
  }
  return adjoints;
}`;

const adding = walk('adjoints.set(input, sum === undefined ? part : add(sum, part));');

it('names the walk that overwrites, along the order of its author', async () => {
  const { misconception } = await gradeSource(
    'backward',
    imports + byConsumers + walk('adjoints.set(input, part);'),
  );
  expect(misconception).toBe('overwrites-where-it-must-add');
});

it('names a wrong order, next to the walk of its author', async () => {
  expect((await gradeSource('backward', imports + breadthFirst + adding)).misconception).toBe(
    'walks-in-pre-order',
  );
});

it('finds nothing wrong with either that is right', async () => {
  expect((await gradeSource('backward', imports + byConsumers + adding)).status).toBe('passed');
});

it('takes no order on trust', () => {
  const done = { id: 3, outcome: 'done', values: [], vjps: [], echo: [], aliases: [], traces: [], calls: 0 };
  expect(parseReply(JSON.stringify({ ...done, order: [0, 'one', 2.5, null] }), 3).order).toEqual([
    0, -1, -1, -1,
  ]);
  expect(parseReply(JSON.stringify({ ...done, order: 7 }), 3).outcome).toMatchObject({
    kind: 'crashed',
    error: { message: "The reply of the submission's process is garbled: $.order is not a list." },
  });
});
