/** Whether the reference's claimed error covers its true one: derivatives against analytic ones at 60 digits. */
import fc from 'fast-check';
import type { BigNumber } from 'mathjs';
import math from 'mathjs/lib/browser/math.js';
import type { Program } from '../../src/case/program.js';
import { tensorData } from '../../src/case/tensor-data.js';
import type { Step } from '../../src/case/vocabulary.js';
import { chainOf, exactly, planOf, pullback } from '../../src/reference/index.js';
import { median, percent, sum, table } from './numbers.js';
import { numbered, type Part } from './part.js';

interface Bound {
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

/** Uniform between 0 and 1, and a sign. */
const draws = fc.tuple(
  fc.noBias(fc.maxSafeNat()).map((whole) => whole / 2 ** 53),
  fc.constantFrom(1, -1),
);

function boundOf(block: number, samples: number): Bound {
  const ratios: number[] = [];
  let covered = 0;
  for (const [sample, [share, sign]] of fc.sample(draws, { numRuns: samples, seed: block }).entries()) {
    const which = sample % formulas.length;
    const [step, , least, most, signed] = formulas[which] as Formula;
    const x = 10 ** (least + (most - least) * share) * (signed ? sign : 1);
    const { value, error } = slopeAt(step, x);
    const truth = compiled[which]?.evaluate({ x: exactly(x, exact) }) as BigNumber;
    const off = Math.abs(truth.minus(exactly(value, exact)).toNumber());
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

const samplesInBlock = 1000;
const mostSamples = 100_000;

export const bound: Part<Bound> = {
  name: 'bound',
  key: 'bound',
  blocks: (cases) =>
    numbered(Math.ceil(Math.min(cases, mostSamples) / samplesInBlock), 'bound', (index) =>
      boundOf(index, samplesInBlock),
    ),
  section(results) {
    const samples = sum(results.map((each) => each.samples));
    const covered = sum(results.map((each) => each.covered));
    const medianRatio = median(results.flatMap(({ ratios }) => ratios));
    const markdown = `## The reference's claimed error

Derivatives by differences, compared with analytic ones at 60 digits.

${table([
  ['what', 'measured'],
  ['derivatives compared', samples],
  ['of these within the claimed error', `${covered} (${percent(covered, samples)})`],
  ['median of claimed over true error', medianRatio.toFixed(1)],
])}`;
    return { summary: { samples, covered, medianRatio }, markdown, findings: [] };
  },
};
