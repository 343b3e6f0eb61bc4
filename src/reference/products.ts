/** Where sums of products read: matmul, einsum and conv. */
import { type Equation, einsumShape, letterSizes, parseEquation } from '../program/equation.js';
import { broadcastShapes, type Shape, sizeOf, stridesOf } from '../program/shape.js';
import { convShape } from '../program/windows.js';
import { nowhere } from './movements.js';
import { walk } from './slices.js';
import { colours, inImage, windowsOf } from './windows.js';

/** Entry k of the output is Σᵢ a[a[i][k]] · b[b[i][k]]; a term of which one factor is nowhere is zero. */
export interface ProductPlan {
  /** How many entries the output has. */
  readonly size: number;
  readonly a: readonly Int32Array[];
  readonly b: readonly Int32Array[];
  /** For each operand, the groups of entries of which each output entry meets one at most. */
  readonly groups: readonly [readonly Int32Array[], readonly Int32Array[]];
}

const shifted = (positions: Int32Array, by: number): Int32Array => positions.map((position) => position + by);

export function matmulPlan(a: Shape, b: Shape): ProductPlan {
  const left = a.length === 1 ? [1, ...a] : a;
  const right = b.length === 1 ? [...b, 1] : b;
  const batch = broadcastShapes(left.slice(0, -2), right.slice(0, -2), 'matmul');
  const [rows, inner, columns] = [left.at(-2) as number, left.at(-1) as number, right.at(-1) as number];
  const batchStrides = (shape: Shape) => {
    const strides = stridesOf(shape).map((stride, axis) => (shape[axis] === 1 ? 0 : stride));
    return [...new Array<number>(batch.length - shape.length + 2).fill(0), ...strides.slice(0, -2)];
  };
  const out = [...batch, rows, columns];
  const starts = [walk(out, [...batchStrides(left), inner, 0]), walk(out, [...batchStrides(right), 0, 1])];
  const terms = (operand: 0 | 1, stride: number) =>
    Array.from({ length: inner }, (_, i) => shifted(starts[operand] as Int32Array, i * stride));
  const plan = { a: terms(0, 1), b: terms(1, columns) };
  return { ...plan, size: sizeOf(out), groups: [plan.a, plan.b] };
}

/** For each output entry the first position, and how far the terms lie from it; of one operand of an einsum. */
function einsumOffsets(
  equation: Equation,
  shapes: readonly Shape[],
  operand: number,
  summed: readonly string[],
) {
  const sizes = letterSizes(equation, shapes);
  const strides = stridesOf(shapes[operand] as Shape);
  const along = (letters: readonly string[]) =>
    walk(
      letters.map((letter) => sizes.get(letter) as number),
      letters.map((letter) => strides[(equation.operands[operand] as string).indexOf(letter)] ?? 0),
    );
  return { starts: along([...equation.result]), steps: along(summed) };
}

const summedLetters = ({ operands, result }: Equation): string[] =>
  [...new Set(operands.join(''))].filter((letter) => !result.includes(letter));

export function einsumPlan(text: string, shapes: readonly Shape[]): ProductPlan {
  const equation = parseEquation(text);
  const positions = (operand: number, summed: readonly string[]): Int32Array[] => {
    const { starts, steps } = einsumOffsets(equation, shapes, operand, summed);
    return Array.from(steps, (step) => shifted(starts, step));
  };
  const all = summedLetters(equation);
  // Letters that the operand lacks would only name the same entries again.
  const own = (operand: number) => all.filter((letter) => equation.operands[operand]?.includes(letter));
  return {
    size: sizeOf(einsumShape(text, shapes)),
    a: positions(0, all),
    b: positions(1, all),
    groups: [positions(0, own(0)), positions(1, own(1))],
  };
}

/** The slices that an einsum of one operand sums up. */
export function einsumSlices(text: string, shape: Shape): Int32Array[] {
  const equation = parseEquation(text);
  const { starts, steps } = einsumOffsets(equation, [shape], 0, summedLetters(equation));
  return Array.from(starts, (start) => shifted(steps, start));
}

export function convPlan(
  images: Shape,
  weight: Shape,
  { stride, padding }: { readonly stride: number; readonly padding: number },
): ProductPlan {
  const [height, width, channels, out] = weight as [number, number, number, number];
  const shape = convShape(images, weight, stride, padding);
  const windows = windowsOf(shape, stride, padding);
  const inner = Array.from({ length: height * width * channels }, (_, i) => ({
    row: Math.floor(i / (width * channels)),
    column: Math.floor(i / channels) % width,
    channel: i % channels,
  }));
  const a = inner.map(({ row, column, channel }) =>
    Int32Array.from(windows, ({ image, top, left }) =>
      inImage(images, image, top + row, left + column, channel),
    ),
  );
  const b = inner.map((_, i) =>
    Int32Array.from(windows, ({ channel }, k) => (a[i]?.[k] === nowhere ? nowhere : i * out + channel)),
  );
  const ofImages = Array.from({ length: channels }, (_, channel) =>
    colours(images, windows, [height, width], () => channel),
  ).flat();
  return { size: windows.length, a, b, groups: [ofImages, b] };
}
