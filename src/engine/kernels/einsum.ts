import { letterSizes, parseEquation } from '../../case/equation.js';
import { broadcastStrides, sizeOf } from '../../case/shape.js';
import { allocate, NDArray } from '../tensor/ndarray.js';
import { walk } from './walk.js';

/** Σ of products over all letters that the result lacks: each entry of the result is one walk over those letters. */
export function sumOfProducts(equation: string, arrays: readonly NDArray[]): NDArray {
  const parsed = parseEquation(equation);
  const sizes = letterSizes(
    parsed,
    arrays.map(({ shape }) => shape),
  );
  const sizesOf = (letters: readonly string[]) => letters.map((letter) => sizes.get(letter) as number);
  const kept = [...parsed.result];
  const summed = [...sizes.keys()].filter((letter) => !kept.includes(letter));
  const [a, b] = arrays as [NDArray, NDArray | undefined];
  const [startsA, stepsA] = offsets(0);
  const [startsB, stepsB] = b === undefined ? [startsA, stepsA] : offsets(1);
  const { dtype } = a;
  const data = allocate(dtype, startsA.length);
  for (let k = 0; k < data.length; k++) {
    let total = 0;
    for (let i = 0; i < stepsA.length; i++) {
      const x = a.data[(startsA[k] as number) + (stepsA[i] as number)] as number;
      total += b === undefined ? x : x * (b.data[(startsB[k] as number) + (stepsB[i] as number)] as number);
    }
    data[k] = total;
  }
  return new NDArray(dtype, sizesOf(kept), data);

  /** Where each entry of the result starts in an operand, and how far from there each term of its sum is. */
  function offsets(operand: number): [Int32Array, Int32Array] {
    const strides = broadcastStrides((arrays[operand] as NDArray).shape);
    const along = (letters: readonly string[]): Int32Array => {
      const shape = sizesOf(letters);
      const found = new Int32Array(sizeOf(shape));
      const own = letters.map((letter) => strides[(parsed.operands[operand] as string).indexOf(letter)] ?? 0);
      walk(shape, own, 0, (entry, offset) => {
        found[entry] = offset;
      });
      return found;
    };
    return [along(kept), along(summed)];
  }
}
