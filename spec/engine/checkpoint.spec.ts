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
  nn,
  noGrad,
  printNode,
  Random,
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

const expectClose = (got: unknown, expected: unknown) => {
  const [entries, wanted] = [[got].flat(9), [expected].flat(9)] as [number[], number[]];
  expect(entries).toHaveLength(wanted.length);
  entries.forEach((entry, k) => {
    expect(entry).toBeCloseTo(wanted[k] as number, 12);
  });
};

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

  it('draws the same random numbers again, and leaves the stream as it was', () => {
    const gradientWith = (wrap: (f: (x: Tensor) => Tensor, x: Tensor) => Tensor) => {
      const random = new Random(3);
      const drop = new nn.Dropout(0.5, random);
      const x = leaf(new Array(64).fill(1));
      const y = wrap((input) => multiply(drop.forward(input), input), x);
      const value = y.toArray();
      const after = random.state;
      summation(y).backward();
      expect(random.state).toBe(after);
      return [value, x.grad?.toArray()];
    };
    const plain = gradientWith((f, x) => f(x));
    expect(gradientWith(checkpoint)).toEqual(plain);
    expect(gradientWith((f, x) => checkpoint((outer) => checkpoint(f, outer), x))).toEqual(plain);
    expect(lazily(() => gradientWith(checkpoint))).toEqual(plain);
  });

  it('draws them again for second order, too', () => {
    const second = (wrap: (f: (x: Tensor) => Tensor, x: Tensor) => Tensor) => {
      const drop = new nn.Dropout(0.5, new Random(4));
      const x = leaf(new Array(32).fill(0.5));
      const y = summation(wrap((input) => sin(drop.forward(input)), x));
      const [first] = grad(y, [x], { createGraph: true }) as [Tensor];
      return (grad(summation(multiply(first, first)), [x])[0] as Tensor).toArray();
    };
    expect(second(checkpoint)).toEqual(second((f, x) => f(x)));
  });

  it('holds layers: gradients reach their parameters, of first and second order', () => {
    const gradientsWith = (wrap: (f: (x: Tensor) => Tensor, x: Tensor) => Tensor) => {
      const model = new nn.Sequential(
        new nn.Linear(2, 3, new Random(1)),
        new nn.Tanh(),
        new nn.Linear(3, 1, new Random(2)),
      );
      const x = images();
      const y = summation(wrap((input) => model.forward(input), x));
      const parameters = model.parameters();
      const first = grad(y, [x, ...parameters], { createGraph: true });
      y.backward(undefined, { retainGraph: true });
      const accumulated = [x, ...parameters].map((each) => each.grad?.toArray());
      expect(accumulated).toEqual(first.map((each) => each.toArray()));
      const square = first.map((each) => summation(multiply(each, each))).reduce(add);
      return [...first, ...grad(square, [x, ...parameters])].map((each) => each.toArray());
    };
    const [plain, checked] = [gradientsWith((f, x) => f(x)), gradientsWith(checkpoint)];
    checked.forEach((gradient, index) => {
      expectClose(gradient, plain[index]);
    });
  });

  it('stops at what was there before: rules and hooks of captured tensors run once, outside', () => {
    const [x, w] = [leaf(2), leaf(3)];
    const seen: number[] = [];
    const h = multiply(w, w);
    for (const each of [h, w]) {
      each.registerHook((gradient) => {
        seen.push(gradient.item());
        return undefined;
      });
    }
    const y = checkpoint((input) => multiply(multiply(input, h), w), x); // x w³
    y.backward(undefined, { retainGraph: true });
    expect([x.grad?.item(), w.grad?.item()]).toEqual([27, 54]);
    expect(seen).toEqual([6, 54]);
    expect(grad(y, [h, x]).map((each) => each.item())).toEqual([6, 27]);
  });

  it('leaves what the function does not depend on without a gradient', () => {
    const [x, other] = [leaf(2), leaf(3)];
    checkpoint((input) => multiply(input, input), x, other).backward();
    expect([x.grad?.item(), other.grad]).toEqual([4, undefined]);
  });

  it('refuses a function that makes a tensor that requires grad anew each time', () => {
    const y = checkpoint((x) => multiply(x, leaf(3)), leaf(2));
    expect(() => y.backward()).toThrowErrorMatchingInlineSnapshot(
      `[AutogradError: checkpoint: run again, the function depended on a tensor that requires grad and was not there the first time, so that its gradient would be lost; make such tensors outside the function]`,
    );
  });

  it('refuses to run again in inferenceMode', () => {
    const y = summation(checkpoint(layer, images(), weights()));
    expect(() => inferenceMode(() => y.backward())).toThrow(
      'a tensor made in inferenceMode cannot require grad',
    );
  });
});
