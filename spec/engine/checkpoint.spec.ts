import { describe, expect, it } from 'vitest';
import {
  add,
  checkpoint,
  exp,
  grad,
  inferenceMode,
  lazily,
  matmul,
  multiply,
  noGrad,
  printNode,
  sin,
  summation,
  type Tensor,
  tanh,
  tensor,
} from '../../src/engine/index.js';

const leaf = (values: Parameters<typeof tensor>[0]) => tensor(values, { requiresGrad: true });

const layer = (x: Tensor, weight: Tensor) => tanh(matmul(x, weight));
const weights = () =>
  leaf([
    [0.5, -1],
    [2, 0.25],
  ]);
const images = () => leaf([[1, 2]]);

/** A call of `layer` that counts. */
function counted() {
  const calls = { count: 0 };
  const f = (x: Tensor, weight: Tensor) => {
    calls.count++;
    return layer(x, weight);
  };
  return { calls, f };
}

describe('checkpoint', () => {
  it('has the value and the gradients of the function', () => {
    const [x, w] = [images(), weights()];
    const [direct, checked] = [layer(x, w), checkpoint(layer, x, w)];
    expect(checked.toArray()).toEqual(direct.toArray());
    const outGrads = [tensor([[1, -3]])];
    expect(grad(checked, [x, w], { outGrads }).map((each) => each.toArray())).toEqual(
      grad(direct, [x, w], { outGrads }).map((each) => each.toArray()),
    );
  });

  it('keeps its inputs only, and runs the function again when the gradient is due, once for all inputs', () => {
    const { calls, f } = counted();
    const [x, w] = [leaf([[1]]), leaf([[0]])];
    const y = checkpoint(f, x, w);
    expect(printNode(y).split('\n')).toEqual([
      'a = leaf            float64 (1, 1) requires grad: [[1]]',
      'b = leaf            float64 (1, 1) requires grad: [[0]]',
      'c = checkpoint a b  float64 (1, 1) requires grad: [[0]]',
    ]);
    expect(calls.count).toBe(1);
    summation(y).backward();
    expect(calls.count).toBe(2);
    expect([x.grad?.toArray(), w.grad?.toArray()]).toEqual([[[0]], [[1]]]);
  });

  it('leaves out inputs that need no gradient', () => {
    const [x, w] = [tensor([[1, 2]]), weights()];
    summation(checkpoint(layer, x, w)).backward();
    expect(x.grad).toBeUndefined();
    expect(w.grad?.shape).toEqual([2, 2]);
  });

  it('nests, and can be differentiated again', () => {
    const f = (x: Tensor) => multiply(x, sin(x));
    const nested = (x: Tensor) => checkpoint((inner: Tensor) => f(checkpoint(f, inner)), x);
    const derivatives = (g: (x: Tensor) => Tensor): number[] => {
      const x = leaf(0.75);
      const [first] = grad(g(x), [x], { createGraph: true }) as [Tensor];
      const [second] = grad(first, [x], { createGraph: true }) as [Tensor];
      const [third] = grad(second, [x]) as [Tensor];
      return [first.item(), second.item(), third.item()];
    };
    const [expected, got] = [derivatives((x) => f(f(x))), derivatives(nested)];
    got.forEach((derivative, order) => {
      expect(derivative).toBeCloseTo(expected[order] as number, 12);
    });
  });

  it('works among other ops, in lazy mode and for an output that is an input', () => {
    const x = leaf(2);
    const y = lazily(() =>
      add(
        checkpoint((same: Tensor) => same, exp(x)),
        x,
      ),
    );
    y.backward();
    expect(x.grad?.item()).toBe(Math.exp(2) + 1);
  });

  it('records nothing under noGrad', () => {
    const y = noGrad(() => checkpoint(layer, images(), weights()));
    expect([y.requiresGrad, y.op]).toEqual([false, null]);
  });

  it('refuses a function that depends on something else that requires grad', () => {
    const w = weights();
    expect(() => checkpoint((x) => layer(x, w), images())).toThrowErrorMatchingInlineSnapshot(
      `[AutogradError: checkpoint: the function depends on a tensor that requires grad and is not among its inputs, so that its gradient would be lost; pass it as an input, as in checkpoint((x, weight) => …, x, weight)]`,
    );
  });

  it('refuses to run again in inferenceMode', () => {
    const y = summation(checkpoint(layer, images(), weights()));
    expect(() => inferenceMode(() => y.backward())).toThrow(
      'a tensor made in inferenceMode cannot require grad',
    );
  });
});
