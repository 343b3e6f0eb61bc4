import { describe, expect, it } from 'vitest';
import {
  add,
  addScalar,
  enableGrad,
  exp,
  GradientError,
  grad,
  mulScalar,
  multiply,
  summation,
  type Tensor,
  tensor,
} from '../../src/engine/index.js';

const leaf = (value: number) => tensor(value, { requiresGrad: true });

describe('a hook', () => {
  it('sees the gradient of a leaf, once, when all parts of it are there', () => {
    const x = leaf(3);
    const seen: number[] = [];
    x.registerHook((gradient) => {
      seen.push(gradient.item());
      return undefined;
    });
    add(multiply(x, x), x).backward();
    expect(seen).toEqual([7]);
    expect(x.grad?.item()).toBe(7);
  });

  it('may put another gradient in its place, on a leaf and on the way', () => {
    const x = leaf(2);
    const square = multiply(x, x);
    square.retainGrad();
    square.registerHook((gradient) => mulScalar(gradient, 10));
    x.registerHook((gradient) => mulScalar(gradient, -1));
    mulScalar(square, 1).backward();
    expect(square.grad?.item()).toBe(10);
    expect(x.grad?.item()).toBe(-40);
  });

  it('runs after those registered before it, and not once it is removed', () => {
    const x = leaf(1);
    const twice = x.registerHook((gradient) => mulScalar(gradient, 2));
    x.registerHook((gradient) => add(gradient, tensor(1)));
    const gradient = () => (grad(mulScalar(x, 3), [x])[0] as Tensor).item();
    expect(gradient()).toBe(7);
    twice.remove();
    expect(gradient()).toBe(4);
  });

  it('that is registered twice is taken away once', () => {
    const x = leaf(1);
    const double = (gradient: Tensor) => mulScalar(gradient, 2);
    const first = x.registerHook(double);
    x.registerHook(double);
    first.remove();
    mulScalar(x, 3).backward();
    expect(x.grad?.item()).toBe(6);
  });

  it('runs again in the next pass, though the same gradient comes', () => {
    const x = leaf(1);
    let factor = 1;
    x.registerHook((gradient) => mulScalar(gradient, factor));
    const outGrad = tensor(1);
    const pass = () => {
      x.zeroGrad();
      addScalar(x, 0).backward(outGrad);
      return x.grad?.item();
    };
    expect(pass()).toBe(1);
    factor = 20;
    expect(pass()).toBe(20);
  });

  it('may begin a pass of its own', () => {
    const x = leaf(2);
    const inner: number[] = [];
    x.registerHook((gradient) => {
      const y = leaf(3);
      enableGrad(() => multiply(y, y)).backward();
      inner.push(y.grad?.item() as number);
      return mulScalar(gradient, 2);
    });
    add(x, x).backward();
    expect(inner).toEqual([6]);
    expect(x.grad?.item()).toBe(4);
  });

  it('takes part in second order', () => {
    const x = leaf(2);
    x.registerHook((gradient) => multiply(gradient, gradient));
    const [first] = grad(multiply(x, x), [x], { createGraph: true }) as [Tensor];
    expect(first.item()).toBe(16);
    expect(first.requiresGrad).toBe(true);
  });

  it('that returns something else is reported', () => {
    const x = leaf(1);
    x.registerHook(() => tensor([1, 2]));
    expect(() => exp(x).backward()).toThrow(GradientError);
    expect(() => exp(x).backward()).toThrow(
      'a hook returned float64 of shape (2,) for a gradient that is float64 of shape ()',
    );
    const y = leaf(1);
    y.registerHook(() => 3 as unknown as Tensor);
    expect(() => summation(y).backward()).toThrow(
      "a hook must return a Tensor, to take the gradient's place, or nothing; it returned number",
    );
  });

  it('needs a tensor that requires grad', () => {
    expect(() => tensor(1).registerHook(() => undefined)).toThrow(
      'registerHook: this tensor does not require grad, so no gradient will come',
    );
  });
});
