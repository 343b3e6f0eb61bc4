/** Functions that see a tensor's gradient on its way back, and may put another in its place, as in PyTorch. */
import { formatShape, sameShape } from '../../case/shape.js';
import { GradientError } from '../tensor/errors.js';
import { Tensor } from '../tensor/tensor.js';

/** Called with the gradient, once all parts of it are there; what it returns takes the gradient's place. */
export type Hook = (gradient: Tensor) => Tensor | undefined;

/** Per tensor, what its hooks made of its gradient in the pass that is under way. */
let ofThisPass: Map<Tensor, Tensor> | undefined;

/** Runs a pass: in it each tensor's hooks run once, however often its gradient is asked for. A hook may begin another. */
export function inOnePass<T>(run: () => T): T {
  const outer = ofThisPass;
  ofThisPass = new Map();
  try {
    return run();
  } finally {
    ofThisPass = outer;
  }
}

/** The gradient of a tensor after its hooks, in the order in which they were registered. */
export function hooked(tensor: Tensor, gradient: Tensor): Tensor {
  if (tensor.hooks.length === 0) return gradient;
  const known = ofThisPass?.get(tensor);
  if (known !== undefined) return known;
  let result = gradient;
  for (const hook of tensor.hooks) result = replacement(hook(result), result);
  ofThisPass?.set(tensor, result);
  return result;
}

function replacement(returned: unknown, gradient: Tensor): Tensor {
  if (returned === undefined) return gradient;
  if (!(returned instanceof Tensor)) {
    throw new GradientError(
      `a hook must return a Tensor, to take the gradient's place, or nothing; it returned ${typeof returned}`,
    );
  }
  if (sameShape(returned.shape, gradient.shape) && returned.dtype === gradient.dtype) return returned;
  throw new GradientError(
    `a hook returned ${returned.dtype} of shape ${formatShape(returned.shape)} for a gradient that is ` +
      `${gradient.dtype} of shape ${formatShape(gradient.shape)}; a gradient keeps its shape and dtype`,
  );
}
