import { type Arrays, type Inputs, Op } from '../autograd/op.js';
import { eachEntry, type Formula } from '../kernels/formula.js';
import type { NDArray } from '../tensor/ndarray.js';

/** An op whose every entry is made of the entries at its place in the inputs, which have one shape. */
export abstract class ElementwiseOp<I extends Inputs = Inputs> extends Op<I> implements Formula {
  /** One entry of the output, in double precision, from one entry of each input. */
  abstract entry(...entries: number[]): number;

  get formula(): object {
    return this.constructor;
  }

  compute(...arrays: Arrays<I>): NDArray {
    return eachEntry(this, arrays as readonly NDArray[]);
  }
}
