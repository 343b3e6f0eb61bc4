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
