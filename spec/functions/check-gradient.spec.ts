/** A function and a hand-written gradient, without any vocabulary. */
import { erf } from 'mathjs/number';
import { describe, expect, it } from 'vitest';
import { roundTo } from '../../src/case/tensor-data.js';
import { add, multiply, sigmoid, type Tensor, tensor } from '../../src/engine/index.js';
import { definitionOf } from '../../src/functions/defined.js';
import { type Conversion, checkGradient } from '../../src/functions/index.js';

type Vector = number[];
const n = { shape: ['n'] };
const each =
  (f: (x: number) => number) =>
  (x: Vector): Vector =>
    x.map(f);
const times =
  (slope: (x: number) => number) =>
  (x: Vector, dy: Vector): Vector =>
    x.map((entry, k) => slope(entry) * (dy[k] as number));
const logistic = (x: number) => 1 / (1 + Math.exp(-x));
const swish = (x: number) => x * logistic(x);
const swishSlope = (x: number) => logistic(x) * (1 + x * (1 - logistic(x)));

describe('the gradient of a number', () => {
  it('needs no cotangent', async () => {
    const right = await checkGradient(
      (x: number) => x ** 3,
      (x: number) => 3 * x * x,
      [2],
    );
    expect(right.text).toBe('The gradient of f is right: 1 case, laws form, vjp, linear, pure; seed 1.');
    expect(right.ok).toBe(true);
  });

  it('is shown beside what was expected where it is wrong', async () => {
    const wrong = await checkGradient(
      (x: number) => x ** 3,
      (x: number) => 2 * x * x,
      [2],
    );
    expect(wrong.text).toMatch(
      /^The gradient of f is wrong\. This law is broken: the vjp equals JᵀΔ\.\ngradient of input a, for cotangent 0: expected 12, got 8 \(tolerance \d\.\de-\d+\)\.\n\na = 2\nΔ0 = 1\nΔ1 = 1\nΔ2 = 1\nΔ3 = 1\n/,
    );
  });

  it('is told from that of an array, which needs a cotangent', async () => {
    const { text, state } = await checkGradient(each(Math.exp), (x: Vector) => x.map(Math.exp), [n]);
    expect(state).toBe('wrong');
    expect(text).toContain('so its gradient needs the cotangent as its last parameter: (x, dy) => …');
  });
});

describe('drawn inputs', () => {
  it('judge a right gradient right', async () => {
    expect(await checkGradient(each(swish), times(swishSlope), [n])).toMatchObject({ ok: true, runs: 100 });
  });

  it('shrink to the smallest that shows a mistake', async () => {
    const wrong = times((x) => logistic(x) * (1 + x));
    const { failure } = await checkGradient(each(swish), wrong, [n]);
    expect(failure?.question.inputs).toEqual([{ dtype: 'float64', shape: [1], data: [1] }]);
  });

  it('fit together where sizes have one name', async () => {
    const product = (a: Vector[], x: Vector) =>
      a.map((row) => row.reduce((sum, entry, k) => sum + entry * (x[k] as number), 0));
    const gradient = (a: Vector[], x: Vector, dy: Vector) => [
      a.map((row, i) => row.map((_, k) => (dy[i] as number) * (x[k] as number))),
      x.map((_, k) => a.reduce((sum, row, i) => sum + (row[k] as number) * (dy[i] as number), 0)),
    ];
    const inputs = [{ shape: ['m', 'n'] }, { shape: ['n'] }];
    expect(await checkGradient(product, gradient, inputs)).toMatchObject({ ok: true });
  });

  it.each([
    ['positive', (x: number) => x > 0],
    ['nonzero', (x: number) => x !== 0],
    ['integer', Number.isInteger],
    [[0, 1], (x: number) => x > 0 && x < 1],
    [{ integer: [0, 3] }, (x: number) => [0, 1, 2, 3].includes(x)],
  ] as const)('lie in their domain: %j', async (domain, isInside) => {
    const seen: number[] = [];
    await checkGradient(
      (x: number) => {
        seen.push(x);
        return 2;
      },
      () => 0,
      [{ shape: [], domain }],
      { runs: 20 },
    );
    expect(seen.length).toBeGreaterThan(20);
    expect(seen.filter((x) => !isInside(x))).toEqual([]);
  });
});

describe('differences of the function', () => {
  it.each([
    ['a gradient of zeros, of a function that is small', (x: number) => 1e-8 * x * x, () => 0],
    ['a factor of 1 + 1e-6', (x: number) => Math.sin(x), (x: number) => (1 + 1e-6) * Math.cos(x)],
    ['a cotangent that is ignored where it is negative', Math.exp, (x: number) => (x > 2 ? 1 : Math.exp(x))],
  ])('find %s', async (_, f, slope) => {
    expect((await checkGradient(each(f), times(slope), [n])).state).toBe('wrong');
  });

  it('accept every slope between the two at a kink, and none beyond', async () => {
    const relu = (x: number) => Math.max(x, 0);
    for (const slope of [0, 0.5, 1])
      expect((await checkGradient(relu, (_: number, dy: number) => slope * dy, [0])).ok).toBe(true);
    expect((await checkGradient(relu, (_: number, dy: number) => 2 * dy, [0])).state).toBe('wrong');
    const falling = (x: number) => Math.max(-x, 0);
    expect((await checkGradient(falling, (_: number, dy: number) => -2 * dy, [0])).state).toBe('wrong');
  });

  it('see a kink that is near, and is not the point itself', async () => {
    const f = (x: number) => Math.abs(x - 1e-5);
    expect((await checkGradient(f, (_: number, dy: number) => -dy, [0])).ok).toBe(true);
    expect((await checkGradient(f, (_: number, dy: number) => dy, [0])).state).toBe('wrong');
  });

  it('need two evaluations per entry where the gradient is right', async () => {
    let calls = 0;
    const counted = (x: Vector) => {
      calls++;
      return x.map(swish);
    };
    const gradient = times(swishSlope);
    expect(await checkGradient(counted, gradient, [[0.3, -1.2, 0.7, 2.1, -0.4, 1.1]])).toMatchObject({
      ok: true,
    });
    expect(calls).toBeLessThan(20);
  });

  it('do not take a function that stands still for short steps alone to have no slope', async () => {
    const rounded = (x: number) => roundTo.float16(roundTo.float16(x) ** 2);
    const none = times(() => 0);
    expect(await checkGradient(each(rounded), none, [[0.3, 1.2]])).toMatchObject({ ok: false });
  });

  it('say nothing at a jump', async () => {
    const { state, text } = await checkGradient(Math.floor, () => 0, [1]);
    expect(state).toBe('undecided');
    expect(text).toContain('differences of the function do not settle there');
  });

  it('measure the noise of a function that computes in fewer digits', async () => {
    const rounded = (x: number) => Math.fround(Math.fround(x) ** 2);
    expect(
      await checkGradient(
        each(rounded),
        times((x) => 2 * x),
        [n],
      ),
    ).toMatchObject({ failure: undefined });
    expect(
      (
        await checkGradient(
          each(rounded),
          times((x) => 2.01 * x),
          [n],
        )
      ).state,
    ).toBe('wrong');
  });

  it('blame no right gradient that is computed in float32', async () => {
    const round = roundTo.float32;
    const square = (x: number) => round(round(x) ** 2);
    const slope = (x: Vector, dy: Vector) => x.map((v, k) => round(2 * round(v) * round(dy[k] as number)));
    expect(await checkGradient(each(square), slope, [[0.3, 1.2]])).toMatchObject({ failure: undefined });
  });

  it('blame none of a function that moves in stairs', async () => {
    const square = (x: number) => roundTo.bfloat16(roundTo.bfloat16(x) ** 2);
    const slope = times((x) => 2 * x);
    expect((await checkGradient(each(square), slope, [[0.3, 1.2]])).state).toBe('undecided');
  });

  it('say nothing where a function is as good as a jump', async () => {
    const sign = (x: number) => x / Math.max(Math.abs(x), 1e-12);
    const slope = times((x) => (Math.abs(x) < 1e-12 ? 1e12 : 0));
    expect((await checkGradient(each(sign), slope, [[0, 1]])).state).toBe('undecided');
  });

  it('do not take a bend that is narrow beside its entry for noise', async () => {
    const along = (x: number) => (x - 1000) / Math.sqrt((x - 1000) ** 2 + 1e-3);
    const slope = (x: number) => 1e-3 / ((x - 1000) ** 2 + 1e-3) ** 1.5;
    const judged = async (factor: number) =>
      (
        await checkGradient(
          each(along),
          times((x) => factor * slope(x)),
          [[1000, 1000.01]],
        )
      ).state;
    expect([await judged(1), await judged(1.01)]).toEqual(['right', 'wrong']);
  });

  it('blame none of a function that falls by a step here and there', async () => {
    // 1 + erf(x) keeps hardly a digit of itself there: the steps are 4e-16 high, and 4e-3 apart.
    const gelu = (x: number) => (x / 2) * (1 + erf(x / Math.SQRT2));
    const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
    const slope = (x: number) => (1 + erf(x / Math.SQRT2)) / 2 + x * density(x);
    const sampled = [[-5, -8.001, -8, -7.999]];
    expect((await checkGradient(each(gelu), times(slope), sampled)).state).not.toBe('wrong');
  });

  it('look at directions where there are hundreds of entries', async () => {
    const square = each((x) => x * x);
    const many = [{ shape: [200] }];
    expect(
      await checkGradient(
        square,
        times((x) => 2 * x),
        many,
        { runs: 3 },
      ),
    ).toMatchObject({ ok: true });
    const lost = (x: Vector, dy: Vector) =>
      times((v) => 2 * v)(x, dy).map((entry, k) => (k === 170 ? 0 : entry));
    expect(await checkGradient(square, lost, many, { runs: 3 })).toMatchObject({ state: 'wrong' });
  });
});

describe('laws that need no truth', () => {
  it('find a cotangent that is clipped', async () => {
    const clipped = (x: Vector, dy: Vector) =>
      times(() => 2)(
        x,
        dy.map((entry) => Math.min(entry, 3)),
      );
    const { failure } = await checkGradient(
      each((x) => 2 * x),
      clipped,
      [n],
    );
    expect(failure?.law.id).toBe('linear');
  });

  it('find an input that is written to', async () => {
    const own: Conversion<{ data: number[] }> = {
      from: ({ data }) => ({ data: data as number[] }),
      to: ({ data }) => ({ dtype: 'float64', shape: [data.length], data }),
    };
    const { failure } = await checkGradient(
      (x: { data: number[] }) => ({ data: x.data.map((v) => v * v) }),
      (x: { data: number[] }, dy: { data: number[] }) => {
        const gradient = x.data.map((v, k) => 2 * v * (dy.data[k] as number));
        x.data[0] = 0;
        return { data: gradient };
      },
      [n],
      { conversion: own },
    );
    expect(failure?.verdict).toMatchObject({
      problem: 'a was changed in place by the run; compute into new arrays',
    });
  });

  it('find a gradient that differs from run to run', async () => {
    let calls = 0;
    const varying = times(() => 2 + 1e-12 * calls++);
    expect(
      (
        await checkGradient(
          each((x) => 2 * x),
          varying,
          [n],
        )
      ).failure?.law.id,
    ).toBe('pure');
  });
});

describe('what is returned', () => {
  it('names a gradient of a wrong shape', async () => {
    const { text } = await checkGradient(each(Math.exp), (_: Vector, dy: Vector) => [...dy, 0], [n]);
    expect(text).toContain('the gradient by a has the shape (2,); expected (1,), the shape of a');
  });

  it('is right where an input has no entries', async () => {
    const total = (x: readonly number[]) => x.reduce((sum, entry) => sum + entry, 0);
    const gradient = (x: readonly number[], dy: number) => x.map(() => dy);
    const { state, text } = await checkGradient(total, gradient, [[]]);
    expect(state, text).toBe('right');
  });

  it('says what an input may be to somebody who gives something else', async () => {
    const square = (x: number) => x * x;
    await expect(checkGradient(square, square, { x: 2 } as never)).rejects.toThrow(
      "checkGradient takes a list of inputs, one per parameter, such as [2] or [{ shape: ['n'] }]; got something else",
    );
    for (const input of ['real', { domain: 'real' }]) {
      await expect(checkGradient(square, square, [input as never])).rejects.toThrow(
        `checkGradient: input 0 is ${JSON.stringify(input)}; expected a sample, such as 2 or [1, 2], a description, such as ` +
          "{ shape: ['n', 3], domain: 'positive' } (shape [] for a number), or { fixed: … }",
      );
    }
  });

  it('is a report, also where the function throws', async () => {
    const { text } = await checkGradient(each(Math.exp), () => Promise.reject(new Error('no kernel')), [n]);
    expect(text).toContain('threw Error: no kernel');
  });
});

describe('a definition as tensor code', () => {
  const definition = (x: Tensor) => multiply(x, sigmoid(x));

  it('lets the reference judge a fused gradient', async () => {
    expect(await checkGradient(each(swish), times(swishSlope), [n], { definition })).toMatchObject({
      ok: true,
    });
    const wrong = times((x) => swishSlope(x) * (1 + 1e-9));
    expect((await checkGradient(each(swish), wrong, [n], { definition })).failure?.law.id).toBe('vjp');
  });

  it('finds values that are not those of the definition', async () => {
    const other = (x: Tensor) => add(x, sigmoid(x));
    const { failure } = await checkGradient(each(swish), times(swishSlope), [n], { definition: other });
    expect(failure?.law.id).toBe('value');
  });
});

describe('a definition as an expression', () => {
  const check = (definition: string, slope: (x: number) => number, f = swish) =>
    checkGradient(each(f), times(slope), [n], { definition, runs: 20 });

  it('of the inputs by their names lets the reference judge, also at samples', async () => {
    expect(await check('x * sigmoid(x)', swishSlope)).toMatchObject({ ok: true });
    const { failure, text } = await check('x * sigmoid(x)', (x) => swishSlope(x) * (1 + 1e-9));
    expect(failure?.law.id).toBe('vjp');
    expect(text).toContain('gradient of input a, for cotangent 0');
    const product = await checkGradient(
      (x: number, y: number) => x / y,
      (x: number, y: number, dy: number) => [dy / y, (-dy * x) / (y + 1e-9)],
      [2, 3],
      { definition: 'a / b' },
    );
    expect(product.text).toContain('gradient of input b, for cotangent 0');
    expect(product.text).toContain('a = 2\nb = 3\n');
  });

  it('names what is wrong as the inputs are named', async () => {
    const { text } = await checkGradient(
      (x: number) => x ** 3,
      (x: number, dy: number) => dy * x,
      [{ shape: [], name: 'speed' }],
      { definition: 'speed^3' },
    );
    expect(text).toContain('gradient of input speed, for cotangent 0');
  });

  it.each([
    ['2 - x / 4 + 3 x', (x: number) => 2 - x / 4 + 3 * x],
    ['1 / (1 + exp(-x))', (x: number) => 1 / (1 + Math.exp(-x))],
    ['2^x - x^2 + 1 / x', (x: number) => 2 ** x - x ** 2 + 1 / x],
    ['sqrt(2 / pi) * log(x) + e', (x: number) => Math.sqrt(2 / Math.PI) * Math.log(x) + Math.E],
    ['max(x, 1.5) * min(2, x) + x .* x', (x: number) => Math.max(x, 1.5) * Math.min(2, x) + x * x],
    ['pow(clip(x, 1, 2), 3) + (5 - x)', (x: number) => Math.min(Math.max(x, 1), 2) ** 3 + (5 - x)],
    ['max(x, x^2) + atan2(x, 2 x)', (x: number) => Math.max(x, x * x) + Math.atan2(x, 2 * x)],
  ])('means what it means in mathematics: %s', (expression, f) => {
    const x = [0.25, 1.25, 1.75, 3.5];
    const value = definitionOf(expression, ['x'])(tensor(x)) as Tensor[];
    for (const [k, entry] of (value[0] as Tensor).toData().data.entries())
      expect(entry).toBeCloseTo(f(x[k] as number), 12);
  });

  it.each([
    [
      'x * step(x)',
      /has "step"; the operators are \+ - \* \/ \^, and the functions abs, add, atan2, .*, tanh\.$/,
    ],
    ['x * y', /has "y", which is none of the inputs x, z\.$/],
    ['x + (', /cannot be read: .* \(char 6\)\.$/],
    ['x! + 1', /has "x!"; the operators are/],
    ['[x, 1]', /has "\[x, 1\]"; it may have inputs, numbers, \+ - \* \/ \^ and/],
    ['x + "1"', /a number or an input is expected/],
    ['x + true', /has true where a number or an input is expected/],
    ['pi / 2', /is a number, and depends on no input\.$/],
    ['x + 1 / 0', /has "1 \/ 0", and divide takes no such operands\.$/],
    ['', /has nothing where a number or an input is expected\.$/],
    ['constructor(x)', /has "constructor"/],
    [`x${' + x'.repeat(400)}`, /^An expression has at most 1000 characters, and this one 1601\.$/],
  ])('is refused in a sentence: %s', (expression, sentence) => {
    expect(() => definitionOf(expression, ['x', 'z'])).toThrow(sentence);
  });
});
