import { describe, expect, test } from 'vitest';
import {
  AutogradError,
  add,
  DTypeError,
  exp,
  GradientError,
  grad,
  inferenceMode,
  lazily,
  matmul,
  multiply,
  NDArray,
  NotImplemented,
  noGrad,
  Op,
  ones,
  record,
  reshape,
  ShapeError,
  summation,
  Tensor,
  tensor,
  zeros,
} from '../../src/engine/index.js';

const leaf = (values: Parameters<typeof tensor>[0]) => tensor(values, { requiresGrad: true });

/** The class and the sentence of what `run` throws. */
function thrownBy(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return String(error);
  }
  throw new Error('expected an error, but there was none');
}

describe('inputs that do not fit', () => {
  test('shapes that do not broadcast', () => {
    expect(thrownBy(() => add(ones([2, 3]), ones([2])))).toMatchInlineSnapshot(
      `"ShapeError: add: shapes (2, 3) and (2,) do not broadcast; counted from the right, sizes must be equal or 1, and 3 meets 2"`,
    );
  });

  test('matrices that do not fit', () => {
    expect(thrownBy(() => matmul(ones([2, 3]), ones([2, 3])))).toMatchInlineSnapshot(
      `"ShapeError: matmul: shapes (2, 3) and (2, 3) do not fit; the last axis of the left operand (3) must equal the second-last axis of the right one (2)"`,
    );
  });

  test('a reshape to another number of entries', () => {
    expect(thrownBy(() => reshape(ones([2, 3]), [4]))).toMatchInlineSnapshot(
      `"ShapeError: reshape: cannot make shape (4,) (4 entries) of shape (2, 3) (6 entries); the number of entries must stay the same"`,
    );
  });

  test('an axis that is not there', () => {
    expect(thrownBy(() => summation(ones([2, 3]), 2))).toMatchInlineSnapshot(
      `"ShapeError: summation: axis 2 is out of range for rank 2; expected an integer from -2 to 1"`,
    );
  });

  test('also in lazy mode, where nothing is computed yet', () => {
    expect(() => lazily(() => reshape(ones([2, 3]), [4]))).toThrow(ShapeError);
  });

  test('two dtypes', () => {
    const single = ones([2], { dtype: 'float32' });
    expect(() => add(ones([2]), single)).toThrow(DTypeError);
    expect(thrownBy(() => add(ones([2]), single))).toMatchInlineSnapshot(
      `"DTypeError: add: dtypes float64 and float32 do not mix; create both tensors with the same dtype"`,
    );
  });

  test('ragged nested arrays', () => {
    expect(thrownBy(() => tensor([[1, 2], [3]]))).toMatchInlineSnapshot(
      `"ShapeError: tensor: expected an array of 2 at values[1], as the first entries have it, got an array of 1; nested arrays must have the same lengths throughout"`,
    );
    expect(thrownBy(() => tensor([1, [2]]))).toMatchInlineSnapshot(
      `"ShapeError: tensor: expected a number at values[1], as the first entries have it, got an array of 1; nested arrays must have the same lengths throughout"`,
    );
    expect(thrownBy(() => tensor([[1], 2]))).toMatchInlineSnapshot(
      `"ShapeError: tensor: expected an array of 1 at values[1], as the first entries have it, got number 2; nested arrays must have the same lengths throughout"`,
    );
  });

  test('an invalid size', () => {
    expect(thrownBy(() => zeros([2.5]))).toMatchInlineSnapshot(
      `"ShapeError: a shape is a list of sizes, integers from 0 on, but got (2.5,)"`,
    );
    expect(thrownBy(() => ones([2, -1]))).toMatchInlineSnapshot(
      `"ShapeError: a shape is a list of sizes, integers from 0 on, but got (2, -1)"`,
    );
  });

  test('data of another length than its shape says', () => {
    expect(
      thrownBy(() => Tensor.fromData({ dtype: 'float64', shape: [2, 2], data: [1, 2, 3] })),
    ).toMatchInlineSnapshot(`"ShapeError: fromData: shape (2, 2) has 4 entries, but the data has 3"`);
  });

  test('item of several entries', () => {
    expect(thrownBy(() => ones([2]).item())).toMatchInlineSnapshot(
      `"ShapeError: item: expected a tensor of one entry, got shape (2,) (2 entries); use toArray()"`,
    );
  });
});

describe('what cannot be differentiated', () => {
  test('an output that is not a scalar, without outGrad', () => {
    const y = exp(leaf([1, 2]));
    expect(() => y.backward()).toThrow(AutogradError);
    expect(thrownBy(() => y.backward())).toMatchInlineSnapshot(
      `"AutogradError: backward from a tensor of shape (2,) needs an outGrad of that shape; only an output of one entry has 1 for its outGrad"`,
    );
  });

  test('an outGrad of another shape or dtype', () => {
    const y = exp(leaf([1, 2]));
    expect(thrownBy(() => y.backward(ones([2, 1])))).toMatchInlineSnapshot(
      `"ShapeError: outGrad has shape (2, 1), but the output has shape (2,); an outGrad has the shape of its output"`,
    );
    expect(thrownBy(() => y.backward(ones([2], { dtype: 'float32' })))).toMatchInlineSnapshot(
      `"DTypeError: outGrad is float32, but the output is float64; use one dtype"`,
    );
  });

  test('an output that does not require grad', () => {
    expect(thrownBy(() => exp(tensor(1)).backward())).toMatchInlineSnapshot(
      `"AutogradError: backward: this tensor does not require grad; make a tensor that it is computed from with { requiresGrad: true }, outside noGrad"`,
    );
  });

  test('towards an input that does not require grad', () => {
    const x = leaf(1);
    expect(thrownBy(() => grad(exp(x), [x, tensor(2)]))).toMatchInlineSnapshot(
      `"AutogradError: grad: input 1 does not require grad; make it with { requiresGrad: true }"`,
    );
  });

  test('a graph that was freed', () => {
    const x = leaf(1);
    const y = exp(x);
    y.backward();
    expect(thrownBy(() => y.backward())).toMatchInlineSnapshot(
      `"AutogradError: this graph was freed by an earlier backward through exp; pass { retainGraph: true } to the earlier call, or compute the outputs again"`,
    );
    expect(x.grad?.item()).toBe(Math.E);
  });

  test('retainGrad where no grad is required', () => {
    expect(thrownBy(() => tensor(1).retainGrad())).toMatchInlineSnapshot(
      `"AutogradError: retainGrad: this tensor does not require grad; make an input of it with { requiresGrad: true }"`,
    );
  });

  test('tensors made in inferenceMode', () => {
    const x = leaf(1);
    const frozen = inferenceMode(() => exp(x));
    expect(frozen.requiresGrad).toBe(false);
    expect(thrownBy(() => multiply(x, frozen))).toMatchInlineSnapshot(
      `"AutogradError: multiply: an input was made in inferenceMode and cannot take part in autograd; make it under noGrad instead, or copy it with tensor(x.toArray())"`,
    );
    expect(thrownBy(() => frozen.backward())).toMatchInlineSnapshot(
      `"AutogradError: backward: this tensor does not require grad, as it was made in inferenceMode; make a tensor that it is computed from with { requiresGrad: true }, outside noGrad"`,
    );
    expect(thrownBy(() => inferenceMode(() => leaf(1)))).toMatchInlineSnapshot(
      `"AutogradError: a tensor made in inferenceMode cannot require grad; make it outside, or use noGrad instead"`,
    );
    expect(noGrad(() => multiply(x, frozen)).item()).toBe(Math.E);
  });
});

describe('writes in place', () => {
  test('to a leaf that requires grad, or to a node', () => {
    const x = leaf([1, 2]);
    expect(thrownBy(() => x.assign([3, 4]))).toMatchInlineSnapshot(
      `"AutogradError: assign: this tensor is a leaf that requires grad, and an in-place write cannot be differentiated; write inside noGrad(() => …)"`,
    );
    expect(thrownBy(() => exp(x).assign([3, 4]))).toMatchInlineSnapshot(
      `"AutogradError: assign: this tensor belongs to a graph, and an in-place write cannot be differentiated; write inside noGrad(() => …)"`,
    );
    noGrad(() => x.assign([3, 4]));
    expect(x.toArray()).toEqual([3, 4]);
  });

  test('of another shape', () => {
    expect(thrownBy(() => ones([2]).assign([1, 2, 3]))).toMatchInlineSnapshot(
      `"ShapeError: assign: expected values of shape (2,), got (3,)"`,
    );
  });

  test('to a value that the graph still needs', () => {
    const x = leaf(2);
    const y = multiply(x, x);
    noGrad(() => x.assign(5));
    expect(thrownBy(() => y.backward())).toMatchInlineSnapshot(
      `"AutogradError: cannot differentiate multiply: an input of it was overwritten by assign() after multiply was called; assign after the last use, or compute with a copy"`,
    );
    const z = exp(x);
    noGrad(() => z.assign(5));
    expect(thrownBy(() => z.backward())).toMatchInlineSnapshot(
      `"AutogradError: cannot differentiate exp: the output of it was overwritten by assign() after exp was called; assign after the last use, or compute with a copy"`,
    );
  });

  test('to a value that a lazy tensor still needs', () => {
    const x = tensor(2);
    const y = lazily(() => exp(x));
    x.assign(3);
    expect(thrownBy(() => y.item())).toMatchInlineSnapshot(
      `"AutogradError: cannot compute exp: an input of it was overwritten by assign() after exp was called; assign after the last use, or compute with a copy"`,
    );
  });
});

describe('a gradient method that is wrong', () => {
  type Rule = (outGrad: Tensor, node: Tensor) => unknown;

  class Product extends Op<readonly [Tensor, Tensor]> {
    readonly name = 'product';
    constructor(readonly rule: Rule) {
      super();
    }
    compute(a: NDArray, b: NDArray): NDArray {
      return new NDArray(
        a.dtype,
        a.shape,
        a.data.map((x, i) => x * (b.data[i] as number)),
      );
    }
    gradient(outGrad: Tensor, node: Tensor) {
      return this.rule(outGrad, node) as readonly [Tensor, Tensor];
    }
  }

  function complaintAbout(rule: Rule): string {
    const [a, b] = [leaf([1, 2]), leaf([3, 4])];
    const y = record(new Product(rule), [a, b]);
    expect(() => y.backward(ones([2]), { retainGraph: true })).toThrow(GradientError);
    const message = thrownBy(() => y.backward(ones([2])));
    expect([a.grad, b.grad]).toEqual([undefined, undefined]);
    return message;
  }

  test('returns too few', () => {
    expect(complaintAbout((outGrad) => [outGrad])).toMatchInlineSnapshot(
      `"GradientError: product: gradient must return an array of 2 tensors, one per input, but returned an array of 1"`,
    );
  });

  test('returns nothing', () => {
    expect(complaintAbout(() => undefined)).toMatchInlineSnapshot(
      `"GradientError: product: gradient must return an array of 2 tensors, one per input, but returned undefined"`,
    );
  });

  test('returns a tensor alone', () => {
    expect(complaintAbout((outGrad) => outGrad)).toMatchInlineSnapshot(
      `"GradientError: product: gradient must return an array of 2 tensors, one per input, but returned a Tensor"`,
    );
  });

  test('returns undefined for an input', () => {
    expect(complaintAbout((outGrad) => [outGrad, undefined])).toMatchInlineSnapshot(
      `"GradientError: product: the gradient of input 1 must be a Tensor, but is undefined; build it with functions such as multiply(outGrad, …)"`,
    );
  });

  test('returns a raw array for an input', () => {
    expect(complaintAbout((outGrad) => [[1, 2], outGrad])).toMatchInlineSnapshot(
      `"GradientError: product: the gradient of input 0 must be a Tensor, but is an array of 2 numbers; build it with functions such as multiply(outGrad, …)"`,
    );
    expect(complaintAbout((outGrad) => [outGrad, outGrad.cachedData])).toMatchInlineSnapshot(
      `"GradientError: product: the gradient of input 1 must be a Tensor, but is an NDArray; build it with functions such as multiply(outGrad, …)"`,
    );
  });

  test('returns another shape', () => {
    expect(complaintAbout((outGrad) => [outGrad, summation(outGrad)])).toMatchInlineSnapshot(
      `"GradientError: product: the gradient of input 1 has shape (), but the input has shape (2,); a gradient has the shape of its input"`,
    );
  });

  test('returns another dtype', () => {
    expect(complaintAbout((outGrad) => [outGrad, ones([2], { dtype: 'float32' })])).toMatchInlineSnapshot(
      `"GradientError: product: the gradient of input 1 is float32, but the input is float64; keep the input's dtype"`,
    );
  });

  test('is still to be written', () => {
    const y = record(
      new Product(() => {
        throw new NotImplemented('Product.gradient');
      }),
      [leaf([1, 2]), leaf([3, 4])],
    );
    expect(() => y.backward(ones([2]))).toThrow(NotImplemented);
  });

  test('does not compile with one adjoint for two inputs', () => {
    class OneShort extends Product {
      // @ts-expect-error two adjoints are due
      override gradient(outGrad: Tensor): readonly [Tensor] {
        return [outGrad];
      }
    }
    expect(new OneShort(() => []).name).toBe('product');
  });
});

test('a compute of another shape than the inputs promise is an error', () => {
  class Shorten extends Op<readonly [Tensor]> {
    readonly name = 'shorten';
    compute(a: NDArray): NDArray {
      return new NDArray(a.dtype, [1], a.data.slice(0, 1));
    }
    gradient(outGrad: Tensor): readonly [Tensor] {
      return [outGrad];
    }
  }
  expect(thrownBy(() => record(new Shorten(), [ones([2])]))).toMatchInlineSnapshot(
    `"ShapeError: shorten: compute must return an NDArray of shape (2,), got shape (1,)"`,
  );
});
