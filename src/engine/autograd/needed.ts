/** Which part of a graph a pass must run, and which part of that it then frees. */
import { at } from '../../case/at.js';
import type { Tensor } from '../tensor/tensor.js';
import type { FreeingPass } from './freed.js';

/**
 * The nodes that lead to a wanted tensor, and the leaves; the rules of other nodes are not needed. For a freed node
 * this is known only for its pass as a whole: in doubt it is needed.
 * @param order inputs before their consumers
 */
export function neededFor(wanted: readonly Tensor[], order: readonly Tensor[]): readonly Tensor[] {
  const targets = new Set(wanted);
  if (order.every((node) => !node.freed && (node.op === null) === targets.has(node))) return order;
  const needed = new Set<Tensor>();
  return order.filter((node) => {
    const isNeeded =
      node.freedBy === undefined
        ? node.op === null || node.inputs.some((input) => leads(input, targets, needed))
        : wanted.some((target) => target !== node && isBelow(target, node.freedBy as FreeingPass));
    if (isNeeded) needed.add(node);
    return isNeeded;
  });
}

const leads = (input: Tensor, targets: ReadonlySet<Tensor>, needed: ReadonlySet<Tensor>): boolean =>
  targets.has(input) || (input.op !== null && needed.has(input));

const isBelow = (tensor: Tensor, pass: FreeingPass): boolean =>
  tensor.freedBy === pass || pass.below.has(tensor) || pass.earlier.some((other) => isBelow(tensor, other));

/**
 * Frees the nodes that ran, except those that lead to nodes that did not run and whose rules read no values: through
 * them, as in PyTorch, a later pass still reaches the rest.
 * @param order everything that the outputs depend on, inputs before their consumers
 */
export function free(order: readonly Tensor[], ran: readonly Tensor[]): void {
  if (ran === order) freeAll(order);
  else freeSome(order, ran);
}

function freeSome(order: readonly Tensor[], ran: readonly Tensor[]): void {
  const kept = keptAmong(ran);
  const freed = new Set(ran.filter((node) => node.op !== null && !kept.has(node)));
  const pass = passOver(order, freed);
  for (const node of freed) node.free(pass);
}

/** The usual case, in which nothing is left to be reached and nothing had been freed before. */
function freeAll(order: readonly Tensor[]): void {
  const pass = { below: new WeakSet(order.filter(({ op }) => op === null)), earlier: [] };
  for (const node of order) node.free(pass);
}

function keptAmong(ran: readonly Tensor[]): ReadonlySet<Tensor> {
  const done = new Set(ran);
  const kept = new Set<Tensor>();
  const isLeft = (input: Tensor) => input.requiresGrad && (kept.has(input) || !done.has(input));
  for (const node of ran) {
    if (readsNoValues.has(node.op?.name ?? '') && node.inputs.some(isLeft)) kept.add(node);
  }
  return kept;
}

function passOver(order: readonly Tensor[], freed: ReadonlySet<Tensor>): FreeingPass {
  const below = new Set<Tensor>();
  const earlier = new Set<FreeingPass>();
  for (let i = order.length - 1; i >= 0; i--) {
    const node = at(order, i);
    if (!freed.has(node) && !below.has(node)) continue;
    if (node.freedBy !== undefined) earlier.add(node.freedBy);
    for (const input of node.inputs) if (input.requiresGrad && !freed.has(input)) below.add(input);
  }
  return { below: new WeakSet(below), earlier: [...earlier] };
}

/**
 * Ops whose rules need only shapes and attributes. They are listed here, not in the classes, because exercises are
 * made from the classes. An op that is not listed is freed like any other; a spec holds the list to the rules.
 */
export const readsNoValues: ReadonlySet<string> = new Set([
  ...['add', 'subtract', 'add_scalar', 'mul_scalar', 'divide_scalar', 'negate', 'where', 'dropout'],
  ...['reshape', 'transpose', 'permute', 'broadcast_to', 'expand', 'squeeze', 'unsqueeze', 'flip'],
  ...['summation', 'mean', 'cumsum', 'avg_pool', 'stack', 'concat', 'split', 'make_tuple', 'tuple_get_item'],
  ...['pad', 'slice', 'dilate', 'undilate', 'gather', 'scatter_add', 'index_put', 'embedding', 'rope'],
]);
