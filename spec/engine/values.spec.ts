import { describe, expect, test } from 'vitest';
import {
  abs,
  add,
  addScalar,
  broadcastTo,
  divide,
  einsum,
  exp,
  full,
  grad,
  logsoftmax,
  logsumexp,
  matmul,
  maximum,
  mean,
  minimum,
  multiply,
  ones,
  permute,
  power,
  powerScalar,
  relu,
  reshape,
  sigmoid,
  sizeOf,
  softmax,
  sqrt,
  summation,
  Tensor,
  tanh,
  tensor,
  transpose,
  zeros,
} from '../../src/engine/index.js';
import { aliasesOf } from '../../src/engine/shared-memory.js';

const leaf = (values: Parameters<typeof tensor>[0]) => tensor(values, { requiresGrad: true });
const { NaN: nan, NEGATIVE_INFINITY: minusInfinity, POSITIVE_INFINITY: infinity } = Number;

/** The gradients of the sum of `output`. */
const gradientsOf = (output: Tensor, inputs: readonly Tensor[]) =>
  grad(output, inputs, { outGrads: [ones(output.shape)] });
const gradientOf = (output: Tensor, input: Tensor) => gradientsOf(output, [input])[0]?.toArray();

/** 1 in the first place, else 0. */
const firstEntry = ({ shape }: Tensor) =>
  reshape(tensor(Array.from({ length: sizeOf(shape) }, (_, i) => (i === 0 ? 1 : 0))), shape);

/** The second derivatives of the first entry of f(x): by the first entry of x, and by each. */
function secondGradient(f: (x: Tensor) => Tensor, x: Tensor) {
  const y = f(x);
  const [slope] = grad(y, [x], { outGrads: [firstEntry(y)], createGraph: true }) as [Tensor];
  return grad(slope, [x], { outGrads: [firstEntry(slope)] })[0]?.toArray();
}

describe('values', () => {
  const matrix = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);

  test('transpose swaps the last two axes, or the pair it is given', () => {
    expect(transpose(matrix).toArray()).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
    expect(transpose(ones([2, 3, 4]), [0, -1]).shape).toEqual([4, 3, 2]);
  });

  test('permute puts axis axes[i] in place i', () => {
    expect(permute(ones([2, 3, 4]), [2, 0, 1]).shape).toEqual([4, 2, 3]);
    expect(permute(matrix, [-1, 0]).toArray()).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
  });

  test('broadcast_to repeats', () => {
    expect(broadcastTo(tensor([[1], [2]]), [2, 2, 2]).toArray()).toEqual([
      [
        [1, 1],
        [2, 2],
      ],
      [
        [1, 1],
        [2, 2],
      ],
    ]);
  });

  test('summation and mean take axes in any order, and keep them when asked', () => {
    expect(summation(matrix).item()).toBe(21);
    expect(summation(matrix, 0).toArray()).toEqual([5, 7, 9]);
    expect(summation(matrix, [-1, 0], true).toArray()).toEqual([[21]]);
    expect(mean(matrix, -1, true).toArray()).toEqual([[2], [5]]);
  });

  test('matmul multiplies matrices, batches of them, rows and columns', () => {
    expect(matmul(matrix, transpose(matrix)).toArray()).toEqual([
      [14, 32],
      [32, 77],
    ]);
    expect(matmul(ones([5, 1, 2, 3]), ones([4, 3, 2])).shape).toEqual([5, 4, 2, 2]);
    expect(matmul(matrix, tensor([1, 0, -1])).toArray()).toEqual([-2, -2]);
    expect(matmul(tensor([1, 2]), tensor([3, 4])).toArray()).toBe(11);
  });
});

describe('large numbers', () => {
  test('logsumexp, softmax and logsoftmax neither overflow nor underflow, nor do their first two gradients', () => {
    const x = leaf([1000, 1000, -1000]);
    expect(logsumexp(x).item()).toBe(1000 + Math.log(2));
    expect(softmax(x).toArray()).toEqual([0.5, 0.5, 0]);
    expect(logsoftmax(x).toArray()).toEqual(
      [-Math.log(2), -Math.log(2), -2000 - Math.log(2)].map((value) => expect.closeTo(value, 9)),
    );
    expect(gradientOf(logsumexp(x), x)).toEqual([0.5, 0.5, 0]);
    expect(secondGradient((at) => logsumexp(at), x)).toEqual([0.25, -0.25, -0]);
    expect(secondGradient((at) => softmax(at), x)).toEqual(
      [0, 0, 0].map((value) => expect.closeTo(value, 12)),
    );
    expect(secondGradient((at) => logsoftmax(at), x)).toEqual(
      [-0.25, 0.25, 0].map((value) => expect.closeTo(value, 12)),
    );
  });

  test('logsumexp of nothing but −∞ is −∞, and of an ∞ is ∞', () => {
    expect(logsumexp(tensor([minusInfinity, minusInfinity])).item()).toBe(minusInfinity);
    expect(logsumexp(tensor([1, infinity])).item()).toBe(infinity);
  });

  test('sigmoid and tanh saturate', () => {
    const x = leaf([-1000, 0, 1000]);
    expect(sigmoid(x).toArray()).toEqual([0, 0.5, 1]);
    expect(sigmoid(leaf(-720)).item()).toBeGreaterThan(0);
    expect(gradientOf(sigmoid(x), x)).toEqual([0, 0.25, 0]);
    expect(gradientOf(tanh(x), x)).toEqual([0, 1, 0]);
  });

  test('the gradient of a quotient does not overflow where it is finite', () => {
    const [a, b] = [leaf(1e200), leaf(1e200)];
    expect(gradientsOf(divide(a, b), [a, b]).map((gradient) => gradient.item())).toEqual([1e-200, -1e-200]);
  });

  test('NaN and ∞ pass through', () => {
    expect(add(tensor([nan, infinity]), ones([])).toArray()).toEqual([nan, infinity]);
    expect(relu(tensor([nan, minusInfinity])).toArray()).toEqual([nan, 0]);
    expect(maximum(tensor([nan, 1]), tensor([1, nan])).toArray()).toEqual([nan, nan]);
  });
});

describe('powers at zero', () => {
  test.each([
    [0, 0],
    [1, 1],
    [2, 0],
    [3, 0],
  ])('the slope of x ** %d there is %d', (exponent, slope) => {
    const x = leaf(0);
    expect(gradientOf(powerScalar(x, exponent), x)).toBe(slope);
  });

  test('power has finite gradients for whole exponents of at least 1', () => {
    const [a, b] = [leaf([0, 0, 0]), leaf([1, 2, 3])];
    expect(gradientsOf(power(a, b), [a, b]).map((gradient) => gradient.toArray())).toEqual([
      [1, 0, 0],
      [0, 0, 0],
    ]);
  });

  test('a root has an infinite slope there', () => {
    const x = leaf(0);
    expect(gradientOf(sqrt(x), x)).toBe(infinity);
  });
});

describe('kinks', () => {
  test('relu and abs have slope 0 at 0', () => {
    const x = leaf([-2, 0, -0, 2]);
    expect(gradientOf(relu(x), x)).toEqual([0, 0, 0, 1]);
    expect(gradientOf(abs(x), x)).toEqual([-1, 0, -0, 1]);
  });

  test.each([
    ['maximum', maximum, [0, 0.5, 1]],
    ['minimum', minimum, [1, 0.5, 0]],
  ] as const)('%s gives each operand half of a tie', (_, f, expected) => {
    const [a, b] = [leaf([1, 2, 3]), leaf([2, 2, 2])];
    const [first, second] = gradientsOf(f(a, b), [a, b]);
    expect(first?.toArray()).toEqual(expected);
    expect(second?.toArray()).toEqual([...expected].reverse());
  });
});

describe('0-d, empty and size-1 shapes', () => {
  test('a tensor of one entry, of whatever rank, needs no outGrad', () => {
    const x = leaf([[3]]);
    multiply(x, x).backward();
    expect(x.grad?.toArray()).toEqual([[6]]);
  });

  test('a tensor keeps its shape when the list that it was made with changes', () => {
    const shape = [2, 1];
    const tensors = [
      zeros(shape),
      ones(shape),
      full(shape, 3),
      Tensor.fromData({ dtype: 'float64', shape, data: [1, 2] }),
    ];
    shape[0] = 7;
    expect(tensors.map((each) => each.shape)).toEqual([
      [2, 1],
      [2, 1],
      [2, 1],
      [2, 1],
    ]);
  });

  test('a 0-d tensor is a number', () => {
    const x = leaf(2);
    expect(x.shape).toEqual([]);
    expect(summation(multiply(x, x)).toArray()).toBe(4);
    expect(softmax(x).item()).toBe(1);
    expect(logsumexp(x).item()).toBe(2);
    expect(gradientOf(mean(x), x)).toBe(1);
  });

  test('a reduction of nothing is 0 for summation, NaN for mean, −∞ for logsumexp', () => {
    const empty = zeros([2, 0]);
    expect(summation(empty).item()).toBe(0);
    expect(mean(empty).item()).toBe(nan);
    expect(logsumexp(empty, 1).toArray()).toEqual([minusInfinity, minusInfinity]);
    expect(summation(empty, 0).toArray()).toEqual([]);
  });

  test.each([
    ['exp', exp],
    ['relu', relu],
    ['add_scalar', (x: Tensor) => addScalar(x, 1)],
    ['add', (x: Tensor) => add(x, ones([1, 1]))],
    ['summation', (x: Tensor) => summation(x, 1)],
    ['mean', (x: Tensor) => mean(x, 0)],
    ['logsumexp', (x: Tensor) => logsumexp(x, 1)],
    ['softmax', (x: Tensor) => softmax(x, 0)],
    ['logsoftmax', (x: Tensor) => logsoftmax(x)],
    ['transpose', (x: Tensor) => transpose(x)],
    ['reshape', (x: Tensor) => reshape(x, [0])],
    ['broadcast_to', (x: Tensor) => broadcastTo(x, [3, 2, 0])],
    ['matmul', (x: Tensor) => matmul(x, ones([0, 3]))],
    ['matmul from the left', (x: Tensor) => matmul(ones([4, 2]), x)],
  ])('%s of an empty tensor has an empty gradient', (_, f) => {
    const x = zeros([2, 0], { requiresGrad: true });
    const [gradient] = gradientsOf(f(x), [x]);
    expect(gradient?.toData()).toEqual({ dtype: 'float64', shape: [2, 0], data: [] });
  });

  test('what was broadcast to nothing has gradient 0', () => {
    const x = full([2, 1], 3, { requiresGrad: true });
    expect(gradientOf(broadcastTo(x, [2, 0]), x)).toEqual([[0], [0]]);
  });

  test('an inner product over nothing is 0', () => {
    expect(matmul(ones([2, 0]), ones([0, 2])).toArray()).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  test('size-1 axes come back in the gradient', () => {
    const x = leaf([[[1], [2]]]);
    expect(gradientOf(add(x, zeros([3, 1, 4])), x)).toEqual([[[12], [12]]]);
  });
});

test('no op returns the memory of its input', () => {
  const x = tensor([[1]]);
  for (const f of [
    exp,
    relu,
    (a: Tensor) => reshape(a, [1, 1]),
    transpose,
    (a: Tensor) => broadcastTo(a, [1, 1]),
    (a: Tensor) => permute(a, [0, 1]),
    (a: Tensor) => summation(a, []),
    softmax,
    (a: Tensor) => a.detach(),
    (a: Tensor) => einsum('ij->ij', [a]),
  ]) {
    expect(aliasesOf([[f(x)]], [x])).toEqual([]);
  }
});
