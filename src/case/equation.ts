/** einsum's equations: one letter per axis, as in `ij,jk->ik`. Letters that the result lacks are summed over. */
import { at, entry } from './at.js';
import { formatShape, type Shape, ShapeError } from './shape.js';

export interface Equation {
  /** The letters of each operand. */
  readonly operands: readonly string[];
  readonly result: string;
}

/** @throws {ShapeError} unless it has an arrow, one or two operands, and every letter once where it stands. */
export function parseEquation(equation: string): Equation {
  const [, left, result] = /^([A-Za-z,]*)->([A-Za-z]*)$/.exec(equation.replaceAll(' ', '')) ?? [];
  const operands = left?.split(',') ?? [];
  const fail = (why: string): never => {
    throw new ShapeError(`einsum: "${equation}" ${why}`);
  };
  if (left === undefined || result === undefined) {
    return fail('is not an equation; write one letter per axis and an arrow, as in "ij,jk->ik"');
  }
  if (operands.length > 2) fail(`has ${operands.length} operands; take two at a time`);
  for (const letters of [...operands, result]) {
    if (new Set(letters).size < letters.length) {
      fail(`names an axis of "${letters}" twice; diagonals are not supported`);
    }
  }
  const unknown = [...result].find((letter) => !left.includes(letter));
  if (unknown !== undefined) fail(`has ${unknown} in the result, but in no operand`);
  return { operands, result };
}

/**
 * The size of every letter; as in NumPy, an axis of size 1 is stretched to that of the other operand.
 * @throws {ShapeError} when operands and shapes do not fit
 */
export function letterSizes({ operands }: Equation, shapes: readonly Shape[]): ReadonlyMap<string, number> {
  if (operands.length !== shapes.length) {
    throw new ShapeError(`einsum: the equation has ${operands.length} operands, got ${shapes.length}`);
  }
  const sizes = new Map<string, number>();
  operands.forEach((letters, operand) => {
    const shape = at(shapes, operand);
    if (letters.length !== shape.length) {
      throw new ShapeError(
        `einsum: "${letters}" names ${letters.length} axes, but operand ${operand} has shape ${formatShape(shape)}`,
      );
    }
    [...letters].forEach((letter, axis) => {
      const size = at(shape, axis);
      const known = sizes.get(letter) ?? 1;
      if (known !== size && known !== 1 && size !== 1) {
        throw new ShapeError(
          `einsum: axis ${letter} has size ${known} in one operand and ${size} in the other`,
        );
      }
      sizes.set(letter, known === 1 ? size : known);
    });
  });
  return sizes;
}

export function einsumShape(equation: string, shapes: readonly Shape[]): Shape {
  const parsed = parseEquation(equation);
  const sizes = letterSizes(parsed, shapes);
  return [...parsed.result].map((letter) => entry(sizes, letter));
}
