/** Jv along the chain, forward: the transpose of `pullback`. */
import { at } from '../case/at.js';
import type { Chain } from './chain.js';
import type { Direction } from './directional.js';
import type { Precision } from './precision.js';
import type { Truth } from './pullback.js';
import { few } from './rounding.js';
import { nowhere } from './slices.js';
import type { Slope } from './slopes.js';

/** The derivative of every output along a direction (one array per input). */
export function pushforward(chain: Chain, direction: Direction): Truth[] {
  const { program, steps, precision } = chain.plan;
  const tangents = chain.values.map((values, id) =>
    id < direction.length ? seed(direction[id]) : zero(values.length),
  );
  steps.forEach(({ step, entry, within }, index) => {
    const to = at(tangents, program.inputs.length + index);
    step.args.forEach((id, argument) => {
      for (const slope of chain.slopes[index]?.[argument] ?? []) {
        push(slope, at(tangents, id), to, precision);
        if (entry.shares) cancel(slope, at(tangents, id), to);
      }
      if (within) roundOnce(chain.slopes[index]?.[argument] ?? [], at(tangents, id), to);
    });
  });
  return program.outputs.map((id) => at(tangents, id));
}

function zero(size: number): Truth {
  const zeros = () => new Float64Array(size);
  return { value: zeros(), spread: zeros(), error: zeros(), rounding: zeros(), magnitude: zeros() };
}

const seed = (entries: ArrayLike<number> = []): Truth => ({
  ...zero(entries.length),
  value: Float64Array.from(entries),
  magnitude: Float64Array.from(entries, Math.abs),
});

/** As `pull`, the other way: what a rounded slope makes of a rounded tangent is in both. */
function push(slope: Slope, from: Truth, to: Truth, { u, underflow }: Precision): void {
  for (let k = 0; k < slope.group.length; k++) {
    const at = slope.group[k] as number;
    if (at === nowhere) continue;
    const [j, half] = [slope.value[k] as number, slope.spread[k] as number];
    const reach = Math.abs(j) + half;
    const [value, spread, size] = [from.value[at], from.spread[at], from.magnitude[at]] as [
      number,
      number,
      number,
    ];
    to.value[k] = (to.value[k] as number) + j * value;
    to.spread[k] = (to.spread[k] as number) + Math.abs(j) * spread + half * (Math.abs(value) + spread);
    to.error[k] =
      (to.error[k] as number) + reach * (from.error[at] as number) + (slope.error[k] as number) * size;
    to.rounding[k] =
      (to.rounding[k] as number) +
      (reach + u * (slope.rounding[k] as number)) * (from.rounding[at] as number) +
      (slope.rounding[k] as number) * size +
      few * underflow;
    to.magnitude[k] = (to.magnitude[k] as number) + (slope.magnitude[k] as number) * size;
  }
}

/** Where a step computes in a wider dtype, what an argument sends forward is rounded at the end, at its own size. */
function roundOnce(slopes: readonly Slope[], from: Truth, { rounding }: Truth): void {
  for (let k = 0; k < rounding.length; k++) {
    let [sent, open] = [0, 0];
    for (const { group, value, spread } of slopes) {
      const at = group[k] as number;
      if (at === nowhere) continue;
      const [j, half] = [value[k] as number, spread[k] as number];
      const [size, ofSize] = [from.value[at] as number, from.spread[at] as number];
      sent += j * size;
      open += Math.abs(j) * ofSize + half * (Math.abs(size) + ofSize);
    }
    rounding[k] = (rounding[k] as number) + Math.abs(sent) + open;
  }
}

/**
 * The second of the adjoints sΔ and Δ - sΔ is exact for s = 0 and s = 1. Its transpose, su + (v - sv), is not: v
 * cancels there, and is rounded at its own size even where its slope is 0.
 */
function cancel({ group }: Slope, from: Truth, to: Truth): void {
  for (let k = 0; k < group.length; k++) {
    const size = from.magnitude[group[k] as number] ?? 0;
    to.rounding[k] = (to.rounding[k] as number) + few * size;
  }
}
