import { describe, expect, test } from 'vitest';
import { allocate, type DType, type Entries, matrixProduct, NDArray } from '../../../src/engine/index.js';
import type { Matrix, Multiply, Sizes } from '../../../src/engine/kernels/matrix.js';
import { multiplyPlainly } from '../../../src/engine/kernels/plain-product.js';
import { uniform } from '../../../src/engine/kernels/random.js';
import { type WebAssemblyApi, wasmMultiply } from '../../../src/engine/kernels/wasm-product.js';

const { WebAssembly: api } = globalThis as unknown as { WebAssembly: WebAssemblyApi };
const multiplyInWasm = wasmMultiply(api) as Multiply;

const draw = uniform(11);
const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0, 1e-310, 1e30];

/** Signed numbers of many sizes, and now and then a special one. */
function drawn(dtype: DType, size: number): Entries {
  const data = allocate(dtype, size);
  for (let k = 0; k < size; k++) {
    const ordinary = (draw() - 0.5) * 10 ** Math.floor(draw() * 4);
    data[k] = draw() < 0.01 ? (special[k % special.length] as number) : ordinary;
  }
  return data;
}

/** The layouts that a matrix of this many rows and columns may have: by rows, by columns, with gaps. */
const layouts = (dtype: DType, rows: number, columns: number): Matrix[] => [
  { entries: drawn(dtype, rows * columns), start: 0, row: columns, column: 1 },
  { entries: drawn(dtype, rows * columns), start: 0, row: 1, column: rows },
  { entries: drawn(dtype, 3 + 2 * rows * (columns + 1)), start: 3, row: 2 * (columns + 1), column: 2 },
];

const product = (by: Multiply, a: Matrix, b: Matrix, sizes: Sizes): Entries => {
  const { entries } = a;
  const target = allocate(entries instanceof Float32Array ? 'float32' : 'float64', sizes.n * sizes.m);
  by(a, b, sizes, target, 0);
  return target;
};

/** As the documentation says: term after term from 0. */
const termByTerm: Multiply = (a, b, { n, k, m }, target, at) => {
  const round = target instanceof Float32Array ? Math.fround : (x: number) => x;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++) {
        const x = a.entries[a.start + i * a.row + p * a.column] as number;
        const y = b.entries[b.start + p * b.row + j * b.column] as number;
        sum = round(sum + round(x * y));
      }
      target[at + i * m + j] = sum;
    }
  }
};

/** The place of the first entry that is not the same, −0 and 0 being two; −1 if there is none. */
const firstDifference = (a: Entries, b: Entries): number =>
  a.findIndex((entry, k) => !Object.is(entry, b[k]));

describe.each(['float32', 'float64'] as const)('a product of matrices in %s', (dtype) => {
  test('has the same bits in WebAssembly and in TypeScript: those of adding term after term', () => {
    for (const [n, k, m] of [
      [1, 1, 1],
      [2, 0, 3],
      [0, 2, 2],
      [5, 3, 9],
      [4, 8, 8],
      [7, 20, 13],
    ] as const) {
      for (const a of layouts(dtype, n, k)) {
        for (const b of layouts(dtype, k, m)) {
          const expected = product(termByTerm, a, b, { n, k, m });
          for (const by of [multiplyPlainly, multiplyInWasm]) {
            expect(firstDifference(product(by, a, b, { n, k, m }), expected)).toBe(-1);
          }
        }
      }
    }
  });

  test('has them also where it is made of several blocks', () => {
    for (const [n, k, m] of [
      [259, 3, 515],
      [3, 259, 515],
      [6, 515, 5],
    ] as const) {
      const [a] = layouts(dtype, n, k) as [Matrix];
      const [b] = layouts(dtype, k, m) as [Matrix];
      const plain = product(multiplyPlainly, a, b, { n, k, m });
      expect(firstDifference(product(multiplyInWasm, a, b, { n, k, m }), plain)).toBe(-1);
    }
  });
});

test('float32 adds in float32, and float64 in float64', () => {
  const sumOf = (dtype: DType) => {
    const row = allocate(dtype, 3);
    row.set([2 ** 25, 1, -(2 ** 25)]);
    const ones = new NDArray(dtype, [3, 1], allocate(dtype, 3).fill(1));
    return matrixProduct(new NDArray(dtype, [1, 3], row), ones).data[0];
  };
  expect(sumOf('float32')).toBe(0);
  expect(sumOf('float64')).toBe(1);
});

describe('where WebAssembly cannot be used', () => {
  test('TypeScript takes its place', () => {
    expect(wasmMultiply(undefined)).toBeUndefined();
    const withoutVectors = { ...api, validate: () => false };
    expect(wasmMultiply(withoutVectors)).toBeUndefined();
    const forbidden = class {
      constructor() {
        throw new Error('code generation is disallowed');
      }
    };
    expect(wasmMultiply({ validate: () => true, Module: forbidden, Instance: api.Instance })).toBeUndefined();
  });
});

test('the memory of WebAssembly stays below 4 MB, however large the matrices are', () => {
  let memory: { buffer: ArrayBuffer } | undefined;
  const watched = class {
    readonly exports;
    constructor(module: object) {
      this.exports = new api.Instance(module).exports as { memory: { buffer: ArrayBuffer } };
      memory = this.exports.memory;
    }
  };
  const by = wasmMultiply({ validate: api.validate, Module: api.Module, Instance: watched }) as Multiply;
  const a = { entries: new Float64Array(520 * 260), start: 0, row: 260, column: 1 };
  const b = { entries: new Float64Array(260 * 1030), start: 0, row: 1030, column: 1 };
  product(by, a, b, { n: 520, k: 260, m: 1030 });
  expect(memory?.buffer.byteLength).toBeLessThan(4 * 2 ** 20);
});
