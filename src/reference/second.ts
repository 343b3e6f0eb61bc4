/**
 * Second order: the gradient of ⟨J(x)ᵀΔ, u⟩ with respect to x. It is H·u, with H the Hessian of ⟨Δ, f(x)⟩,
 * and so the derivative of J(x + t·u)ᵀΔ at t = 0: one difference of pullbacks along u.
 */
import type { TensorData } from '../program/tensor-data.js';
import { type Chain, chainOf, NoTruth } from './chain.js';
import { derivative } from './differences.js';
import { type Direction, valuesOnSameBranch } from './directional.js';
import { pullback, type Truth } from './pullback.js';

/** What an implementation may lose over a second differentiation: roundings of the terms' common scale. */
const secondOrderRoundings = 128;

/** H·u for every input. @throws {NoTruth} at a kink, where there is no second derivative. */
export function secondOrder(chain: Chain, cotangent: readonly TensorData[], direction: Direction): Truth[] {
  const first = pullback(chain, cotangent);
  if (first.some(({ spread }) => spread.some((half) => half > 0))) {
    throw new NoTruth('the inputs lie on a kink; there is no second derivative there');
  }
  const size = first.reduce((sum, { value }) => sum + value.length, 0);
  const broken = new Float64Array(size).fill(Number.NaN);
  const f = (t: number) => gradientAt(chain, cotangent, direction, t) ?? broken;
  const noise = first.flatMap(({ error, value }) =>
    Array.from(error, (e, k) => e + Math.abs(value[k] as number) * 2 ** -50),
  );
  const found = derivative(f, size, { noise, relativeNoise: 2 ** -50, argumentError: () => 0, shrinks: 6 });
  return split(found.value, found.error, first, direction);
}

function gradientAt(
  chain: Chain,
  cotangent: readonly TensorData[],
  direction: Direction,
  t: number,
): number[] | undefined {
  const { plan } = chain;
  const inputs = plan.program.inputs.map((type, index): TensorData => {
    const x = chain.values[index] as readonly number[];
    return { ...type, data: x.map((entry, at) => entry + t * (direction[index]?.[at] as number)) };
  });
  if (
    valuesOnSameBranch(
      chain,
      inputs.map(({ data }) => data),
    ) === undefined
  )
    return undefined;
  return pullback(chainOf(plan, inputs, chain), cotangent).flatMap(({ value }) => Array.from(value));
}

function split(
  value: Float64Array,
  error: Float64Array,
  first: readonly Truth[],
  direction: Direction,
): Truth[] {
  const largest = (entries: ArrayLike<number>) =>
    Array.from(entries).reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
  const reach = Math.max(...direction.map(largest), 0);
  const scale = largest(value) + reach * Math.max(...first.map((truth) => largest(truth.value)), 0);
  let start = 0;
  return first.map((truth) => {
    const end = start + truth.value.length;
    const part: Truth = {
      value: value.slice(start, end),
      error: error.slice(start, end),
      spread: new Float64Array(end - start),
      rounding: truth.rounding.map((rounding) => secondOrderRoundings * scale + reach * rounding),
    };
    start = end;
    return part;
  });
}
