/** General convolutions and their transposes, both as windows that slide. */
import { type Shape, sizeOf } from '../../case/shape.js';
import { reachOf, type Sliding } from '../../case/windows.js';
import { allocate, NDArray } from '../tensor/ndarray.js';
import { padded } from './conv.js';
import { copyStrided } from './copy.js';
import { writeRuns } from './movement.js';
import { rowMajor } from './strided.js';
import { correlateByTerms, uncorrelateByTerms } from './terms.js';
import { slide } from './windows.js';

/** Below so many terms per group, windows take longer to lay out than to add up. */
const worthLayingOut = 1024;

function byTerms(weight: NDArray, sums: number, { groups }: Sliding): boolean {
  const terms = sums * sizeOf(weight.shape.slice(0, 3));
  return terms < worthLayingOut * groups || !weight.data.every(Number.isFinite);
}

/** Each window's sum of products with the weights: images (N, H, W, Cin) to `shape`. */
export function correlate(images: NDArray, weight: NDArray, shape: Shape, sliding: Sliding): NDArray {
  if (byTerms(weight, sizeOf(shape), sliding)) return correlateByTerms(images, weight, shape, sliding);
  return slide(padded(images, sliding.padding), weight, shape, { ...sliding, first: [0, 0] });
}

/**
 * The transpose: what each entry of `out` sends back to the images of this shape. The kernel, turned round, slides over the
 * entries of `out`, which lie a stride apart among zeros.
 */
export function uncorrelate(out: NDArray, weight: NDArray, shape: Shape, sliding: Sliding): NDArray {
  if (byTerms(weight, out.data.length, sliding)) return uncorrelateByTerms(out, weight, shape, sliding);
  const { padding, dilation, groups } = sliding;
  const windows = { first: padding, stride: [1, 1], dilation, groups } as const;
  return slide(spread(out, weight.shape, shape, sliding), turned(weight, groups), shape, windows);
}

/** The entries of `out` a stride apart, with room before them and after them for every window. */
function spread(out: NDArray, weight: Shape, shape: Shape, { stride, padding, dilation }: Sliding): NDArray {
  const [n, , , channels] = out.shape as [number, number, number, number];
  const along = ([0, 1] as const).map((axis) => {
    const reach = reachOf(weight[axis] as number, dilation[axis]);
    const run = { first: reach - 1, step: stride[axis], count: out.shape[axis + 1] as number };
    const size = Math.max(padding[axis] + (shape[axis + 1] as number), 1 + (run.count - 1) * run.step);
    return { run, size: reach - 1 + size };
  });
  const sizes = along.map(({ size }) => size);
  const all = (count: number) => ({ first: 0, step: 1, count });
  return writeRuns(out, [n, ...sizes, channels], [all(n), ...along.map(({ run }) => run), all(channels)]);
}

/** Weights (h, w, C / groups, D) as (h, w, D / groups, C): last row and column first, from the channels out to those in. */
function turned(weight: NDArray, groups: number): NDArray {
  const [h, w, channels, out] = weight.shape as [number, number, number, number];
  const perGroup = out / groups;
  const pixel = channels * out;
  const data = allocate(weight.dtype, sizeOf(weight.shape));
  const to = [h, w, perGroup, groups, channels];
  const from = { start: (h * w - 1) * pixel, strides: [-w * pixel, -pixel, 1, perGroup, out] };
  copyStrided(to, weight.data, from, data, rowMajor(to));
  return new NDArray(weight.dtype, [h, w, perGroup, groups * channels], data);
}
