/**
 * Second order: the gradient of ⟨J(x)ᵀΔ, u⟩ with respect to x. It is H·u, with H the Hessian of ⟨Δ, f(x)⟩,
 * and so the derivative of J(x + t·u)ᵀΔ at t = 0: one difference of pullbacks along u.
 */
import { at } from '../case/at.js';
import { dtypeOf } from '../case/program.js';
import { type TensorData, unitRoundoff } from '../case/tensor-data.js';
import { type Chain, chainOf } from './chain.js';
import { type Derivative, Differentiator } from './differences.js';
import { concatenated, type Direction, strideOf, valuesOnSameBranch } from './directional.js';
import type { Entries } from './entry.js';
import { gradientAt } from './gradient-at.js';
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
  const stride = strideOf(direction);
  const line = new GradientsAlong(chain, cotangent, direction, first);
  const found = new Differentiator(line.size).derivative((t, into) => line.at(t * stride, into), {
    noise: line.noise,
    relativeNoise: 2 ** -50,
    argumentError: () => 0,
    shrinks: 12,
    confirm: true,
  });
  const perStride = {
    value: found.value.map((x) => x / stride),
    error: found.error.map((x) => x / stride),
  };
  return split(perStride, first, direction, line.drift, unitRoundoff[dtypeOf(chain.plan.program)]);
}

/** The gradients J(x + t·u)ᵀΔ of all inputs in one list, and what is found out on the way about their errors. */
class GradientsAlong {
  /** The largest errors met so far, rounding included. */
  readonly noise: Float64Array;
  /** The gradients are computed in float64, at values that are off by their own rounding. */
  private readonly own: Float64Array;
  private driftSeen: Float64Array | undefined;

  constructor(
    private readonly chain: Chain,
    private readonly cotangent: readonly TensorData[],
    private readonly direction: Direction,
    private readonly first: readonly Truth[],
  ) {
    this.own = concatenated(first.map(({ rounding }) => rounding.map((own) => own * 2 ** -53)));
    this.noise = this.own.slice();
  }

  get size(): number {
    return this.own.length;
  }

  /** How fast the rounding of the first-order gradient changes along u, as seen from the first point next to x. */
  get drift(): Float64Array {
    return this.driftSeen ?? new Float64Array(this.size);
  }

  /** NaN throughout where x + t·u lies beyond a kink. */
  at(t: number, into: Float64Array): void {
    const inputs = movedInputs(this.chain, this.direction, t);
    const moved = valuesOnSameBranch(
      this.chain,
      inputs.map(({ data }) => data),
    );
    if (moved === undefined) {
      into.fill(Number.NaN);
      return;
    }
    this.driftSeen ??= this.driftAt(inputs, t);
    this.gradientsAt(moved, into);
  }

  private gradientsAt(values: readonly Entries<number>[], into: Float64Array): void {
    let at = 0;
    for (const { value, error } of gradientAt(this.chain.plan, values, this.cotangent)) {
      into.set(value, at);
      for (let k = 0; k < error.length; k++, at++) {
        const bound = (this.own[at] as number) + (error[k] as number);
        this.noise[at] = Math.max(this.noise[at] as number, bound);
      }
    }
  }

  private driftAt(inputs: readonly TensorData[], t: number): Float64Array {
    const beside = pullback(chainOf(this.chain.plan, inputs, this.chain), this.cotangent);
    return concatenated(
      beside.map(({ rounding }, input) =>
        rounding.map((own, at) => Math.abs((own - (this.first[input]?.rounding[at] as number)) / t)),
      ),
    );
  }
}

/** A kink that no gradient passes, as in |relu(x)| at x < 0, still has no second derivative. */
const onKink = (chain: Chain): boolean =>
  valuesOnSameBranch(chain, chain.values.slice(0, chain.plan.program.inputs.length)) === undefined;

const movedInputs = ({ plan, values }: Chain, direction: Direction, t: number): TensorData[] =>
  plan.program.inputs.map((type, index) => {
    const x = at(values, index);
    return { ...type, data: x.map((entry, at) => entry + t * (direction[index]?.[at] as number)) };
  });

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
