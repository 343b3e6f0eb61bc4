import { expect, test } from 'vitest';
import { sizeOf } from '../../src/case/shape.js';
import type { DType } from '../../src/case/tensor-data.js';
import { exp, format, lazily, Tensor, tensor } from '../../src/engine/index.js';
import records from './recorded/numpy.json' with { type: 'json' };

const numberFrom = (value: number | string): number => {
  if (typeof value === 'number') return value;
  return value === 'nan' ? Number.NaN : Number(value.replace('inf', 'Infinity'));
};

/** What `recorded/numpy_prints.py` had NumPy print; where no values are listed, they are 0, 1, 2, … / 8. */
const printed = records.map(({ dtype, shape, values, text }) => ({
  text,
  tensor: Tensor.fromData({
    dtype: dtype as DType,
    shape,
    data: values?.map(numberFrom) ?? Array.from({ length: sizeOf(shape) }, (_, i) => i / 8),
  }),
}));

test.each(printed)('prints $text', ({ tensor, text }) => {
  expect(format(tensor)).toBe(text);
});

test('a lazy tensor is computed to be printed', () => {
  expect(format(lazily(() => exp(tensor([[0, 1]]))))).toBe('[[1.         2.71828183]]');
});
