import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/case/case.js';
import { type Shape, sizeOf } from '../../src/case/shape.js';
import {
  factsOf,
  inferShape,
  type OpName,
  opNames,
  type Step,
  vocabulary,
} from '../../src/case/vocabulary.js';
import { space } from '../../src/generate/index.js';
import { between, type Range, rangeOfValues } from '../../src/generate/ranges.js';
import { safeRange } from '../../src/generate/safe-range.js';
import { opSamples, programSamples } from './samples.js';

/** Follows the ranges of the case's own inputs; undefined where a step may leave its domain or grow too large. */
function rangesOf({ program, inputs }: Case): (Range | undefined)[] {
  const ranges: (Range | undefined)[] = inputs.map(({ data }) => rangeOfValues(data));
  const shapes: Shape[] = inputs.map(({ shape }) => shape);
  for (const step of program.steps) {
    const args = step.args.map((id) => ranges[id]);
    const own = step.args.map((id) => shapes[id] as Shape);
    const shape = inferShape(step, own);
    ranges.push(args.includes(undefined) ? undefined : safeRange(step, args as Range[], own));
    // Of an empty array nothing is computed, so nothing can go wrong.
    if (sizeOf(shape) === 0) ranges[ranges.length - 1] = between(1, 1);
    shapes.push(shape);
  }
  return ranges;
}

describe('programs', () => {
  it('keep every step inside its domain, and every value below a thousand', () => {
    const ops: readonly OpName[] = [
      'multiply',
      'divide',
      'log',
      'sqrt',
      'power',
      'power_scalar',
      'exp',
      'subtract',
    ];
    for (const drawn of [space(), space({ ops })]) {
      const cases = programSamples(drawn, 600).filter(({ inputs }) =>
        inputs.every(({ data }) => data.length > 0),
      );
      for (const testCase of cases) expect(rangesOf(testCase)).not.toContain(undefined);
    }
  });
});

describe('single-op cases', () => {
  it.each(opNames)('give %s arguments inside its domain', (op) => {
    for (const { program, inputs } of opSamples(op, space(), 300)) {
      const step = program.steps[0] as Step;
      factsOf(step)
        .domain(step)
        .forEach((domain, operand) => {
          const values = inputs[step.args[operand] as number]?.data ?? [];
          if (domain === 'above -1') expect(values.every((value) => value > -1)).toBe(true);
          if (domain === 'positive') expect(values.every((value) => value > 0)).toBe(true);
          if (domain === 'nonzero') expect(values.every((value) => Math.abs(value) > 0.1)).toBe(true);
        });
    }
  });
});

/** 2/√π ∫₀ˣ e^(−t²) dt, by the trapezoidal rule. */
function erf(x: number): number {
  const steps = 200;
  let sum = (1 + Math.exp(-x * x)) / 2;
  for (let n = 1; n < steps; n++) sum += Math.exp(-(((n / steps) * x) ** 2));
  return ((2 / Math.sqrt(Math.PI)) * sum * x) / steps;
}

/** What each elementwise op computes, said once more and apart from everything else. */
const elementwise: readonly (readonly [OpName, Record<string, unknown>, (x: number, y: number) => number])[] =
  [
    ['add', {}, (x, y) => x + y],
    ['subtract', {}, (x, y) => x - y],
    ['multiply', {}, (x, y) => x * y],
    ['divide', {}, (x, y) => x / y],
    ['power', {}, (x, y) => x ** y],
    ['maximum', {}, Math.max],
    ['minimum', {}, Math.min],
    ['add_scalar', { scalar: -2 }, (x) => x - 2],
    ['mul_scalar', { scalar: -2 }, (x) => x * -2],
    ['divide_scalar', { scalar: -2 }, (x) => x / -2],
    ['power_scalar', { scalar: 2 }, (x) => x ** 2],
    ['power_scalar', { scalar: 3 }, (x) => x ** 3],
    ['power_scalar', { scalar: -1 }, (x) => 1 / x],
    ['power_scalar', { scalar: -2 }, (x) => x ** -2],
    ['power_scalar', { scalar: 0.5 }, Math.sqrt],
    ['power_scalar', { scalar: 0 }, () => 1],
    ['negate', {}, (x) => -x],
    ['exp', {}, Math.exp],
    ['log', {}, Math.log],
    ['sqrt', {}, Math.sqrt],
    ['sin', {}, Math.sin],
    ['cos', {}, Math.cos],
    ['tanh', {}, Math.tanh],
    ['sigmoid', {}, (x) => 1 / (1 + Math.exp(-x))],
    ['relu', {}, (x) => Math.max(0, x)],
    ['abs', {}, Math.abs],
    ['clip', { min: -1, max: 1.5 }, (x) => Math.min(Math.max(x, -1), 1.5)],
    ['clip', { min: null, max: 0.5 }, (x) => Math.min(x, 0.5)],
    ['softplus', {}, (x) => Math.log(1 + Math.exp(x))],
    ['logaddexp', {}, (x, y) => Math.log(Math.exp(x) + Math.exp(y))],
    [
      'gelu',
      { approximate: 'tanh' },
      (x) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
    ],
    ['silu', {}, (x) => x / (1 + Math.exp(-x))],
    ['hardswish', {}, (x) => (x <= -3 ? 0 : x >= 3 ? x : (x * (x + 3)) / 6)],
    ['erf', {}, erf],
    ['expm1', {}, Math.expm1],
    ['log1p', {}, Math.log1p],
    ['atan2', {}, Math.atan2],
    ['dropout', { p: 0.5, mask: [1] }, (x) => 2 * x],
    ['dropout', { p: 0.5, mask: [0] }, () => 0],
  ];

const values = fc
  .array(fc.integer({ min: -12, max: 12 }), { minLength: 1, maxLength: 4 })
  .map((quarters) => quarters.map((n) => n / 4));

describe('the range of a step', () => {
  it('is asked for every elementwise op of which something is computed', () => {
    const asked = opNames.filter((op) => vocabulary[op].elementwise && op !== 'detach');
    expect([...new Set(elementwise.map(([op]) => op))].sort()).toEqual([...asked].sort());
  });

  it.each(elementwise)('holds every value of %s %o', (op, attributes, compute) => {
    const step = { op, args: [0, 1].slice(0, compute.length > 1 ? 2 : 1), ...attributes } as unknown as Step;
    fc.assert(
      fc.property(values, values, (xs, ys) => {
        const range = safeRange(step, [rangeOfValues(xs), rangeOfValues(ys)], [[], []]);
        if (range === undefined) return;
        for (const value of xs.flatMap((x) => ys.map((y) => compute(x, y)))) {
          expect(value).toBeGreaterThanOrEqual(range.low - 1e-9);
          expect(value).toBeLessThanOrEqual(range.high + 1e-9);
          expect(Math.abs(value)).toBeGreaterThanOrEqual(range.away - 1e-9);
        }
      }),
      { seed: 4 },
    );
  });

  it('grows with the number of entries that are reduced', () => {
    const range = between(-1, 2);
    const of = (step: Step, shape: Shape) => safeRange(step, [range, range], [shape, shape]);
    expect(of({ op: 'summation', args: [0], axes: -1, keepdims: false }, [2, 3])).toEqual(between(-3, 6));
    expect(of({ op: 'mean', args: [0], axes: null, keepdims: false }, [2, 3])).toEqual(between(-1, 2));
    expect(of({ op: 'matmul', args: [0, 1] }, [4, 4])).toEqual(between(-8, 16));
    expect(of({ op: 'softmax', args: [0], axes: [] }, [2, 3])).toEqual(between(1, 1));
  });
});
