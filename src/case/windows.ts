/** Shapes of ops that slide a window over images of shape (batch, height, width, channels). */
import { at } from './at.js';
import { formatShape, type Shape, ShapeError } from './shape.js';

/** How many windows of this size fit into `size` entries with `padding` zeros at both ends. */
export const windowsIn = (size: number, window: number, stride: number, padding: number): number =>
  Math.floor((size + 2 * padding - window) / stride) + 1;

function checkImages(shape: Shape, op: string): void {
  if (shape.length === 4) return;
  throw new ShapeError(
    `${op}: images have the shape (batch, height, width, channels), got ${formatShape(shape)}`,
  );
}

function checkWhole(value: number, least: number, what: string): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new ShapeError(`${what} must be an integer ≥ ${least}, got ${value}`);
}

/** The height and width of the result. */
function slide(
  images: Shape,
  window: readonly [number, number],
  stride: number,
  padding: number,
  op: string,
): [number, number] {
  checkWhole(stride, 1, `${op}: the stride`);
  checkWhole(padding, 0, `${op}: the padding`);
  const [height, width] = [at(images, 1), at(images, 2)];
  const fits = window[0] <= height + 2 * padding && window[1] <= width + 2 * padding;
  if (!fits || [height, width, ...window].includes(0)) {
    throw new ShapeError(
      `${op}: a window of ${window[0]} × ${window[1]} does not fit images of ${height} × ${width} with padding ${padding}`,
    );
  }
  return [windowsIn(height, window[0], stride, padding), windowsIn(width, window[1], stride, padding)];
}

/** Images (N, H, W, Cin) and weights (height, width, Cin, Cout) give images (N, H', W', Cout). */
export function convShape(images: Shape, weight: Shape, stride: number, padding: number): Shape {
  checkImages(images, 'conv');
  if (weight.length !== 4 || weight[2] !== images[3]) {
    throw new ShapeError(
      `conv: weights have the shape (height, width, channels in, channels out), with ${images[3]} channels in for images of ` +
        `shape ${formatShape(images)}, got ${formatShape(weight)}`,
    );
  }
  const [kernelHeight, kernelWidth, , channels] = weight as [number, number, number, number];
  return [at(images, 0), ...slide(images, [kernelHeight, kernelWidth], stride, padding, 'conv'), channels];
}

/** Square windows, channel by channel, without padding. */
export function poolShape(images: Shape, kernel: number, stride: number, op: string): Shape {
  checkImages(images, op);
  checkWhole(kernel, 1, `${op}: the kernel`);
  const [height, width] = slide(images, [kernel, kernel], stride, 0, op);
  return [at(images, 0), height, width, at(images, 3)];
}

/** One number for the rows of images, one for the columns. */
export type PlanePair = readonly [number, number];

/** How the windows of a general convolution lie. */
export interface Sliding {
  readonly stride: PlanePair;
  readonly padding: PlanePair;
  /** How far apart the entries of a window are. */
  readonly dilation: PlanePair;
  /** Channels in and out are cut into as many groups; each group of channels out sees one group of channels in. */
  readonly groups: number;
}

/** From the first entry of a window to its last, along one of the two axes. */
export const reachOf = (window: number, dilation: number): number => dilation * (window - 1) + 1;

function checkSliding({ stride, padding, dilation, groups }: Sliding, op: string): void {
  for (const axis of [0, 1] as const) {
    checkWhole(stride[axis], 1, `${op}: each stride`);
    checkWhole(padding[axis], 0, `${op}: each padding`);
    checkWhole(dilation[axis], 1, `${op}: each dilation`);
  }
  checkWhole(groups, 1, `${op}: the number of groups`);
}

/** Images (N, H, W, Cin) and weights (height, width, Cin / groups, Cout) give images (N, H', W', Cout). */
export function convGeneralShape(images: Shape, weight: Shape, sliding: Sliding): Shape {
  const { groups, stride, padding, dilation } = sliding;
  checkImages(images, 'conv_general');
  checkSliding(sliding, 'conv_general');
  if (weight.length !== 4 || at(weight, 2) * groups !== images[3] || at(weight, 3) % groups !== 0) {
    throw new ShapeError(
      `conv_general: weights have the shape (height, width, channels in / groups, channels out), with ${images[3]} channels ` +
        `in, ${groups} groups, and channels out that the groups divide, got ${formatShape(weight)}`,
    );
  }
  const plane = ([0, 1] as const).map((axis) => {
    const [size, window] = [at(images, axis + 1), at(weight, axis)];
    const reach = reachOf(window, dilation[axis]);
    if (size > 0 && window > 0 && reach <= size + 2 * padding[axis]) {
      return windowsIn(size, reach, stride[axis], padding[axis]);
    }
    throw new ShapeError(
      `conv_general: a window of ${window} entries, ${dilation[axis]} apart, does not fit ${size} entries with padding ` +
        `${padding[axis]} along axis ${axis + 1}`,
    );
  });
  return [at(images, 0), ...plane, at(weight, 3)];
}

/** How the windows of a transposed convolution lie, and how much is added at the end of its result. */
export interface TransposedSliding extends Sliding {
  /** How many rows and columns the result has more at its end: fewer than the stride. */
  readonly outputPadding: PlanePair;
}

/** Images (N, H, W, Cin) and weights (height, width, Cout / groups, Cin) give images (N, H', W', Cout). */
export function convTransposeShape(images: Shape, weight: Shape, sliding: TransposedSliding): Shape {
  const { groups, stride, padding, dilation, outputPadding } = sliding;
  checkImages(images, 'conv_transpose');
  checkSliding(sliding, 'conv_transpose');
  if (weight.length !== 4 || weight[3] !== images[3] || at(weight, 3) % groups !== 0) {
    throw new ShapeError(
      `conv_transpose: weights have the shape (height, width, channels out / groups, channels in), with ${images[3]} channels ` +
        `in that the ${groups} groups divide, got ${formatShape(weight)}`,
    );
  }
  const plane = ([0, 1] as const).map((axis) => {
    const [size, window, more] = [at(images, axis + 1), at(weight, axis), outputPadding[axis]];
    checkWhole(more, 0, 'conv_transpose: each output padding');
    if (more >= stride[axis]) {
      throw new ShapeError(
        `conv_transpose: an output padding must be less than its stride, got ${more} for a stride of ${stride[axis]}`,
      );
    }
    const whole = (size - 1) * stride[axis] + reachOf(window, dilation[axis]) + more;
    if (size > 0 && window > 0 && whole > 2 * padding[axis]) return whole - 2 * padding[axis];
    throw new ShapeError(
      `conv_transpose: padding ${padding[axis]} takes all ${Math.max(0, whole)} entries that a window of ${window} makes of ` +
        `${size} along axis ${axis + 1}`,
    );
  });
  return [at(images, 0), ...plane, at(weight, 2) * groups];
}
