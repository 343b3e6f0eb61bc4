/** Ops that pick entries, or spread them among zeros. Dilate and undilate, pad and slice undo each other. */
import {
  type Bounds,
  dilateShape,
  type Padding,
  padShape,
  type Run,
  runsOf,
  undilateShape,
} from '../../case/indexing.js';
import { type Axes, normalizeAxes, type Shape } from '../../case/shape.js';
import { type Node, type One, Op } from '../autograd/op.js';
import { readRuns, writeRuns } from '../kernels/movement.js';
import type { NDArray } from '../tensor/ndarray.js';
import { record, type Tensor } from '../tensor/tensor.js';

/** Along the axes `chosen`, elsewhere every entry. */
const runsAlong = (shape: Shape, axes: Axes, op: string, chosen: (count: number) => Run): Run[] => {
  const named = normalizeAxes(axes, shape.length, op);
  return shape.map((count, axis) => (named.includes(axis) ? chosen(count) : { first: 0, step: 1, count }));
};

export class Flip extends Op<One> {
  readonly name = 'flip';
  constructor(readonly axes: Axes) {
    super();
  }
  compute(a: NDArray): NDArray {
    const backwards = (count: number): Run => ({ first: count - 1, step: -1, count });
    return readRuns(a, runsAlong(a.shape, this.axes, this.name, backwards));
  }
  gradient(outGrad: Tensor, _: Node<One>): One {
    return [flip(outGrad, this.axes)];
  }
}

/** The entries in reverse order along the axes; default: all axes. */
export const flip = (a: Tensor, axes: Axes = null): Tensor => record(new Flip(axes), [a]);

export class Dilate extends Op<One> {
  readonly name = 'dilate';
  constructor(
    readonly axes: Axes,
    readonly dilation: number,
  ) {
    super();
  }
  compute(a: NDArray): NDArray {
    const apart = (count: number): Run => ({ first: 0, step: this.dilation + 1, count });
    const shape = dilateShape(a.shape, this.axes, this.dilation);
    return writeRuns(a, shape, runsAlong(a.shape, this.axes, this.name, apart));
  }
  gradient(outGrad: Tensor, _: Node<One>): One {
    return [undilate(outGrad, this.axes, this.dilation)];
  }
}

/** Puts `dilation` zeros after every entry along the axes, also after the last one. */
export const dilate = (a: Tensor, axes: Axes, dilation: number): Tensor =>
  record(new Dilate(axes, dilation), [a]);

export class UnDilate extends Op<One> {
  readonly name = 'undilate';
  constructor(
    readonly axes: Axes,
    readonly dilation: number,
  ) {
    super();
  }
  compute(a: NDArray): NDArray {
    const shape = undilateShape(a.shape, this.axes, this.dilation);
    const kept = runsAlong(a.shape, this.axes, this.name, (count) => ({
      first: 0,
      step: this.dilation + 1,
      count,
    }));
    return readRuns(
      a,
      kept.map((run, axis) => ({ ...run, count: shape[axis] as number })),
    );
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    // The last group of entries may have had fewer than the dilation puts back.
    return [resize(dilate(outGrad, this.axes, this.dilation), x.shape)];
  }
}

/** Keeps the first of every `dilation + 1` entries along the axes. */
export const undilate = (a: Tensor, axes: Axes, dilation: number): Tensor =>
  record(new UnDilate(axes, dilation), [a]);

export class Pad extends Op<One> {
  readonly name = 'pad';
  constructor(readonly padding: Padding) {
    super();
  }
  compute(a: NDArray): NDArray {
    const shape = padShape(a.shape, this.padding);
    // What is left of `a` after negative padding took entries away.
    const left = a.shape.map((size, axis): Run => {
      const [before, after] = this.padding[axis] as readonly [number, number];
      const first = Math.max(0, -before);
      return { first, step: 1, count: Math.max(0, Math.min(size, size + after) - first) };
    });
    const places = left.map(({ first, count }, axis): Run => {
      const [before] = this.padding[axis] as readonly [number, number];
      return { first: first + before, step: 1, count };
    });
    return writeRuns(readRuns(a, left), shape, places);
  }
  gradient(outGrad: Tensor, _: Node<One>): One {
    const undone = this.padding.map(([before, after]) => [-before, -after] as const);
    return [pad(outGrad, undone)];
  }
}

/** Puts zeros before and after the entries of each axis; a negative number takes entries away. */
export const pad = (a: Tensor, padding: Padding): Tensor => record(new Pad(padding), [a]);

/** Adds zeros or takes entries away at the end of each axis, until the shape is this one. */
export const resize = (a: Tensor, shape: Shape): Tensor =>
  pad(
    a,
    shape.map((size, axis) => [0, size - (a.shape[axis] as number)] as const),
  );

export class Slice extends Op<One> {
  readonly name = 'slice';
  constructor(
    readonly starts: Bounds,
    readonly stops: Bounds,
    readonly steps: readonly number[],
  ) {
    super();
  }
  compute(a: NDArray): NDArray {
    return readRuns(a, runsOf(a.shape, this));
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    return [unslice(outGrad, x.shape, runsOf(x.shape, this))];
  }
}

/**
 * Basic slicing, as NumPy's `a[start:stop:step, …]`: bounds may be negative or null, and steps too may be negative.
 * @param steps default: 1 along every axis
 */
export const slice = (
  a: Tensor,
  starts: Bounds,
  stops: Bounds,
  steps: readonly number[] = starts.map(() => 1),
): Tensor => record(new Slice(starts, stops, steps), [a]);

/** The transpose of a slice: entries go back to where the runs read them, among zeros. */
export function unslice(a: Tensor, shape: Shape, runs: readonly Run[]): Tensor {
  const backwards = runs.flatMap(({ step }, axis) => (step < 0 ? [axis] : []));
  const spread = runs.reduce(
    (part, { step }, axis) => (Math.abs(step) === 1 ? part : dilate(part, axis, Math.abs(step) - 1)),
    backwards.length === 0 ? a : flip(a, backwards),
  );
  const padding = runs.map(({ first, step, count }, axis) => {
    const before = step < 0 && count > 0 ? first + step * (count - 1) : first;
    return [before, (shape[axis] as number) - before - (spread.shape[axis] as number)] as const;
  });
  return pad(spread, padding);
}
