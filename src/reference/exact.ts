/**
 * One entry of a gradient at 40 digits: the whole program with that entry moved by 1e-18, to either side. It does not
 * use the steps' Jacobians, and costs three evaluations of the program whatever its size.
 */

import type { BigNumber } from 'mathjs';
import { at } from '../case/at.js';
import type { TensorData } from '../case/tensor-data.js';
import type { StepFunction } from './entry.js';
import type { Evaluation } from './evaluation.js';
import { type Plan, termsOf } from './plan.js';
import { between, big, lost, shifts } from './sides.js';

const zero = big.from(0);

/** A program at fixed inputs, in BigNumbers. */
export class ExactProgram {
  private readonly functions: readonly StepFunction<BigNumber>[];
  private readonly inputs: readonly BigNumber[][];
  private readonly values: readonly BigNumber[][];

  constructor(
    private readonly evaluation: Evaluation,
    inputs: readonly TensorData[],
  ) {
    this.functions = evaluation.plan.steps.map((plan) => plan.functionIn(big));
    this.inputs = inputs.map(({ data }) => data.map(big.from));
    this.values = this.run(this.inputs);
  }

  /** ∂⟨Δ, f⟩/∂x for one entry x of an input, with a bound on its error; undefined on a kink. */
  slope(
    cotangent: readonly TensorData[],
    input: number,
    entry: number,
  ): { readonly value: number; readonly error: number } | undefined {
    const weights = cotangent.map(({ data }) => data.map(big.from));
    const side = (shift: BigNumber): number => {
      const moved = this.run(
        this.inputs.map((own, index) => (index === input ? withShift(own, entry, shift) : own)),
      );
      return big.toNumber(big.divide(this.change(moved, weights), shift));
    };
    const noise = lost * this.size(cotangent);
    const slope = between(side(shifts.left), side(shifts.right), () => side(shifts.further), noise);
    return slope.kinked ? undefined : slope;
  }

  /** ⟨|Δ|, |f| + rounding of f⟩: the size of what is subtracted, and of all terms that cancelled on the way. */
  private size(cotangent: readonly TensorData[]): number {
    const { plan, values, roundings } = this.evaluation;
    return plan.program.outputs.reduce((sum, id, output) => {
      const weights = at(cotangent, output).data;
      return weights.reduce((total, weight, k) => {
        const terms = Math.abs(values[id]?.[k] as number) + (roundings[id]?.[k] as number);
        return total + Math.abs(weight) * terms;
      }, sum);
    }, 0);
  }

  /** Every id's value. Detached values stay as they are at the fixed inputs. */
  private run(inputs: readonly BigNumber[][]): BigNumber[][] {
    const values = [...inputs];
    this.evaluation.plan.steps.forEach(({ step: { args }, entry }, index) => {
      const fixed = entry.stops ? this.values?.[values.length] : undefined;
      const valueAt = at(this.functions, index);
      values.push(fixed ?? valueAt(args.map((id) => at(values, id))));
    });
    return values;
  }

  /** ⟨Δ, f(moved) - f⟩. */
  private change(moved: readonly BigNumber[][], weights: readonly BigNumber[][]): BigNumber {
    let sum = zero;
    this.evaluation.plan.program.outputs.forEach((id, output) => {
      const before = at(this.values, id);
      moved[id]?.forEach((after, k) => {
        const change = big.subtract(after, at(before, k));
        sum = big.add(sum, big.multiply(at(at(weights, output), k), change));
      });
    });
    return sum;
  }
}

const withShift = (entries: readonly BigNumber[], at: number, shift: BigNumber): BigNumber[] =>
  entries.map((entry, index) => (index === at ? big.add(entry, shift) : entry));

/** What one slope costs, in BigNumber exponentials of about 0.1 ms each. */
export const exactCost = ({ steps }: Plan): number =>
  2 * steps.reduce((sum, plan) => sum + termsOf(plan) * (plan.entry.cheap ? 0.005 : 1), 0);
