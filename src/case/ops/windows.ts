/** Ops that slide a window over images. */
import { natural, naturalPair, positive, positivePair } from '../attributes.js';
import { type Shape, sizeOf } from '../shape.js';
import { convGeneralShape, convShape, convTransposeShape, poolShape } from '../windows.js';
import { binary, unary } from './entry.js';

interface Pooling {
  readonly op: string;
  readonly kernel: number;
  readonly stride: number;
}

const pooled = {
  attributes: { kernel: positive, stride: positive },
  shape: ({ kernel, stride, op }: Pooling, [a]: readonly [Shape]): Shape => poolShape(a, kernel, stride, op),
  operations: ({ kernel }: Pooling, _: unknown, out: Shape): number => sizeOf(out) * kernel ** 2,
};

const sliding = { stride: positivePair, padding: naturalPair, dilation: positivePair, groups: positive };

export const windows = {
  conv: binary({
    attributes: { stride: positive, padding: natural },
    shape: ({ stride, padding }, [a, b]) => convShape(a, b, stride, padding),
    // Each entry of a channel sums over the kernel's other axes.
    operations: (_, [, weight], out) => sizeOf(out) * sizeOf(weight),
  }),
  avg_pool: unary(pooled),
  max_pool: unary({ ...pooled, kink: 'order' }),
  /** As conv, with a stride, a padding and a dilation for each axis, and groups of channels. */
  conv_general: binary({
    attributes: sliding,
    shape: (step, [a, b]) => convGeneralShape(a, b, step),
    operations: (_, [, weight], out) => sizeOf(out) * sizeOf(weight.slice(0, 3)),
  }),
  /** The adjoint of conv_general as a function of its images. */
  conv_transpose: binary({
    attributes: { ...sliding, outputPadding: naturalPair },
    shape: (step, [a, b]) => convTransposeShape(a, b, step),
    operations: (_, [images, weight]) => sizeOf(images) * sizeOf(weight.slice(0, 3)),
  }),
};
