/** What adapters do where a library takes fewer kinds of axes than the protocol has, or fewer cases. */
import { Unsupported } from '../../dist/oracle/adapter-kit.js';

/** @throws {Unsupported} for a case that the library cannot take */
export function only(holds, why) {
  if (!holds) throw new Unsupported(why);
}

/** The axes by their numbers from the front; all of them for `null`. */
export const axesOf = (rank, axes) =>
  axes === null
    ? Array.from({ length: rank }, (_, axis) => axis)
    : [axes].flat().map((axis) => (axis + rank) % rank);

/** The permutation that swaps two axes: the last two for `null`. */
export function swap(rank, axes) {
  const order = axesOf(rank, null);
  const [a, b] = axesOf(rank, axes ?? [-2, -1]);
  [order[a], order[b]] = [order[b], order[a]];
  return order;
}

/** The permutation that undoes one. */
export const inverse = (order) => order.map((_, axis) => order.indexOf(axis));

const product = (sizes) => sizes.reduce((all, size) => all * size, 1);

/** The axes moved to the end and merged into one; `back` undoes that for a result of the same shape. */
function merge({ reshape, permute }, a, named) {
  const kept = axesOf(a.shape.length, null).filter((axis) => !named.includes(axis));
  const sizes = (list) => list.map((axis) => a.shape[axis]);
  const order = [...kept, ...named];
  return {
    flat: reshape(permute(a, order), [...sizes(kept), product(sizes(named))]),
    back: (result) => permute(reshape(result, sizes(order)), inverse(order)),
  };
}

/** For a function that takes no axis, and works along the last one. `layout` is {reshape(a, shape), permute(a, order)}. */
export const alongLast = (layout, along) => (a, attributes) => {
  const { flat, back } = merge(layout, a, axesOf(a.shape.length, attributes.axes));
  return back(along(flat, attributes));
};

/** For a function that takes one axis, as `along(a, axis)`. */
export const alongAxes = (layout, along) => (a, attributes) => {
  const named = axesOf(a.shape.length, attributes.axes);
  if (named.length === 1) return along(a, named[0]);
  const { flat, back } = merge(layout, a, named);
  return back(along(flat, flat.shape.length - 1));
};

/** For a function that takes one axis and drops it, as `reduce(a, axis, attributes)`. */
export const overAxes = (layout, reduce) => (a, attributes) => {
  const named = axesOf(a.shape.length, attributes.axes);
  const { flat } = named.length === 1 ? {} : merge(layout, a, named);
  const reduced = flat ? reduce(flat, flat.shape.length - 1, attributes) : reduce(a, named[0], attributes);
  if (!attributes.keepdims) return reduced;
  return layout.reshape(
    reduced,
    a.shape.map((size, axis) => (named.includes(axis) ? 1 : size)),
  );
};

/**
 * What a slice of steps 1 and -1 reads: along each axis the entries from `low` up to `high`, perhaps backwards.
 * Bounds are read as Python does.
 */
export const rangesOf = (shape, { starts, stops, steps }) =>
  steps.map((step, axis) => {
    const size = shape[axis];
    const backwards = step < 0;
    const [least, most] = backwards ? [-1, size - 1] : [0, size];
    const bound = (at, otherwise) =>
      at === null ? otherwise : Math.max(least, Math.min(most, at < 0 ? at + size : at));
    const first = bound(starts[axis], backwards ? most : least);
    const end = bound(stops[axis], backwards ? least : most);
    const [low, high] = backwards ? [end + 1, first + 1] : [first, end];
    return { low: Math.min(low, high), high, backwards };
  });
