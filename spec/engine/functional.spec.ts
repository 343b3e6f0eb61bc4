import { describe, expect, it } from 'vitest';
import {
  type Context,
  exp,
  // biome-ignore lint/suspicious/noShadowRestrictedNames: PyTorch's name.
  Function,
  gradBatched,
  hessian,
  hvp,
  jacobian,
  jvp,
  matmul,
  mulScalar,
  multiply,
  powerScalar,
  pushforward,
  ShapeError,
  sin,
  stack,
  summation,
  type Tensor,
  tensor,
  vjp,
  vjpBatched,
} from '../../src/engine/index.js';

const a = tensor([
  [1, 2, 3],
  [4, 5, 6],
]);
const linear = (x: Tensor) => matmul(a, x);
const cubes = (x: Tensor) => summation(powerScalar(x, 3));
const x = tensor([1, -2, 0.5]);

describe('vjp and jvp', () => {
  it('are Jᵀ and J of a linear function', () => {
    expect(vjp(linear, [x], tensor([1, -1])).gradients[0]?.toArray()).toEqual([-3, -3, -3]);
    expect(jvp(linear, [x], [tensor([1, 0, -1])]).tangent.toArray()).toEqual([-2, -2]);
  });

  it('return the value as well', () => {
    expect(vjp(linear, [x], tensor([0, 0])).output.toArray()).toEqual([-1.5, -3]);
    expect(jvp(linear, [x], [x]).output.toArray()).toEqual([-1.5, -3]);
  });

  it('obey ⟨Δ, Jv⟩ = ⟨JᵀΔ, v⟩ for a function of two inputs', () => {
    const f = (p: Tensor, q: Tensor) => multiply(sin(p), exp(q));
    const [p, q, v, w, delta] = [
      x,
      tensor([0.5, 0, 1]),
      tensor([1, 2, 3]),
      tensor([-1, 1, 2]),
      tensor([2, -3, 1]),
    ];
    const forward = summation(multiply(delta, jvp(f, [p, q], [v, w]).tangent)).item();
    const [ofP, ofQ] = vjp(f, [p, q], delta).gradients as [Tensor, Tensor];
    const back = summation(multiply(ofP, v)).item() + summation(multiply(ofQ, w)).item();
    expect(forward).toBeCloseTo(back, 12);
  });

  it('are zero where the function does not depend on its inputs', () => {
    expect(vjp(() => tensor(3), [x], tensor(1)).gradients[0]?.toArray()).toEqual([0, 0, 0]);
    expect(jvp(() => tensor(3), [x], [x]).tangent.item()).toBe(0);
  });

  it('name a tangent that does not fit', () => {
    expect(() => jvp(linear, [x], [tensor([1, 2])])).toThrow(
      'jvp: tangent 0 has shape (2,), but input 0 has shape (3,)',
    );
    expect(() => jvp(linear, [x], [])).toThrow('jvp: tangents: expected 1, one per input, got 0');
  });
});

describe('a batch of cotangents', () => {
  const each = [tensor([1, -1]), tensor([0, 2]), tensor([0.5, 3])];

  it('has the gradients of each, stacked', () => {
    const { output, gradients } = vjpBatched(linear, [x], stack(each));
    expect(output.toArray()).toEqual([-1.5, -3]);
    const alone = each.map((outGrad) => vjp(linear, [x], outGrad).gradients[0]?.toArray());
    expect(gradients.map((gradient) => gradient.toArray())).toEqual([alone]);
  });

  it('has zeros where the function does not depend on its inputs', () => {
    expect(vjpBatched(() => tensor(3), [x], tensor([1, 2])).gradients[0]?.toArray()).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  it('frees the graph behind the last, unless it is to be kept', () => {
    const leaf = tensor([1, 2, 3], { requiresGrad: true });
    const output = linear(leaf);
    const outGrads = [stack(each)];
    gradBatched([output], [leaf], { outGrads, retainGraph: true });
    gradBatched([output], [leaf], { outGrads });
    expect(() => gradBatched([output], [leaf], { outGrads })).toThrow('freed');
  });

  it('says which outGrads are no batch', () => {
    const leaf = tensor([1, 2, 3], { requiresGrad: true });
    const [one, two] = [linear(leaf), linear(leaf)];
    const outGrads = [stack(each), stack(each.slice(1))];
    expect(() => gradBatched([one, two], [leaf], { outGrads })).toThrow(
      'gradBatched: expected outGrads with the same n ≥ 1 in front, one for each cotangent, got (3, 2), (2, 2)',
    );
  });
});

describe('pushforward', () => {
  it('has a tangent for each output, also for one that is listed twice, or constant', () => {
    const leaf = tensor([1, 2, 3], { requiresGrad: true });
    const output = linear(leaf);
    const tangents = pushforward([output, output, tensor([7])], [leaf], [tensor([1, 0, -1])]);
    expect(tangents.map((tangent) => tangent.toArray())).toEqual([[-2, -2], [-2, -2], [0]]);
  });

  it('lacks what passes a rule that computes on raw numbers, as second order does', () => {
    class Doubled extends Function {
      static forward(_: Context, a: Tensor): Tensor {
        return mulScalar(a, 2);
      }
      static backward(_: Context, outGrad: Tensor): Tensor {
        return mulScalar(outGrad.detach(), 2);
      }
    }
    const leaf = tensor([1, 2], { requiresGrad: true });
    expect(pushforward([Doubled.apply(leaf)], [leaf], [tensor([1, 1])])[0]?.toArray()).toEqual([0, 0]);
  });
});

describe('jacobian, hessian and hvp', () => {
  it('of a linear function is its matrix', () => {
    expect(jacobian(linear, x).toArray()).toEqual(a.toArray());
  });

  it('has the shape of the output followed by that of the input', () => {
    expect(jacobian((m) => summation(m, 0), a).shape).toEqual([3, 2, 3]);
  });

  it('are 6x on the diagonal for the sum of cubes', () => {
    const positive = tensor([1, 2, 0.5]);
    expect(hessian(cubes, positive).toArray()).toEqual([
      [6, 0, 0],
      [0, 12, 0],
      [0, 0, 3],
    ]);
    expect(hvp(cubes, positive, tensor([1, 1, 2])).toArray()).toEqual([6, 12, 6]);
  });

  it('are zero for a linear function', () => {
    expect(hessian((v) => summation(v), x).toArray()).toEqual([
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(hvp((v) => summation(v), x, x).toArray()).toEqual([0, 0, 0]);
  });

  it('ask for a scalar', () => {
    expect(() => hessian(linear, x)).toThrow(ShapeError);
    expect(() => hvp(linear, x, x)).toThrow(
      'hvp: the function must return one number, got shape (2,); sum it up first',
    );
  });
});
