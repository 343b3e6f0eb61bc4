/**
 * Matrix products in WebAssembly. Its memory holds one block of each matrix, so that it stays below 4 MB however large the
 * matrices are.
 */
import type { Entries } from '../tensor/ndarray.js';
import type { Matrix, Multiply, Sizes } from './matrix.js';
import { binary } from './product-binary.js';

/** What is used of the global `WebAssembly`; its types come with those of browsers alone. */
export interface WebAssemblyApi {
  validate(bytes: Uint8Array): boolean;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
}

/** Addresses, strides and widths count bytes. */
type Pack = (b: number, row: number, column: number, k: number, m: number, panels: number) => void;
type MultiplyPanels = (
  a: number,
  row: number,
  column: number,
  panels: number,
  sums: number,
  n: number,
  k: number,
  width: number,
) => void;

/** See wasm/product.ts. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly pack32: Pack;
  readonly pack64: Pack;
  readonly multiply32: MultiplyPanels;
  readonly multiply64: MultiplyPanels;
  close(sums: number, n: number, width: number, used: number): void;
}

/** Undefined where there is no WebAssembly, where it lacks vectors, or where nothing may be compiled. */
export function wasmMultiply(api: WebAssemblyApi | undefined): Multiply | undefined {
  if (api === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(binary), (character) => character.charCodeAt(0));
    if (!api.validate(bytes)) return undefined;
    const exports = new api.Instance(new api.Module(bytes)).exports as Exports;
    return (a, b, sizes, target, at) => multiplyInBlocks(exports, a, b, sizes, target, at);
  } catch {
    return undefined;
  }
}

/** The most rows, summed terms and columns of a block: A's block and a panel of B's stay in the caches. */
const most: Sizes = { n: 256, k: 256, m: 512 };
/** See wasm/product.ts. */
const panel = 32;
const page = 65536;

function multiplyInBlocks(
  exports: Exports,
  a: Matrix,
  b: Matrix,
  { n, k, m }: Sizes,
  target: Entries,
  at: number,
): void {
  const room = roomFor(exports, target, {
    n: Math.min(n, most.n),
    k: Math.min(k, most.k),
    m: Math.min(m, most.m),
  });
  for (let j = 0; j < m; j += most.m) {
    for (let i = 0; i < n; i += most.n) {
      const block = { n: Math.min(most.n, n - i), k, m: Math.min(most.m, m - j) };
      sumBlock(exports, room, moved(a, i, 0), moved(b, 0, j), block);
      writeOut(exports, room, block, target, at + i * m + j, m);
    }
  }
}

const moved = (matrix: Matrix, i: number, j: number): Matrix => ({
  ...matrix,
  start: matrix.start + i * matrix.row + j * matrix.column,
});

/** Where blocks lie in the memory: addresses in bytes. */
interface Room {
  readonly view: Entries;
  readonly a: number;
  readonly b: number;
  readonly panels: number;
  readonly sums: number;
}

/** The bytes of a row of sums: whole panels. */
const widthOf = (m: number, { BYTES_PER_ELEMENT }: Entries): number =>
  Math.ceil((m * BYTES_PER_ELEMENT) / panel) * panel;

function roomFor({ memory }: Exports, target: Entries, { n, k, m }: Sizes): Room {
  const bytes = target.BYTES_PER_ELEMENT;
  const width = widthOf(m, target);
  const b = n * k * bytes;
  const panels = b + k * m * bytes;
  const sums = panels + k * width;
  const lacking = sums + n * width - memory.buffer.byteLength;
  if (lacking > 0) memory.grow(Math.ceil(lacking / page));
  const { buffer } = memory;
  const view = target instanceof Float32Array ? new Float32Array(buffer) : new Float64Array(buffer);
  return { view, a: 0, b, panels, sums };
}

/** One block of the product, term after term. */
function sumBlock(exports: Exports, room: Room, a: Matrix, b: Matrix, { n, k, m }: Sizes): void {
  const { view, panels, sums } = room;
  const bytes = view.BYTES_PER_ELEMENT;
  const width = widthOf(m, view);
  const [pack, multiply] =
    bytes === 4 ? [exports.pack32, exports.multiply32] : [exports.pack64, exports.multiply64];
  view.fill(0, sums / bytes, (sums + n * width) / bytes);
  for (let p = 0; p < k; p += most.k) {
    const terms = Math.min(most.k, k - p);
    const left = copyIn(view, room.a / bytes, moved(a, 0, p), n, terms);
    const right = copyIn(view, room.b / bytes, moved(b, p, 0), terms, m);
    pack(room.b, right.row * bytes, right.column * bytes, terms, m, panels);
    multiply(room.a, left.row * bytes, left.column * bytes, panels, sums, n, terms, width);
  }
}

/** A copy without gaps, by rows or by columns, whichever lie together. */
function copyIn(view: Entries, at: number, matrix: Matrix, rows: number, columns: number): Matrix {
  if (matrix.row === 1 && matrix.column !== 1) {
    copyLines(view, at, matrix, matrix.column, columns, matrix.row, rows);
    return { entries: view, start: at, row: 1, column: rows };
  }
  copyLines(view, at, matrix, matrix.row, rows, matrix.column, columns);
  return { entries: view, start: at, row: columns, column: 1 };
}

/** Copies lines of some length that are `apart` entries from each other, and their own entries `step`. */
function copyLines(
  view: Entries,
  at: number,
  { entries, start }: Matrix,
  apart: number,
  lines: number,
  step: number,
  length: number,
): void {
  if (step === 1 && (apart === length || lines === 1)) {
    view.set(entries.subarray(start, start + lines * length), at);
    return;
  }
  for (let line = 0; line < lines; line++) {
    const from = start + line * apart;
    const to = at + line * length;
    if (step === 1) view.set(entries.subarray(from, from + length), to);
    else for (let i = 0; i < length; i++) view[to + i] = entries[from + i * step] as number;
  }
}

/** Writes a block to where it stands in a product with rows of this length. */
function writeOut(
  exports: Exports,
  room: Room,
  { n, m }: Sizes,
  target: Entries,
  at: number,
  row: number,
): void {
  const { view, sums } = room;
  const bytes = view.BYTES_PER_ELEMENT;
  const width = widthOf(m, view);
  if (width !== m * bytes) exports.close(sums, n, width, m * bytes);
  const from = sums / bytes;
  if (m === row) target.set(view.subarray(from, from + n * m), at);
  else for (let i = 0; i < n; i++) target.set(view.subarray(from + i * m, from + (i + 1) * m), at + i * row);
}
