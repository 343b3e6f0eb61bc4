/**
 * How a tensor's `backward` differentiates. `autograd/grad.ts` registers itself here when it is loaded: it builds on
 * the ops, and they on tensors, so tensors cannot import it.
 */
import type { Tensor } from './tensor.js';

/** Of a `backward`, as in PyTorch. */
export interface BackwardOptions {
  /** Build a graph of the gradients themselves, so that they can be differentiated. */
  readonly createGraph?: boolean;
  /** Keep the graph for another pass; default: the value of `createGraph`. */
  readonly retainGraph?: boolean;
}

type Backward = (tensor: Tensor, outGrad: Tensor | undefined, options: BackwardOptions) => void;

export const differentiation: { backward: Backward } = {
  backward() {
    throw new Error('load autograd/grad.js before a tensor is differentiated');
  },
};
