/** A lazy graph as a list of steps: equal steps once, constants computed, and nothing that no output needs. */
import { vocabulary } from '../../case/vocabulary.js';
import { nodesOf } from '../autograd/nodes.js';
import { arrayFrom, type Op } from '../autograd/op.js';
import { checkUnwritten } from '../autograd/saved.js';
import type { NDArray } from '../tensor/ndarray.js';
import type { Tensor } from '../tensor/tensor.js';

/** A value of the plan: given, known, or computed from others. */
export interface Value {
  readonly id: number;
  readonly shape: NDArray['shape'];
  readonly dtype: NDArray['dtype'];
  readonly source: Source;
}

type Source =
  /** The array of a leaf, which is looked up anew in every run. */
  | { readonly kind: 'leaf'; readonly tensor: Tensor }
  | { readonly kind: 'constant'; readonly array: NDArray }
  | { readonly kind: 'step'; readonly op: Op; readonly inputs: readonly Value[] };

export interface Steps {
  /** Inputs before what is computed from them. */
  readonly values: readonly Value[];
  /** One per tensor that was asked for. */
  readonly outputs: readonly Value[];
  /** How many nodes the graph had, and how many of them were equal to others, or constant. */
  readonly nodes: number;
  readonly shared: number;
  readonly folded: number;
}

/**
 * The steps that lead to these tensors.
 * @param isConstant whether the value of a leaf is the same in every run
 */
export function stepsOf(tensors: readonly Tensor[], isConstant: (leaf: Tensor) => boolean): Steps {
  const numbering = new Numbering(isConstant);
  for (const node of nodesOf(tensors, isGiven)) numbering.take(node);
  return { ...numbering.found, outputs: tensors.map((tensor) => numbering.of(tensor)) };
}

class Numbering {
  private readonly values: Value[] = [];
  private readonly byTensor = new Map<Tensor, Value>();
  private readonly byContent = new Map<string, Value>();
  private readonly objects = new Map<unknown, number>();
  private nodes = 0;
  private shared = 0;
  private folded = 0;

  constructor(private readonly isConstant: (leaf: Tensor) => boolean) {}

  get found() {
    const { values, nodes, shared, folded } = this;
    return { values, nodes, shared, folded };
  }

  /** The value of a tensor that was taken. */
  of(tensor: Tensor): Value {
    return this.byTensor.get(tensor) as Value;
  }

  /** Takes a tensor whose inputs were taken. */
  take(tensor: Tensor): void {
    this.byTensor.set(tensor, this.valueOf(tensor));
  }

  private valueOf(tensor: Tensor): Value {
    if (isGiven(tensor)) return this.leaf(tensor);
    checkUnwritten(tensor, 'compute');
    this.nodes++;
    const op = tensor.op as Op;
    const inputs = tensor.inputs.map((input) => this.of(input));
    if (!isKnown(op)) return this.add(tensor, { kind: 'step', op, inputs });
    const key = this.keyOf(op, inputs);
    const known = this.byContent.get(key);
    if (known !== undefined) this.shared++;
    const value = known ?? this.add(tensor, this.foldedOr(op, inputs, tensor));
    this.byContent.set(key, value);
    return value;
  }

  private leaf(tensor: Tensor): Value {
    const array = tensor.cachedData;
    return this.add(
      tensor,
      array !== undefined && this.isConstant(tensor) ? { kind: 'constant', array } : { kind: 'leaf', tensor },
    );
  }

  private foldedOr(op: Op, inputs: readonly Value[], { shape }: Tensor): Source {
    const arrays = inputs.flatMap(({ source }) => (source.kind === 'constant' ? [source.array] : []));
    if (arrays.length < inputs.length || inputs.length === 0) return { kind: 'step', op, inputs };
    this.folded++;
    return { kind: 'constant', array: arrayFrom(op, arrays, shape) };
  }

  private add({ shape, dtype }: Tensor, source: Source): Value {
    const value = { id: this.values.length, shape, dtype, source };
    this.values.push(value);
    return value;
  }

  /** What is the same for equal steps alone: of a few numbers, the numbers; of anything else, which object it is. */
  private keyOf(op: Op, inputs: readonly Value[]): string {
    const fields = Object.values(op).map((field: unknown) => {
      if (typeof field === 'number') return exactly(field);
      if (typeof field !== 'object' && typeof field !== 'function') return String(field);
      return isShort(field) ? `[${field.map(exactly).join()}]` : this.identity(field);
    });
    return [this.identity(op.constructor), ...inputs.map(({ id }) => id), ...fields].join(' ');
  }

  private identity(object: unknown): string {
    const known = this.objects.get(object) ?? this.objects.size;
    this.objects.set(object, known);
    return `#${known}`;
  }
}

/** As text, −0 is 0. */
const exactly = (number: number): string => (Object.is(number, -0) ? '-0' : String(number));

const isShort = (field: unknown): field is readonly number[] =>
  Array.isArray(field) && field.length <= 16 && field.every((entry) => typeof entry === 'number');

/** Ops that do the same whenever their fields are the same. Of an op of somebody's own that is not known. */
const isKnown = ({ name }: Op): boolean => name in vocabulary || engineOwn.has(name);

const engineOwn: ReadonlySet<string> = new Set(['mask', 'masked', 'silenced']);

const isGiven = ({ cachedData, op }: Tensor): boolean => cachedData !== undefined || op === null;
