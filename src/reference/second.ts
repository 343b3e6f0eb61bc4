/**
 * Second order: the gradient of ⟨J(x)ᵀΔ, u⟩ with respect to x. It is H·u, with H the Hessian of ⟨Δ, f(x)⟩,
 * and so the derivative of J(x + t·u)ᵀΔ at t = 0: one difference of pullbacks along u.
 */
import { at } from '../case/at.js';
import type { TensorData } from '../case/tensor-data.js';
import { Branch } from './branch.js';
import { type Chain, chainOf } from './chain.js';
import { type Derivative, Differentiator } from './differences.js';
import { concatenated, type Direction, strideOf } from './directional.js';
import { Gradients } from './gradients.js';
import type { Precision } from './precision.js';
import { pullback, type Truth } from './pullback.js';
import { largestIn } from './sizes.js';
import { unwritten } from './unwritten.js';
import { sharedZeros, zeroList } from './zeros.js';

/** What an implementation may lose over a second differentiation: roundings of the terms' common scale. */
const secondOrderRoundings = 128;

/** In float16 terms of a rule for a rule's gradient may overflow that are larger than what is left of them: by this. */
const beyondScale = 16;

/**
 * How much wider the bound of a difference is taken that counts as resolved: where terms cancel to a billionth of their scale,
 * it was seen to be too small by a factor of 1.9.
 */
const widened = 4;

/** An error of the difference below this share of the scale is taken as the resolution of the check. */
const resolution = 2 ** -20;

/** H·u for every input; undefined at a kink, where there is no second derivative. */
export function secondOrder(
  chain: Chain,
  cotangent: readonly TensorData[],
  direction: Direction,
): Truth[] | undefined {
  const first = pullback(chain, cotangent);
  if (first.some(({ spread }) => spread.some((half) => half > 0))) return undefined;
  const line = new GradientsAlong(chain, cotangent, direction, first);
  // A kink that no gradient passes, as in |relu(x)| at x < 0, still has no second derivative.
  if (line.branch.onKink) return undefined;
  const stride = strideOf(direction);
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
  return split(perStride, first, direction, line.drift, chain.plan.precision);
}

/** The gradients J(x + t·u)ᵀΔ of all inputs in one list, and what is found out on the way about their errors. */
class GradientsAlong {
  readonly branch: Branch;
  /** The largest errors met so far, rounding included. */
  readonly noise: Float64Array;
  /** The gradients are computed in float64, at values that are off by their own rounding. */
  private readonly own: Float64Array;
  private readonly inputs: readonly number[][];
  private readonly gradients: Gradients;
  private driftSeen: Float64Array | undefined;

  constructor(
    private readonly chain: Chain,
    private readonly cotangent: readonly TensorData[],
    private readonly direction: Direction,
    private readonly first: readonly Truth[],
  ) {
    this.own = concatenated(first.map(({ rounding }) => rounding.map((own) => own * 2 ** -53)));
    this.noise = this.own.slice();
    this.inputs = first.map(({ value }) => unwritten(value.length));
    this.branch = new Branch(chain, this.inputs);
    this.gradients = new Gradients(chain.plan, this.branch.values, cotangent);
  }

  get size(): number {
    return this.own.length;
  }

  /** How fast the rounding of the first-order gradient changes along u, as seen from the first point next to x. */
  get drift(): Float64Array {
    return this.driftSeen ?? sharedZeros(this.size);
  }

  /** NaN throughout where x + t·u lies beyond a kink. */
  at(t: number, into: number[]): void {
    this.moveTo(t);
    if (!this.branch.follow()) {
      into.fill(Number.NaN);
      return;
    }
    this.driftSeen ??= this.driftAt(t);
    this.gradientsAt(into);
  }

  private moveTo(t: number): void {
    this.inputs.forEach((input, index) => {
      const [x, u] = [at(this.chain.values, index), at(this.direction, index)];
      for (let k = 0; k < input.length; k++) input[k] = (x[k] as number) + t * (u[k] as number);
    });
  }

  private gradientsAt(into: number[]): void {
    let at = 0;
    for (const { value, error } of this.gradients.compute()) {
      for (let k = 0; k < error.length; k++, at++) {
        into[at] = value[k] as number;
        const bound = (this.own[at] as number) + (error[k] as number);
        this.noise[at] = Math.max(this.noise[at] as number, bound);
      }
    }
  }

  private driftAt(t: number): Float64Array {
    const { plan } = this.chain;
    const inputs = plan.program.inputs.map((type, index) => ({ ...type, data: [...at(this.inputs, index)] }));
    const beside = pullback(chainOf(plan, inputs, this.chain), this.cotangent);
    return concatenated(
      beside.map(({ rounding }, input) =>
        rounding.map((own, at) => Math.abs((own - (this.first[input]?.rounding[at] as number)) / t)),
      ),
    );
  }
}

/** One truth per input, with what rounding and the difference itself may cost. */
function split(
  { value, error }: Derivative,
  first: readonly Truth[],
  direction: Direction,
  drift: Float64Array,
  { u, coarse }: Precision,
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
      spread: sharedZeros(end - start),
      magnitude: zeroList(end - start).fill(coarse ? beyondScale * scale : scale),
      rounding: truth.rounding.map(
        (own, at) =>
          secondOrderRoundings * scale +
          reach * own +
          4 * (drift[start + at] as number) +
          (widened * (resolved[at] as number)) / u,
      ),
    };
    start = end;
    return part;
  });
}

const largest = (arrays: readonly ArrayLike<number>[]): number =>
  arrays.reduce((most, entries) => Math.max(most, largestIn(entries)), 0);
