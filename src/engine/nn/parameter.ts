import { realize } from '../autograd/realize.js';
import { NDArray } from '../tensor/ndarray.js';
import { Tensor } from '../tensor/tensor.js';

/** A leaf with a copy of its initial values. */
abstract class State extends Tensor {
  constructor(start: Tensor, requiresGrad: boolean) {
    const { dtype, shape, data } = realize(start);
    super(shape, dtype, null, [], new NDArray(dtype, shape, data.slice()), requiresGrad);
  }
}

/** What a module learns: a leaf that requires grad. */
export class Parameter extends State {
  constructor(start: Tensor) {
    super(start, true);
  }
}

/** What a module keeps but does not learn, such as running statistics: saved with it, and without a gradient. */
export class Buffer extends State {
  constructor(start: Tensor) {
    super(start, false);
  }
}
