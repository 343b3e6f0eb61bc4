/**
 * Loops over entries, one per formula: the compiler inlines a formula into a loop that calls no other, and such loops are
 * several times faster. Where they cannot be made, one loop calls all formulas, with the same results.
 */
import { allocate, type Entries, NDArray } from '../tensor/ndarray.js';
import { map, zip } from './elementwise.js';
import { functionOf } from './source.js';

/** What an entry of the output is, given the entries at its place in the inputs. */
export interface Formula {
  entry(...entries: number[]): number;
  /** The same object for all formulas that compute the same but for their fields. */
  readonly formula: object;
}

type Loop = (formula: Formula, out: Entries, a: Entries, b: Entries | undefined) => void;

/** With fewer entries, a loop of its own is not worth making. */
const manyEntries = 256;

/** The formula of every entry of one array, or of two of one size. @throws {RangeError} when the sizes differ */
export function eachEntry(formula: Formula, arrays: readonly NDArray[]): NDArray {
  const [a, b] = arrays as [NDArray, NDArray | undefined];
  const size = a.data.length;
  const loop =
    size < manyEntries || (b ?? a).data.length !== size ? undefined : loopOf(formula, arrays.length);
  if (loop === undefined) return calling(formula, a, b);
  const out = allocate(a.dtype, size);
  loop(formula, out, a.data, b?.data);
  return new NDArray(a.dtype, a.shape, out);
}

const calling = (formula: Formula, a: NDArray, b: NDArray | undefined): NDArray =>
  b === undefined ? map(a, (x) => formula.entry(x)) : zip(a, b, (x, y) => formula.entry(x, y));

const loops = new WeakMap<object, Loop>();

function loopOf({ formula }: Formula, operands: number): Loop | undefined {
  const known = loops.get(formula);
  if (known !== undefined) return known;
  const entry = operands === 1 ? 'formula.entry(a[i])' : 'formula.entry(a[i], b[i])';
  const loop = functionOf(
    ['formula', 'out', 'a', 'b'],
    `for (let i = 0; i < out.length; i++) out[i] = ${entry};`,
  ) as Loop | undefined;
  if (loop !== undefined) loops.set(formula, loop);
  return loop;
}
