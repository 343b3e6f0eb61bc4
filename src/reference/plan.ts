/** What can be worked out about a program before its inputs are known: shapes, kernels, dependencies. */
import { at } from '../case/at.js';
import { dtypeOf, type Program, shapesOf } from '../case/program.js';
import { type Shape, sizeOf } from '../case/shape.js';
import { factsOf, type Id, type Step } from '../case/vocabulary.js';
import { type Arithmetic, float64 } from './arithmetic.js';
import type { Entries, Kernel, ReferenceEntry, StepFunction } from './entry.js';
import type { Group } from './groups.js';
import type { Layout } from './layout.js';
import { entryOf } from './ops/index.js';
import type { Picking } from './picking.js';
import { type Inside, type Precision, precisionOf, type Within, withinOf } from './precision.js';
import { nowhere } from './slices.js';
import { unwritten } from './unwritten.js';

/** A step with everything that follows from the shapes of its arguments. */
export class StepPlan {
  /** The reference's entry of the step's op. */
  readonly entry: ReferenceEntry;
  readonly picking: Picking | undefined;
  readonly layout: Layout;
  /** The step's function of doubles. */
  readonly kernel: Kernel<number>;
  /** The number of output entries. */
  readonly size: number;
  /** Whether the op has kinks or a bounded domain, so that a moved argument may leave its branch. */
  readonly guarded: boolean;
  /** Sums, and sums of products: linear in each argument. */
  readonly linear: boolean;
  /** Whether a rule for its gradient may read the value. */
  readonly readsValue: boolean;
  private groupsFound: readonly (readonly Group[])[] | undefined;
  private fanInFound: readonly number[] | undefined;

  constructor(
    readonly step: Step,
    /** Of the arguments. */
    readonly shapes: readonly Shape[],
    shape: Shape,
    /** Of the implementation whose answers are judged. */
    readonly precision: Precision,
    /** If it computes the step in a wider dtype, and rounds the result and each gradient once. */
    readonly within?: Within,
  ) {
    const { kink, domain } = factsOf(step);
    this.entry = entryOf(step);
    this.picking = this.entry.picks?.(step);
    this.layout = this.entry.layout(step, shapes);
    this.kernel = this.entry.doubles?.(this.layout) ?? this.entry.kernel(step, float64, this.layout);
    this.size = sizeOf(shape);
    const { slopes, gathers } = this.entry;
    this.linear = gathers && (slopes === 'constant' || slopes === 'bilinear');
    this.readsValue = slopes.startsWith('curved');
    this.guarded = kink !== 'none' || domain(step).some((kind) => kind !== 'real');
  }

  /** The step's function in any arithmetic. */
  functionIn<T>(m: Arithmetic<T>): StepFunction<T> {
    const kernel = this.entry.kernel(this.step, m, this.layout);
    return (args) => {
      const out = new Array<T>(this.size);
      kernel(args, out);
      return out;
    };
  }

  /** The output at these arguments. */
  valueAt(args: readonly Entries<number>[]): number[] {
    const out = unwritten(this.size);
    this.kernel(args, out);
    return out;
  }

  /** For each argument, the groups of entries that can be varied together. Found when first asked for: they are large. */
  get groups(): readonly (readonly Group[])[] {
    const { step, shapes, layout } = this;
    this.groupsFound ??= shapes.map((_, argument) => this.entry.groups({ step, shapes, argument, layout }));
    return this.groupsFound;
  }

  /** For each argument, how many output entries one of its entries reaches at most. */
  get fanIn(): readonly number[] {
    this.fanInFound ??= this.groups.map((list, argument) => fanInOf(list, sizeOf(at(this.shapes, argument))));
    return this.fanInFound;
  }
}

/** A program made ready to be evaluated in any arithmetic; it depends on shapes, not on numbers. */
export interface Plan {
  readonly program: Program;
  readonly precision: Precision;
  readonly shapes: readonly Shape[];
  readonly steps: readonly StepPlan[];
  /** The most terms that the value or the gradient of an entry adds up in one step. */
  readonly longestSum: number;
  /** How often each id is used: by steps, and as an output. */
  readonly uses: readonly number[];
}

const known = new WeakMap<Program, Map<string, Plan>>();

/**
 * The plan of a program, made once: cases at other inputs, and laws that look at a case in their own way, share it.
 * @param inside in which dtype sums are accumulated, if not that of the program, and which ops are rounded once
 * @throws {ShapeError} when the program's shapes do not fit.
 */
export function planOf(program: Program, inside: Inside = {}): Plan {
  const { accumulates = '', roundsOnce = [] } = inside;
  const key = [accumulates, ...roundsOnce].join();
  const plans = known.get(program) ?? new Map<string, Plan>();
  const found = plans.get(key) ?? newPlan(program, inside);
  known.set(program, plans.set(key, found));
  return found;
}

function newPlan(program: Program, { accumulates, roundsOnce = [] }: Inside): Plan {
  const precision = precisionOf(dtypeOf(program), accumulates);
  const within = accumulates && withinOf(precision, accumulates);
  const shapes = shapesOf(program);
  const steps = program.steps.map(
    (step, index) =>
      new StepPlan(
        step,
        step.args.map((id) => at(shapes, id)),
        at(shapes, program.inputs.length + index),
        precision,
        roundsOnce.includes(step.op) ? within : undefined,
      ),
  );
  return { program, precision, shapes, steps, uses: usesOf(program), longestSum: longestSumOf(steps) };
}

/** How many slopes the Jacobians of all steps hold. */
export const slopeCount = ({ steps }: Plan): number =>
  steps.reduce((sum, plan) => sum + plan.size * groupCount(plan), 0);

/** How many terms the differences for these Jacobians compute at each point: a step's terms, once per group. */
export const differenceWork = ({ steps }: Plan): number =>
  steps.reduce((sum, plan) => sum + (isKnown(plan) ? 0 : groupCount(plan) * termsOf(plan)), 0);

/** Its slopes are 0 and 1, and found without differences. */
const isKnown = ({ entry, picking }: StepPlan): boolean =>
  entry.moves === true || entry.stops === true || picking !== undefined;

/** How many groups the arguments of a step have together, without making them. */
const groupCount = (plan: StepPlan): number =>
  plan.shapes.reduce((sum, shape, argument) => sum + groupCountFor(plan, shape, argument), 0);

/** The same for one argument, of this shape. */
const groupCountFor = (
  { entry, layout: { product, slices, reads } }: StepPlan,
  shape: Shape,
  argument: number,
): number =>
  entry.readsAll ? sizeOf(shape) : (longest(reads[argument]) ?? product?.inner ?? slices[0]?.length ?? 1);

const longest = (lists: readonly Int32Array[] | undefined): number | undefined =>
  lists?.reduce((most, { length }) => Math.max(most, length), 0);

/** How many terms a step computes: the terms that it adds up, or one per entry. */
export function termsOf({ layout: { product, slices, positions, reads }, size }: StepPlan): number {
  if (product !== undefined) return size * product.inner;
  const inSlices = slices.reduce((sum, slice) => sum + slice.length, 0);
  const inReads = reads.flat().reduce((sum, { length }) => sum + length, 0);
  return Math.max(size, inSlices, inReads, positions[0]?.length ?? 0);
}

function longestSumOf(steps: readonly StepPlan[]): number {
  return steps.reduce((most, plan) => {
    const repeated = plan.shapes.map((shape) => plan.size / (sizeOf(shape) || 1));
    const added = plan.shapes.map((shape, argument) => groupCountFor(plan, shape, argument));
    return Math.max(most, ...added, ...repeated);
  }, 1);
}

function usesOf({ inputs, steps, outputs }: Program): number[] {
  const uses = new Array<number>(inputs.length + steps.length).fill(0);
  const use = (id: Id) => {
    uses[id] = (uses[id] as number) + 1;
  };
  outputs.forEach(use);
  for (const { args } of steps) args.forEach(use);
  return uses;
}

function fanInOf(groups: readonly Group[], size: number): number {
  const counts = new Int32Array(size);
  for (const group of groups) {
    for (const position of group)
      if (position !== nowhere) counts[position] = (counts[position] as number) + 1;
  }
  return counts.reduce((most, count) => Math.max(most, count), 0);
}
