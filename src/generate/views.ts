/**
 * Views: an operand, or a cotangent, that lies in memory in another order than its shape says. They are undone by
 * whoever reads strides; whoever reads storage in order gets other entries.
 */
import { at } from '../case/at.js';
import { type Shape, sizeOf } from '../case/shape.js';
import type { Operation, OpName } from '../case/vocabulary.js';
import { upTo } from './axes.js';
import { isSmall } from './shapes.js';

/** An operation, and the shape of what it views. */
export interface View {
  readonly operation: Operation;
  readonly from: Shape;
}

interface ViewKind {
  /** One that has this shape; undefined if it would show nothing. */
  to(shape: Shape, turn: number): View | undefined;
  /** One of an array of this shape; undefined if it would show nothing. */
  of(shape: Shape, turn: number): Operation | undefined;
}

const wideAxes = (shape: Shape): number[] => upTo(shape.length).filter((axis) => at(shape, axis) > 1);

/** Axes in another order. */
const reordering = (
  orderOf: (shape: Shape, turn: number) => readonly number[],
  operationOf: (order: readonly number[]) => Operation,
): ViewKind => ({
  to(shape, turn) {
    if (wideAxes(shape).length < 2) return undefined;
    const order = orderOf(shape, turn);
    const from = upTo(shape.length).map((axis) => at(shape, order.indexOf(axis)));
    return { operation: operationOf(order), from };
  },
  of: (shape, turn) => (wideAxes(shape).length < 2 ? undefined : operationOf(orderOf(shape, turn))),
});

/** Two axes that have several entries change places. */
function swapped(shape: Shape, turn: number): readonly number[] {
  const wide = wideAxes(shape);
  const first = turn % wide.length;
  const second = (first + 1 + (turn % (wide.length - 1))) % wide.length;
  const [a, b] = [at(wide, first), at(wide, second)];
  return upTo(shape.length).map((axis) => (axis === a ? b : axis === b ? a : axis));
}

function rotated({ length }: Shape, turn: number): readonly number[] {
  const by = 1 + (turn % (length - 1));
  return upTo(length).map((axis) => (axis + by) % length);
}

const swapOf = (order: readonly number[]): Operation => {
  const axis = order.findIndex((moved, index) => moved !== index);
  return { op: 'transpose', axes: [axis, at(order, axis)] };
};

/** What is cut out of the chosen axis: every other entry, all backwards, every other backwards, all but the first. */
const cuts = [
  { step: 2, start: null, larger: (size: number) => 2 * size },
  { step: -1, start: null, larger: (size: number) => size },
  { step: -2, start: null, larger: (size: number) => 2 * size },
  { step: 1, start: 1, larger: (size: number) => size + 1 },
] as const;

function cut(shape: Shape, turn: number): (View & { readonly axis: number }) | undefined {
  const wide = wideAxes(shape);
  const axis = wide[turn % wide.length];
  if (axis === undefined) return undefined;
  const { step, start, larger } = at(cuts, Math.floor(turn / wide.length) % cuts.length);
  const others = shape.map((): number | null => null);
  return {
    operation: {
      op: 'slice',
      starts: others.with(axis, start),
      stops: others,
      steps: shape.map(() => 1).with(axis, step),
    },
    from: shape.with(axis, larger(at(shape, axis))),
    axis,
  };
}

const flipped = (shape: Shape, turn: number): Operation | undefined => {
  const wide = wideAxes(shape);
  if (wide.length === 0) return undefined;
  return { op: 'flip', axes: turn % 3 === 2 ? wide : [at(wide, turn % wide.length)] };
};

const reshaped = (shape: Shape): Shape => (shape.length === 1 ? [1, ...shape] : [sizeOf(shape)]);

const kinds = {
  transpose: reordering(swapped, swapOf),
  permute: reordering(rotated, (axes) => ({ op: 'permute', axes })),
  broadcast_to: {
    to(shape, turn) {
      const wide = wideAxes(shape);
      // Repeated along its first axis, an array reads the same in order: mostly it is another axis.
      const axis = turn % 5 === 4 ? wide[0] : wide.at(-1);
      if (axis === undefined) return undefined;
      const drops = axis === 0 && turn % 2 === 1 && shape.length > 1;
      return { operation: { op: 'broadcast_to', shape }, from: drops ? shape.slice(1) : shape.with(axis, 1) };
    },
    of: (shape) =>
      shape.length < 4 && isSmall([2, ...shape]) ? { op: 'broadcast_to', shape: [2, ...shape] } : undefined,
  },
  flip: {
    to(shape, turn) {
      const operation = flipped(shape, turn);
      return operation && { operation, from: shape };
    },
    of: flipped,
  },
  slice: {
    to: cut,
    of: (shape, turn) => cut(shape, turn)?.operation,
  },
  reshape: {
    to: (shape) => ({ operation: { op: 'reshape', shape }, from: reshaped(shape) }),
    of: (shape) => ({ op: 'reshape', shape: reshaped(shape) }),
  },
} satisfies Partial<Record<OpName, ViewKind>>;

export type ViewOp = keyof typeof kinds;

/** The ops that views are made of. */
export const viewOps = Object.keys(kinds) as readonly ViewOp[];

/** The kind of view, and of which axes. */
export type ViewChoice = readonly [kind: ViewOp, turn: number];

/** The chosen kind of view, then the others. */
function kindsFrom(kind: ViewOp, ops: readonly OpName[]): ViewKind[] {
  const start = viewOps.indexOf(kind);
  const order = [...viewOps.slice(start), ...viewOps.slice(0, start)];
  return order.filter((op) => ops.includes(op)).map((op) => kinds[op]);
}

/** Views that lead to this shape, each of what the one before it gives; the first is taken of an input. */
export function viewsTo(shape: Shape, choices: readonly ViewChoice[], ops: readonly OpName[]): View[] {
  const views: View[] = [];
  for (const [kind, turn] of choices) {
    const target = views[0]?.from ?? shape;
    const found = kindsFrom(kind, ops).flatMap((each) => each.to(target, turn) ?? []);
    const view = sizeOf(shape) === 0 ? undefined : found.find(({ from }) => isSmall(from));
    if (view !== undefined) views.unshift(view);
  }
  return views;
}

/** The chosen view of an array of this shape. */
export function viewOf(
  shape: Shape,
  [kind, turn]: ViewChoice,
  ops: readonly OpName[],
): Operation | undefined {
  if (sizeOf(shape) === 0) return undefined;
  return kindsFrom(kind, ops).flatMap((each) => each.of(shape, turn) ?? [])[0];
}
