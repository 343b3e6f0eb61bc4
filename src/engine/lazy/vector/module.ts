/** A module of WebAssembly with one function, as bytes: https://webassembly.github.io/spec/core/binary/modules.html */
import { unsigned } from './instructions.js';

const text = (letters: string): number[] => [letters.length, ...new TextEncoder().encode(letters)];
const sized = (bytes: readonly number[]): number[] => [...unsigned(bytes.length), ...bytes];
const section = (id: number, content: readonly number[]): number[] => [id, ...sized(content)];

const i32 = 0x7f;
const f64 = 0x7c;
const v128 = 0x7b;

/**
 * A module that imports a memory as `of.memory` and exports the function `run` of an integer, which is local 0. Local 1 is
 * another integer; then come vectors, then doubles.
 */
export function moduleOf(code: readonly number[], vectors: number, doubles: number): Uint8Array {
  const locals = [3, 1, i32, ...unsigned(vectors), v128, ...unsigned(doubles), f64];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 1, i32, 0]),
    ...section(2, [1, ...text('of'), ...text('memory'), 2, 0, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...text('run'), 0, 0]),
    ...section(10, [1, ...sized([...locals, ...code, 0x0b])]),
  ]);
}
