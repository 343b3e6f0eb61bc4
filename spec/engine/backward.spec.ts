import { describe, expect, test } from 'vitest';
import {
  add,
  concat,
  type Differentiation,
  divideScalar,
  exp,
  grad,
  gradientOf,
  lazily,
  matmul,
  mulScalar,
  multiply,
  negate,
  noGrad,
  ones,
  powerScalar,
  printNode,
  propagate,
  relu,
  reshape,
  subtract,
  summation,
  type Tensor,
  tensor,
  topologicalOrder,
} from '../../src/engine/index.js';
import { EWiseMul } from '../../src/engine/ops/elementwise.js';
import { MatMul } from '../../src/engine/ops/matmul.js';
import { aliasesOf } from '../../src/engine/shared-memory.js';

const leaf = (values: Parameters<typeof tensor>[0]) => tensor(values, { requiresGrad: true });

describe('backward', () => {
  test('leaves the gradient in the leaves that require grad, and nowhere else', () => {
    const x = leaf([1, 2]);
    const c = tensor([3, 4]);
    const product = multiply(x, c);
    summation(product).backward();
    expect(x.grad?.toArray()).toEqual([3, 4]);
    expect(c.grad).toBeUndefined();
    expect(product.grad).toBeUndefined();
  });

  test('adds to what earlier calls left, until zeroGrad', () => {
    const x = leaf(3);
    powerScalar(x, 2).backward();
    const first = x.grad;
    powerScalar(x, 2).backward();
    expect(x.grad?.item()).toBe(12);
    expect(first?.item()).toBe(6);
    x.zeroGrad();
    expect(x.grad).toBeUndefined();
    powerScalar(x, 2).backward();
    expect(x.grad?.item()).toBe(6);
  });

  test('takes an outGrad for an output that is not a scalar', () => {
    const x = leaf([1, 2]);
    mulScalar(x, 3).backward(tensor([10, -1]));
    expect(x.grad?.toArray()).toEqual([30, -3]);
  });

  test('of a leaf itself is its outGrad, copied', () => {
    const x = leaf([1, 2]);
    const outGrad = tensor([5, 6]);
    x.backward(outGrad);
    expect(x.grad?.toArray()).toEqual([5, 6]);
    expect(aliasesOf([[x.grad as Tensor]], [outGrad])).toEqual([]);
  });

  test('fills .grad of a node that retains it', () => {
    const x = leaf(2);
    const square = powerScalar(x, 2);
    square.retainGrad();
    mulScalar(square, 5).backward();
    expect(square.grad?.item()).toBe(5);
    expect(x.grad?.item()).toBe(20);
  });

  test('with createGraph leaves gradients that can be differentiated', () => {
    const x = leaf(2);
    powerScalar(x, 4).backward(undefined, { createGraph: true });
    const [second] = grad(x.grad as Tensor, [x], { createGraph: true });
    const [third] = grad(second as Tensor, [x]);
    expect([x.grad?.item(), second?.item(), third?.item()]).toEqual([32, 48, 48]);
  });

  test('without createGraph leaves gradients that do not require grad', () => {
    const x = leaf(2);
    powerScalar(x, 4).backward();
    expect(x.grad?.requiresGrad).toBe(false);
  });

  test('passes again through a graph that was retained', () => {
    const x = leaf(2);
    const y = powerScalar(x, 2);
    y.backward(undefined, { retainGraph: true });
    y.backward();
    expect(x.grad?.item()).toBe(8);
  });

  test('stops at detach', () => {
    const x = leaf(3);
    multiply(x, x.detach()).backward();
    expect(x.grad?.item()).toBe(3);
  });

  test('in lazy mode computes .grad, so that an optimiser may write over the weights', () => {
    lazily(() => {
      const weights = [leaf([1, 2]), leaf([3, 4])] as const;
      summation(multiply(...weights)).backward();
      noGrad(() => {
        for (const weight of weights) weight.assign(subtract(weight, weight.grad as Tensor));
      });
      expect(weights.map((weight) => weight.toArray())).toEqual([
        [-2, -2],
        [2, 2],
      ]);
    });
  });
});

describe('grad', () => {
  test('returns one gradient per input and leaves .grad alone', () => {
    const [x, y] = [leaf(2), leaf(3)];
    const gradients = grad(multiply(x, y), [x, y]);
    expect(gradients.map((gradient) => gradient.item())).toEqual([3, 2]);
    expect(x.grad).toBeUndefined();
  });

  test('sums over several outputs, and over one output listed twice', () => {
    const x = leaf(2);
    const [square, double] = [powerScalar(x, 2), mulScalar(x, 2)];
    const [sum] = grad([square, double], [x], { retainGraph: true });
    const [twice] = grad([square, square], [x]);
    expect([sum?.item(), twice?.item()]).toEqual([6, 8]);
  });

  test('is zeros for an input that no output depends on, of its shape and dtype', () => {
    const x = leaf(2);
    const unused = tensor([[1, 2]], { dtype: 'float32', requiresGrad: true });
    const [gradient] = grad(exp(x), [unused]);
    expect(gradient?.toData()).toEqual({ dtype: 'float32', shape: [1, 2], data: [0, 0] });
  });

  test('is zeros when the output is detached', () => {
    const x = leaf(2);
    expect(grad(exp(x).detach(), [x])[0]?.item()).toBe(0);
  });

  test('differentiates towards a node inside the graph', () => {
    const x = leaf(2);
    const square = powerScalar(x, 2);
    expect(grad(powerScalar(square, 3), [square])[0]?.item()).toBe(48);
  });

  test('inside noGrad still builds the graph of the gradient when createGraph asks for it', () => {
    const x = leaf(3);
    const y = powerScalar(x, 3);
    const [first] = noGrad(() => grad(y, [x], { createGraph: true }));
    expect(grad(first as Tensor, [x])[0]?.item()).toBe(18);
  });

  test('follows outGrads that require grad themselves', () => {
    const [x, v] = [leaf(3), leaf(5)];
    const [product] = grad(powerScalar(x, 2), [x], { outGrads: [v], createGraph: true });
    expect(grad(product as Tensor, [v])[0]?.item()).toBe(6);
  });

  test('computes no adjoint for an input that needs none', () => {
    const images = tensor([[1, 2]]);
    const weight = leaf([[3], [4]]);
    const product = matmul(images, weight);
    const sizes: number[] = [];
    const compute = MatMul.prototype.compute;
    MatMul.prototype.compute = function (a, b) {
      sizes.push(a.data.length * b.data.length);
      return compute.call(this, a, b);
    };
    try {
      const [gradient] = grad(summation(product), [weight]);
      expect(gradient?.toArray()).toEqual([[1], [2]]);
    } finally {
      MatMul.prototype.compute = compute;
    }
    expect(sizes).toEqual([2]); // imagesᵀ ḡ, and not ḡ weightᵀ
  });

  test('uses the two steps of reverse mode that it is given', () => {
    const x = leaf(3);
    const overwrites: Differentiation = {
      topologicalOrder,
      propagate: (order, seeds) =>
        new Map([...propagate(order, seeds)].map(([node, sum]) => [node, divideScalar(sum, 2)])),
    };
    expect(grad(add(x, x), [x], { differentiate: overwrites })[0]?.item()).toBe(1);
  });
});

describe('memory', () => {
  test('no two gradients share it, nor does one with an input or with outGrad', () => {
    const [x, y] = [leaf([1, 2]), leaf([3, 4])];
    const outGrad = tensor([1, -1]);
    const gradients = grad([add(x, y), x], [x, y, x], { outGrads: [outGrad, outGrad] });
    expect(gradients.map((gradient) => gradient.toArray())).toEqual([
      [2, -2],
      [1, -1],
      [2, -2],
    ]);
    expect(aliasesOf([gradients], [outGrad, x, y])).toEqual([]);
  });

  test('nor do two .grad', () => {
    const [x, y] = [leaf([1, 2]), leaf([3, 4])];
    const outGrad = tensor([1, -1]);
    add(x, y).backward(outGrad);
    expect(aliasesOf([[x.grad as Tensor, y.grad as Tensor]], [outGrad, x, y])).toEqual([]);
  });

  test('inputs and cotangents are as they were', () => {
    const x = leaf([
      [1, -2],
      [3, 4],
    ]);
    const outGrad = ones([4]);
    const y = reshape(relu(negate(multiply(x, x))), [4]);
    y.backward(outGrad);
    expect(x.toArray()).toEqual([
      [1, -2],
      [3, 4],
    ]);
    expect(outGrad.toArray()).toEqual([1, 1, 1, 1]);
  });
});

describe('a graph that was freed', () => {
  test('holds on to nothing: its nodes have forgotten their inputs, and of their ops the name is left', () => {
    const x = leaf([1, 2]);
    const squares = multiply(x, x);
    const y = summation(squares);
    y.backward();
    expect([y.inputs, squares.inputs]).toEqual([[], []]);
    expect(squares.op).not.toBeInstanceOf(EWiseMul);
    expect([squares.op?.name, squares.isLeaf, squares.toArray()]).toEqual(['multiply', false, [1, 4]]);
    expect(printNode(y)).toBe('a = summation (freed)  float64 () requires grad: 5');
  });

  test('is kept whole by retainGraph and createGraph', () => {
    const x = leaf([1, 2]);
    const y = summation(multiply(x, x));
    y.backward(undefined, { retainGraph: true });
    grad(y, [x], { createGraph: true });
    expect(y.inputs).toHaveLength(1);
  });

  test('still computes a lazy value that nobody asked for, and then forgets how', () => {
    const x = leaf([1, 2]);
    const y = lazily(() => summation(multiply(x, x)));
    y.backward();
    expect([y.freed, y.cachedData]).toEqual([true, undefined]);
    expect(y.item()).toBe(5);
    expect(y.inputs).toEqual([]);
  });

  test('says so when its gradient is asked for by hand', () => {
    const x = leaf(2);
    const y = exp(x);
    y.backward();
    expect(() => gradientOf(y, tensor(1))).toThrow('this graph was freed by an earlier backward through exp');
  });
});

test('a node keeps its inputs when the list that it was given changes', () => {
  const [x, y] = [leaf([1]), leaf([2])];
  const list = [x, y];
  const joined = concat(list);
  list.reverse();
  multiply(joined, tensor([3, 5])).backward(tensor([1, 1]));
  expect([x.grad?.toArray(), y.grad?.toArray()]).toEqual([[3], [5]]);
});

test('propagate leaves out the adjoints that nobody asks for once they were sent on', () => {
  const x = leaf(2);
  const middle = negate(x);
  const top = multiply(middle, middle);
  const seeds = new Map([[top, ones([])]]);
  const order = topologicalOrder([top]);
  expect([...propagate(order, seeds).keys()]).toEqual([top, middle, x]);
  const rest = propagate(order, seeds, (node) => node !== middle);
  expect([...rest.keys()]).toEqual([middle, x]);
  expect(rest.get(x)?.item()).toBe(4);
});

describe('topologicalOrder', () => {
  test('lists what requires grad once, inputs before their consumers', () => {
    const x = leaf(1);
    const c = tensor(2);
    const left = add(x, c);
    const right = exp(x);
    const top = multiply(left, right);
    expect(topologicalOrder([top, left])).toEqual([x, left, right, top]);
  });

  test('meets no cycle: a tensor gets its inputs when it is made, and they exist already', () => {
    const x = leaf(1);
    const y = exp(x);
    // @ts-expect-error inputs are read-only
    const close = () => x.inputs.push(y);
    expect(close).toBeTypeOf('function');
    const order = topologicalOrder([multiply(y, add(y, x))]);
    order.forEach((node, position) => {
      for (const input of node.inputs) expect(order.indexOf(input)).toBeLessThan(position);
    });
  });
});
