/** What adapters do about axes where a library takes fewer kinds of them than the protocol has. */

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

/**
 * For a function along the last axis: the axes are moved to the end, merged into one, and taken apart again.
 * @param library {reshape(a, shape), permute(a, order)}
 */
export function alongLast({ reshape, permute }, alongLastAxis) {
  return (a, { axes }) => {
    const { shape } = a;
    const named = axesOf(shape.length, axes);
    const kept = axesOf(shape.length, null).filter((axis) => !named.includes(axis));
    const sizes = (list) => list.map((axis) => shape[axis]);
    const order = [...kept, ...named];
    const flat = reshape(permute(a, order), [...sizes(kept), product(sizes(named))]);
    return permute(reshape(alongLastAxis(flat), sizes(order)), inverse(order));
  };
}

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
