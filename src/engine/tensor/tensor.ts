/** Tensors: arrays that know which op made them from which tensors. */
import { formatShape, type Shape, ShapeError, sameShape, sizeOf } from '../../case/shape.js';
import type { DType, TensorData } from '../../case/tensor-data.js';
import { type FreeingPass, freed } from '../autograd/freed.js';
import type { Hook } from '../autograd/hooks.js';
import { isGradEnabled, isInference, isLazy, noGrad } from '../autograd/modes.js';
import { type Inputs, type Node, type One, Op, valueFrom } from '../autograd/op.js';
import { realize } from '../autograd/realize.js';
import { writesTo } from '../autograd/saved.js';
import { withShape } from '../kernels/movement.js';
import { type BackwardOptions, differentiation } from './differentiation.js';
import { AutogradError, DTypeError } from './errors.js';
import { noteMade } from './made.js';
import { allocate, listOf, NDArray, roundHalf } from './ndarray.js';
import { flatten, type Nested, nest } from './nested.js';
import { checkOperands } from './operands.js';

const noInputs: Inputs = [];
const noHooks: readonly Hook[] = [];

/** What a node may forget, though nothing else may change it. */
function forget(node: { -readonly [Field in 'op' | 'inputs']: Tensor[Field] }, op: Op | null): void {
  node.op = op;
  node.inputs = noInputs;
}

/**
 * A node of the graph. Its inputs are fixed when it is made, and can later only be forgotten, so a graph has no cycles.
 */
export class Tensor {
  /** The gradient that `backward` has accumulated here so far, of this tensor's shape. */
  grad: Tensor | undefined = undefined;
  /** Whether `backward` also accumulates here although this is not a leaf. */
  retainsGrad = false;
  /** The `backward` without `retainGraph` that has passed here. */
  freedBy: FreeingPass | undefined = undefined;
  /** What `topologicalOrder` marks the nodes with that it has seen: another object in every call. */
  seenBy: object | undefined = undefined;
  /** See `registerHook`. */
  hooks: readonly Hook[] = noHooks;
  /** How often `assign` was called on this tensor, and on the inputs before this node was made. */
  writes = 0;
  readonly inputWrites: number;
  readonly isInference: boolean = isInference();

  constructor(
    readonly shape: Shape,
    readonly dtype: DType,
    readonly op: Op | null,
    readonly inputs: Inputs,
    /** The value, or undefined if it is not computed yet. */
    public cachedData: NDArray | undefined,
    readonly requiresGrad: boolean,
  ) {
    this.inputWrites = inputs.length === 0 ? 0 : writesTo(inputs);
  }

  /** A leaf with this value. */
  static of(value: NDArray, requiresGrad = false): Tensor {
    if (requiresGrad && isInference()) {
      throw new AutogradError(
        'a tensor made in inferenceMode cannot require grad; make it outside, or use noGrad instead',
      );
    }
    return new Tensor(value.shape, value.dtype, null, noInputs, value, requiresGrad);
  }

  /**
   * Stores the value that was computed on demand. If no gradient needs op and inputs, they are forgotten, so that the
   * memory of everything before this node can be freed.
   */
  settle(value: NDArray): void {
    this.cachedData = value;
    if (!this.requiresGrad) forget(this, null);
    else if (this.freedBy !== undefined) this.free(this.freedBy);
  }

  /**
   * Drops what a backward needed here, so that the memory of everything before this node can be freed. Only the op's
   * name is kept. A value that is not computed yet keeps op and inputs until it is.
   */
  free(pass: FreeingPass): void {
    if (this.op === null) return;
    this.freedBy = pass;
    if (this.cachedData !== undefined) forget(this, freed(this.op.name));
  }

  /**
   * A leaf with a copy of the data.
   * @throws {ShapeError} when the shape is invalid, or has another number of entries.
   */
  static fromData(from: TensorData, { requiresGrad = false } = {}): Tensor {
    const size = sizeOf(checkedShape(from.shape));
    if (from.data.length !== size) {
      throw new ShapeError(
        `fromData: shape ${formatShape(from.shape)} has ${size} entries, but the data has ${from.data.length}`,
      );
    }
    const data = allocate(from.dtype, size);
    // A loop: for the few entries of most tensors it is faster than set().
    for (let k = 0; k < data.length; k++) data[k] = from.data[k] as number;
    return Tensor.of(new NDArray(from.dtype, [...from.shape], data), requiresGrad);
  }

  /** Whether the graph begins here: no op made this tensor, or only ops that need not be differentiated. */
  get isLeaf(): boolean {
    return this.op === null || !this.requiresGrad;
  }

  /** Whether a `backward` without `retainGraph` has passed through. */
  get freed(): boolean {
    return this.freedBy !== undefined;
  }

  /** The value as plain data (a copy), computed now if necessary. */
  toData(): TensorData {
    return { dtype: this.dtype, shape: [...this.shape], data: listOf(realize(this).data) };
  }

  /** The value as nested arrays (a copy), or a number if 0-d. */
  toArray(): Nested {
    return nest(realize(this).data, this.shape);
  }

  /** The number in a tensor of one entry. @throws {ShapeError} when there are none or several. */
  item(): number {
    const { data } = realize(this);
    if (data.length === 1) return data[0] as number;
    throw new ShapeError(
      `item: expected a tensor of one entry, got shape ${formatShape(this.shape)} (${data.length} entries); use toArray()`,
    );
  }

  /** A copy that does not require grad. */
  detach(): Tensor {
    return noGrad(() => record(new Detach(), [this]));
  }

  /**
   * Adds ∂⟨outGrad, this⟩/∂leaf to `.grad` of every leaf that requires grad, and of nodes that retain it.
   * @param outGrad of this tensor's shape; not needed for a tensor of one entry, where it is 1
   * @throws {AutogradError} when outGrad is missing, nothing requires grad, or the graph is freed
   */
  backward(outGrad?: Tensor, options: BackwardOptions = {}): void {
    differentiation.backward(this, outGrad, options);
  }

  /** Asks `backward` to leave the gradient in `.grad` here too, though this is not a leaf. */
  retainGrad(): void {
    if (!this.requiresGrad) {
      throw new AutogradError(
        'retainGrad: this tensor does not require grad; make an input of it with { requiresGrad: true }',
      );
    }
    this.retainsGrad = true;
  }

  /**
   * Calls `hook` with this tensor's gradient whenever one is computed; a tensor that it returns replaces the gradient.
   * @returns a handle that removes the hook
   */
  registerHook(hook: Hook): { remove(): void } {
    if (!this.requiresGrad) {
      throw new AutogradError(
        'registerHook: this tensor does not require grad, so no gradient will come; make an input of it with { requiresGrad: true }',
      );
    }
    // A new function, so that a hook that is registered twice is removed once.
    const registered: Hook = (gradient) => hook(gradient);
    this.hooks = [...this.hooks, registered];
    return {
      remove: () => {
        this.hooks = this.hooks.filter((other) => other !== registered);
      },
    };
  }

  zeroGrad(): void {
    this.grad = undefined;
  }

  /**
   * Overwrites the values in place with others of the same shape, as an optimiser does.
   * @throws {AutogradError} when the tensor requires grad, outside `noGrad`.
   */
  assign(values: Nested | Tensor): void {
    if (this.requiresGrad && isGradEnabled()) {
      throw new AutogradError(
        `assign: this tensor ${this.isLeaf ? 'is a leaf that requires grad' : 'belongs to a graph'}, and an ` +
          'in-place write cannot be differentiated; write inside noGrad(() => …)',
      );
    }
    const { shape, entries } =
      values instanceof Tensor ? { shape: values.shape, entries: realize(values).data } : flatten(values);
    if (!sameShape(shape, this.shape)) {
      throw new ShapeError(
        `assign: expected values of shape ${formatShape(this.shape)}, got ${formatShape(shape)}`,
      );
    }
    const { data } = realize(this);
    data.set(entries);
    roundHalf(data, this.dtype);
    this.writes++;
  }
}

/**
 * The tensor that an op makes from its inputs: computed now, or in lazy mode when it is needed.
 * @throws {TypeError} when an input is not a tensor
 */
export function record<I extends Inputs>(op: Op<I>, inputs: I): Tensor {
  checkOperands(op, inputs);
  const dtype = commonDType(op, inputs);
  const shape = op.outputShape(inputs);
  const requiresGrad = isGradEnabled() && anyRequiresGrad(inputs);
  if (requiresGrad) refuseInference(op, inputs);
  const value = isLazy() ? undefined : valueNow(op, inputs, shape);
  if (value !== undefined && !requiresGrad) return Tensor.of(value);
  // A copy: the caller may change the list. And V8 may come to allocate literals such as [a, b] among old objects, where dead
  // lists keep their tensors alive until a full collection: a backward then takes three times as long.
  const node = new Tensor(shape, dtype, op, inputs.slice(), value, requiresGrad);
  if (requiresGrad) noteMade(node);
  return node;
}

/** A loop: it runs for every node, and is faster than `some`. */
function anyRequiresGrad(inputs: Inputs): boolean {
  for (const { requiresGrad } of inputs) if (requiresGrad) return true;
  return false;
}

function valueNow(op: Op, inputs: Inputs, shape: Shape): NDArray {
  for (const input of inputs) if (input.cachedData === undefined) realize(input);
  return valueFrom(op, inputs, shape);
}

function commonDType(op: Op, inputs: Inputs): DType {
  const { dtype } = inputs[0] as Tensor;
  for (const input of inputs) {
    if (input.dtype !== dtype) {
      throw new DTypeError(
        `${op.name}: dtypes ${dtype} and ${input.dtype} do not mix; create both tensors with the same dtype`,
      );
    }
  }
  return dtype;
}

function refuseInference(op: Op, inputs: Inputs): void {
  if (inputs.some((input) => input.isInference)) {
    throw new AutogradError(
      `${op.name}: an input was made in inferenceMode and cannot take part in autograd; make it under noGrad instead, ` +
        'or copy it with tensor(x.toArray())',
    );
  }
}

/** The identity, made under noGrad: no gradient flows back. */
class Detach extends Op<One> {
  readonly name = 'detach';
  compute(a: NDArray): NDArray {
    return withShape(a, a.shape);
  }
  gradient(_: Tensor, { inputs: [x] }: Node<One>): One {
    return [zeros(x.shape, { dtype: x.dtype })];
  }
}

/** Of a new leaf. */
export interface TensorOptions {
  /** Default: float64. */
  readonly dtype?: DType;
  /** Whether gradients are wanted for it; default: false. */
  readonly requiresGrad?: boolean;
}

/** A leaf of nested numbers. @throws {ShapeError} when the nesting is ragged. */
export function tensor(
  values: Nested,
  { dtype = 'float64', requiresGrad = false }: TensorOptions = {},
): Tensor {
  const { shape, entries } = flatten(values);
  return Tensor.fromData({ dtype, shape, data: entries }, { requiresGrad });
}

/** A leaf whose entries are all `value`. @throws {ShapeError} when a size is not a non-negative integer. */
export function full(
  shape: Shape,
  value: number,
  { dtype = 'float64', requiresGrad = false }: TensorOptions = {},
): Tensor {
  const data = allocate(dtype, sizeOf(checkedShape(shape))).fill(value);
  // A copy, because the caller may change the list later.
  return Tensor.of(new NDArray(dtype, [...shape], data), requiresGrad);
}

function checkedShape(shape: Shape): Shape {
  if (shape.every((size) => Number.isInteger(size) && size >= 0)) return shape;
  throw new ShapeError(`a shape is a list of sizes, integers from 0 on, but got ${formatShape(shape)}`);
}

/** A leaf of zeros. @throws {ShapeError} when a size is not a non-negative integer */
export const zeros = (shape: Shape, options?: TensorOptions): Tensor => full(shape, 0, options);
/** A leaf of ones. @throws {ShapeError} when a size is not a non-negative integer */
export const ones = (shape: Shape, options?: TensorOptions): Tensor => full(shape, 1, options);
