/** Fifteen tests against central differences, with cotangents of ones, as in many courses. `backproof audit` says what they miss. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grad, ones, Tensor } from 'backproof/engine';
import { addScalar, broadcastTo, divide, matmul, multiply, relu, summation } from './rules.js';

type Compute = (...inputs: readonly Tensor[]) => Tensor;

/** Entries from −1 to 1, none near 0, the same in every run. */
function tensorOf(shape: readonly number[], seed: number): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  const data = Array.from({ length: size }, (_, at) => {
    const x = Math.sin(12.9898 * (at + 1) + 78.233 * seed);
    return x + Math.sign(x) * 0.2;
  });
  return Tensor.fromData({ dtype: 'float64', shape, data }, { requiresGrad: true });
}

const total = (tensor: Tensor): number => tensor.toData().data.reduce((sum, entry) => sum + entry, 0);

/** Backward with ones, against (f(x + h) − f(x − h)) / 2h of the sum of all entries. */
function gradientCheck(compute: Compute, ...shapes: readonly (readonly number[])[]): void {
  const inputs = shapes.map(tensorOf);
  const output = compute(...inputs);
  const gradients = grad(output, inputs, { outGrads: [ones(output.shape, { dtype: 'float64' })] });
  inputs.forEach((input, which) => {
    const { shape, data } = input.toData();
    const found = gradients[which]?.toData().data ?? [];
    data.forEach((entry, at) => {
      const moved = (by: number) => {
        const near = Tensor.fromData({ dtype: 'float64', shape, data: data.with(at, entry + by) });
        return total(compute(...inputs.with(which, near)));
      };
      const difference = (moved(1e-5) - moved(-1e-5)) / 2e-5;
      assert.ok(Math.abs((found[at] ?? Number.NaN) - difference) < 1e-4, `input ${which}, entry ${at}`);
    });
  });
}

const multiplied: Compute = (a, b) => multiply(a as Tensor, b as Tensor);
const divided: Compute = (a, b) => divide(a as Tensor, b as Tensor);
const product: Compute = (a, b) => matmul(a as Tensor, b as Tensor);
const of =
  (compute: (a: Tensor) => Tensor): Compute =>
  (a) =>
    compute(a as Tensor);

test('add_scalar', () =>
  gradientCheck(
    of((a) => addScalar(a, 3)),
    [5, 4],
  ));
test('multiply', () => gradientCheck(multiplied, [5, 4], [5, 4]));
test('multiply, of vectors', () => gradientCheck(multiplied, [7], [7]));
test('divide', () => gradientCheck(divided, [5, 4], [5, 4]));
test('relu', () => gradientCheck(of(relu), [5, 4]));
test('relu, of a vector', () => gradientCheck(of(relu), [9]));
test('broadcast_to, along columns', () =>
  gradientCheck(
    of((a) => broadcastTo(a, [3, 3])),
    [3, 1],
  ));
test('broadcast_to, along rows', () =>
  gradientCheck(
    of((a) => broadcastTo(a, [3, 3])),
    [1, 3],
  ));
test('broadcast_to, of a number', () =>
  gradientCheck(
    of((a) => broadcastTo(a, [3, 3, 3])),
    [1],
  ));
test('summation, over all', () =>
  gradientCheck(
    of((a) => summation(a)),
    [5, 4],
  ));
test('summation, over rows', () =>
  gradientCheck(
    of((a) => summation(a, [0])),
    [5, 4],
  ));
test('summation, over columns', () =>
  gradientCheck(
    of((a) => summation(a, [1])),
    [5, 4],
  ));
test('summation, over two axes', () =>
  gradientCheck(
    of((a) => summation(a, [0, 1])),
    [5, 4, 1],
  ));
test('matmul', () => gradientCheck(product, [5, 4], [4, 5]));
test('matmul, of batches', () => gradientCheck(product, [2, 3, 3, 2], [2, 3, 2, 3]));
