/**
 * A program in BigNumbers, at inputs where a step may have no derivative: NaN and ±∞ flow as in IEEE 754, and a
 * select passes on only what it selects.
 */
import type { BigNumber } from 'mathjs';
import { at } from '../../case/at.js';
import { printStep } from '../../case/print.js';
import { dtypeOf } from '../../case/program.js';
import {
  type DType,
  largestFinite,
  smallestNormal,
  type TensorData,
  unitRoundoff,
} from '../../case/tensor-data.js';
import { factsOf } from '../../case/vocabulary.js';
import { NoTruth, patternMargin } from '../evaluation.js';
import type { Plan, StepPlan } from '../plan.js';
import { big } from '../sides.js';
import { type Branches, type Kinked, kinkedIn, movedOnBranch } from './branches.js';
import { type Lost, lostIn } from './losses.js';
import type { Values } from './values.js';

/** The values of a program, and with which noise they were computed. */
export interface Run {
  readonly values: Values;
  /** Which pattern of signs the roundings have; undefined: the values are exact. */
  readonly pattern: number | undefined;
}

/** How many patterns of rounding are tried. */
export const patterns = [0, 1] as const;

export class EdgeProgram {
  readonly u: number;
  readonly exact: Run;
  /** The same with the roundings of a careful implementation. */
  readonly rounded: readonly Run[];
  /** For every step, the output entries on a kink, or so near that rounding may put them on either side of it. */
  readonly kinked: readonly (readonly Kinked[])[];
  private readonly lost: readonly Lost[];
  /** For each step, the values if it alone rounds: together they bound what all may lose. */
  private readonly roundedOnce: readonly Values[];
  private readonly kernels: readonly ((args: Values) => BigNumber[])[];

  /** @throws {NoTruth} where values leave the range of the dtype, and an output depends on them. */
  constructor(
    readonly plan: Plan,
    inputs: readonly TensorData[],
  ) {
    const dtype = dtypeOf(plan.program);
    this.u = unitRoundoff[dtype];
    this.kernels = plan.steps.map(kernelOf);
    const given = inputs.map(({ data }) => data.map(big.from));
    this.exact = { values: this.forward(given), pattern: undefined };
    this.requireRange(given, dtype);
    this.lost = plan.steps.map((step, index) =>
      lostIn(step, index, [this.argsOf(index), this.outOf(index)], this.u),
    );
    this.rounded = patterns.map((pattern) => ({
      values: this.forward(given, (out, index) => at(this.lost, index).values(out, pattern)),
      pattern,
    }));
    this.roundedOnce = plan.steps.map((_, step) =>
      this.forward(given, (out, index) => (index === step ? at(this.lost, index).values(out, 0) : out)),
    );
    this.kinked = plan.steps.map((step, index) => kinkedIn(step, this.argsOf(index), this.slackOf(index)));
  }

  /** How far an implementation's value of an entry may be off; ∞ if rounding decides whether it is finite. */
  roundingOf(id: number, k: number): number {
    const exact = at(this.exact.values, id)[k] as BigNumber;
    return this.roundedOnce.reduce((sum, values) => {
      const rounded = at(values, id)[k] as BigNumber;
      if (rounded.equals(exact)) return sum;
      const off = rounded.minus(exact).abs().toNumber();
      return Number.isNaN(off) ? Number.POSITIVE_INFINITY : sum + patternMargin * off;
    }, 0);
  }

  /** The outputs' changes when one entry of an input moves; entries on a kink go on along these branches. */
  move(run: Run, input: number, entry: number, shift: BigNumber, branches: Branches): Values {
    const values: (readonly BigNumber[])[] = run.values
      .slice(0, this.plan.program.inputs.length)
      .map((own, index) => (index === input ? own.with(entry, big.add(at(own, entry), shift)) : own));
    this.plan.steps.forEach((plan, index) => {
      values.push(this.movedStep(plan, index, run, values, branches));
    });
    return values;
  }

  private movedStep(
    plan: StepPlan,
    index: number,
    { values: base, pattern }: Run,
    moved: Values,
    branches: Branches,
  ): readonly BigNumber[] {
    const before = at(base, this.plan.program.inputs.length + index);
    const { args } = plan.step;
    if (plan.entry.stops || args.every((id) => at(moved, id) === at(base, id))) return before;
    const pairs = args.map((id) => ({ before: at(base, id), after: at(moved, id) }));
    const out = at(this.kernels, index)(pairs.map(({ after }) => after));
    const lost = at(this.lost, index);
    const shifted = pattern === undefined ? [...out] : lost.values(out, pattern);
    for (const kinked of at(this.kinked, index)) {
      shifted[kinked.k] = movedOnBranch(kinked, branches(index, kinked), pairs, at(before, kinked.k));
    }
    return pattern === undefined ? shifted : lost.changes({ before, after: shifted }, pairs, pattern);
  }

  private argsOf = (index: number): Values =>
    at(this.plan.steps, index).step.args.map((id) => at(this.exact.values, id));

  private outOf = (index: number): readonly BigNumber[] =>
    at(this.exact.values, this.plan.program.inputs.length + index);

  private slackOf(index: number): (argument: number, k: number) => number {
    const { args } = at(this.plan.steps, index).step;
    return (argument, k) => this.roundingOf(at(args, argument), k);
  }

  /** @param change what becomes of a step's values before they are read */
  private forward(
    inputs: Values,
    change: (out: readonly BigNumber[], step: number) => readonly BigNumber[] = (out) => out,
  ): Values {
    const values = [...inputs];
    this.plan.steps.forEach(({ step: { args } }, index) => {
      values.push(change(at(this.kernels, index)(args.map((id) => at(values, id))), index));
    });
    return values;
  }

  /** What overflows or underflows in the dtype must not reach an output. */
  private requireRange(inputs: Values, dtype: DType): void {
    const poisoned = this.forward(inputs, (out, index) => {
      const { cancels, slopes } = at(this.plan.steps, index).entry;
      // What is left at 40 digits where terms cancel is no underflow.
      const mayCancel = cancels || slopes === 'constant';
      return out.map((entry) => (isInRange(entry, dtype, mayCancel) ? entry : nan));
    });
    for (const id of this.plan.program.outputs) {
      at(this.exact.values, id).forEach((entry, k) => {
        if (entry.isNaN())
          throw new NoTruth(
            `the value of ${this.nameOf(id)} holds NaN (entry ${k}); no slope is right there`,
          );
        if (at(poisoned, id)[k]?.isNaN())
          throw new NoTruth(
            `a value that entry ${k} of ${this.nameOf(id)} depends on lies outside the range of ${dtype}`,
          );
      });
    }
  }

  private nameOf(id: number): string {
    const step = this.plan.steps[id - this.plan.program.inputs.length];
    return step === undefined ? 'an input' : printStep(step.step);
  }
}

const nan = big.from(Number.NaN);

function isInRange(entry: BigNumber, dtype: DType, mayCancel: boolean): boolean {
  if (!entry.isFinite() || entry.isZero()) return true;
  const size = Math.abs(entry.toNumber());
  return (mayCancel || size >= smallestNormal[dtype]) && size <= largestFinite[dtype];
}

/** The kernel of a step, in which a NaN that is compared is passed on, and a missing entry is NaN. */
function kernelOf(plan: StepPlan): (args: Values) => BigNumber[] {
  const kernel = plan.functionIn(big);
  const compares = factsOf(plan.step).kink === 'tie' || plan.picking !== undefined;
  return (args) => {
    const out = Array.from(kernel(args), (entry) => entry ?? nan);
    if (!compares) return out;
    return out.map((entry, k) => (readsNaN(plan, args, k) ? nan : entry));
  };
}

/** Of an op that compares: whether an entry that it compares for this output entry is NaN. */
function readsNaN({ layout, picking }: StepPlan, args: Values, k: number): boolean {
  if (picking === undefined) {
    return args.some((arg, argument) => arg[layout.positions[argument]?.[k] as number]?.isNaN());
  }
  const slice = picking.all ? layout.slices.find((each) => each.includes(k)) : layout.slices[k];
  return slice?.some((position) => args[0]?.[position]?.isNaN()) ?? false;
}
