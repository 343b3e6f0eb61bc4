import { letterSizes, parseEquation } from '../../case/equation.js';
import { sizeOf, stridesOf } from '../../case/shape.js';
import { allocate, type Entries, NDArray } from '../tensor/ndarray.js';
import { multiply } from './matmul.js';
import type { Matrix } from './matrix.js';
import { permuteAxes, withShape } from './movement.js';
import { reduce, sum } from './reduce.js';

/** An array and the letters of its axes. */
interface Named {
  readonly array: NDArray;
  readonly letters: readonly string[];
}

type SizesOf = ReadonlyMap<string, number>;

/**
 * Σ of products over all letters that the result lacks. What only one operand has is summed within it first; what is left
 * are products of matrices, one for each index of the letters that both operands and the result have.
 */
export function sumOfProducts(equation: string, arrays: readonly NDArray[]): NDArray {
  const parsed = parseEquation(equation);
  const sizes = letterSizes(
    parsed,
    arrays.map(({ shape }) => shape),
  );
  const { dtype } = arrays[0] as NDArray;
  const result = [...parsed.result];
  const shape = result.map((letter) => sizes.get(letter) as number);
  // A sum of nothing is 0, whatever it would be multiplied by.
  if ([...sizes.values()].includes(0)) return new NDArray(dtype, shape, allocate(dtype, sizeOf(shape)));
  const named = arrays.map((array, i): Named => {
    const letters = [...(parsed.operands[i] as string)];
    return withoutStretched({ array: inDoubles(array), letters }, sizes);
  });
  const [a, b] = named.map((own, i) => sumAlone(own, [...result, ...(named[1 - i]?.letters ?? [])]));
  const product = b === undefined ? (a as Named) : productOf(a as Named, b, result, sizes);
  const { data } = ordered(product, result);
  return new NDArray(dtype, shape, arrays.some((array) => array.data === data) ? data.slice() : data);
}

/** Sums of float16 and bfloat16 are rounded only at the end. */
const inDoubles = (array: NDArray): NDArray =>
  array.dtype === 'float32' ? array : new NDArray('float64', array.shape, array.data);

/** Without the axes of size 1 that the other operand stretches: there, only that one has the letter. */
function withoutStretched({ array, letters }: Named, sizes: SizesOf): Named {
  const stays = letters.map((letter, axis) => array.shape[axis] === sizes.get(letter));
  if (!stays.includes(false)) return { array, letters };
  const shape = array.shape.filter((_, axis) => stays[axis]);
  return { array: withShape(array, shape), letters: letters.filter((_, axis) => stays[axis]) };
}

/** Sums over the letters that nothing else has. */
function sumAlone({ array, letters }: Named, others: readonly string[]): Named {
  const alone = letters.flatMap((letter, axis) => (others.includes(letter) ? [] : [axis]));
  if (alone.length === 0) return { array, letters };
  const left = letters.filter((letter) => others.includes(letter));
  return { array: reduce(array, alone, false, sum), letters: left };
}

/** The axes in the order of these letters. */
function ordered({ array, letters }: Named, order: readonly string[]): NDArray {
  if (letters.every((letter, axis) => letter === order[axis])) return array;
  return permuteAxes(
    array,
    order.map((letter) => letters.indexOf(letter)),
  );
}

/** The product of two operands, with the letters of the batch first, then those of the left one, then of the right one. */
function productOf(a: Named, b: Named, result: readonly string[], sizes: SizesOf): Named {
  const [inA, inB] = [new Set(a.letters), new Set(b.letters)];
  const batch = result.filter((letter) => inA.has(letter) && inB.has(letter));
  const left = result.filter((letter) => !inB.has(letter));
  const right = result.filter((letter) => !inA.has(letter));
  const summed = a.letters.filter((letter) => inB.has(letter) && !batch.includes(letter));
  const letters = [...batch, ...left, ...right];
  const shape = letters.map((letter) => sizes.get(letter) as number);
  const count = (group: readonly string[]) => sizeOf(group.map((letter) => sizes.get(letter) as number));
  const [n, k, m] = [count(left), count(summed), count(right)];
  const data = allocate(a.array.dtype, sizeOf(shape));
  const matricesA = matricesOf(a, [batch, left, summed]);
  const matricesB = matricesOf(b, [batch, summed, right]);
  if (n * k * m === 1) multiplyEach(matricesA, matricesB, data);
  else {
    for (let i = 0; i < count(batch); i++)
      multiply(at(matricesA, i), at(matricesB, i), { n, k, m }, data, i * n * m);
  }
  return { array: new NDArray(a.array.dtype, shape, data), letters };
}

/** One matrix for each index of the batch, `apart` entries from the one before. */
interface Matrices extends Matrix {
  readonly apart: number;
}

const at = (matrices: Matrices, i: number): Matrix => ({
  ...matrices,
  start: matrices.start + i * matrices.apart,
});

/** Products of single entries, added to 0 as all sums are: −0 becomes 0. */
function multiplyEach(a: Matrices, b: Matrices, data: Entries): void {
  for (let i = 0; i < data.length; i++) {
    data[i] = 0 + (a.entries[i * a.apart] as number) * (b.entries[i * b.apart] as number);
  }
}

/** An operand read as matrices, where it lies if each group of letters goes on in even steps; else a copy. */
function matricesOf(named: Named, groups: readonly (readonly string[])[]): Matrices {
  const { array, letters } = named;
  const steps = groups.map((group) => stepAlong(named, group));
  if (!steps.includes(undefined)) {
    const [apart, row, column] = steps as [number, number, number];
    return { entries: array.data, start: 0, apart, row, column };
  }
  const order = groups.flat();
  return matricesOf({ array: ordered({ array, letters }, order), letters: order }, groups);
}

/** How far apart neighbours along these letters are, taken as one axis; undefined if that changes on the way. */
function stepAlong({ array, letters }: Named, group: readonly string[]): number | undefined {
  const strides = stridesOf(array.shape);
  let step: number | undefined;
  let next = 0;
  for (const letter of group.toReversed()) {
    const axis = letters.indexOf(letter);
    const [size, stride] = [array.shape[axis] as number, strides[axis] as number];
    if (size === 1) continue;
    if (step === undefined) step = stride;
    else if (stride !== next) return undefined;
    next = stride * size;
  }
  return step ?? 1;
}
