/** Memory for time: a part of the graph that keeps its inputs only, and is computed again when its gradient is due. */
import type { Shape } from '../program/shape.js';
import { topologicalOrder } from './backward.js';
import { AutogradError } from './errors.js';
import type { TensorFunction } from './functional.js';
import { grad } from './grad.js';
import { enableGrad, isGradEnabled } from './modes.js';
import { NDArray } from './ndarray.js';
import { type Inputs, type Node, Op } from './op.js';
import { reshape } from './ops/shape.js';
import { realize } from './realize.js';
import { record, Tensor, zeros } from './tensor.js';

/**
 * f(...inputs), whose intermediate values are not kept: `backward` runs f once more, so f must give the same again.
 * Second order checkpoints the gradient in turn. The value is computed at once, in lazy mode too.
 * @throws {AutogradError} when f depends on a tensor that requires grad and is not among the inputs
 */
export function checkpoint(f: TensorFunction, ...inputs: readonly Tensor[]): Tensor {
  const { dtype, shape, data } = realize(runOnCopies(f, inputs, isGradEnabled()).output);
  return record(new Checkpoint(f, new NDArray(dtype, shape, data.slice())), inputs);
}

/** f on leaves with the inputs' values: what is recorded ends there, and goes when they go. */
function runOnCopies(f: TensorFunction, inputs: readonly Tensor[], isRecorded: boolean) {
  const copies = inputs.map((input) => Tensor.of(realize(input), input.requiresGrad && isRecorded));
  const output = f(...copies);
  const foreign = topologicalOrder([output]).find((node) => node.op === null && !copies.includes(node));
  if (foreign === undefined) return { output, copies };
  throw new AutogradError(
    'checkpoint: the function depends on a tensor that requires grad and is not among its inputs, so that its gradient would ' +
      'be lost; pass it as an input, as in checkpoint((x, weight) => …, x, weight)',
  );
}

/**
 * Puts in the place of every checkpoint below the outputs the graph that its function makes of its inputs, for whoever
 * wants to see it; of checkpoints in that graph, too.
 */
export function unfoldCheckpoints(outputs: readonly Tensor[]): void {
  const seen = new Set<Tensor>();
  const open = [...outputs];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.op instanceof Checkpoint) node.op.unfold(node);
    open.push(...node.inputs);
  }
}

class Checkpoint extends Op {
  readonly name = 'checkpoint';
  // Not attributes, which the fields of other ops are.
  readonly #f: TensorFunction;
  readonly #value: NDArray;
  constructor(f: TensorFunction, value: NDArray) {
    super();
    this.#f = f;
    this.#value = value;
  }
  override outputShape(): Shape {
    return this.#value.shape;
  }
  compute(): NDArray {
    return this.#value;
  }
  /** Node and output stay two tensors of one graph. */
  unfold(node: Tensor): void {
    const { op, inputs } = enableGrad(() => {
      const output = this.#f(...node.inputs);
      return reshape(output, output.shape);
    });
    Object.assign(node, { op, inputs });
  }
  gradient(outGrad: Tensor, { inputs }: Node<Inputs>): Inputs {
    return isGradEnabled() ? this.#recorded(outGrad, inputs) : this.#once(outGrad, inputs);
  }

  /** Runs f again, once for all inputs. */
  #once(outGrad: Tensor, inputs: Inputs): Inputs {
    const { output, copies } = enableGrad(() => runOnCopies(this.#f, inputs, true));
    const wanted = copies.filter((copy) => copy.requiresGrad);
    const gradients = new Map(
      grad(output, wanted, { outGrads: [outGrad] }).map((gradient, index) => [wanted[index], gradient]),
    );
    return copies.map((copy) => gradients.get(copy) ?? zerosLike(copy));
  }

  /** Each gradient is a function of outGrad and the inputs, and as such checkpointed itself. */
  #recorded(outGrad: Tensor, inputs: Inputs): Inputs {
    const gradientOf =
      (index: number): TensorFunction =>
      (delta, ...copies) => {
        const how = { outGrads: [delta], createGraph: true };
        return grad(this.#f(...copies), [copies[index] as Tensor], how)[0] as Tensor;
      };
    return inputs.map((input, index) =>
      input.requiresGrad ? checkpoint(gradientOf(index), outGrad, ...inputs) : zerosLike(input),
    );
  }
}

const zerosLike = ({ shape, dtype }: Tensor): Tensor => zeros(shape, { dtype });
