/**
 * Trades time for memory: a part of the graph keeps only its inputs, and is computed again when its gradient is
 * needed.
 */
import type { Shape } from '../../case/shape.js';
import { reshape } from '../ops/shape.js';
import { AutogradError } from '../tensor/errors.js';
import { withMade } from '../tensor/made.js';
import { NDArray } from '../tensor/ndarray.js';
import { type Beginnings, drawingAgain, withBeginnings } from '../tensor/random.js';
import { record, Tensor, zeros } from '../tensor/tensor.js';
import { propagate } from './backward.js';
import type { TensorFunction } from './functional.js';
import { enableGrad, isGradEnabled } from './modes.js';
import { type Inputs, type Node, Op } from './op.js';
import { realize } from './realize.js';

/**
 * f(...inputs) without keeping the intermediate values: `backward` runs f once more. Every `Random` that f draws from
 * then gives the same numbers again. Gradients also reach tensors that f uses but that are not among the inputs, such
 * as the parameters of a layer. For second order, the gradient is checkpointed in turn. The value is computed at once,
 * even in lazy mode.
 */
export function checkpoint(f: TensorFunction, ...inputs: readonly Tensor[]): Tensor {
  const { result, beginnings } = withBeginnings(() => runOnCopies(f, inputs, isGradEnabled()));
  const { dtype, shape, data } = realize(result.output);
  const value = new NDArray(dtype, shape, data.slice());
  const all = [...inputs, ...result.captured];
  if (all.length === 0) return Tensor.of(value);
  return record(new Checkpoint({ f, count: inputs.length, beginnings }, value), all);
}

/** f on leaves with the inputs' values: the recorded graph ends there, and is freed with them. */
function runOnCopies(f: TensorFunction, inputs: readonly Tensor[], isRecorded: boolean) {
  const copies = inputs.map((input) => Tensor.of(realize(input), input.requiresGrad && isRecorded));
  return { copies, ...run(f, copies) };
}

/**
 * f(...copies), the nodes that it made, inputs before their consumers, and the earlier tensors below them that require
 * grad.
 */
function run(f: TensorFunction, copies: readonly Tensor[]) {
  const { result: output, made } = withMade(() => f(...copies));
  const order = new Set<Tensor>();
  const captured = new Set<Tensor>();
  const visit = (node: Tensor) => ({ node, inputsSeen: 0 });
  const stack = [visit(output)];
  for (let current = stack.at(-1); current !== undefined; current = stack.at(-1)) {
    const { node } = current;
    const input = made.has(node) ? node.inputs[current.inputsSeen++] : undefined;
    if (input === undefined) {
      if (made.has(node)) order.add(node);
      else if (node.requiresGrad && !copies.includes(node)) captured.add(node);
      stack.pop();
    } else if (input.requiresGrad && !order.has(input)) {
      stack.push(visit(input));
    }
  }
  return { output, order: [...order], captured: [...captured] };
}

/** What was checkpointed: a function of the first `count` inputs; the other inputs are what it captured. */
interface Part {
  readonly f: TensorFunction;
  readonly count: number;
  readonly beginnings: Beginnings;
}

/**
 * Replaces every checkpoint below the outputs by the graph that its function makes from its inputs, so that it can be
 * inspected; also checkpoints in that graph.
 */
export function unfoldCheckpoints(outputs: readonly Tensor[]): void {
  const seen = new Set<Tensor>();
  const open = [...outputs];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.op instanceof Checkpoint) node.op.unfold(node);
    for (const input of node.inputs) open.push(input);
  }
}

class Checkpoint extends Op {
  readonly name = 'checkpoint';
  // Private, because public fields are attributes.
  readonly #part: Part;
  readonly #value: NDArray;
  constructor(part: Part, value: NDArray) {
    super();
    this.#part = part;
    this.#value = value;
  }
  override outputShape(): Shape {
    return this.#value.shape;
  }
  override get mayOmit(): boolean {
    return true;
  }
  compute(): NDArray {
    return this.#value;
  }
  /** Node and output stay two tensors of one graph. */
  unfold(node: Tensor): void {
    const { f, count, beginnings } = this.#part;
    const same = (tensor: Tensor) => reshape(tensor, tensor.shape);
    const { op, inputs } = enableGrad(() =>
      // A separate tensor for each input, like the copies: one tensor may be several inputs.
      same(drawingAgain(beginnings, () => f(...node.inputs.slice(0, count).map(same)))),
    );
    Object.assign(node, { op, inputs });
  }
  gradient(outGrad: Tensor, { inputs }: Node<Inputs>): Inputs {
    return isGradEnabled() ? this.#recorded(outGrad, inputs) : this.#once(outGrad, inputs);
  }

  /** Runs f again, once for all inputs. */
  #once(outGrad: Tensor, inputs: Inputs): Inputs {
    const { f, count, beginnings } = this.#part;
    const again = enableGrad(() =>
      drawingAgain(beginnings, () => runOnCopies(f, inputs.slice(0, count), true)),
    );
    const captured = inputs.slice(count);
    if (again.captured.some((tensor) => !captured.includes(tensor))) {
      throw new AutogradError(
        'checkpoint: run again, the function depended on a tensor that requires grad and was not there the first time, so ' +
          'that its gradient would be lost; make such tensors outside the function',
      );
    }
    const adjoints = propagate(again.order, new Map([[again.output, outGrad]]));
    return [...again.copies, ...captured].map((tensor) => adjoints.get(tensor)) as (
      | Tensor
      | undefined
    )[] as Tensor[];
  }

  /** Each gradient is a function of outGrad and the inputs, and is therefore checkpointed, too. */
  #recorded(outGrad: Tensor, inputs: Inputs): Inputs {
    const { f, count, beginnings } = this.#part;
    const gradientOf =
      (index: number): TensorFunction =>
      (delta, ...copies) => {
        const { output, order } = drawingAgain(beginnings, () => run(f, copies));
        const target = (copies[index] ?? inputs[index]) as Tensor;
        return propagate(order, new Map([[output, delta as Tensor]])).get(target) ?? zerosLike(target);
      };
    return inputs.map((input, index) =>
      input.requiresGrad
        ? checkpoint(gradientOf(index), outGrad, ...inputs.slice(0, count))
        : zerosLike(input),
    );
  }
}

const zerosLike = ({ shape, dtype }: Tensor): Tensor => zeros(shape, { dtype });
