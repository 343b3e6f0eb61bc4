import fc from 'fast-check';
import type { BigNumber } from 'mathjs';
import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/case/case.js';
import type { Program } from '../../src/case/program.js';
import { tensorData } from '../../src/case/tensor-data.js';
import { opNames, type Step } from '../../src/case/vocabulary.js';
import { programCases, singleOpCases, space } from '../../src/generate/index.js';
import {
  bigNumbers,
  type Chain,
  chainOf,
  denseByChain,
  denseByDifferences,
  derivative,
  directional,
  ExactProgram,
  evaluate,
  evaluationOf,
  float64,
  planOf,
  pullback,
  pushforward,
  secondOrder,
  settle,
  type Truth,
} from '../../src/reference/index.js';

const scalar = (entry: number) => tensorData('float64', [], [entry]);
const programOf = (...steps: Step[]): Program => ({
  inputs: [{ dtype: 'float64', shape: [] }],
  steps,
  outputs: [steps.length],
});
const chainAt = (program: Program, ...inputs: number[]): Chain =>
  chainOf(planOf(program), inputs.map(scalar));
const slopeAt = (chain: Chain): Truth => pullback(chain, [scalar(1)])[0] as Truth;
const sample = (cases: fc.Arbitrary<Case>, count: number): Case[] =>
  fc.sample(cases, { numRuns: count, seed: 5 });

describe('the forward values', () => {
  const big = bigNumbers(40);

  it.each(opNames)('of %s agree in float64 and at 40 digits', (op) => {
    for (const { program, inputs } of sample(singleOpCases(op, space()), 12)) {
      const numbers = evaluate<number>(
        program,
        inputs.map(({ data }) => data),
        float64,
      ).at(-1) as number[];
      const digits = evaluate<BigNumber>(
        program,
        inputs.map(({ data }) => data.map(big.from)),
        big,
      ).at(-1) as BigNumber[];
      digits.forEach((entry, k) => {
        const exact = big.toNumber(entry);
        if (Number.isNaN(exact)) expect(numbers[k]).toBeNaN();
        else if (Number.isFinite(exact))
          expect(Math.abs((numbers[k] as number) - exact)).toBeLessThanOrEqual(
            1e-11 * Math.max(1, Math.abs(exact)),
          );
      });
    }
  });
});

describe('a derivative by differences', () => {
  const functions: readonly (readonly [string, (t: number) => number, number])[] = [
    ['exp(t)', Math.exp, 1],
    ['log(1 + t)', (t) => Math.log(1 + t), 1],
    ['1 / (1 + t)', (t) => 1 / (1 + t), -1],
    ['sqrt(1 + t)', (t) => Math.sqrt(1 + t), 0.5],
    ['t', (t) => t, 1],
    ['7', () => 7, 0],
    ['(2 + t)^5', (t) => (2 + t) ** 5, 80],
    ['sin(3t)', (t) => Math.sin(3 * t), 3],
  ];

  it.each(functions)('of %s is off by less than its bound, and its bound is small', (_, f, exact) => {
    const found = derivative((t) => [f(t)], 1, {
      relativeNoise: 2 ** -51,
      argumentError: () => 0,
      shrinks: 4,
    });
    const off = Math.abs((found.value[0] as number) - exact);
    expect(off).toBeLessThanOrEqual(found.error[0] as number);
    expect(found.error[0]).toBeLessThan(1e-11 * Math.max(1, Math.abs(f(0))));
  });

  it('of a jump is given an unbounded error, not a wrong value', () => {
    const found = derivative((t) => [t > 0 ? Number.NaN : 0], 1, {
      relativeNoise: 0,
      argumentError: () => 0,
      shrinks: 2,
    });
    expect(found.error[0]).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('the dense Jacobian', () => {
  const kinds: readonly (readonly [string, fc.Arbitrary<Case>])[] = [
    ['programs', programCases(space({ cotangents: 1 }))],
    // Padding and joining leave output entries without an input entry; windows overlap.
    ...(
      [
        'concat',
        'pad',
        'gather',
        'scatter_add',
        'einsum',
        'conv',
        'conv_transpose',
        'avg_pool',
        'max_pool',
      ] as const
    ).map((op) => [op, singleOpCases(op, space({ cotangents: 1 }))] as const),
  ];

  it.each(kinds)(
    'of %s, chained from the steps, equals that of the whole program, within both bounds',
    (_, cases) => {
      for (const testCase of sample(cases, 60)) {
        const chain = chainOf(planOf(testCase.program), testCase.inputs);
        const rows = denseByChain(chain);
        const columns = denseByDifferences(chain);
        rows.forEach((row, k) => {
          row.forEach((truth, input) => {
            truth.value.forEach((value, at) => {
              const whole = columns[input]?.[at];
              const error = whole?.error[k] as number;
              if (!Number.isFinite(error)) return;
              const bound = error + (truth.error[at] as number) + (truth.spread[at] as number);
              const rounding = 2 ** -53 * (truth.rounding[at] as number);
              expect(Math.abs(value - (whole?.value[k] as number))).toBeLessThanOrEqual(bound + rounding);
            });
          });
        });
      }
    },
  );

  it.each(kinds.slice(1))('of %s is the same at 40 digits', (_, cases) => {
    for (const { program, inputs, cotangents } of sample(cases, 8)) {
      const chain = chainOf(planOf(program), inputs);
      const cotangent = cotangents[0] as Case['inputs'];
      const settled = pullback(settle(chain, inputs), cotangent);
      pullback(chain, cotangent).forEach(({ value, error, rounding }, input) => {
        value.forEach((entry, at) => {
          const bound = (error[at] as number) + 2 ** -53 * (rounding[at] as number);
          expect(Math.abs(entry - (settled[input]?.value[at] as number))).toBeLessThanOrEqual(bound);
        });
      });
    }
  });

  it('forward along v is what differences of the whole program along v give', () => {
    for (const testCase of sample(programCases(space({ cotangents: 1 })), 100)) {
      const chain = chainOf(planOf(testCase.program), testCase.inputs);
      const v = testCase.inputs.map(({ data }) => data.map((_, at) => (at % 2 === 0 ? 1 : -0.5)));
      const whole = directional(chain, v);
      const forward = pushforward(chain, v);
      const flat = (part: (truth: Truth) => Float64Array) =>
        forward.flatMap((truth) => Array.from(part(truth)));
      const [value, error, spread, rounding] = [
        flat((truth) => truth.value),
        flat((truth) => truth.error),
        flat((truth) => truth.spread),
        flat((truth) => truth.rounding),
      ] as [number[], number[], number[], number[]];
      value.forEach((entry, k) => {
        const bound =
          (whole.error[k] as number) +
          (error[k] as number) +
          (spread[k] as number) +
          2 ** -53 * (rounding[k] as number);
        expect(Math.abs(entry - (whole.value[k] as number))).toBeLessThanOrEqual(bound);
      });
    }
  });

  it('forward along a chain of numbers loses to rounding what backward loses, roundings of roundings included', () => {
    const program: Program = {
      inputs: [{ dtype: 'float32', shape: [] }],
      steps: [
        { op: 'mul_scalar', args: [0], scalar: 1e6 },
        { op: 'sin', args: [1] },
        { op: 'mul_scalar', args: [2], scalar: 1e6 },
        { op: 'sin', args: [3] },
      ],
      outputs: [4],
    };
    const chain = chainOf(planOf(program), [tensorData('float32', [], [0.75])]);
    const [back] = pullback(chain, [tensorData('float32', [], [1])]) as [Truth];
    const [forward] = pushforward(chain, [[1]]) as [Truth];
    expect((forward.rounding[0] as number) / (back.rounding[0] as number)).toBeCloseTo(1, 12);
  });
});

describe('hard places', () => {
  it.each([
    ['ln(1 + t/0.331) + atan(t/0.085 − 0.9)/1000', 0.331, 'log1p', 'atan', 0.085, -0.9, 1e-3],
    ['atan(t/0.364) + ln(1 + t/0.092)/10000', 0.364, 'atan', 'log1p', 0.092, 0, 1e-4],
  ] as const)(
    '%s is within its bound, though nothing is told of its singularities',
    (_, a, f, g, b, c, small) => {
      const slope = { log1p: (x: number) => 1 / (1 + x), atan: (x: number) => 1 / (1 + x * x) };
      const { value, error } = derivative((t) => [Math[f](t / a) + small * Math[g](t / b + c)], 1, {
        relativeNoise: 2 ** -48,
        argumentError: () => 0,
        shrinks: 12,
        confirm: true,
      });
      const exact = slope[f](0) / a + (small * slope[g](c)) / b;
      expect(Math.abs((value[0] as number) - exact)).toBeLessThanOrEqual(error[0] as number);
    },
  );

  it('sin at 1e10 has a right slope', () => {
    const chain = chainAt(programOf({ op: 'sin', args: [0] }), 1e10);
    const { value, error } = slopeAt(settle(chain, [scalar(1e10)]));
    expect(Math.abs((value[0] as number) - Math.cos(1e10))).toBeLessThanOrEqual(
      (error[0] as number) + 2 ** -53,
    );
    expect(error[0]).toBeLessThan(1e-15);
  });

  it.each([
    ['log', 1e-7, 1e7],
    ['sqrt', 1e-7, 0.5 / Math.sqrt(1e-7)],
  ] as const)('%s at %d keeps its points inside the domain', (op, x, exact) => {
    const { value, error } = slopeAt(chainAt(programOf({ op, args: [0] }), x));
    expect(Math.abs((value[0] as number) - exact)).toBeLessThanOrEqual(error[0] as number);
    expect((error[0] as number) / exact).toBeLessThan(1e-10);
  });

  it('outside the domain there is no truth, and it says why', () => {
    expect(() => chainAt(programOf({ op: 'log', args: [0] }), -1)).toThrowErrorMatchingInlineSnapshot(
      `[NoTruth: log a takes only positive entries in argument 0, and got -1]`,
    );
    expect(() => chainAt(programOf({ op: 'exp', args: [0] }), Number.NaN)).toThrowErrorMatchingInlineSnapshot(
      `[NoTruth: input a holds NaN (entry 0); there is no derivative there]`,
    );
    expect(() => chainAt(programOf({ op: 'exp', args: [0] }), 1000)).toThrowErrorMatchingInlineSnapshot(
      `[NoTruth: the value of exp a holds Infinity (entry 0); there is no derivative there]`,
    );
  });
});

describe('a sum of many terms', () => {
  it('does not drift: the mean of twenty thousand equal losses is one of them', () => {
    const lossOf = (rows: number): number => {
      const program: Program = {
        inputs: [{ dtype: 'float64', shape: [rows, 2] }],
        steps: [{ op: 'cross_entropy', args: [0], labels: new Array(rows).fill(1) }],
        outputs: [1],
      };
      const x = Array.from({ length: 2 * rows }, (_, at) => (at % 2) * 0.3);
      return evaluate<number>(program, [x], float64)[1]?.[0] as number;
    };
    expect(Math.abs(lossOf(20_000) - lossOf(1))).toBeLessThanOrEqual(2 ** -52);
  });
});

describe('at 40 digits', () => {
  it('ln(1 + x) keeps all its digits for a small x', () => {
    const [short, long] = [bigNumbers(40), bigNumbers(70)];
    for (const x of [0.4, -0.3, 1e-3, 1e-12]) {
      const expected = long.log(long.add(long.from(1), long.from(x)));
      const off = long.divide(
        long.subtract(long.from(0), long.subtract(short.log1p(short.from(x)), expected)),
        expected,
      );
      expect(Math.abs(long.toNumber(off))).toBeLessThan(1e-38);
    }
  });

  it('the slope of softplus far on the left is e^x', () => {
    const chain = chainAt(programOf({ op: 'softplus', args: [0] }), -26);
    const { value, error } = slopeAt(settle(chain, [scalar(-26)]));
    expect(Math.abs((value[0] as number) / Math.exp(-26) - 1)).toBeLessThan(1e-11);
    expect(error[0] as number).toBeLessThan(1e-15 * Math.exp(-26));
  });
});

describe('a slope that is nothing but the step', () => {
  it('of x³ at 0 counts as undecided by the step’s square, whose truth is 0', () => {
    const inputs = [scalar(0)];
    const program = programOf({ op: 'power_scalar', args: [0], scalar: 3 });
    const { value, error } = slopeAt(settle(chainAt(program, 0), inputs));
    expect(value[0]).toBeGreaterThan(0);
    expect(error[0] as number).toBeGreaterThan(value[0] as number);
    const exact = new ExactProgram(evaluationOf(planOf(program), inputs), inputs).slope([scalar(1)], 0, 0);
    expect(exact?.error).toBeGreaterThan(exact?.value as number);
    expect(exact?.error).toBeLessThan(1e-35);
  });
});

describe('a slope that adds up terms', () => {
  it('is allowed the rounding of its terms where they cancel, in float64 and settled', () => {
    const inputs = [tensorData('float64', [1, 1], [0.7]), tensorData('float64', [3], [2.5, -3, 0.5])];
    const program: Program = {
      inputs: inputs.map(({ dtype, shape }) => ({ dtype, shape })),
      steps: [{ op: 'einsum', args: [0, 1], equation: 'ij,k->j' }],
      outputs: [2],
    };
    const chain = chainOf(planOf(program), inputs);
    for (const each of [chain, settle(chain, inputs)]) {
      const [truth] = pullback(each, [tensorData('float64', [1], [1])]) as [Truth];
      expect(Math.abs(truth.value[0] as number)).toBeLessThanOrEqual(truth.error[0] as number);
      expect(truth.spread[0]).toBe(0);
      expect(truth.magnitude[0]).toBeCloseTo(6, 9);
      expect(truth.rounding[0]).toBeGreaterThan(6);
    }
  });
});

describe('an adjoint that is added up', () => {
  it('keeps small terms that come one by one to a large one', () => {
    const inputs = [scalar(0.5)];
    const program: Program = {
      inputs: [{ dtype: 'float64', shape: [] }],
      steps: [
        { op: 'broadcast_to', args: [0], shape: [9] },
        { op: 'mul_scalar', args: [1], scalar: 2 ** -54 },
      ],
      outputs: [2, 0],
    };
    const chain = chainOf(planOf(program), inputs);
    const ones = tensorData('float64', [9], Array<number>(9).fill(1));
    const [truth] = pullback(chain, [ones, scalar(1)]) as [Truth];
    expect(truth.value[0]).toBe(1 + 9 * 2 ** -54);
    expect(truth.error[0]).toBeGreaterThanOrEqual(2 ** -53);
  });

  it('stays infinite where a term is', () => {
    const chain = chainAt(programOf({ op: 'mul_scalar', args: [0], scalar: 2 }), 1);
    const [truth] = pullback(chain, [scalar(Number.POSITIVE_INFINITY)]) as [Truth];
    expect(truth.value[0]).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('a kink', () => {
  it.each([
    ['relu', 0, 1],
    ['abs', -1, 1],
  ] as const)(
    'of %s has both one-sided slopes for its interval, in float64 and settled',
    (op, left, right) => {
      const chain = chainAt(programOf({ op, args: [0] }), 0);
      for (const { value, spread } of [slopeAt(chain), slopeAt(settle(chain, [scalar(0)]))]) {
        expect([
          (value[0] as number) - (spread[0] as number),
          (value[0] as number) + (spread[0] as number),
        ]).toEqual([left, right]);
      }
    },
  );

  it.each([
    [2 ** -1030, 1],
    [-(2 ** -1030), 0],
  ])('of relu is not at the subnormal entry %d beside it, once settled', (entry, slope) => {
    const chain = chainAt(programOf({ op: 'relu', args: [0] }), entry);
    const { value, spread } = slopeAt(settle(chain, [scalar(entry)]));
    expect([value[0], spread[0]]).toEqual([slope, 0]);
  });

  const vector = (...data: number[]) => tensorData('float64', [data.length], data);
  const onVector = (step: Step, data: readonly number[], ...more: Step[]): Chain =>
    chainOf(
      planOf({
        inputs: [{ dtype: 'float64', shape: [data.length] }],
        steps: [step, ...more],
        outputs: [1 + more.length],
      }),
      [vector(...data)],
    );
  const intervals = ({ value, spread }: Truth) =>
    Array.from(value, (middle, at) => [middle - (spread[at] as number), middle + (spread[at] as number)]);

  it.each([
    ['at its lower bound', -1, [0, 1]],
    ['between its bounds', 0.5, [1, 1]],
    ['at its upper bound', 2, [0, 1]],
    ['beyond', 3, [0, 0]],
  ])('of clip %s', (_, x, expected) => {
    const chain = onVector({ op: 'clip', args: [0], min: -1, max: 2 }, [x]);
    for (const each of [chain, settle(chain, [vector(x)])]) {
      const [[low, high]] = intervals(pullback(each, [vector(1)])[0] as Truth) as [[number, number]];
      expect(low).toBeCloseTo(expected[0] as number, 12);
      expect(high).toBeCloseTo(expected[1] as number, 12);
    }
  });

  it.each([
    ['max', [3, 1, 3, 2], [[0, 1], [0, 0], [0, 1], [0, 0]]], // biome-ignore format: one row
    ['min', [3, 1, 2, 1], [[0, 0], [0, 1], [0, 0], [0, 1]]], // biome-ignore format: one row
    ['max', [3, 1, 4, 2], [[0, 0], [0, 0], [1, 1], [0, 0]]], // biome-ignore format: one row
  ] as const)('of %s of %j gives all that tie any share', (op, data, expected) => {
    const chain = onVector({ op, args: [0], axes: null, keepdims: false }, data);
    for (const each of [chain, settle(chain, [vector(...data)])]) {
      expect(intervals(pullback(each, [scalar(1)])[0] as Truth)).toEqual(expected);
    }
  });

  it('of sort gives all that tie any share of their places, also of the middle one of three', () => {
    const data = [2, 1, 2, 2, 5];
    const chain = onVector({ op: 'sort', args: [0], axis: 0, descending: false }, data);
    const [truth] = pullback(chain, [vector(7, 0, 1, 0, 3)]) as [Truth];
    expect(intervals(truth)).toEqual([[0, 1], [7, 7], [0, 1], [0, 1], [3, 3]]); // biome-ignore format: one row
    expect(
      intervals(pullback(settle(chain, [vector(...data)]), [vector(7, 0, 1, 0, 3)])[0] as Truth),
    ).toEqual(intervals(truth));
  });

  it('where entries of one array are nearer than their rounding is a tie, and differences do not step over it', () => {
    const apart = (by: number): readonly Step[] => [
      { op: 'mul_scalar', args: [0], scalar: 3 },
      { op: 'add_scalar', args: [1], scalar: by },
      { op: 'max', args: [2], axes: 0, keepdims: false },
    ];
    const at = (data: readonly number[]) => {
      const [first, ...more] = apart(-0.3) as [Step, ...Step[]];
      return onVector(first, data, ...more);
    };
    expect(at([0.1, 0.1 + 2 ** -56]).values[3]).toEqual([2 ** -54]);
    expect(pullback(at([0.1, 0.1 + 2 ** -56]), [scalar(1)])[0]?.spread[1]).toBeGreaterThan(1);
    expect(pullback(at([0.1, 0.11]), [scalar(1)])[0]?.spread[1]).toBe(0);
    expect(Number.isFinite(directional(at([0.1, 0.1]), [[1, -1]]).error[0])).toBe(false);
    expect(Number.isFinite(directional(at([0.1, 0.11]), [[1, -1]]).error[0])).toBe(true);
  });

  it('of a tie has no second derivative', () => {
    const chain = onVector({ op: 'max', args: [0], axes: 0, keepdims: false }, [1, 1]);
    expect(secondOrder(chain, [scalar(1)], [[1, 0]])).toBeUndefined();
  });

  it('one rounding away is a kink too, when the value was computed', () => {
    const program = programOf(
      { op: 'mul_scalar', args: [0], scalar: 3 },
      { op: 'add_scalar', args: [1], scalar: -0.3 },
      { op: 'relu', args: [2] },
    );
    expect(3 * 0.1 - 0.3).toBe(2 ** -54);
    expect(slopeAt(chainAt(program, 0.1)).spread[0]).toBeCloseTo(1.5, 12);
    expect(slopeAt(chainAt(program, 0.1 + 1e-9)).spread[0]).toBe(0);
  });

  it('has no second derivative', () => {
    expect(secondOrder(chainAt(programOf({ op: 'relu', args: [0] }), 0), [scalar(1)], [[1]])).toBeUndefined();
  });
});

describe('second order', () => {
  it('grants float32 some hundred roundings of the scale that its terms share, as other formulas round elsewhere', () => {
    const program: Program = {
      ...programOf({ op: 'multiply', args: [0, 0] }),
      inputs: [{ dtype: 'float32', shape: [] }],
    };
    const chain = chainOf(planOf(program), [tensorData('float32', [], [3])]);
    const [truth] = secondOrder(chain, [tensorData('float32', [], [1])], [[1]]) as [Truth];
    const granted = (truth.rounding[0] as number) / (truth.magnitude[0] as number);
    expect(granted).toBeGreaterThan(128);
    expect(granted).toBeLessThan(160);
  });

  it.each([
    ['exp', 0.5, Math.exp(0.5)],
    ['log', 0.5, -4],
    ['sin', 0.5, -Math.sin(0.5)],
  ] as const)('of %s at %d is right within its bound', (op, x, exact) => {
    const [truth] = secondOrder(chainAt(programOf({ op, args: [0] }), x), [scalar(1)], [[1]]) as [Truth];
    const bound = (truth.error[0] as number) + 2 ** -53 * (truth.rounding[0] as number);
    expect(Math.abs((truth.value[0] as number) - exact)).toBeLessThanOrEqual(bound);
    expect(bound).toBeLessThan(1e-8);
  });

  it('leaves what is detached as it is', () => {
    const program = programOf({ op: 'detach', args: [0] }, { op: 'multiply', args: [0, 1] });
    expect(slopeAt(chainAt(program, 3)).value[0]).toBeCloseTo(3, 12);
    const [truth] = secondOrder(chainAt(program, 3), [scalar(1)], [[1]]) as [Truth];
    expect(Math.abs(truth.value[0] as number)).toBeLessThan(1e-9);
  });
});
