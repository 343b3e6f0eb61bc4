/** What a pass runs, and what it frees: what its inputs need, as in PyTorch. */
import { describe, expect, it } from 'vitest';
import { type OpName, opNames } from '../../src/case/vocabulary.js';
import { readsNoValues } from '../../src/engine/autograd/needed.js';
import {
  add,
  cos,
  exp,
  grad,
  gradientOf as gradientsOf,
  type Inputs,
  interpret,
  lazily,
  mulScalar,
  multiply,
  type NDArray,
  Op,
  ones,
  record,
  sin,
  stack,
  summation,
  Tensor,
  tensor,
} from '../../src/engine/index.js';
import { space } from '../../src/generate/index.js';
import { opSamples } from '../generate/samples.js';

const leaf = (values: number | number[]) => tensor(values, { requiresGrad: true });
const gradientOf = (y: Tensor, x: Tensor) => (grad(y, [x])[0] as Tensor).item();

/** The identity, whose rule may not be called. */
class Forbidden extends Op {
  readonly name = 'forbidden';
  compute(a: NDArray): NDArray {
    return a;
  }
  gradient(): Inputs {
    throw new Error('nobody needs this rule');
  }
}
const forbidden = (x: Tensor) => record(new Forbidden(), [x]);

const freed = /this graph was freed by an earlier backward/;

describe('grad', () => {
  it('calls no rule that leads to none of its inputs', () => {
    const [x, w] = [leaf(2), leaf(3)];
    const h = forbidden(w);
    expect(gradientOf(multiply(multiply(x, x), h), x)).toBe(12);
    expect(gradientOf(multiply(h, h), h)).toBe(6);
  });

  it('calls no hook there either, but those on the way', () => {
    const [x, w] = [leaf(2), leaf(3)];
    const [square, other] = [multiply(x, x), sin(w)];
    const seen: string[] = [];
    for (const [name, node] of Object.entries({ x, w, square, other })) {
      node.registerHook(() => {
        seen.push(name);
        return undefined;
      });
    }
    grad(add(square, other), [square]);
    expect(seen).toEqual(['square']);
    grad(add(multiply(x, x), other), [x]);
    expect(seen).toEqual(['square', 'x']);
  });

  it('frees only what it ran: what other inputs need is still there', () => {
    const [x, w] = [leaf(2), leaf(3)];
    const y = add(sin(x), cos(w));
    expect(gradientOf(y, x)).toBe(Math.cos(2));
    expect(gradientOf(y, w)).toBe(-Math.sin(3));
    expect(() => grad(y, [x])).toThrow(freed);
    expect(() => grad(y, [w])).toThrow(freed);
  });

  it('also through many ops that read no values, and in lazy mode', () => {
    const [x, w] = [leaf([1, 2]), leaf([3, 4])];
    const y = lazily(() => summation(mulScalar(stack([exp(x), exp(w)]), 2)));
    expect(grad(y, [x])[0]?.toArray()).toEqual([2 * Math.exp(1), 2 * Math.exp(2)]);
    expect(grad(y, [w])[0]?.toArray()).toEqual([2 * Math.exp(3), 2 * Math.exp(4)]);
  });

  it('leaves the part below a node for a later call', () => {
    const x = leaf(2);
    const h = exp(x);
    expect(gradientOf(multiply(h, h), h)).toBe(2 * Math.exp(2));
    expect(gradientOf(h, x)).toBe(Math.exp(2));
  });

  it('refuses a second pass through a node that reads values, for whatever is below it', () => {
    const [x, w] = [leaf(2), leaf(3)];
    const y = multiply(x, w);
    grad(y, [x]);
    expect(() => grad(y, [w])).toThrow(freed);
    const z = add(sin(multiply(x, w)), cos(w));
    grad(z, [x]);
    expect(() => grad(z, [w])).toThrow(freed);
  });

  it('goes past what an earlier backward has freed where nothing is wanted from there', () => {
    const [x, w] = [leaf(2), leaf(3)];
    const h = exp(x);
    h.backward();
    const y = multiply(h, w);
    expect(grad(y, [w, h]).map((each) => each.item())).toEqual([Math.exp(2), 3]);
    expect(() => grad(multiply(h, w), [x])).toThrow(freed);
  });

  it('refuses what two passes, one on top of the other, have freed', () => {
    const [x, w] = [leaf(2), leaf(3)];
    const h = exp(x);
    h.backward();
    const y = multiply(h, w);
    grad(y, [w]);
    expect(() => grad(sin(y), [x])).toThrow(freed);
    expect(gradientOf(sin(y), y)).toBe(Math.cos(3 * Math.exp(2)));
  });

  it('gives zeros for what no output depends on, and calls nothing', () => {
    const [x, w] = [leaf([1, 2]), leaf(3)];
    expect(grad(forbidden(w), [x])[0]?.toArray()).toEqual([0, 0]);
  });
});

/** Whether an op's rule looks at the value of its node, or of an input. */
function readsValues(op: OpName): boolean {
  let reads = false;
  for (const { program, inputs } of opSamples(op, space(), 30)) {
    const [node] = interpret(
      program,
      inputs.map((input) => Tensor.fromData(input, { requiresGrad: true })),
    ) as [Tensor];
    for (const seen of new Set([node, ...node.inputs])) {
      const value = seen.cachedData;
      const get = () => {
        reads = true;
        return value;
      };
      Object.defineProperty(seen, 'cachedData', { get });
    }
    gradientsOf(node, ones(node.shape));
  }
  return reads;
}

it.each(opNames.filter((op) => op !== 'detach'))('the rule of %s reads values unless it is listed', (op) => {
  expect(readsNoValues.has(op === 'split' ? 'tuple_get_item' : op)).toBe(!readsValues(op));
});

it('backward runs and frees all that requires grad', () => {
  const [x, w] = [leaf([1, 2]), leaf([3, 4])];
  const parts = [exp(x), exp(w)] as const;
  const y = add(...parts);
  y.backward(ones([2]));
  expect([...parts, y].map((node) => [node.freed, node.inputs.length])).toEqual([
    [true, 0],
    [true, 0],
    [true, 0],
  ]);
  expect(() => grad(y, [w], { outGrads: [ones([2])] })).toThrow(freed);
});
