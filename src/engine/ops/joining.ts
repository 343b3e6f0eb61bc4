/** Ops that join tensors and cut them apart: stack and split are each other's gradient. */
import { normalizeAxis, type Shape } from '../../case/shape.js';
import { type Inputs, type Node, type One, Op } from '../autograd/op.js';
import { joinAlong, permuteAxes, withShape } from '../kernels/movement.js';
import type { NDArray } from '../tensor/ndarray.js';
import { record, type Tensor, zeros } from '../tensor/tensor.js';
import { slice } from './indexing.js';

/** The pieces share one shape, so a tuple is one tensor in which they follow one another along axis 0. */
export class TensorTuple implements Iterable<Tensor> {
  constructor(readonly node: Tensor) {}

  get length(): number {
    return this.node.shape[0] as number;
  }

  *[Symbol.iterator](): Generator<Tensor> {
    for (let index = 0; index < this.length; index++) yield tupleGetItem(this, index);
  }
}

export class MakeTensorTuple extends Op {
  readonly name = 'make_tuple';
  override outputShape(inputs: Inputs): Shape {
    return [inputs.length, ...(inputs[0] as Tensor).shape];
  }
  compute(...arrays: NDArray[]): NDArray {
    return this.computeAll(arrays);
  }
  override computeAll(arrays: readonly NDArray[]): NDArray {
    return joinAlong(arrays, 0, [arrays.length, ...(arrays[0] as NDArray).shape]);
  }
  gradient(outGrad: Tensor, _: Node<Inputs>): Inputs {
    return [...new TensorTuple(outGrad)];
  }
}

/** A tuple of tensors of one shape. */
export const makeTuple = (pieces: Inputs): TensorTuple =>
  new TensorTuple(record(new MakeTensorTuple(), pieces));

export class TupleGetItem extends Op<One> {
  readonly name = 'tuple_get_item';
  constructor(readonly index: number) {
    super();
  }
  override outputShape([tuple]: One): Shape {
    return tuple.shape.slice(1);
  }
  compute(tuple: NDArray): NDArray {
    const shape = tuple.shape.slice(1);
    const length = tuple.data.length / (tuple.shape[0] as number);
    const start = this.index * length;
    return withShape({ ...tuple, data: tuple.data.subarray(start, start + length) }, shape);
  }
  gradient(outGrad: Tensor, { inputs: [tuple] }: Node<One>): One {
    const pieces = Array.from({ length: tuple.shape[0] as number }, (_, index) =>
      index === this.index ? outGrad : zeros(outGrad.shape, { dtype: outGrad.dtype }),
    );
    return [makeTuple(pieces).node];
  }
}

/** The piece of a tuple at this place. @throws {RangeError} when the tuple has no such piece. */
export function tupleGetItem(tuple: TensorTuple, index: number): Tensor {
  if (Number.isInteger(index) && index >= 0 && index < tuple.length) {
    return record(new TupleGetItem(index), [tuple.node]);
  }
  throw new RangeError(`tupleGetItem: expected an index from 0 to ${tuple.length - 1}, got ${index}`);
}

export class Split extends Op<One> {
  readonly name = 'split';
  constructor(readonly axis: number) {
    super();
  }
  override outputShape([a]: One): Shape {
    return this.axisFirst(a.shape).map((axis) => a.shape[axis] as number);
  }
  compute(a: NDArray): NDArray {
    return permuteAxes(a, this.axisFirst(a.shape));
  }
  gradient(outGrad: Tensor, _: Node<One>): One {
    return [stack([...new TensorTuple(outGrad)], this.axis)];
  }
  /** The permutation that moves the axis to the front. */
  axisFirst(shape: Shape): number[] {
    const along = normalizeAxis(this.axis, shape.length, this.name);
    return [along, ...shape.keys()].filter((axis, position) => position === 0 || axis !== along);
  }
}

/** Cuts `a` apart along an axis into as many pieces as the axis has entries; the pieces lack the axis. */
export const split = (a: Tensor, axis: number): TensorTuple => new TensorTuple(record(new Split(axis), [a]));

export class Stack extends Op {
  readonly name = 'stack';
  constructor(readonly axis: number) {
    super();
  }
  compute(...arrays: NDArray[]): NDArray {
    return this.computeAll(arrays);
  }
  override computeAll(arrays: readonly NDArray[]): NDArray {
    const { shape } = arrays[0] as NDArray;
    const along = normalizeAxis(this.axis, shape.length + 1, this.name);
    return joinAlong(arrays, along, shape.toSpliced(along, 0, arrays.length));
  }
  gradient(outGrad: Tensor, _: Node<Inputs>): Inputs {
    return [...split(outGrad, this.axis)];
  }
}

/** Tensors of one shape side by side along a new axis. @throws {ShapeError} for another shape */
export const stack = (tensors: Inputs, axis = 0): Tensor => record(new Stack(axis), tensors);

export class Concat extends Op {
  readonly name = 'concat';
  constructor(readonly axis: number) {
    super();
  }
  compute(...arrays: NDArray[]): NDArray {
    return this.computeAll(arrays);
  }
  override computeAll(arrays: readonly NDArray[]): NDArray {
    const { shape } = arrays[0] as NDArray;
    const along = normalizeAxis(this.axis, shape.length, this.name);
    const size = arrays.reduce((sum, array) => sum + (array.shape[along] as number), 0);
    return joinAlong(arrays, along, shape.with(along, size));
  }
  gradient(outGrad: Tensor, node: Node<Inputs>): Inputs {
    const along = normalizeAxis(this.axis, node.shape.length, this.name);
    let stop = 0;
    return node.inputs.map(({ shape }) => {
      const start = stop;
      stop += shape[along] as number;
      return slice(
        outGrad,
        shape.map((_, axis) => (axis === along ? start : 0)),
        shape.map((size, axis) => (axis === along ? stop : size)),
      );
    });
  }
}

/** Tensors one after another along an axis. @throws {ShapeError} unless their other sizes are equal */
export const concat = (tensors: Inputs, axis = 0): Tensor => record(new Concat(axis), tensors);
