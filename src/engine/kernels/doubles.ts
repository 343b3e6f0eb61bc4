import type { Shape } from '../../case/shape.js';
import { NDArray } from '../tensor/ndarray.js';

/** An array of what was computed in doubles, rounded to the dtype. */
export const fromDoubles = (dtype: NDArray['dtype'], shape: Shape, doubles: Float64Array): NDArray =>
  new NDArray(dtype, shape, dtype === 'float32' ? new Float32Array(doubles) : doubles);
