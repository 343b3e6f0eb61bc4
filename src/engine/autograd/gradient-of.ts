/** One step back: what an op's gradient returns, with all checks. */
import { formatShape, sameShape } from '../../case/shape.js';
import { silenced } from '../ops/silenced.js';
import { describe, isTensor, plural } from '../tensor/describe.js';
import { AutogradError, GradientError } from '../tensor/errors.js';
import type { Tensor } from '../tensor/tensor.js';
import { hooked } from './hooks.js';
import { isLazy, lazily } from './modes.js';
import type { Inputs, Op } from './op.js';
import { realize } from './realize.js';

/**
 * The adjoints of a node's inputs, as its op's gradient returned them; undefined for an input for which a `Function`'s
 * backward returned null.
 * @throws {AutogradError} for a leaf, which has no rule
 * @throws {GradientError} for another number of them, or for one that is not a tensor of its input's shape and dtype.
 */
export function gradientOf(node: Tensor, outGrad: Tensor): readonly (Tensor | undefined)[] {
  checkAsked(node, outGrad);
  const { op, inputs } = node as { op: Op; inputs: Inputs };
  const flowing = hooked(node, outGrad);
  const adjoints = adjointsFrom(op, flowing, node);
  if (!Array.isArray(adjoints) || adjoints.length !== inputs.length) {
    throw new GradientError(
      `${op.name}: gradient must return an array of ${plural(inputs.length, 'tensor')}, one per input, ` +
        `but returned ${describe(adjoints)}`,
    );
  }
  inputs.forEach((input, index) => {
    if (op.mayOmit && adjoints[index] === undefined) return;
    checkAdjoint(adjoints[index], input, () => `${op.name}: the gradient of input ${index}`);
  });
  return silenced(node, flowing, adjoints);
}

/**
 * What the rule returns. Where an input needs no adjoint, as the images of a first layer, the rule only says how the
 * adjoints are computed; those that are needed then are.
 */
function adjointsFrom(op: Op, outGrad: Tensor, node: Tensor): unknown {
  if (isLazy() || node.inputs.every(({ requiresGrad }) => requiresGrad)) return op.gradient(outGrad, node);
  const adjoints: unknown = lazily(() => op.gradient(outGrad, node));
  if (Array.isArray(adjoints)) {
    node.inputs.forEach(({ requiresGrad }, index) => {
      if (requiresGrad && isTensor(adjoints[index])) realize(adjoints[index]);
    });
  }
  return adjoints;
}

function checkAsked(node: unknown, outGrad: unknown): void {
  if (!isTensor(node) || !isTensor(outGrad)) {
    throw new TypeError(
      `gradientOf takes a node and its outGrad, both tensors, got ${describe(node)} and ${describe(outGrad)}`,
    );
  }
  if (node.op === null) {
    throw new AutogradError(
      'gradientOf: this tensor is a leaf: no op made it, so there is no rule to ask; go on where node.op is null',
    );
  }
}

function checkAdjoint(adjoint: unknown, input: Tensor, what: () => string): void {
  if (!isTensor(adjoint)) {
    throw new GradientError(
      `${what()} must be a Tensor, but is ${describe(adjoint)}; build it with functions such as multiply(outGrad, …)`,
    );
  }
  if (!sameShape(adjoint.shape, input.shape)) {
    throw new GradientError(
      `${what()} has shape ${formatShape(adjoint.shape)}, but the input has shape ${formatShape(input.shape)}; ` +
        'a gradient has the shape of its input',
    );
  }
  if (adjoint.dtype !== input.dtype) {
    throw new GradientError(
      `${what()} is ${adjoint.dtype}, but the input is ${input.dtype}; keep the input's dtype`,
    );
  }
}
