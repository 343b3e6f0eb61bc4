/** Whether windows come to the last row and column of images: a long array has its tail there, and what none reads has no slope. */
import { at } from '../../case/at.js';
import type { Shape } from '../../case/shape.js';
import { inferShape, type Operation } from '../../case/vocabulary.js';
import type { PlanePair } from '../../case/windows.js';
import { stepOn } from '../form.js';
import type { Space } from '../space.js';

type Windowed = Extract<Operation, { readonly stride: number | PlanePair }>;

/** True, too, where no array is long: there windows may leave out what they like. */
export const comesToEnd = ({ long }: Space, operation: Windowed, shapes: readonly Shape[]): boolean =>
  long !== 'array' || readsLast(operation, shapes);

function readsLast(operation: Windowed, shapes: readonly Shape[]): boolean {
  const [images, weight = []] = shapes as readonly [Shape, Shape?];
  const result = inferShape(stepOn(operation, [...shapes.keys()]), shapes);
  const window = 'kernel' in operation ? both(operation.kernel) : weight;
  const stride = both(operation.stride);
  const padding = both('padding' in operation ? operation.padding : 0);
  const dilation = both('dilation' in operation ? operation.dilation : 1);
  return ([0, 1] as const).every((axis) => {
    const last = at(images, axis + 1) - 1;
    const taps = Array.from({ length: at(window, axis) }, (_, tap) => tap * dilation[axis] - padding[axis]);
    return taps.some((tap) => {
      // Of a transposed convolution the windows lie on the result.
      const place = 'outputPadding' in operation ? last * stride[axis] + tap : (last - tap) / stride[axis];
      return Number.isInteger(place) && place >= 0 && place < at(result, axis + 1);
    });
  });
}

const both = (size: number | PlanePair): PlanePair => (typeof size === 'number' ? [size, size] : size);
