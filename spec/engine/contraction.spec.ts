import { describe, expect, test } from 'vitest';
import {
  avgPool,
  conv,
  einsum,
  grad,
  maxPool,
  multiply,
  ones,
  type Shape,
  sizeOf,
  Tensor,
  tensor,
} from '../../src/engine/index.js';

/** 1, 2, 3, … in this shape. */
const counting = (shape: Shape, requiresGrad = false): Tensor =>
  Tensor.fromData(
    { dtype: 'float64', shape, data: Array.from({ length: sizeOf(shape) }, (_, i) => i + 1) },
    { requiresGrad },
  );

describe('einsum', () => {
  const [a, b] = [counting([2, 3]), counting([3, 2])];

  test('multiplies, transposes and sums as the equation says', () => {
    expect(einsum('ij,jk->ik', [a, b]).toArray()).toEqual([
      [22, 28],
      [49, 64],
    ]);
    expect(einsum('ij->ji', [a]).toArray()).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
    expect(einsum('ij->', [a]).toArray()).toBe(21);
    expect(einsum('ij, k -> i', [a, tensor([10, 1])]).toArray()).toEqual([66, 165]);
    expect(einsum('i,j->ij', [tensor([1, 2]), tensor([3, 4])]).toArray()).toEqual([
      [3, 4],
      [6, 8],
    ]);
  });

  test('what was summed in one operand alone gets the same gradient all along', () => {
    const x = counting([2, 3], true);
    const [gradient] = grad(einsum('ij,k->i', [x, tensor([10, 1])]), [x], { outGrads: [tensor([1, 2])] });
    expect(gradient?.toArray()).toEqual([
      [11, 11, 11],
      [22, 22, 22],
    ]);
  });

  test('stretches an axis of size 1, along which its gradient is summed', () => {
    const [x, y] = [tensor([2, 3], { requiresGrad: true }), tensor([5], { requiresGrad: true })];
    expect(einsum('i,i->i', [x, y]).toArray()).toEqual([10, 15]);
    const ofSum = grad(einsum('i,i->', [x, y]), [x, y]);
    expect(ofSum.map((each) => each.toArray())).toEqual([[5, 5], [5]]);
    const ofEach = grad(einsum('i,i->i', [x, y]), [x, y], { outGrads: [tensor([1, 10])] });
    expect(ofEach.map((each) => each.toArray())).toEqual([[5, 50], [32]]);
  });

  test('says what is wrong with an equation', () => {
    const messages = ['ij', 'ii->i', 'ij->k', 'i,j,k->', 'i->i', 'i,i->i'].map((equation) => {
      try {
        return einsum(equation, [a, b].slice(0, equation.split(',').length)).toArray();
      } catch (error) {
        return (error as Error).message;
      }
    });
    expect(messages).toMatchInlineSnapshot(`
      [
        "einsum: "ij" is not an equation; write one letter per axis and an arrow, as in "ij,jk->ik"",
        "einsum: "ii->i" names an axis of "ii" twice; diagonals are not supported",
        "einsum: "ij->k" has k in the result, but in no operand",
        "einsum: "i,j,k->" has 3 operands; take two at a time",
        "einsum: "i" names 1 axes, but operand 0 has shape (2, 3)",
        "einsum: "i" names 1 axes, but operand 0 has shape (2, 3)",
      ]
    `);
    expect(() => einsum('ij,ij->', [a, b])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: einsum: axis i has size 2 in one operand and 3 in the other]`,
    );
  });
});

/** Conv as its definition has it: seven loops. */
function naiveConv(images: Tensor, weight: Tensor, stride: number, padding: number): number[] {
  const [n, height, width, channels] = images.shape as [number, number, number, number];
  const [h, w, , out] = weight.shape as [number, number, number, number];
  const [x, k] = [images.toData().data, weight.toData().data];
  const at = (image: number, row: number, column: number, channel: number): number =>
    row < 0 || row >= height || column < 0 || column >= width
      ? 0
      : (x[((image * height + row) * width + column) * channels + channel] as number);
  const result: number[] = [];
  for (let image = 0; image < n; image++)
    for (let row = -padding; row + h <= height + padding; row += stride)
      for (let column = -padding; column + w <= width + padding; column += stride)
        for (let o = 0; o < out; o++) {
          let sum = 0;
          for (let i = 0; i < h; i++)
            for (let j = 0; j < w; j++)
              for (let c = 0; c < channels; c++)
                sum +=
                  at(image, row + i, column + j, c) * (k[((i * w + j) * channels + c) * out + o] as number);
          result.push(sum);
        }
  return result;
}

describe('conv', () => {
  const image = counting([1, 3, 3, 1]);
  const kernel = counting([2, 2, 1, 1]);

  test('slides the weights over the image without turning them', () => {
    // 1·1 + 2·2 + 4·3 + 5·4 = 37
    expect(conv(image, kernel).toArray()).toEqual([
      [
        [[37], [47]],
        [[67], [77]],
      ],
    ]);
    expect(conv(image, kernel, 2).toArray()).toEqual([[[[37]]]]);
    expect(conv(image, kernel, 3, 1).toArray()).toEqual([
      [
        [[4], [9]],
        [[14], [9]],
      ],
    ]);
  });

  test.each([
    [[2, 4, 5, 3], [3, 3, 3, 2], 1, 0],
    [[2, 4, 5, 3], [3, 3, 3, 2], 1, 1],
    [[2, 5, 5, 2], [2, 3, 2, 4], 2, 1],
    [[1, 6, 4, 1], [1, 1, 1, 2], 3, 2],
    [[0, 3, 3, 2], [2, 2, 2, 1], 1, 0],
  ] as const)('images %j and weights %j, stride %d, padding %d, give what seven loops give', (...given) => {
    const [imageShape, weightShape, stride, padding] = given;
    const [images, weight] = [counting(imageShape), counting(weightShape)];
    expect(conv(images, weight, stride, padding).toData().data).toEqual(
      naiveConv(images, weight, stride, padding),
    );
  });

  test('has gradients that are right by hand', () => {
    const [x, w] = [counting([1, 3, 3, 1], true), counting([2, 2, 1, 1], true)];
    const y = conv(x, w);
    const [ofImage, ofKernel] = grad(y, [x, w], { outGrads: [ones(y.shape)] });
    expect(ofImage?.toData().data).toEqual([1, 3, 2, 4, 10, 6, 3, 7, 4]);
    expect(ofKernel?.toData().data).toEqual([1 + 2 + 4 + 5, 2 + 3 + 5 + 6, 4 + 5 + 7 + 8, 5 + 6 + 8 + 9]);
  });

  test('says what does not fit', () => {
    expect(() => conv(tensor([1]), kernel)).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: conv: images have the shape (batch, height, width, channels), got (1,)]`,
    );
    expect(() => conv(image, counting([2, 2, 2, 1]))).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: conv: weights have the shape (height, width, channels in, channels out), with 1 channels in for images of shape (1, 3, 3, 1), got (2, 2, 2, 1)]`,
    );
    expect(() => conv(image, counting([4, 4, 1, 1]))).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: conv: a window of 4 × 4 does not fit images of 3 × 3 with padding 0]`,
    );
    expect(() => conv(image, kernel, 0)).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: conv: the stride must be an integer ≥ 1, got 0]`,
    );
    expect(() => conv(image, kernel, 1, -1)).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: conv: the padding must be an integer ≥ 0, got -1]`,
    );
  });
});

describe('avgPool', () => {
  test('averages each window', () => {
    const image = counting([1, 4, 4, 1]);
    expect(avgPool(image, 2).toData()).toMatchObject({ shape: [1, 2, 2, 1], data: [3.5, 5.5, 11.5, 13.5] });
    expect(avgPool(image, 3, 1).toData().data).toEqual([6, 7, 10, 11]);
    expect(avgPool(counting([1, 2, 2, 2]), 2).toData().data).toEqual([4, 5]);
  });

  test('an entry that several windows see gets a share of each', () => {
    const image = counting([1, 3, 3, 1], true);
    const pooled = avgPool(image, 2, 1);
    const [gradient] = grad(pooled, [image], { outGrads: [ones(pooled.shape)] });
    expect(gradient?.toData().data).toEqual([0.25, 0.5, 0.25, 0.5, 1, 0.5, 0.25, 0.5, 0.25]);
  });
});

describe('maxPool', () => {
  const image = tensor(
    [
      [
        [[1], [5]],
        [[5], [2]],
      ],
    ],
    { requiresGrad: true },
  );

  test('takes the largest entry of each window', () => {
    expect(maxPool(counting([1, 4, 4, 1]), 2).toData().data).toEqual([6, 8, 14, 16]);
    expect(maxPool(counting([2, 2, 2, 2]), 2).toData().data).toEqual([7, 8, 15, 16]);
  });

  test('entries that tie share the slope', () => {
    const pooled = maxPool(image, 2);
    const [gradient] = grad(pooled, [image], { outGrads: [tensor([[[[3]]]])] });
    expect(gradient?.toData().data).toEqual([0, 1.5, 1.5, 0]);
  });

  test('an entry that is the largest of several windows gets the sum', () => {
    const x = counting([1, 3, 3, 1], true);
    const pooled = maxPool(x, 2, 1);
    const [gradient] = grad(pooled, [x], { outGrads: [ones(pooled.shape)] });
    expect(gradient?.toData().data).toEqual([0, 0, 0, 0, 1, 1, 0, 1, 1]);
    const [again] = grad(maxPool(multiply(x, x), 3), [x], { outGrads: [tensor([[[[2]]]])] });
    expect(again?.toData().data).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 36]);
  });

  test('can be differentiated twice', () => {
    const x = counting([1, 2, 2, 1], true);
    const pooled = maxPool(multiply(multiply(x, x), x), 2);
    const [slope] = grad(pooled, [x], { outGrads: [tensor([[[[1]]]])], createGraph: true }) as [Tensor];
    const [second] = grad(slope, [x], { outGrads: [ones(slope.shape)] });
    expect(second?.toData().data).toEqual([0, 0, 0, 24]);
  });
});
