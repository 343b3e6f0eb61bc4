/**
 * Second order: the gradient of ⟨J(x)ᵀΔ, u⟩ with respect to x. It is H·u, with H the Hessian of ⟨Δ, f(x)⟩,
 * and so the derivative of J(x + t·u)ᵀΔ at t = 0: one difference of pullbacks along u.
 */
import { dtypeOf } from '../case/program.js';
import { type TensorData, unitRoundoff } from '../case/tensor-data.js';
import { type Chain, chainOf } from './chain.js';
import { type Derivative, derivative } from './differences.js';
import { concatenated, type Direction, strideOf, valuesOnSameBranch } from './directional.js';
import type { Entries } from './entry.js';
import { gradientAt } from './gradient-at.js';
import type { Plan } from './plan.js';
import { pullback, type Truth } from './pullback.js';

/** What an implementation may lose over a second differentiation: roundings of the terms' common scale. */
const secondOrderRoundings = 128;

/** An error of the difference below this share of the scale is taken as the resolution of the check. */
const resolution = 2 ** -20;

/** H·u for every input; undefined at a kink, where there is no second derivative. */
export function secondOrder(
  chain: Chain,
  cotangent: readonly TensorData[],
  direction: Direction,
): Truth[] | undefined {
  const first = pullback(chain, cotangent);
  if (first.some(({ spread }) => spread.some((half) => half > 0)) || onKink(chain)) return undefined;
  const size = first.reduce((sum, { value }) => sum + value.length, 0);
  const broken = new Float64Array(size).fill(Number.NaN);
  const stride = strideOf(direction);
  // The gradients are computed in float64, at values that are off by their own rounding.
  const own = concatenated(first.map(({ rounding }) => rounding.map((own) => own * 2 ** -53)));
  const noise = own.slice();
  let drift: Float64Array | undefined;
  const f = (t: number): ArrayLike<number> => {
    const inputs = movedInputs(chain, direction, t * stride);
    const moved = valuesOnSameBranch(
      chain,
      inputs.map(({ data }) => data),
    );
    if (moved === undefined) return broken;
    drift ??= driftAt(chain, inputs, cotangent, t * stride, first);
    return gradientWithNoise(chain.plan, moved, cotangent, own, noise);
  };
  const found = derivative(f, size, {
    noise,
    relativeNoise: 2 ** -50,
    argumentError: () => 0,
    shrinks: 12,
    confirm: true,
  });
  const [value, error] = [found.value, found.error].map((entries) => entries.map((entry) => entry / stride));
  const whole = { value: value as Float64Array, error: error as Float64Array };
  return split(
    whole,
    first,
    direction,
    drift ?? new Float64Array(size),
    unitRoundoff[dtypeOf(chain.plan.program)],
  );
}

/** A kink that no gradient passes, as in |relu(x)| at x < 0, still has no second derivative. */
const onKink = (chain: Chain): boolean =>
  valuesOnSameBranch(chain, chain.values.slice(0, chain.plan.program.inputs.length)) === undefined;

const movedInputs = ({ plan, values }: Chain, direction: Direction, t: number): TensorData[] =>
  plan.program.inputs.map((type, index) => {
    const x = values[index] as readonly number[];
    return { ...type, data: x.map((entry, at) => entry + t * (direction[index]?.[at] as number)) };
  });

/** The gradients of all inputs in one list; raises `noise` to the largest errors met on the way, rounding included. */
function gradientWithNoise(
  plan: Plan,
  values: readonly Entries<number>[],
  cotangent: readonly TensorData[],
  own: Float64Array,
  noise: Float64Array,
): Float64Array {
  const list = new Float64Array(noise.length);
  let start = 0;
  for (const { value, error } of gradientAt(plan, values, cotangent)) {
    list.set(value, start);
    for (let at = 0; at < error.length; at++) {
      const bound = (own[start + at] as number) + (error[at] as number);
      noise[start + at] = Math.max(noise[start + at] as number, bound);
    }
    start += value.length;
  }
  return list;
}

/** How fast the rounding of the first-order gradient changes along u, from one point beside x. */
function driftAt(
  chain: Chain,
  inputs: readonly TensorData[],
  cotangent: readonly TensorData[],
  t: number,
  first: readonly Truth[],
): Float64Array {
  const beside = pullback(chainOf(chain.plan, inputs, chain), cotangent);
  return concatenated(
    beside.map(({ rounding }, input) =>
      rounding.map((own, at) => Math.abs((own - (first[input]?.rounding[at] as number)) / t)),
    ),
  );
}

/** One truth per input, with what rounding and the difference itself may cost. */
function split(
  { value, error }: Derivative,
  first: readonly Truth[],
  direction: Direction,
  drift: Float64Array,
  u: number,
): Truth[] {
  const reach = largest(direction);
  const scale = largest([value]) + reach * largest(first.map((truth) => truth.magnitude));
  let start = 0;
  return first.map((truth) => {
    const end = start + truth.value.length;
    const errors = error.slice(start, end);
    const resolved = errors.map((bound) => (bound <= resolution * scale ? bound : 0));
    const part: Truth = {
      value: value.slice(start, end),
      error: errors.map((bound, at) => bound - (resolved[at] as number)),
      spread: new Float64Array(end - start),
      magnitude: new Float64Array(end - start).fill(scale),
      rounding: truth.rounding.map(
        (own, at) =>
          secondOrderRoundings * scale +
          reach * own +
          4 * (drift[start + at] as number) +
          (resolved[at] as number) / u,
      ),
    };
    start = end;
    return part;
  });
}

const largest = (arrays: readonly ArrayLike<number>[]): number =>
  arrays.reduce(
    (most, entries) => Array.from(entries).reduce((top, x) => Math.max(top, Math.abs(x)), most),
    0,
  );
