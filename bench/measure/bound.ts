/** Whether the reference's claimed error covers its true one: derivatives against analytic ones at 60 digits. */
import type { BigNumber } from 'mathjs';
import math from 'mathjs/lib/browser/math.js';
import type { Program } from '../../src/program/program.js';
import type { Step } from '../../src/program/step.js';
import { tensorData } from '../../src/program/tensor-data.js';
import { chainOf, planOf, pullback } from '../../src/reference/index.js';

export interface Bound {
  readonly samples: number;
  readonly covered: number;
  /** Claimed error over true error, of each sample that has one. */
  readonly ratios: readonly number[];
}

/** An op, its derivative as mathjs writes it, and where to draw x: within these powers of ten, of this sign. */
type Formula = readonly [Step, string, least: number, most: number, signed: boolean];

const formulas: readonly Formula[] = [
  [{ op: 'exp', args: [0] }, 'exp(x)', -3, 1, true],
  [{ op: 'log', args: [0] }, '1 / x', -6, 6, false],
  [{ op: 'sqrt', args: [0] }, '1 / (2 * sqrt(x))', -6, 6, false],
  [{ op: 'sin', args: [0] }, 'cos(x)', -3, 2, true],
  [{ op: 'cos', args: [0] }, '-sin(x)', -3, 2, true],
  [{ op: 'tanh', args: [0] }, '1 / cosh(x)^2', -3, 0.7, true],
  [{ op: 'sigmoid', args: [0] }, 'exp(-x) / (1 + exp(-x))^2', -3, 1, true],
  [{ op: 'power_scalar', args: [0], scalar: 3 }, '3 * x^2', -3, 3, true],
  [{ op: 'power_scalar', args: [0], scalar: -1 }, '-1 / x^2', -3, 3, true],
  [{ op: 'power_scalar', args: [0], scalar: 2.5 }, '2.5 * x^1.5', -3, 3, false],
];

const exact = math.create(math.all as math.FactoryFunctionMap, {});
exact.config({ number: 'BigNumber', precision: 60 });
const compiled = formulas.map(([, text]) => exact.compile(text));

/** x as the double it is, not as its shortest decimal. */
function exactly(value: number): BigNumber {
  let [mantissa, halvings] = [value, 0];
  for (; !Number.isInteger(mantissa); halvings++) mantissa *= 2;
  return exact.bignumber(BigInt(mantissa).toString()).div(exact.bignumber(2).pow(halvings));
}

export function boundOf(block: number, samples: number): Bound {
  const ratios: number[] = [];
  let covered = 0;
  const random = mulberry(block);
  for (let sample = 0; sample < samples; sample++) {
    const which = sample % formulas.length;
    const [step, , least, most, signed] = formulas[which] as Formula;
    const x = 10 ** (least + (most - least) * random()) * (signed && random() < 0.5 ? -1 : 1);
    const { value, error } = slopeAt(step, x);
    const truth = compiled[which]?.evaluate({ x: exactly(x) }) as BigNumber;
    const off = Math.abs(truth.minus(exactly(value)).toNumber());
    if (off <= error) covered++;
    if (off > 0) ratios.push(error / off);
  }
  return { samples, covered, ratios };
}

function slopeAt(step: Step, x: number): { value: number; error: number } {
  const program: Program = { inputs: [{ dtype: 'float64', shape: [] }], steps: [step], outputs: [1] };
  const scalar = (entry: number) => tensorData('float64', [], [entry]);
  const [truth] = pullback(chainOf(planOf(program), [scalar(x)]), [scalar(1)]);
  return { value: truth?.value[0] ?? Number.NaN, error: truth?.error[0] ?? 0 };
}

function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
