/** What an op is, and what its `gradient` must return. */
import type { CaseEntry } from '../../case/ops/entry.js';
import { formatShape, type Shape, ShapeError, sameShape } from '../../case/shape.js';
import { type OpName, type Step, vocabulary } from '../../case/vocabulary.js';
import { describe, isTensor } from '../tensor/describe.js';
import { AutogradError } from '../tensor/errors.js';
import { NDArray } from '../tensor/ndarray.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkUnwritten } from './saved.js';

/** The inputs of an op, or as many adjoints. */
export type Inputs = readonly Tensor[];
/** Of an op of one input. */
export type One = readonly [Tensor];
/** Of an op of two inputs. */
export type Two = readonly [Tensor, Tensor];
/** Of an op of three inputs. */
export type Three = readonly [Tensor, Tensor, Tensor];

/** A tensor that an op computed; it has as many inputs as the op takes. */
export type Node<I extends Inputs> = Tensor & { readonly inputs: I };

/** One array per input. */
export type Arrays<I extends Inputs> = { readonly [K in keyof I]: NDArray };

/**
 * One op applied once. Attributes are public fields, named as in the op's `Step`.
 * `I` says how many inputs it takes, and so how many adjoints its gradient returns.
 */
export abstract class Op<I extends Inputs = Inputs> {
  /** The op's name in the vocabulary, or another name for ops outside it. */
  abstract readonly name: string;

  /** With it, an op has all fields of its `Step` except `args`, so that the vocabulary accepts it as one. */
  get op(): string {
    return this.name;
  }

  /**
   * Whether `gradient` may leave out the adjoint of an input, as that of a `Function` may, by returning undefined for
   * it.
   */
  get mayOmit(): boolean {
    return false;
  }

  /** Computes the value: a fresh array; the arguments stay as they are. */
  abstract compute(...arrays: Arrays<I>): NDArray;

  /** `compute` of a list. Ops of any number of inputs replace it, because no call passes a hundred thousand arguments. */
  computeAll(arrays: readonly NDArray[]): NDArray {
    return this.compute(...(arrays as Arrays<I>));
  }

  /**
   * The adjoint of each input: ∂⟨outGrad, node⟩/∂input, of the input's shape and dtype, made of tensor functions so
   * that it can be differentiated again.
   * @param outGrad the adjoint of the output, of the output's shape
   * @param node the output; `node.inputs` are the inputs
   */
  abstract gradient(outGrad: Tensor, node: Node<I>): I;

  /** The shape of the output, before anything is computed. @throws {ShapeError} when the inputs do not fit. */
  outputShape(inputs: I): Shape {
    const facts = vocabulary[this.name as OpName] as CaseEntry | undefined;
    if (facts === undefined || facts.elementwise) return (inputs[0] as Tensor).shape;
    return facts.shape(
      this as unknown as Step,
      inputs.map((input) => input.shape),
    );
  }
}

/** Computes an op whose inputs have their values, and checks that the result has the promised shape. */
export const valueFrom = (op: Op, inputs: Inputs, shape: Shape): NDArray =>
  arrayFrom(
    op,
    inputs.map((input) => input.cachedData as NDArray),
    shape,
  );

/** Computes an op, and checks that the result has the promised shape. */
export function arrayFrom(op: Op, arrays: readonly NDArray[], shape: Shape): NDArray {
  const value = op.computeAll(arrays);
  if (value instanceof NDArray && sameShape(value.shape, shape)) return value;
  const got = value instanceof NDArray ? `shape ${formatShape(value.shape)}` : describe(value);
  throw new ShapeError(
    `${op.name}: compute must return an NDArray of shape ${formatShape(shape)}, got ${got}`,
  );
}

/** The value of a node whose inputs have theirs. @throws {AutogradError} when an input was overwritten since. */
export function computeOf(node: Tensor): NDArray {
  if (!isTensor(node)) throw new TypeError(`computeOf takes a tensor, got ${describe(node)}`);
  if (node.op === null && node.cachedData === undefined) {
    throw new AutogradError(
      'this tensor stands for an input while a function is compiled, and has no value yet; such a function reads no values',
    );
  }
  if (node.op === null) {
    throw new AutogradError(
      'computeOf: this tensor is a leaf: no op made it, so there is nothing to compute; its value is its cachedData',
    );
  }
  checkUnwritten(node, 'compute');
  return valueFrom(node.op, node.inputs, node.shape);
}
