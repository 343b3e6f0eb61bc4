import { describe, expect, it } from 'vitest';
import { at } from '../../src/case/at.js';
import type { Case } from '../../src/case/case.js';
import type { Done, Implementation } from '../../src/case/implementation.js';
import { outputTypes } from '../../src/case/program.js';
import { sizeOf } from '../../src/case/shape.js';
import { type DType, tensorData } from '../../src/case/tensor-data.js';
import type { Step } from '../../src/case/vocabulary.js';
import { engineImplementation } from '../../src/engine/index.js';
import { singleOpCases, space } from '../../src/generate/index.js';
import { misconceptions, plant } from '../../src/misconceptions/index.js';
import { drawsOf } from '../../src/oracle/rows.js';
import { checkLaws, judge, laws } from '../../src/verify/index.js';

const engine = engineImplementation();
const { accumulates: _, ...cautious } = engine;

/** A program on one input; Δ holds twos. */
function caseOf(dtype: DType, data: readonly number[], ...steps: readonly Step[]): Case {
  const type = { dtype, shape: [data.length] };
  const program = { inputs: [type], steps, outputs: [steps.length] };
  const { shape } = at(outputTypes(program), 0);
  return {
    program,
    inputs: [tensorData(dtype, type.shape, data)],
    cotangents: [[tensorData(dtype, shape, Array<number>(sizeOf(shape)).fill(2))]],
    mode: 'eager',
    order: 1,
    directions: [],
  };
}

/** What the laws say if the engine's first entry of the value, or of the gradient, were another. */
async function verdicts(
  testCase: Case,
  changed: { readonly value?: number; readonly gradient?: number } = {},
  implementation: Implementation = engine,
): Promise<Record<string, string>> {
  const answering: Implementation = {
    ...implementation,
    async run(asked) {
      const done = (await implementation.run(asked)) as Done;
      const first = (tensor: Done['values'][number], entry: number | undefined) =>
        entry === undefined ? tensor : { ...tensor, data: tensor.data.with(0, entry) };
      return {
        ...done,
        values: done.values.map((own) => first(own, changed.value)),
        vjps: done.vjps.map((list) => list.map((own) => first(own, changed.gradient))),
      };
    },
  };
  const found = await judge(answering, testCase);
  for (const { verdict } of found) if (verdict.kind === 'inconclusive') reasons.add(verdict.why);
  return Object.fromEntries(found.map(({ law, verdict }) => [law.id, verdict.kind]));
}

/** Why anything was left open. */
const reasons = new Set<string>();

const infinite = Number.POSITIVE_INFINITY;
const exp: Step = { op: 'exp', args: [0] };
const total: Step = { op: 'summation', args: [0], axes: null, keepdims: false };

describe('a number beyond the largest of float16', () => {
  const large = caseOf('float16', [11.5, 1], exp);

  it('may be infinite, in values and gradients', async () => {
    expect(engine.run(large)).toMatchObject({ values: [{ data: [infinite, Math.fround(2.71875)] }] });
    expect(await verdicts(large)).toMatchObject({ value: 'agree', vjp: 'agree', modes: 'agree' });
  });

  it('is not finite, nor infinite with the other sign', async () => {
    expect(await verdicts(large, { value: 65504 })).toEqual({ value: 'disagree' });
    expect(await verdicts(large, { value: -infinite })).not.toMatchObject({ value: 'agree' });
  });

  it('lies in the range of bfloat16', async () => {
    const same = caseOf('bfloat16', [11.5, 1], exp);
    expect(await verdicts(same)).toMatchObject({ value: 'agree', vjp: 'agree' });
    expect(await verdicts(same, { value: infinite })).toEqual({ value: 'disagree' });
  });

  it('leaves open what is computed from it: ∞ - ∞ is neither blamed nor ticked', async () => {
    const apart = caseOf(
      'float16',
      [11.5],
      exp,
      { op: 'mul_scalar', args: [1], scalar: 0.5 },
      {
        op: 'subtract',
        args: [1, 2],
      },
    );
    expect(engine.run(apart)).toMatchObject({ values: [{ data: [Number.NaN] }] });
    reasons.clear();
    expect(await verdicts(apart)).toEqual({ value: 'inconclusive' });
    expect([...reasons]).toEqual(['value of output d, entry 0: a number on its way may overflow in float16']);
  });

  it('in a cotangent on its way leaves open what comes of it', async () => {
    const back = caseOf(
      'float16',
      [1],
      { op: 'mul_scalar', args: [0], scalar: 2 ** -12 },
      {
        op: 'mul_scalar',
        args: [1],
        scalar: 60000,
      },
    );
    expect(engine.run(back)).toMatchObject({ vjps: [[{ data: [infinite] }]] });
    expect(await verdicts(back)).toMatchObject({ value: 'agree', vjp: 'inconclusive' });
  });
});

it('a rule may meet an infinite square, where nothing else is infinite', async () => {
  const square = caseOf('float16', [300], { op: 'gelu', args: [0], approximate: 'tanh' });
  expect(engine.run(square)).toMatchObject({ values: [{ data: [300] }], vjps: [[{ data: [Number.NaN] }]] });
  expect(await verdicts(square)).toMatchObject({ value: 'agree', vjp: 'inconclusive' });
});

describe('a number inside the range', () => {
  const small = caseOf('float16', [2, 1], exp);

  it('is not infinite', async () => {
    expect(await verdicts(small, { value: infinite })).toEqual({ value: 'disagree' });
    expect(await verdicts(small, { gradient: infinite })).toMatchObject({ vjp: 'disagree' });
    expect(await verdicts(small, { gradient: Number.NaN })).toMatchObject({ vjp: 'disagree' });
  });

  it.each([
    ['float16', 2 ** -11],
    ['bfloat16', 2 ** -8],
  ] as const)('of %s may be off by a few roundings, and not by 16', async (dtype, u) => {
    const [value, gradient] = [Math.exp(2), 2 * Math.exp(2)];
    const testCase = caseOf(dtype, [2, 1], exp);
    const agree = { value: 'agree', vjp: 'agree' };
    const off = 1 + 3 * u;
    expect(await verdicts(testCase, { value: value * off, gradient: gradient * off })).toMatchObject(agree);
    expect(await verdicts(testCase, { value: value * (1 + 16 * u) })).toEqual({ value: 'disagree' });
    expect(await verdicts(testCase, { gradient: gradient * (1 + 16 * u) })).toMatchObject({
      vjp: 'disagree',
    });
  });

  it('may lose the digits that subnormal numbers lack', async () => {
    const tiny = caseOf(
      'float16',
      [2 ** -10],
      { op: 'mul_scalar', args: [0], scalar: 0.0011 },
      {
        op: 'mul_scalar',
        args: [1],
        scalar: 1000,
      },
    );
    expect(await verdicts(tiny)).toMatchObject({ value: 'agree', vjp: 'agree' });
    expect(await verdicts(tiny, { value: 0.0012 })).toEqual({ value: 'disagree' });
  });
});

describe('sums of bfloat16', () => {
  // 256 + 1 is 256: there the sum stops growing.
  const ones = caseOf('bfloat16', Array<number>(300).fill(1), total);

  it('may lose each term, unless a wider accumulator is declared', async () => {
    expect(await verdicts(ones, { value: 256 }, cautious)).toMatchObject({ value: 'agree' });
    expect(await verdicts(ones, { value: 256 })).toEqual({ value: 'disagree' });
    expect(await verdicts(ones)).toMatchObject({ value: 'agree' });
  });

  it('that cancel are then rounded at their own size', async () => {
    const cancelling = caseOf('bfloat16', [256, 1, 1, -256], total);
    expect(await verdicts(cancelling, { value: 0 }, cautious)).toMatchObject({ value: 'agree' });
    expect(await verdicts(cancelling, { value: 0 })).toEqual({ value: 'disagree' });
  });

  it('may be infinite on their way, unless a wider accumulator is declared', async () => {
    const most = caseOf('float16', [60000, 60000, -60000], total);
    expect(await verdicts(most, { value: infinite }, cautious)).toEqual({ value: 'inconclusive' });
    expect(await verdicts(most, { value: infinite })).toEqual({ value: 'disagree' });
  });

  it('so long that rounding hides a gradient half as large again are not ticked', async () => {
    const data = Array.from({ length: 3000 }, (_, k) => ((k * 37) % 64) / 32 - 1);
    const long = caseOf('bfloat16', data, exp, { op: 'mean', args: [1], axes: null, keepdims: false });
    expect(await verdicts(long)).toMatchObject({ value: 'agree', dot: 'inconclusive' });
  });

  it('of integers are only asked to be exact where they are', async () => {
    expect(await verdicts(ones)).not.toHaveProperty('adjoint');
    expect(await verdicts(caseOf('bfloat16', Array<number>(100).fill(1), total))).toMatchObject({
      adjoint: 'agree',
    });
  });
});

describe('an op that is rounded once', () => {
  const silu: Step = { op: 'silu', args: [0] };
  const testCase = caseOf('bfloat16', [1.5], silu);
  const once: Implementation = { ...engine, accumulates: { bfloat16: 'float32' }, roundsOnce: ['silu'] };
  // 2σ(1.5)(1 + 1.5(1 - σ(1.5))) = 2.0826 lies between 2.078125 and 2.09375.
  const [nearest, next] = [2.078125, 2.09375];

  it('has the gradient that is nearest, computed in the wider dtype', async () => {
    expect(await verdicts(testCase, { gradient: nearest }, once)).toMatchObject({
      value: 'agree',
      vjp: 'agree',
    });
    expect(await verdicts(testCase, { gradient: next }, once)).toMatchObject({ vjp: 'disagree' });
    const often = { ...once, roundsOnce: [] };
    expect(await verdicts(testCase, { gradient: next }, often)).toMatchObject({ vjp: 'agree' });
  });

  it('is asked on long axes, too, where a lost tail is seen', async () => {
    const able = { ...once, batchBroadcasts: true, limits: [] };
    const how = { dtype: 'bfloat16', mode: 'eager' } as const;
    expect(drawsOf('silu', able, how, 100)?.map(({ runs }) => runs)).toEqual([90, 10]);
    expect(drawsOf('silu', { ...able, roundsOnce: [] }, how, 100)?.map(({ runs }) => runs)).toEqual([100]);
    const entries = Array.from({ length: 66_000 }, (_, k) => ((k * 7) % 31) / 4 - 3);
    const scaled = caseOf('bfloat16', entries, { op: 'mul_scalar', args: [0], scalar: 3 });
    const cut: Implementation = {
      ...once,
      roundsOnce: ['mul_scalar'],
      async run(asked) {
        const done = (await once.run(asked)) as Done;
        const lost = (own: Done['values'][number]) => ({
          ...own,
          data: own.data.map((entry, k) => (k < 65_536 ? entry : 0)),
        });
        return { ...done, vjps: done.vjps.map((list) => list.map(lost)) };
      },
    };
    expect(await verdicts(scaled, {}, { ...cut, run: once.run })).toMatchObject({ dot: 'agree' });
    expect(await verdicts(scaled, {}, cut)).toMatchObject({ dot: 'disagree' });
  });

  it('has the value that is nearest', async () => {
    // 1.5σ(1.5) = 1.2264 lies between 1.2265625 and 1.21875.
    expect(await verdicts(testCase, { value: 1.21875 }, once)).toMatchObject({ value: 'disagree' });
    const often = { ...once, roundsOnce: [] };
    expect(await verdicts(testCase, { value: 1.21875 }, often)).toMatchObject({ value: 'agree' });
  });
});

describe('a mistake in bfloat16, with sums in float32,', () => {
  const some = misconceptions.flatMap((each) =>
    each.kind === 'rule' && each.exercise !== null && ['tanh', 'softmax', 'matmul'].includes(each.op)
      ? [[each.name, each] as const]
      : [],
  );
  const large = some.filter(([name, { breaks }]) => breaks === 'vjp' && !name.includes('float32'));

  it.each(large)('%s is caught', async (_, mistake) => {
    const implementation: Implementation = { ...plant(mistake), accumulates: { bfloat16: 'float32' } };
    const cases = singleOpCases(mistake.op, space({ dtype: 'bfloat16' }));
    const { failure } = await checkLaws(implementation, { cases, laws, runs: 100, seed: 1, shrinks: 0 });
    expect(failure).toBeDefined();
  });
});
