/** Sums of products of the entries of two arguments. */
import { text } from '../attributes.js';
import { einsumShape, letterSizes, parseEquation } from '../equation.js';
import { broadcastShapes, formatShape, type Shape, ShapeError, sizeOf } from '../shape.js';
import { binary, variadic } from './entry.js';

export const product = {
  matmul: binary({
    shape: (_, [a, b]) => matmulShape(a, b),
    operations: (_, [a], out) => sizeOf(out) * (a.at(-1) ?? 1),
  }),
  einsum: variadic({
    attributes: { equation: text },
    shape: ({ equation }, shapes) => einsumShape(equation, shapes),
    operations: ({ equation }, shapes) => sizeOf([...letterSizes(parseEquation(equation), shapes).values()]),
  }),
};

/** NumPy's matmul: a 1-D left operand is a row, a 1-D right one a column, and the added axis is dropped. */
export function matmulShape(a: Shape, b: Shape): Shape {
  if (a.length === 0 || b.length === 0) {
    throw new ShapeError(
      `matmul: operands of shapes ${formatShape(a)} and ${formatShape(b)}: a 0-d operand has no axis to contract; use multiply`,
    );
  }
  const left = a.length === 1 ? [1, ...a] : a;
  const right = b.length === 1 ? [...b, 1] : b;
  const inner = left.at(-1);
  if (inner !== right.at(-2)) {
    throw new ShapeError(
      `matmul: shapes ${formatShape(a)} and ${formatShape(b)} do not fit; the last axis of the left operand (${inner}) ` +
        `must equal the ${b.length === 1 ? 'only' : 'second-last'} axis of the right one (${right.at(-2)})`,
    );
  }
  const batch = broadcastShapes(left.slice(0, -2), right.slice(0, -2), 'matmul (batch axes)');
  const rows = a.length === 1 ? [] : [left.at(-2) as number];
  const columns = b.length === 1 ? [] : [right.at(-1) as number];
  return [...batch, ...rows, ...columns];
}
