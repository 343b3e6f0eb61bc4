/** NaN, zeros and infinite slopes, held to numbers that PyTorch computed: see recorded/torch_edges.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import type { DType } from '../../src/case/tensor-data.js';
import {
  abs,
  clip,
  cumsum,
  eagerly,
  grad,
  interpret,
  lazily,
  logaddexp,
  logsoftmax,
  logsumexp,
  mask,
  masked,
  max,
  maximum,
  maxPool,
  min,
  minimum,
  multiply,
  ones,
  power,
  powerScalar,
  relu,
  reshape,
  softmax,
  sort,
  sqrt,
  summation,
  Tensor,
  tensor,
  toProgram,
  where,
} from '../../src/engine/index.js';

type Number_ = number | 'NaN' | 'Infinity' | '-Infinity' | '-0';
type Nested = Number_ | readonly Nested[];

interface Recorded {
  readonly inputs: readonly (readonly Number_[])[];
  readonly value: Nested;
  readonly gradients: readonly (readonly Number_[])[];
}

const recorded: Readonly<Record<string, Recorded>> = JSON.parse(
  readFileSync(new URL('recorded/torch-edges.json', import.meta.url), 'utf8'),
);

const functions: Readonly<Record<string, (...inputs: readonly [Tensor, Tensor]) => Tensor>> = {
  relu,
  abs,
  clip: (x) => clip(x, -0.5, 0.5),
  'clip from 0': (x) => clip(x, 0, null),
  'clip to 0': (x) => clip(x, null, 0),
  'sqrt of relu': (x) => sqrt(relu(x)),
  'sqrt of clip': (x) => sqrt(clip(x, 0, 2)),
  'sqrt of clip at NaN': (x) => sqrt(clip(x, 0, 2)),
  'sqrt of maximum': (a, b) => sqrt(maximum(a, b)),
  'sqrt of minimum': (a, b) => sqrt(minimum(a, b)),
  'sqrt of max': (x) => sqrt(max(x)),
  'sqrt of min': (x) => sqrt(min(x)),
  'sqrt of max_pool': (x) => sqrt(maxPool(reshape(x, [1, 2, 2, 1]), 2)),
  maximum,
  minimum,
  max: (x) => max(x),
  'max of two NaN': (x) => max(x),
  min: (x) => min(x),
  max_pool: (x) => maxPool(reshape(x, [1, 2, 2, 1]), 2),
  sort: (x) => sort(x),
  'sort, descending': (x) => sort(x, -1, true),
  'sort of two NaN': (x) => sort(x),
  cumsum: (x) => cumsum(x, 0),
  softmax: (x) => softmax(x),
  logsoftmax: (x) => logsoftmax(x),
  logsumexp: (x) => logsumexp(x),
  logaddexp,
  power,
  'power_scalar 0': (x) => powerScalar(x, 0),
  'power_scalar 1': (x) => powerScalar(x, 1),
  'power_scalar 2': (x) => powerScalar(x, 2),
  'power_scalar 0.5': (x) => powerScalar(x, 0.5),
  'power_scalar -1': (x) => powerScalar(x, -1),
};

const flat = (nested: Nested): number[] =>
  Array.isArray(nested) ? nested.flatMap(flat) : [Number(nested as Number_)];
const decoded = (list: readonly Number_[]) => list.map(Number);
/** Whether a slope of 0 is positive says nothing. */
const withoutSign = (entries: readonly number[]) => entries.map((entry) => (entry === 0 ? 0 : entry));

function run(name: string, dtype: DType) {
  const { inputs } = recorded[name] as Recorded;
  const leaves = inputs.map((input) => tensor(decoded(input), { dtype, requiresGrad: true }));
  const f = functions[name] as (...inputs: readonly Tensor[]) => Tensor;
  const y = f(...leaves);
  const delta = Tensor.fromData({ dtype, shape: y.shape, data: y.toData().data.map((_, k) => k + 1) });
  const gradients = grad(y, leaves, { outGrads: [delta] });
  return { value: y.toData().data, gradients: gradients.map((each) => withoutSign(each.toData().data)) };
}

describe('at NaN, at zeros and next to infinite slopes, as in PyTorch', () => {
  const { softmax: _, logsoftmax: __, logsumexp: ___, ...exact } = recorded;
  it.each(Object.keys(recorded))('%s', (name) => {
    const { value, gradients } = recorded[name] as Recorded;
    for (const inMode of [eagerly, lazily]) {
      const got = inMode(() => run(name, 'float64'));
      expect(got.value).toEqual(flat(value));
      expect(got.gradients).toEqual(gradients.map((each) => withoutSign(decoded(each))));
    }
  });

  it.each(Object.keys(exact))('%s, in float32', (name) => {
    const { value, gradients } = recorded[name] as Recorded;
    const got = run(name, 'float32');
    const rounded = (entries: readonly number[]) => entries.map(Math.fround);
    expect(got.value).toEqual(rounded(flat(value)));
    expect(got.gradients).toEqual(gradients.map((each) => rounded(withoutSign(decoded(each)))));
  });
});

describe('masked', () => {
  const positive = (x: Tensor) => mask(x, (entry) => (entry > 0 ? 1 : 0));

  it('keeps entries times their weights, and is 0 where the weight is, whatever the entry', () => {
    const a = tensor([1, -2, Number.POSITIVE_INFINITY, Number.NaN, Number.NaN]);
    expect(masked(a, tensor([1, 0.5, 0, 0, 1])).toArray()).toEqual([1, -1, 0, 0, Number.NaN]);
  });

  it('can be differentiated again and again', () => {
    const x = tensor([-1, 2], { requiresGrad: true });
    const y = multiply(masked(multiply(x, x), positive(x)), x); // x³ where x > 0
    const [first] = grad(y, [x], { outGrads: [ones([2])], createGraph: true }) as [Tensor];
    const [second] = grad(summation(first), [x], { createGraph: true }) as [Tensor];
    const [third] = grad(summation(second), [x]) as [Tensor];
    expect([first, second, third].map((each) => withoutSign(each.toData().data))).toEqual([
      [0, 12],
      [0, 12],
      [0, 6],
    ]);
  });

  it('is traced as a product, and next to an infinite entry as one that is masked', () => {
    for (const [entries, ops] of [
      [[4, 9], ['multiply']],
      [
        [4, Number.POSITIVE_INFINITY],
        ['multiply', 'dropout'],
      ],
    ] as const) {
      const a = tensor(entries, { requiresGrad: true });
      const y = masked(a, tensor([0.5, 0]));
      const { program, constants } = toProgram([y], [a]);
      expect(program.steps.map(({ op }) => op)).toEqual(ops);
      const given = [a, ...constants.map((each) => Tensor.fromData(each))];
      expect(interpret(program, given).map((each) => each.toArray())).toEqual([[2, 0]]);
    }
  });

  it('holds its weights constant, and says so of weights that require grad, and of another shape', () => {
    const a = tensor([1, 2], { requiresGrad: true });
    expect(() => masked(a, a)).toThrowErrorMatchingInlineSnapshot(
      `[AutogradError: masked: the weights are held constant, but these require grad; make them with mask(), or use multiply]`,
    );
    expect(() => masked(a, ones([1]))).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: masked: the weights have shape (1,), but the tensor has shape (2,); broadcast them first]`,
    );
  });
});

test('a slope that is taken as 0 stays 0 next to an infinite one, where PyTorch multiplies and has NaN', () => {
  const x = tensor([0, 4, -4], { requiresGrad: true });
  expect(grad(summation(sqrt(abs(x))), [x])[0]?.toArray()).toEqual([0, 0.25, -0.25]);
  const b = tensor([1, 0.5, 2], { requiresGrad: true });
  expect(grad(summation(sqrt(power(tensor([0, 0, 0]), b))), [b])[0]?.toArray()).toEqual([0, 0, 0]);
});

test('power has no NaN at 0⁰ at any order, and its mixed slope at b = 0 is 1 / a', () => {
  const [a, b] = [tensor([0, 2], { requiresGrad: true }), tensor([0, 0], { requiresGrad: true })];
  const first = grad(summation(power(a, b)), [a, b], { createGraph: true });
  expect(first.map((each) => each.toArray())).toEqual([
    [0, 0],
    [0, Math.log(2)],
  ]);
  const second = grad(summation(first[0] as Tensor), [a, b], { createGraph: true });
  expect(second.map((each) => withoutSign(each.toData().data))).toEqual([
    [0, 0],
    [0, 0.5],
  ]);
});

test('the root of relu has a second derivative of 0 below 0', () => {
  const x = tensor([-1, 4], { requiresGrad: true });
  const [first] = grad(summation(sqrt(relu(x))), [x], { createGraph: true }) as [Tensor];
  expect(first.toArray()).toEqual([0, 0.25]);
  expect(withoutSign((grad(summation(first), [x])[0] as Tensor).toData().data)).toEqual([0, -1 / 32]);
});

describe('where nothing flows back to an infinite slope', () => {
  const ofRoot = (inMode: typeof eagerly) =>
    inMode(() => {
      const x = tensor([0, 4], { requiresGrad: true });
      const y = summation(where([0, 1], sqrt(x), tensor([1, 1])));
      const [first] = grad(y, [x], { createGraph: true }) as [Tensor];
      const [second] = grad(summation(first), [x]) as [Tensor];
      return [first.toArray(), second.toArray()];
    });

  it('nothing is passed on, in first and second order', () => {
    for (const inMode of [eagerly, lazily])
      expect(ofRoot(inMode)).toEqual([
        [0, 0.25],
        [0, -1 / 32],
      ]);
  });

  it('what a hook sends in place of nothing does flow back', () => {
    for (const inMode of [eagerly, lazily]) {
      const gradient = inMode(() => {
        const x = tensor([0, 4], { requiresGrad: true });
        const root = sqrt(x);
        root.registerHook(() => tensor([2, 2]));
        return grad(summation(where([0, 1], root, tensor([1, 1]))), [x])[0]?.toArray();
      });
      expect(gradient).toEqual([Number.POSITIVE_INFINITY, 0.5]);
    }
  });

  it('a program of the gradient selects as well', () => {
    const x = tensor([0, 4], { requiresGrad: true });
    const y = where([0, 1], sqrt(x), tensor([1, 1]));
    const delta = tensor([2, 3], { requiresGrad: true });
    const [gradient] = grad(y, [x], { outGrads: [delta], createGraph: true }) as [Tensor];
    const { program, constants } = toProgram([gradient], [x, delta]);
    const inputs = [x, delta, ...constants.map((constant) => Tensor.fromData(constant))];
    expect(interpret(program, inputs).map((each) => each.toArray())).toEqual([[0, 0.75]]);
  });
});
