/** Ops that slide a window over images. */
import { natural, positive } from '../attributes.js';
import { type Shape, sizeOf } from '../shape.js';
import { convShape, poolShape } from '../windows.js';
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

export const windows = {
  conv: binary({
    attributes: { stride: positive, padding: natural },
    shape: ({ stride, padding }, [a, b]) => convShape(a, b, stride, padding),
    // Each entry of a channel sums over the kernel's other axes.
    operations: (_, [, weight], out) => sizeOf(out) * sizeOf(weight),
  }),
  avg_pool: unary(pooled),
  max_pool: unary({ ...pooled, kink: 'order' }),
};
