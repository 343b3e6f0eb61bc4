/** Other ways to put a graph in order, to carry adjoints back, and to realise. */
import type { RightFile } from './right.js';

const importsOfBackward =
  "import { add, addScalar, gradientOf, type Tensor } from 'backproof/engine';\nvoid addScalar;\n";

const depthFirst = `
export function topologicalOrder(outputs: readonly Tensor[]): Tensor[] {
  const done = new Set<Tensor>();
  const stack: [Tensor, boolean][] = outputs.filter((each) => each.requiresGrad).map((each) => [each, false]);
  while (stack.length > 0) {
    const [node, ready] = stack.pop() as [Tensor, boolean];
    if (done.has(node)) continue;
    if (ready) { done.add(node); continue; }
    stack.push([node, true]);
    for (const input of node.inputs) if (input.requiresGrad && !done.has(input)) stack.push([input, false]);
  }
  return [...done];
}
`;

/** Kahn: a node comes when all its consumers have come; then the whole is turned round. */
const kahn = (take: string) => `
export function topologicalOrder(outputs: readonly Tensor[]): Tensor[] {
  const consumers = new Map<Tensor, number>();
  const open = new Set(outputs.filter((each) => each.requiresGrad));
  for (const node of open) {
    for (const input of node.inputs) {
      if (!input.requiresGrad) continue;
      consumers.set(input, (consumers.get(input) ?? 0) + 1);
      open.add(input);
    }
  }
  const ready = [...open].filter((node) => !consumers.has(node));
  const order: Tensor[] = [];
  for (let at = 0; at < ready.length; at++) {
    const node = ${take};
    order.push(node);
    for (const input of node.inputs) {
      if (!input.requiresGrad) continue;
      const left = (consumers.get(input) as number) - 1;
      consumers.set(input, left);
      if (left === 0) ready.push(input);
    }
  }
  return order.reverse();
}
`;

const stepwise = `
export function* visited(outputs: readonly Tensor[]): Generator<Tensor> {
  const seen = new WeakSet<Tensor>();
  const path = outputs.filter((each) => each.requiresGrad).map((node) => ({ node, rest: node.inputs.values() }));
  while (path.length > 0) {
    const top = path[path.length - 1] as { node: Tensor; rest: IterableIterator<Tensor> };
    const { value, done } = top.rest.next();
    if (done) {
      path.pop();
      if (!seen.has(top.node)) { seen.add(top.node); yield top.node; }
    } else if (value.requiresGrad && !seen.has(value)) path.push({ node: value, rest: value.inputs.values() });
  }
}
export const topologicalOrder = (outputs: readonly Tensor[]): Tensor[] => [...visited(outputs)];
`;

const byDepth = `
export function topologicalOrder(outputs: readonly Tensor[]): Tensor[] {
  const depth = new Map<Tensor, number>();
  const path = outputs.filter((each) => each.requiresGrad);
  while (path.length > 0) {
    const node = path.at(-1) as Tensor;
    if (depth.has(node)) { path.pop(); continue; }
    const needed = node.inputs.filter((input) => input.requiresGrad);
    const missing = needed.filter((input) => !depth.has(input));
    if (missing.length > 0) { for (const each of missing) path.push(each); continue; }
    let deepest = -1;
    for (const input of needed) deepest = Math.max(deepest, depth.get(input) as number);
    depth.set(node, deepest + 1);
    path.pop();
  }
  return [...depth.keys()].sort((a, b) => (depth.get(a) as number) - (depth.get(b) as number));
}
`;

const plain = `
export function propagate(order: readonly Tensor[], seeds: ReadonlyMap<Tensor, Tensor>): Map<Tensor, Tensor> {
  const adjoints = new Map<Tensor, Tensor>(seeds);
  for (const node of [...order].reverse()) {
    const delta = adjoints.get(node);
    if (!node.op || !delta) continue;
    const parts = gradientOf(node, delta);
    for (const [index, input] of node.inputs.entries()) {
      const part = parts[index];
      if (!input.requiresGrad || !part) continue;
      const before = adjoints.get(input);
      adjoints.set(input, before ? add(before, part) : part);
    }
  }
  return adjoints;
}
`;

const gathered = `
export function propagate(order: readonly Tensor[], seeds: ReadonlyMap<Tensor, Tensor>): Map<Tensor, Tensor> {
  const parts = new Map<Tensor, Tensor[]>([...seeds].map(([node, seed]) => [node, [seed]]));
  const adjoints = new Map<Tensor, Tensor>();
  const sumOf = (list: readonly Tensor[]) => list.reduce((sum, part) => add(sum, part));
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i] as Tensor;
    const list = parts.get(node);
    if (list === undefined) continue;
    const delta = sumOf(list);
    adjoints.set(node, delta);
    if (node.op === null) continue;
    gradientOf(node, delta).forEach((part, index) => {
      const input = node.inputs[index] as Tensor;
      if (!input.requiresGrad || part === undefined) return;
      const known = parts.get(input);
      if (known === undefined) parts.set(input, [part]);
      else known.push(part);
    });
  }
  return adjoints;
}
`;

const inAClass = `
class Sums {
  private readonly known = new Map<Tensor, Tensor>();
  constructor(seeds: ReadonlyMap<Tensor, Tensor>) { for (const [node, seed] of seeds) this.known.set(node, seed); }
  of(node: Tensor): Tensor | undefined { return this.known.get(node); }
  give(node: Tensor, part: Tensor): void {
    const sum = this.known.get(node);
    this.known.set(node, sum === undefined ? part : add(part, sum));
  }
  all(): Map<Tensor, Tensor> { return this.known; }
}
export function propagate(order: readonly Tensor[], seeds: ReadonlyMap<Tensor, Tensor>): Map<Tensor, Tensor> {
  const sums = new Sums(seeds);
  order.reduceRight((_, node) => {
    const delta = sums.of(node);
    if (delta === undefined || node.op === null) return null;
    const parts = gradientOf(node, delta);
    node.inputs.forEach((input, k) => { if (input.requiresGrad && parts[k] !== undefined) sums.give(input, parts[k]); });
    return null;
  }, null);
  return sums.all();
}
`;

const orders = {
  'depth first with marks on the stack': depthFirst,
  'Kahn with a queue': kahn('ready[at] as Tensor'),
  'generators and iterators': stepwise,
  'sorted by depth': byDepth,
};
const walks = { 'in a plain loop': plain, 'all parts gathered first': gathered, 'sums in a class': inAClass };

const backward: readonly RightFile[] = Object.entries(orders).flatMap(([order, first]) =>
  Object.entries(walks).map(([walk, second]) => ({
    exercise: 'backward',
    name: `${order}, ${walk}`,
    source: `${importsOfBackward}${first}${second}`,
  })),
);

const importsOfRealize = "import { computeOf, type NDArray, type Tensor } from 'backproof/engine';\n";

const realizing: Readonly<Record<string, string>> = {
  'a stack of nodes that are looked at again': `
export function realize(tensor: Tensor): NDArray {
  const stack = [tensor];
  while (stack.length > 0) {
    const node = stack[stack.length - 1] as Tensor;
    if (node.cachedData !== undefined) { stack.pop(); continue; }
    const missing = node.inputs.filter((input) => input.cachedData === undefined);
    if (missing.length > 0) for (const each of missing) stack.push(each);
    else { node.settle(computeOf(node)); stack.pop(); }
  }
  return tensor.cachedData as NDArray;
}`,
  'an order first, then a loop': `
export function realize(tensor: Tensor): NDArray {
  const found = new Set<Tensor>([tensor]);
  for (const node of found) {
    if (node.cachedData !== undefined) continue;
    for (const input of node.inputs) { found.delete(input); found.add(input); }
    if (found.size > 1e6) break;
  }
  return ordered(tensor);
}
function ordered(tensor: Tensor): NDArray {
  const order: Tensor[] = [];
  const seen = new Set<Tensor>();
  const stack: (readonly [Tensor, boolean])[] = [[tensor, false]];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const [node, isReady] = top;
    if (isReady) { order.push(node); continue; }
    if (seen.has(node) || node.cachedData !== undefined) continue;
    seen.add(node);
    stack.push([node, true], ...node.inputs.map((input) => [input, false] as const));
  }
  for (const node of order) node.settle(computeOf(node));
  return tensor.cachedData as NDArray;
}`,
  'Kahn: whoever has all inputs is computed': `
export function realize(tensor: Tensor): NDArray {
  const waiting = new Map<Tensor, number>();
  const consumers = new Map<Tensor, Tensor[]>();
  const open = [tensor];
  const ready: Tensor[] = [];
  const seen = new Set<Tensor>(open);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.cachedData !== undefined) continue;
    const missing = new Set(node.inputs.filter((input) => input.cachedData === undefined));
    waiting.set(node, missing.size);
    if (missing.size === 0) ready.push(node);
    for (const input of missing) {
      consumers.set(input, [...(consumers.get(input) ?? []), node]);
      if (!seen.has(input)) { seen.add(input); open.push(input); }
    }
  }
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    node.settle(computeOf(node));
    for (const consumer of consumers.get(node) ?? []) {
      const left = (waiting.get(consumer) as number) - 1;
      waiting.set(consumer, left);
      if (left === 0) ready.push(consumer);
    }
  }
  return tensor.cachedData as NDArray;
}`,
  'a generator of nodes': `
function* needed(tensor: Tensor): Generator<Tensor> {
  const path = [{ node: tensor, next: 0 }];
  while (path.length > 0) {
    const top = path.at(-1) as { node: Tensor; next: number };
    if (top.node.cachedData !== undefined || top.next === top.node.inputs.length) {
      if (top.node.cachedData === undefined) yield top.node;
      path.pop();
    } else path.push({ node: top.node.inputs[top.next++] as Tensor, next: 0 });
  }
}
export function realize(tensor: Tensor): NDArray {
  for (const node of needed(tensor)) node.settle(computeOf(node));
  return tensor.cachedData as NDArray;
}`,
  'a linked list for a stack': `
interface Frame { readonly node: Tensor; readonly below: Frame | undefined }
export function realize(tensor: Tensor): NDArray {
  let top: Frame | undefined = { node: tensor, below: undefined };
  while (top !== undefined) {
    const { node, below }: Frame = top;
    const missing: Tensor | undefined = node.cachedData ? undefined : node.inputs.find((input) => !input.cachedData);
    if (missing !== undefined) { top = { node: missing, below: top }; continue; }
    if (!node.cachedData) node.settle(computeOf(node));
    top = below;
  }
  return tensor.cachedData as NDArray;
}`,
};

const realize: readonly RightFile[] = Object.entries(realizing).map(([name, source]) => ({
  exercise: 'realize',
  name,
  source: `${importsOfRealize}${source}\n`,
}));

export const graphs: readonly RightFile[] = [...backward, ...realize];
