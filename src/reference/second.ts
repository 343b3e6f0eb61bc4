/**
 * Second order: the gradient of ⟨J(x)ᵀΔ, u⟩ with respect to x. It is H·u, with H the Hessian of ⟨Δ, f(x)⟩,
 * and so the derivative of J(x + t·u)ᵀΔ at t = 0: one difference of pullbacks along u.
 */
import { dtypeOf } from '../program/program.js';
import { type TensorData, unitRoundoff } from '../program/tensor-data.js';
import { type Chain, chainOf } from './chain.js';
import { type Derivative, derivative } from './differences.js';
import { type Direction, strideOf, valuesOnSameBranch } from './directional.js';
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
  const f = (t: number) => gradientAt(chain, cotangent, direction, t * stride, first, along) ?? broken;
  // The noise of a pullback is its own error bound, the largest one met on the way.
  const along: Along = { noise: new Float64Array(size), drift: new Float64Array(size) };
  const found = derivative(f, size, {
    noise: along.noise,
    relativeNoise: 2 ** -50,
    argumentError: () => 0,
    shrinks: 6,
    confirm: true,
  });
  const [value, error] = [found.value, found.error].map((entries) => entries.map((entry) => entry / stride));
  const whole = { value: value as Float64Array, error: error as Float64Array };
  return split(whole, first, direction, along.drift, unitRoundoff[dtypeOf(chain.plan.program)]);
}

/** A kink that no gradient passes, as in |relu(x)| at x < 0, still has no second derivative. */
const onKink = (chain: Chain): boolean =>
  valuesOnSameBranch(chain, chain.values.slice(0, chain.plan.program.inputs.length)) === undefined;

/** What is learnt on the way along u. */
interface Along {
  /** The largest error bound of the pullbacks. */
  readonly noise: Float64Array;
  /** How fast the rounding of the first-order gradient changes. */
  readonly drift: Float64Array;
}

function gradientAt(
  chain: Chain,
  cotangent: readonly TensorData[],
  direction: Direction,
  t: number,
  first: readonly Truth[],
  { noise, drift }: Along,
): number[] | undefined {
  const { plan } = chain;
  const inputs = plan.program.inputs.map((type, index): TensorData => {
    const x = chain.values[index] as readonly number[];
    return { ...type, data: x.map((entry, at) => entry + t * (direction[index]?.[at] as number)) };
  });
  const moved = valuesOnSameBranch(
    chain,
    inputs.map(({ data }) => data),
  );
  if (moved === undefined) return undefined;
  const truths = pullback(chainOf(plan, inputs, chain), cotangent);
  let k = 0;
  truths.forEach(({ error, rounding }, input) => {
    for (const [at, bound] of error.entries()) {
      const change =
        Math.abs((rounding[at] as number) - (first[input]?.rounding[at] as number)) / Math.abs(t);
      noise[k] = Math.max(noise[k] as number, bound);
      drift[k] = Math.max(drift[k] as number, change);
      k++;
    }
  });
  return truths.flatMap(({ value }) => Array.from(value));
}

/** One truth an input, with what rounding and the difference itself may cost. */
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
