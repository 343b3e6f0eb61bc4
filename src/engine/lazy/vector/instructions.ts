/** Instructions of WebAssembly, as bytes: https://webassembly.github.io/spec/core/binary/instructions.html */

/** LEB128. */
export function unsigned(value: number): number[] {
  const low = value % 128;
  const rest = Math.floor(value / 128);
  return rest === 0 ? [low] : [low + 128, ...unsigned(rest)];
}

const vector = (code: number, ...immediate: number[]): number[] => [0xfd, ...unsigned(code), ...immediate];

/** The lanes of one type of vectors: their size in bytes, and what is done with them. */
export interface Lanes {
  readonly bytes: 4 | 8;
  readonly count: number;
  readonly splatAt: (address: number) => number[];
  /** A number in all lanes. */
  readonly constant: (value: number) => number[];
  /** The number in a lane, as a double. */
  readonly double: (lane: number) => number[];
  readonly codes: Readonly<Record<string, readonly number[]>>;
}

const named = (first: number, names: readonly string[]) =>
  Object.fromEntries(names.map((name, index) => [name, vector(first + index)]));
const compared = ['===', '!==', '<', '>', '<=', '>='];
const rounded = (ceil: number, floor: number, trunc: number) => ({
  ceil: vector(ceil),
  floor: vector(floor),
  trunc: vector(trunc),
});
const arithmetic = ['+', '-', '*', '/', 'min', 'max'];

const constantOf = (lanes: Float32Array | Float64Array): number[] =>
  vector(0x0c, ...new Uint8Array(lanes.buffer));

const i32Zero = [0x41, 0];

export const singles: Lanes = {
  bytes: 4,
  count: 4,
  splatAt: (address) => [...i32Zero, ...vector(0x09, 2, ...unsigned(address))],
  constant: (value) => constantOf(new Float32Array(4).fill(value)),
  double: (lane) => [...vector(0x1f, lane), 0xbb],
  codes: {
    ...named(0x41, compared),
    ...named(0xe4, arithmetic),
    ...rounded(0x67, 0x68, 0x69),
    abs: vector(0xe0),
    negative: vector(0xe1),
    sqrt: vector(0xe3),
  },
};

export const doubles: Lanes = {
  bytes: 8,
  count: 2,
  splatAt: (address) => [...i32Zero, ...vector(0x0a, 3, ...unsigned(address))],
  constant: (value) => constantOf(new Float64Array(2).fill(value)),
  double: (lane) => vector(0x21, lane),
  codes: {
    ...named(0x47, compared),
    ...named(0xf0, arithmetic),
    ...rounded(0x74, 0x75, 0x7a),
    abs: vector(0xec),
    negative: vector(0xed),
    sqrt: vector(0xef),
  },
};

export const not = vector(0x4d);
export const and = vector(0x4e);
export const or = vector(0x50);
/** Of two vectors and a mask: the first where the mask is set. */
export const select = vector(0x52);

const shuffle = (...lanes: readonly number[]): number[] => vector(0x0d, ...lanes);
const from = (first: number) => Array.from({ length: 8 }, (_, k) => first + k);
/** The higher half of a vector in the place of the lower. */
export const higher = shuffle(...from(8), ...from(8));
/** The lower halves of two vectors, one after the other. */
export const together = shuffle(...from(0), ...from(16));
/** Two singles as two doubles, and back. */
export const promote = vector(0x5f);
export const demote = vector(0x5e);

export const get = (local: number): number[] => [0x20, ...unsigned(local)];
export const set = (local: number): number[] => [0x21, ...unsigned(local)];
export const load = (address: number): number[] => vector(0x00, 4, ...unsigned(address));
export const store = (address: number): number[] => vector(0x0b, 4, ...unsigned(address));
export const loadDouble = (address: number): number[] => [...i32Zero, 0x2b, 3, ...unsigned(address)];
export const storeDouble = (address: number): number[] => [0x39, 3, ...unsigned(address)];
export const zero = i32Zero;
export const addDoubles = [0xa0];
/** Adds 16 to a local, and goes to the beginning of a loop while it is less than another. */
export const nextWhile = (local: number, end: number): number[] => [
  ...get(local),
  ...[0x41, 16, 0x6a, 0x22, ...unsigned(local)],
  ...[...get(end), 0x49, 0x0d, 0],
];
/** A loop, given what is in it. */
export const loop = (body: readonly number[]): number[] => [0x03, 0x40, ...body, 0x0b];
