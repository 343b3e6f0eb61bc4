/**
 * The same chain at 40 digits: what float64 cannot decide is settled by one-sided BigNumber differences with a
 * step of 1e-18, on each side. Where the sides differ the entry lies on a kink, and the truth is the interval.
 */

import type { BigNumber } from 'mathjs';
import { at } from '../case/at.js';
import type { TensorData } from '../case/tensor-data.js';
import { factsOf } from '../case/vocabulary.js';
import type { Chain } from './chain.js';
import type { StepFunction } from './entry.js';
import { type StepPlan, termsOf } from './plan.js';
import { between, big, lost, shifts } from './sides.js';
import { nowhere } from './slices.js';
import type { Slope } from './slopes.js';

/** What settling a chain costs, in BigNumber exponentials of about 0.1 ms each. */
export const settlingCost = (chain: Chain): number =>
  chain.plan.steps.reduce((sum, plan) => sum + costOf(plan), 0);

/**
 * Two evaluations per group. In each, only the exponentials of what a moved entry changes are new; the others are
 * remembered.
 */
function costOf(plan: StepPlan): number {
  const groupCount = plan.groups.reduce((sum, list) => sum + list.length, 0);
  const terms = termsOf(plan);
  return 2 * groupCount * (plan.entry.cheap ? 0.005 * terms : plan.size + 0.03 * terms);
}

/** The chain with every slope settled at 40 digits. Values and roundings stay those of the float64 chain. */
export function settle(chain: Chain, inputs: readonly TensorData[]): Chain {
  const values: BigNumber[][] = inputs.map((input) => input.data.map(big.from));
  const slopes = chain.plan.steps.map((plan, index) => {
    const args = plan.step.args.map((id) => at(values, id));
    const valueAt = plan.functionIn(big);
    const out = valueAt(args);
    values.push(out);
    const noise = noiseOf(chain, index);
    return (chain.slopes[index] ?? []).map((slopesOfArgument, argument) => {
      // An input is exact: next to the kink at 0 it lies on one side, though nearer to it than a step is long.
      const isExact = at(plan.step.args, argument) < inputs.length;
      const besideZero = isExact && factsOf(plan.step).kink === 'zero';
      return slopesOfArgument.map((slope) => settled(slope, valueAt, args, argument, out, noise, besideZero));
    });
  });
  return { ...chain, slopes };
}

/** What a difference loses for each output entry of a step: the last digits of the value, or of the terms it adds up. */
function noiseOf({ plan, values }: Chain, index: number): Float64Array {
  const { step: own, layout, entry, precision } = at(plan.steps, index);
  const entriesOf = (id: number) => at(values, id);
  const out = entriesOf(plan.program.inputs.length + index);
  const terms = entry.rounding.magnitudes({
    step: own,
    layout,
    args: own.args.map(entriesOf),
    out,
    precision,
  });
  return terms.map((size, k) => lost * (size + Math.abs(out[k] as number)));
}

const signOf = (entry: BigNumber | undefined): number =>
  entry === undefined ? 0 : Math.sign(big.toNumber(entry));

function settled(
  slope: Slope,
  valueAt: StepFunction<BigNumber>,
  args: readonly BigNumber[][],
  argument: number,
  out: readonly BigNumber[],
  noise: Float64Array,
  besideZero: boolean,
): Slope {
  const side = (shift: BigNumber): number[] => {
    const varied = [...at(args, argument)];
    for (const at of new Set(slope.group)) {
      if (at !== nowhere) varied[at] = big.add(varied[at] as BigNumber, shift);
    }
    const moved = valueAt(args.map((arg, index) => (index === argument ? varied : arg)));
    return moved.map((entry, k) => big.toNumber(big.divide(big.subtract(entry, at(out, k)), shift)));
  };
  const [left, right] = [side(shifts.left), side(shifts.right)];
  let further: number[] | undefined;
  const furtherAt = (k: number): number => {
    further ??= side(shifts.further);
    return further[k] as number;
  };
  const value = new Float64Array(out.length);
  const spread = new Float64Array(out.length);
  const error = new Float64Array(out.length);
  for (let k = 0; k < out.length; k++) {
    const own = besideZero ? signOf(at(args, argument)[slope.group[k] as number]) : 0;
    const l = (own > 0 ? right : left)[k] as number;
    const r = (own < 0 ? left : right)[k] as number;
    const central = between(l, r, () => furtherAt(k), noise[k] as number);
    const seen = slope.spread[k] as number;
    const kinked = central.kinked || seen > 0;
    // Where float64 saw both sides of a kink that lies within rounding of the value, its interval stands.
    value[k] = seen > 0 ? (slope.value[k] as number) : central.value;
    spread[k] = kinked ? Math.max(Math.abs(r - l) / 2, seen) : 0;
    error[k] = kinked ? 0 : central.error;
  }
  return { ...slope, value, spread, error };
}
