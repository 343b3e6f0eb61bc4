/** Loops that someone wrote by hand for one case: what an engine could reach in plain JavaScript. */
import { serve } from './serve.mjs';

const arrays = { float32: Float32Array, float64: Float64Array };
const run = (compute) => () => ({ output: compute() });

const matmul = ([a, b], size, dtype) =>
  run(() => {
    const out = new arrays[dtype](size * size);
    for (let i = 0; i < size; i++) {
      const row = i * size;
      for (let k = 0; k < size; k++) {
        const factor = a[row + k];
        const from = k * size;
        for (let j = 0; j < size; j++) out[row + j] += factor * b[from + j];
      }
    }
    return out;
  });

const own = {
  'row-broadcast': ([row], size, dtype) =>
    run(() => {
      const out = new arrays[dtype](size * size);
      for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) out[i * size + j] = row[j];
      return out;
    }),
  transpose: ([a], size, dtype) =>
    run(() => {
      const out = new arrays[dtype](size * size);
      for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) out[i * size + j] = a[j * size + i];
      return out;
    }),
  'sum-of-axis-0': ([a], size, dtype) =>
    run(() => {
      const out = new arrays[dtype](size);
      for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) out[j] += a[i * size + j];
      return out;
    }),
  add: ([a, b], size, dtype) =>
    run(() => {
      const out = new arrays[dtype](size * size);
      for (let k = 0; k < out.length; k++) out[k] = a[k] + b[k];
      return out;
    }),
  'add-a-row': ([a, row], size, dtype) =>
    run(() => {
      const out = new arrays[dtype](size * size);
      for (let i = 0; i < size; i++) {
        for (let j = 0; j < size; j++) out[i * size + j] = a[i * size + j] + row[j];
      }
      return out;
    }),
  matmul,
  einsum: matmul,
};

await serve({
  name: 'loops by hand',
  version: process.version,
  dtypes: ['float32', 'float64'],
  own,
  tensor: (_dtype, _shape, data) => data,
  read: (data) => data,
});
