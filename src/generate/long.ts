/**
 * Sizes past what kernels take at once, where loops have a tail: vectors of 8 to 64 entries, blocks of 128 to 1,024,
 * grids of 65,536.
 */
import fc from 'fast-check';
import { type Shape, sizeOf } from '../case/shape.js';
import type { Form } from './form.js';
import { anyRank } from './ranks.js';
import { runShape } from './runs.js';
import { simplestFirst } from './simplest-first.js';
import type { Space } from './space.js';

/** What is long: one axis of an operand, the operand as a whole, an operand that is one run, or one of equal entries. */
export type Long = 'axis' | 'array' | 'run' | 'ties';

/** None is a multiple of 8. The last kind is drawn most: its axes have a tail after blocks of every size. */
const pastBlocks = simplestFirst([
  ...[9, 11, 17, 19, 33, 37, 65, 71, 129, 257],
  ...[1025, 1027, 1030, 1037, 1051, 1085, 1100],
]);
/** With a tail of several entries: a single one may be hidden, as a negative one is in relu. */
const pastGrids = simplestFirst([65_543, 65_602, 66_601]);

export const longSizes: Readonly<Record<Long, fc.Arbitrary<number>>> = {
  axis: pastBlocks,
  array: pastGrids,
  run: pastGrids,
  ties: pastGrids,
};

/** How many entries an array may have, when most others have few. */
export const mostEntries = ({ long }: Pick<Space, 'long'>): number =>
  long === undefined ? 120 : long === 'axis' ? 2 ** 13 : 2 ** 17;

/** How many entries lie beside each of an axis: at most about a thousand in all. */
const mostBeside = (size: number): number => Math.min(4, Math.max(1, Math.floor(1100 / size)));

/** The forms, with first operands that are long. */
export function lengthened(forms: fc.Arbitrary<Form>, space: Space): fc.Arbitrary<Form> {
  const { long } = space;
  if (long === undefined) return forms;
  return fc.tuple(forms, fc.nat({ max: 11 }), longSizes[long]).map(([form, turn, size]) => ({
    ...form,
    grow(shape) {
      if (long === 'run' || long === 'ties') return runShape(form.op, size, form.ranks.least);
      const deep = turn >= mostlyAsDrawn && mayBeDeep(form, space);
      const longer = withLongAxis(deep ? sixAxes(shape) : shape, turn, size, long);
      const grown = form.grow?.(longer) ?? longer;
      // Rows that are added to images multiply their entries.
      return sizeOf(grown) > mostEntries({ long }) ? longer : grown;
    },
  }));
}

/** Of twelve turns the last two make six axes. */
const mostlyAsDrawn = 10;

/** Whether its first operand may have any number of axes. */
const mayBeDeep = ({ ranks }: Form, { biases }: Space): boolean =>
  ranks.most >= anyRank.most && biases.has('five-axes') && biases.has('size-1-axis');

const sixAxes = (shape: Shape): Shape => [...Array<number>(6 - Math.min(6, shape.length)).fill(2), ...shape];

/** The shape with one axis of this size, or so many entries in all. */
function withLongAxis(drawn: Shape, turn: number, size: number, long: Long): Shape {
  const shape = drawn.length === 0 ? [1] : drawn.map((n) => Math.max(1, n));
  const axis = turn % shape.length;
  let room = long === 'axis' ? mostBeside(size) : 4;
  const others = shape.map((n, other) => {
    if (other === axis) return 1;
    const kept = Math.min(n, room);
    room = Math.floor(room / kept);
    return kept;
  });
  return others.with(axis, long === 'axis' ? size : Math.ceil(size / sizeOf(others)));
}
