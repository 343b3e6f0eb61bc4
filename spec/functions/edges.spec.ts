/** Gradients that are wrong at edges alone: drawn inputs reach them, and blame nobody who is right there. */
import { describe, expect, it } from 'vitest';
import type { Description } from '../../src/functions/describe.js';
import { atEdge } from '../../src/functions/edges.js';
import { type CheckGradientOptions, checkGradient, type Input } from '../../src/functions/index.js';

type Vector = number[];
const n: Input = { shape: ['n'] };
const sum = (x: Vector) => x.reduce((total, each) => total + each, 0);
const stateOf = async <T>(
  f: (...inputs: never[]) => unknown,
  gradient: (...given: never[]) => unknown,
  inputs: readonly Input[],
  options?: CheckGradientOptions<T>,
): Promise<string> => (await checkGradient(f as never, gradient as never, inputs, options as never)).state;

describe('drawn inputs have among them', () => {
  it('inputs that are equal', async () => {
    const wrong = (a: number, b: number, dy: number) => (a === b ? [2 * dy, 2 * dy] : [dy, dy]);
    expect(await stateOf((a: number, b: number) => a + b, wrong, [{ shape: [] }, { shape: [] }])).toBe(
      'wrong',
    );
  });

  it('arrays of zeros, and of one number', async () => {
    const squares = (x: Vector) => sum(x.map((each) => each * each));
    const byNorm = (x: Vector, dy: number) => {
      const norm = Math.sqrt(squares(x));
      return x.map((each) => (dy * 2 * norm * each) / norm);
    };
    const five: Input[] = [{ shape: [5] }];
    expect(await stateOf(squares, byNorm, five)).toBe('wrong');
    const spread = (x: Vector) => sum(x.map((each) => (each - sum(x) / 5) ** 2));
    const bySpread = (x: Vector, dy: number) => {
      const root = Math.sqrt(spread(x));
      return x.map((each) => (dy * 2 * root * (each - sum(x) / 5)) / root);
    };
    expect(await stateOf(spread, bySpread, five)).toBe('wrong');
  });

  it('numbers that are large', async () => {
    const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    const overflows = (x: number, dy: number) => (dy * Math.exp(x)) / (1 + Math.exp(x));
    expect(await stateOf(softplus, overflows, [{ shape: [] }])).toBe('wrong');
  });

  it('axes that are long', async () => {
    const first = (x: Vector, dy: number) => x.map((_, k) => (k < 128 ? dy : 0));
    expect(await stateOf(sum, first, [n])).toBe('wrong');
  });

  it('cotangents with zeros', async () => {
    const inverse = (x: Vector, dy: Vector) =>
      x.map((_, k) => (dy[k] === 0 ? Number.NaN : 2 * (dy[k] as number)));
    expect(await stateOf((x: Vector) => x.map((each) => 2 * each), inverse, [n])).toBe('wrong');
  });

  it('whole numbers between bounds', async () => {
    const inside = (x: number, dy: number) => (x === 2 ? 0 : 2 * x * dy);
    expect(await stateOf((x: number) => x * x, inside, [{ shape: [], domain: [0.25, 3.25] }])).toBe('wrong');
  });
});

it('edges leave numbers within their domains', () => {
  const kinds = ['twins', 'equal', 'zeros', 'large', 'shifted', 'small'] as const;
  const within: readonly [Description['domain'], Vector, (x: number) => boolean][] = [
    ['nonzero', [-4, 1.5, 4, -0.126], (x) => Math.abs(x) > 0.1],
    ['positive', [4, 0.002, 1], (x) => x > 0],
    [[-2, 3], [-1.75, 0.5, 2.999], (x) => x > -2 && x < 3],
    [[1, 2], [1.25, 1.999], (x) => x > 1 && x < 2],
    ['integer', [-4, 3, 1], Number.isInteger],
    [{ integer: [1, 3] }, [3, 2, 1], (x) => [1, 2, 3].includes(x)],
  ];
  for (const [domain, data, isWithin] of within)
    for (const kind of kinds)
      for (const half of [false, true]) {
        const inputs = [{ dtype: 'float64', shape: [data.length], data }] as const;
        const described = [{ shape: ['n'], ...(domain && { domain }) }];
        const [moved] = atEdge(inputs, described, { kind, on: 0, half });
        expect(
          moved?.data.filter((x) => !isWithin(x)),
          `${JSON.stringify(domain)}, ${kind}`,
        ).toEqual([]);
      }
});

describe('a right gradient', () => {
  it('is judged without the edge where the function throws at it, or is not finite', async () => {
    const exp = (x: number) => {
      if (x > 100) throw new RangeError('too large');
      return Math.exp(x);
    };
    expect(await stateOf(exp, (x: number, dy: number) => dy * exp(x), [{ shape: [] }])).toBe('right');
    const cubes = (x: number) => (Math.abs(x) > 100 ? Number.POSITIVE_INFINITY : x ** 3);
    expect(await stateOf(cubes, (x: number, dy: number) => dy * 3 * x * x, [{ shape: [] }])).toBe('right');
  });

  it('is known where differences shrink by a power that is no whole number, as of x√x at 0', async () => {
    const f = (x: Vector) => x.map((each) => (each > 0 ? each * Math.sqrt(each) : 0));
    const slope = (x: Vector, dy: Vector) =>
      x.map((each, k) => (each > 0 ? 1.5 * Math.sqrt(each) * (dy[k] as number) : 0));
    expect(await stateOf(f, slope, [[0]])).toBe('right');
    expect(await stateOf(f, slope, [[0, 2, -1]])).toBe('right');
    const half = (x: Vector, dy: Vector) => slope(x, dy).map((each, k) => each + (x[k] === 0 ? 0.01 : 0));
    expect(await stateOf(f, half, [[0]])).not.toBe('right');
  });

  it('is known to be zero where all slopes around it are small', async () => {
    const f = (x: Vector) => x.map((each) => Math.abs(each) ** 2.5);
    const slope = (x: Vector, dy: Vector) =>
      x.map((each, k) => 2.5 * Math.abs(each) ** 1.5 * Math.sign(each) * (dy[k] as number));
    expect(await stateOf(f, slope, [[0]])).toBe('right');
  });

  it('is not blamed where a kink is nearer than most steps', async () => {
    const largest = (x: Vector) => Math.max(...x);
    const mask = (x: Vector, dy: number) => x.map((each) => (each === largest(x) ? dy : 0));
    for (const apart of [1e-9, 2.1e-8, 3e-7, 1e-5, 4e-4]) {
      expect(await stateOf(largest, mask, [[0.5, 0.5 + apart, -3]])).not.toBe('wrong');
      expect(await stateOf(largest, mask, [[1.5e-6, -3.194, 1.5e-6 + apart / 16]])).not.toBe('wrong');
    }
  });

  it('is not blamed between the jumps of a sawtooth', async () => {
    const slope = (x: number, dy: number) => dy + 0 * x;
    expect(await stateOf((x: number) => x % 1.75, slope, [1025])).toBe('right');
  });
});
