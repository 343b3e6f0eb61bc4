/**
 * Derivatives of functions from tensors to a tensor, like PyTorch's torch.autograd.functional. The function is called
 * on copies of the inputs; the results are detached.
 */
import { at } from '../../case/at.js';
import { formatShape, ShapeError, sameShape, sizeOf } from '../../case/shape.js';
import { listOf, NDArray } from '../tensor/ndarray.js';
import { Tensor, zeros } from '../tensor/tensor.js';
import { gradBatched } from './batched.js';
import { pushforward } from './forward.js';
import { grad } from './grad.js';
import { realize } from './realize.js';

/** A function to differentiate. */
export type TensorFunction = (...inputs: readonly Tensor[]) => Tensor;

const leafOf = (tensor: Tensor): Tensor => Tensor.fromData(tensor.toData(), { requiresGrad: true });

/** f(x) and Jᵀ·outGrad, one gradient per input. @param outGrad of the output's shape */
export function vjp(
  f: TensorFunction,
  inputs: readonly Tensor[],
  outGrad: Tensor,
): { readonly output: Tensor; readonly gradients: readonly Tensor[] } {
  const leaves = inputs.map(leafOf);
  const output = f(...leaves);
  const gradients = output.requiresGrad
    ? grad(output, leaves, { outGrads: [outGrad] })
    : leaves.map(({ shape, dtype }) => zeros(shape, { dtype }));
  return { output: output.detach(), gradients: gradients.map((each) => each.detach()) };
}

/**
 * f(x) and the Jᵀ·outGrad of a batch: with an axis of n in front of outGrad and of every gradient. f is called once,
 * and reverse mode runs n times.
 * @param outGrads n cotangents, stacked: of the output's shape behind an axis of n ≥ 1
 */
export function vjpBatched(
  f: TensorFunction,
  inputs: readonly Tensor[],
  outGrads: Tensor,
): { readonly output: Tensor; readonly gradients: readonly Tensor[] } {
  const leaves = inputs.map(leafOf);
  const output = f(...leaves);
  // What does not depend on the inputs has zeros for its gradients, and no graph to find them in.
  const traced = output.requiresGrad ? [output] : [];
  const gradients = gradBatched(traced, leaves, { outGrads: [outGrads] });
  return { output: output.detach(), gradients: gradients.map((each) => each.detach()) };
}

/**
 * f(x) and J·tangents, by reverse mode twice: JᵀΔ is linear in Δ, and its gradient by Δ along v is Jv.
 * @param tangents one per input, of its shape
 */
export function jvp(
  f: TensorFunction,
  inputs: readonly Tensor[],
  tangents: readonly Tensor[],
): { readonly output: Tensor; readonly tangent: Tensor } {
  requireLike(inputs, tangents, 'jvp: tangent');
  const leaves = inputs.map(leafOf);
  const output = f(...leaves);
  const tangent = at(pushforward([output], leaves, tangents), 0);
  return { output: output.detach(), tangent: tangent.detach() };
}

/**
 * ∂f/∂x, of the output's shape followed by the input's: entry (…k, …i) is ∂fₖ/∂xᵢ. Takes one backward per output
 * entry.
 */
export function jacobian(f: (input: Tensor) => Tensor, input: Tensor): Tensor {
  const leaf = leafOf(input);
  return rowsOf(f(leaf), leaf);
}

/** ∂²f/∂x², of the input's shape repeated twice. @throws {ShapeError} unless f is a scalar */
export function hessian(f: (input: Tensor) => Tensor, input: Tensor): Tensor {
  const leaf = leafOf(input);
  return rowsOf(gradientOfScalar(f(leaf), leaf, 'hessian'), leaf);
}

/** H·v, with H the Hessian of f at x, without forming H. @throws {ShapeError} unless f is a scalar and v like x */
export function hvp(f: (input: Tensor) => Tensor, input: Tensor, v: Tensor): Tensor {
  requireLike([input], [v], 'hvp: v');
  const leaf = leafOf(input);
  const gradient = gradientOfScalar(f(leaf), leaf, 'hvp');
  const { shape, dtype } = input;
  if (!gradient.requiresGrad) return zeros(shape, { dtype });
  return at(grad(gradient, [leaf], { outGrads: [v] }), 0).detach();
}

function gradientOfScalar(output: Tensor, leaf: Tensor, name: string): Tensor {
  if (sizeOf(output.shape) !== 1) {
    throw new ShapeError(
      `${name}: the function must return one number, got shape ${formatShape(output.shape)}; sum it up first`,
    );
  }
  const { shape, dtype } = leaf;
  if (!output.requiresGrad) return zeros(shape, { dtype });
  const one = unit(output, 0);
  return at(grad(output, [leaf], { outGrads: [one], createGraph: true }), 0);
}

function rowsOf(output: Tensor, leaf: Tensor): Tensor {
  const [rows, columns] = [sizeOf(output.shape), sizeOf(leaf.shape)];
  const { dtype } = output;
  const data = new Array<number>(rows * columns).fill(0);
  for (let k = 0; k < (output.requiresGrad ? rows : 0); k++) {
    const [row] = grad(output, [leaf], { outGrads: [unit(output, k)], retainGraph: true }) as [Tensor];
    listOf(realize(row).data).forEach((entry, i) => {
      data[k * columns + i] = entry;
    });
  }
  return Tensor.fromData({ dtype, shape: [...output.shape, ...leaf.shape], data });
}

/** Zeros of a tensor's shape, and a one. */
function unit({ shape, dtype }: Tensor, at: number): Tensor {
  const { data } = realize(zeros(shape, { dtype }));
  data[at] = 1;
  return Tensor.of(new NDArray(dtype, shape, data));
}

function requireLike(inputs: readonly Tensor[], others: readonly Tensor[], what: string): void {
  if (inputs.length !== others.length) {
    throw new ShapeError(`${what}s: expected ${inputs.length}, one per input, got ${others.length}`);
  }
  inputs.forEach(({ shape }, index) => {
    const other = at(others, index).shape;
    if (!sameShape(shape, other)) {
      throw new ShapeError(
        `${what} ${index} has shape ${formatShape(other)}, but input ${index} has shape ${formatShape(shape)}`,
      );
    }
  });
}
