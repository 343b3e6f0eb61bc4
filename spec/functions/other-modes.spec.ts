/** Forward mode, batches and second order of functions that no vocabulary holds. */
import { describe, expect, it } from 'vitest';
import { checkGradient } from '../../src/functions/index.js';

type Vector = number[];
const n = { shape: ['n'] };
const square = (x: Vector): Vector => x.map((a) => a * a);
const slope = (x: Vector, dy: Vector): Vector => x.map((a, k) => 2 * a * (dy[k] as number));

describe('a jvp beside the gradient', () => {
  it('is held to differences, and to the gradient', async () => {
    const { text } = await checkGradient(square, slope, [n], { jvp: slope });
    expect(text).toBe(
      'The gradient of square is right: 100 cases, laws form, vjp, dot, linear, pure, jvp, transposed; seed 1.',
    );
  });

  it('is named where it is wrong', async () => {
    const wrong = (x: Vector, v: Vector) => x.map((a, k) => 2.001 * a * (v[k] as number));
    const { failure, text } = await checkGradient(square, slope, [n], { jvp: wrong });
    expect(failure?.law.id).toBe('jvp');
    expect(text).toMatch(
      /Jv, entry \[0\]: expected -1, got -1\.0005 .*\. Here v = \[-0\.5\]\.\n\na = \[1\]\n/,
    );
  });

  it('may be any slope at a kink', async () => {
    const relu = (x: number) => Math.max(x, 0);
    const none = (x: number, dy: number) => (x > 0 ? dy : 0);
    const one = (x: number, v: number) => (x >= 0 ? v : 0);
    expect(await checkGradient(relu, none, [0], { jvp: one })).toMatchObject({ ok: true });
    const twice = (x: number, v: number) => (x >= 0 ? 2 * v : 0);
    expect((await checkGradient(relu, none, [0], { jvp: twice })).failure?.law.id).toBe('jvp');
  });

  it('breaks the product of both where differences are too vague to tell', async () => {
    const rounded = (x: Vector) => x.map((a) => Math.round(a * a * 1e6) / 1e6);
    const off = (x: Vector, v: Vector) => slope(x, v).map((a) => a * 1.0001);
    const { failure } = await checkGradient(rounded, slope, [[0.3, 1.2]], { jvp: off });
    expect(failure?.law.id).toBe('transposed');
  });

  it('has the form of the outputs, and may throw', async () => {
    const longer = (x: Vector, v: Vector) => [...slope(x, v), 0];
    const { failure, text } = await checkGradient(square, slope, [[1, 2]], { jvp: longer });
    expect(failure?.law.id).toBe('jvp');
    expect(text).toContain('Jv has the shape (3,); expected (2,), the shape of the output');
    const thrown = await checkGradient(square, slope, [[1, 2]], {
      jvp: () => Promise.reject(new Error('no rule')),
    });
    expect([thrown.failure?.law.id, thrown.text]).toEqual([
      'jvp',
      expect.stringContaining('threw Error: no rule'),
    ]);
  });

  it('is judged by the reference where there is a definition', async () => {
    const wrong = (x: Vector, v: Vector) => slope(x, v).map((a) => a * (1 + 1e-9));
    const check = (jvp: typeof slope) =>
      checkGradient(square, slope, [n], { jvp, definition: 'x * x', runs: 20 });
    expect(await check(slope)).toMatchObject({ ok: true });
    expect((await check(wrong)).failure?.law.id).toBe('jvp');
  });
});

describe('a vmap of the gradient', () => {
  const batch = (x: Vector, stack: Vector[]) => stack.map((dy) => slope(x, dy));

  it('gives what each cotangent gives alone', async () => {
    const { text } = await checkGradient(square, slope, [n], { vmap: batch });
    expect(text).toContain('laws form, vjp, dot, linear, pure, batched;');
  });

  it('is named where a batch is mixed up', async () => {
    const mixed = (x: Vector, stack: Vector[]) => batch(x, stack.toReversed());
    const { failure, text } = await checkGradient(square, slope, [n], { vmap: mixed });
    expect(failure?.law.id).toBe('batched');
    expect(text).toContain('in a batch of all cotangents, cotangent 0 has another vjp than alone');
  });

  it('has an axis of the batch in front', async () => {
    const { text } = await checkGradient(square, slope, [[1, 2, 3]], {
      vmap: (x: Vector, stack: Vector[]) => batch(x, stack)[0],
    });
    expect(text).toContain(
      'expected gradients with an axis of 4 in front, as the batch has; got the shape (3)',
    );
  });

  it('of a definition is asked, too', async () => {
    const mixed = (x: Vector, stack: Vector[]) => batch(x, stack.toReversed());
    const { failure } = await checkGradient(square, slope, [n], { vmap: mixed, definition: 'x * x' });
    expect(failure?.law.id).toBe('batched');
  });
});

describe('second order', () => {
  const product = (x: number, y: number) => x * x * y;
  const gradient = (x: number, y: number, dz: number) => [2 * x * y * dz, x * x * dz];
  const second = (x: number, y: number, dz: number, u: number, v: number) => [
    (2 * y * u + 2 * x * v) * dz,
    2 * x * u * dz,
    2 * x * y * u + x * x * v,
  ];
  const inputs = [{ shape: [] }, { shape: [] }];

  it('holds the vjp of the gradient to the gradient', async () => {
    const { text } = await checkGradient(product, gradient, inputs, { second });
    expect(text).toBe(
      'The gradient of product is right: 100 cases, laws form, vjp, linear, pure, second; seed 1.',
    );
  });

  it('names the input by which it is wrong, or the cotangent', async () => {
    const wrong = (...given: [number, number, number, number, number]) => [
      ...second(...given).slice(0, 2),
      0,
    ];
    const { failure, text } = await checkGradient(product, gradient, inputs, {
      second: wrong as typeof second,
    });
    expect(failure?.law.id).toBe('second');
    expect(text).toMatch(/second order, gradient of input Δ0, for direction 0: expected [-\d.]+, got 0/);
    expect(text).toContain('this law is broken: the vjp equals JᵀΔ, with directions u0 = 1, ');
  });

  it('of the gradient of a number needs no cotangent', async () => {
    const cube = (x: number) => x ** 3;
    const check = (factor: number) =>
      checkGradient(cube, (x: number) => 3 * x * x, [2], {
        second: (x: number, u: number) => factor * x * u,
      });
    expect(await check(6)).toMatchObject({ ok: true });
    expect((await check(3)).failure?.law.id).toBe('second');
  });

  it('is symmetric, by differences of the gradient alone', async () => {
    expect((await checkGradient(product, gradient, inputs, { order: 2 })).text).toContain('pure, symmetric;');
    // Right where it is asked first, and held fixed there.
    let held: number | undefined;
    const stale = (x: number, y: number, dz: number) => {
      held ??= x;
      return [2 * x * y * dz, held * held * dz];
    };
    const { failure, text } = await checkGradient(product, stale, [2, 3], { order: 2 });
    expect(failure?.law.id).toBe('symmetric');
    expect(text).toContain('are not those of a gradient');
  });

  it('says nothing at a kink, and is no reason to blame one', async () => {
    const relu = (x: Vector) => x.map((a) => Math.max(a, 0));
    const right = (x: Vector, dy: Vector) => x.map((a, k) => (a > 0 ? (dy[k] as number) : 0));
    expect(await checkGradient(relu, right, [n], { order: 2, runs: 30 })).toMatchObject({ ok: true });
  });

  it("equals the reference's where there is a definition", async () => {
    const check = (factor: number) =>
      checkGradient(product, gradient, inputs, {
        second: (x, y, dz, u, v) =>
          second(x as number, y as number, dz as number, u as number, v as number).map(
            (each) => factor * each,
          ),
        definition: 'a * a * b',
        runs: 20,
      });
    expect(await check(1)).toMatchObject({ ok: true });
    expect((await check(1 + 1e-9)).failure?.law.id).toBe('second');
  });
});
