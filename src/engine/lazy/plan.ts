/** A graph made ready to run, again and again: what runs as one loop, and which arrays can be used anew after which step. */
import { at } from '../../case/at.js';
import { sizeOf } from '../../case/shape.js';
import { roundTo } from '../../case/tensor-data.js';
import { arrayFrom } from '../autograd/op.js';
import { realize } from '../autograd/realize.js';
import { fromDoubles } from '../kernels/doubles.js';
import { type Entries, NDArray } from '../tensor/ndarray.js';
import type { Tensor } from '../tensor/tensor.js';
import { type LoopPlan, planOf } from './loop.js';
import { Pool } from './pool.js';
import { isProduct, productOf } from './product.js';
import {
  type Computed,
  divisorOf,
  isStep,
  isSum,
  type Loop,
  readBy,
  sourceIn,
  type Work,
  worksOf,
} from './stages.js';
import { type Steps, stepsOf, type Value } from './steps.js';

interface Task {
  readonly work: Work;
  /** Undefined for an op, and where making code of text is forbidden. */
  readonly loop: LoopPlan | undefined;
  /** Which values nobody reads after this task; outputs are not among them. */
  readonly last: readonly Value[];
}

export class Plan {
  readonly steps: Steps;
  readonly tasks: readonly Task[];
  /** What no task computes. */
  private readonly given: readonly Value[];
  /** Keeps its arrays from run to run. */
  readonly pool = new Pool();

  /** @param isConstant whether the value of a leaf is the same in every run */
  constructor(tensors: readonly Tensor[], isConstant: (leaf: Tensor) => boolean) {
    this.steps = stepsOf(tensors, isConstant);
    this.tasks = tasksOf(this.steps);
    this.given = this.steps.values.filter((value) => !isStep(value));
  }

  /**
   * The values of the outputs, in arrays of their own.
   * @param given the arrays of leaves that have no value of their own
   */
  run(given: ReadonlyMap<Tensor, NDArray>): NDArray[] {
    const arrays = new Map<Value, NDArray>();
    for (const value of this.given) {
      const { source } = value;
      if (source.kind === 'constant') arrays.set(value, source.array);
      if (source.kind === 'leaf') arrays.set(value, given.get(source.tensor) ?? realize(source.tensor));
    }
    for (const task of this.tasks) {
      if (task.work.kind === 'op') compute(task.work.step, arrays);
      else if (task.loop?.run === undefined) interpret(task.work, arrays);
      else this.runLoop(task.loop, task.loop.run, arrays);
      for (const value of task.last) this.recycle(value, arrays);
    }
    const outputs = new Set<NDArray>();
    return this.steps.outputs.map((value) => {
      const array = arrays.get(value) as NDArray;
      const isOwn = isStep(value) && !outputs.has(array);
      outputs.add(array);
      return isOwn ? array : new NDArray(array.dtype, array.shape, array.data.slice());
    });
  }

  private runLoop(
    { ops, reads, writes, vectors }: LoopPlan,
    run: NonNullable<LoopPlan['run']>,
    arrays: Map<Value, NDArray>,
  ): void {
    const targets = writes.map((step): Entries => {
      const size = sizeOf(step.shape);
      return isSum(step.source.op) ? new Float64Array(size) : this.pool.take(step.dtype, size);
    });
    const sources = reads.map((value) => (arrays.get(value) as NDArray).data);
    const done = vectors?.(ops, sources, targets) ?? 0;
    run(ops, sources, targets, roundTo[at(writes, 0).dtype], done);
    writes.forEach((step, index) => {
      arrays.set(step, written(step, at(targets, index)));
    });
  }

  private recycle(value: Value, arrays: Map<Value, NDArray>): void {
    const array = arrays.get(value);
    if (array === undefined) return;
    arrays.delete(value);
    if (isStep(value)) this.pool.give(array.dtype, array.data);
  }
}

/** Sums are rounded once, at the end. */
function written(step: Computed, entries: Entries): NDArray {
  if (!isSum(step.source.op)) return new NDArray(step.dtype, step.shape, entries);
  const divisor = divisorOf(step);
  if (divisor !== 1) for (let i = 0; i < entries.length; i++) entries[i] = (entries[i] as number) / divisor;
  return fromDoubles(step.dtype, step.shape, entries as Float64Array);
}

function compute(step: Computed, arrays: Map<Value, NDArray>): void {
  if (isProduct(step)) {
    const operands = step.source.inputs as readonly [Value, Value];
    arrays.set(
      step,
      productOf(step, operands, (value) => arrays.get(value) as NDArray),
    );
    return;
  }
  const inputs = step.source.inputs.map((input) => arrays.get(input) as NDArray);
  arrays.set(step, arrayFrom(step.source.op, inputs, step.shape));
}

/** Computed by step, each with an array of its own. */
function interpret(loop: Loop, arrays: Map<Value, NDArray>): void {
  for (const step of loop.steps) {
    for (const input of step.source.inputs) {
      if (isStep(input) && !arrays.has(input)) compute(input, arrays);
    }
    compute(step, arrays);
  }
}

function tasksOf({ values, outputs }: Steps): Task[] {
  const needed = neededBy(values, outputs);
  const works = worksOf(values.filter((value) => needed.has(value)));
  const readers = new Map<Value, number>();
  works.forEach((work, index) => {
    for (const value of readByWork(work)) readers.set(value, index);
  });
  const kept = new Set(outputs);
  const lastOf = works.map((): Value[] => []);
  for (const [value, index] of readers) if (!kept.has(value)) at(lastOf, index).push(value);
  return works.map((work, index) => ({
    work,
    loop:
      work.kind === 'op'
        ? undefined
        : planOf(work, (step) => kept.has(step) || (readers.get(step) ?? index) > index),
    last: at(lastOf, index),
  }));
}

/** What a work reads from arrays, or computes for itself alone. */
function readByWork(work: Work): readonly Value[] {
  if (work.kind === 'op') return readBy(work.step);
  const sourceOf = sourceIn(work);
  return work.steps.flatMap(({ source }) => source.inputs.map(sourceOf));
}

/** What leads to the outputs; a broadcast that loops alone read is not among it. */
function neededBy(values: readonly Value[], outputs: readonly Value[]): ReadonlySet<Value> {
  const needed = new Set(outputs);
  for (const value of [...values].reverse()) {
    if (!isStep(value) || !needed.has(value)) continue;
    for (const input of readBy(value)) needed.add(input);
  }
  return needed;
}
