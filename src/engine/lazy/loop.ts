/** The source text of a loop over many steps, each entry of which stays in a register from step to step. */
import { reduceShape } from '../../case/ops/reduction.js';
import { type Shape, sameShape, sizeOf } from '../../case/shape.js';
import type { DType } from '../../case/tensor-data.js';
import type { Op } from '../autograd/op.js';
import { functionOf } from '../kernels/source.js';
import { repeatedStrides } from '../kernels/strided.js';
import type { ElementwiseOp } from '../ops/elementwise-op.js';
import type { Entries } from '../tensor/ndarray.js';
import { type Computed, isSum, type Loop, sourceIn } from './stages.js';
import type { Value } from './steps.js';
import type { FlatLoop } from './vector/draft.js';
import { type VectorRun, vectorRunOf } from './vector/run.js';

/**
 * Runs a loop: its ops, what it reads, what it writes, the rounding of its dtype, and where it begins, if one index goes
 * through all arrays.
 */
type LoopFunction = (
  ops: readonly ElementwiseOp[],
  reads: readonly Entries[],
  writes: readonly Entries[],
  round: (entry: number) => number,
  start: number,
) => void;

export interface LoopPlan {
  readonly ops: readonly ElementwiseOp[];
  readonly reads: readonly Value[];
  /** Each is an array of its shape and dtype; a sum is one of doubles, from zeros. */
  readonly writes: readonly Computed[];
  /** Undefined where making code of text is forbidden. */
  readonly run: LoopFunction | undefined;
  /** Runs the beginning of the loop, in vectors of several entries, where that is possible. */
  readonly vectors: VectorRun | undefined;
}

/** @param isNeeded whether something outside the loop reads a step */
export function planOf(loop: Loop, isNeeded: (step: Computed) => boolean): LoopPlan {
  const own = new Set<Value>(loop.steps);
  const source = sourceIn(loop);
  const reads = [...new Set(loop.steps.flatMap((step) => step.source.inputs.map(source)))].filter(
    (value) => !own.has(value),
  );
  const writes = loop.steps.filter((step) => isSum(step.source.op) || isNeeded(step));
  const formulas = loop.steps.filter(({ source: { op } }) => !isSum(op));
  const text = new Text(loop.shape, reads, writes);
  const ops = formulas.map(({ source: { op } }) => op as Op as ElementwiseOp);
  const vectors = text.isFlat ? vectorsOf(loop, { formulas, reads, writes, source }) : undefined;
  return { ops, reads, writes, run: cached(text.of(formulas, source)), vectors };
}

function vectorsOf(
  { shape }: Loop,
  parts: Pick<FlatLoop, 'formulas' | 'reads' | 'writes' | 'source'>,
): VectorRun | undefined {
  const { dtype } = parts.formulas[0] as Computed;
  if (dtype !== 'float32' && dtype !== 'float64') return undefined;
  const isRepeated = (value: Value) => sizeOf(value.shape) === 1;
  return vectorRunOf({ ...parts, dtype, size: sizeOf(shape), isRepeated });
}

const made = new Map<string, LoopFunction>();

/** Loops of one structure are made once. */
function cached(body: string): LoopFunction | undefined {
  const known = made.get(body);
  if (known !== undefined) return known;
  const run = functionOf(['ops', 'reads', 'writes', 'round', 'start'], body) as LoopFunction | undefined;
  if (made.size >= 1000) made.clear();
  if (run !== undefined) made.set(body, run);
  return run;
}

class Text {
  private readonly strides = new Map<string, readonly number[]>();
  /** Whether one index goes through all arrays. */
  readonly isFlat: boolean;

  constructor(
    private readonly shape: Shape,
    private readonly reads: readonly Value[],
    private readonly writes: readonly Computed[],
  ) {
    reads.forEach((value, index) => {
      this.strides.set(`r${index}`, this.stridesIn(value.shape));
    });
    writes.forEach((step, index) => {
      this.strides.set(`w${index}`, this.stridesIn(isSum(step.source.op) ? keptShape(step) : step.shape));
    });
    const whole = this.stridesIn(shape);
    this.isFlat = [...this.strides.values()].every(
      (strides) => sameShape(strides, whole) || strides.every((stride) => stride === 0),
    );
  }

  of(formulas: readonly Computed[], source: (value: Value) => Value): string {
    const arrays = [
      ...formulas.map((_, index) => `const o${index} = ops[${index}];`),
      ...this.reads.map((_, index) => `const r${index} = reads[${index}];`),
      ...this.writes.map((_, index) => `const w${index} = writes[${index}];`),
    ];
    const body = [
      ...this.reads.map((value, index) => `const v${value.id} = r${index}[${this.at(`r${index}`)}];`),
      ...formulas.map((step, index) => entryText(step, index, source)),
      ...this.writes.map((step, index) => this.writeText(step, index)),
    ];
    // Ids differ from graph to graph; their order in a loop does not.
    return renumbered([...arrays, ...this.nested(body)].join('\n'));
  }

  private writeText(step: Computed, index: number): string {
    const target = `w${index}[${this.at(`w${index}`)}]`;
    const { op, inputs } = step.source;
    return isSum(op) ? `${target} += v${(inputs[0] as Value).id};` : `${target} = v${step.id};`;
  }

  private at(array: string): string {
    const strides = this.strides.get(array) as readonly number[];
    if (this.isFlat) return strides.some((stride) => stride !== 0) ? 'i' : '0';
    const terms = strides.flatMap((stride, axis) =>
      stride === 0 ? [] : [stride === 1 ? `i${axis}` : `i${axis} * ${stride}`],
    );
    return terms.join(' + ') || '0';
  }

  private nested(body: readonly string[]): readonly string[] {
    if (this.isFlat) return [`for (let i = start; i < ${sizeOf(this.shape)}; i++) {`, ...body, '}'];
    const heads = this.shape.map((size, axis) => `for (let i${axis} = 0; i${axis} < ${size}; i${axis}++) {`);
    return [...heads, ...body, ...heads.map(() => '}')];
  }

  /** Of an array that is broadcast to the loop's shape. */
  private stridesIn(shape: Shape): readonly number[] {
    return repeatedStrides(shape, this.shape.length);
  }
}

function entryText(step: Computed, index: number, source: (value: Value) => Value): string {
  const operands = step.source.inputs.map((input) => `v${source(input).id}`).join(', ');
  return `const v${step.id} = ${rounding[step.dtype](`o${index}.entry(${operands})`)};`;
}

const rounding: Readonly<Record<DType, (text: string) => string>> = {
  float64: (text) => text,
  float32: (text) => `Math.fround(${text})`,
  float16: (text) => `round(${text})`,
  bfloat16: (text) => `round(${text})`,
};

function renumbered(text: string): string {
  const numbers = new Map<string, number>();
  return text.replace(/\bv(\d+)\b/g, (_, id: string) => {
    const number = numbers.get(id) ?? numbers.size;
    numbers.set(id, number);
    return `v${number}`;
  });
}

/** The shape of a sum with its axes kept, along which it is broadcast to what is summed. */
function keptShape({ source: { op, inputs } }: Computed): Shape {
  const { axes, name } = op as Op & { readonly axes: Parameters<typeof reduceShape>[1] };
  return reduceShape((inputs[0] as Value).shape, axes, true, name);
}
