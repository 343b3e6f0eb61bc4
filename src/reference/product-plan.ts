/** Where sums of products read: matmul, einsum and conv. */
import { at } from '../case/at.js';
import { type Equation, letterSizes, parseEquation } from '../case/equation.js';
import { broadcastShapes, broadcastStrides, type Shape, stridesOf } from '../case/shape.js';
import { convShape } from '../case/windows.js';
import { walk } from './slices.js';
import { inImage, windowsOf } from './windows.js';

/** Entry k of the output is Σᵢ a[a.start[k] + a.step[i]] · b[b.start[k] + b.step[i]], over `inner` terms. */
export interface ProductPlan {
  readonly inner: number;
  readonly a: Factor;
  readonly b: Factor;
  /** For images that are padded: where each place of the padded images is in the images, or nowhere. */
  readonly unpadded: Int32Array | undefined;
}

/** Where one operand is read. */
export interface Factor {
  /** One per output entry. */
  readonly start: Int32Array;
  /** One per term. */
  readonly step: Int32Array;
  /** Whether the terms of an output entry read several times at one place. */
  readonly repeats: boolean;
}

/** The position of term i of output entry k in the left operand, or nowhere. */
export function leftPosition({ a, unpadded }: ProductPlan, k: number, i: number): number {
  const place = (a.start[k] as number) + (a.step[i] as number);
  return unpadded === undefined ? place : (unpadded[place] as number);
}

/** For each output entry the positions of one operand, one group per step: it meets one entry of each group. */
export function factorGroups({ start, step, repeats }: Factor): Int32Array[] {
  // Terms that differ in the other operand alone would name the same entries again.
  const steps = repeats ? new Set(step) : step;
  return Array.from(steps, (by) => {
    const group = new Int32Array(start.length);
    for (let k = 0; k < group.length; k++) group[k] = (start[k] as number) + by;
    return group;
  });
}

/**
 * The sizes of the terms that a slope adds up, where an entry of one operand meets several of the other: as in
 * ij,k->j, where the slope by any entry of the first is the sum of the second. Undefined where it meets but one.
 */
export function slopeTerms(
  { a, b }: ProductPlan,
  args: readonly ArrayLike<number>[],
  argument: number,
  group: Int32Array,
): Float64Array | undefined {
  const [own, other] = argument === 0 ? [a, b] : [b, a];
  if (!own.repeats) return undefined;
  const by = (group[0] as number) - (own.start[0] as number);
  const terms = other.step.filter((_, i) => own.step[i] === by);
  const entries = at(args, 1 - argument);
  return Float64Array.from(other.start, (start) =>
    terms.reduce((sum, step) => sum + Math.abs(entries[start + step] as number), 0),
  );
}

export function matmulPlan(a: Shape, b: Shape): ProductPlan {
  const left = a.length === 1 ? [1, ...a] : a;
  const right = b.length === 1 ? [...b, 1] : b;
  const batch = broadcastShapes(left.slice(0, -2), right.slice(0, -2), 'matmul');
  const [rows, inner, columns] = [left.at(-2) as number, left.at(-1) as number, right.at(-1) as number];
  const batchStrides = (shape: Shape) => {
    const strides = broadcastStrides(shape).slice(0, -2);
    return [...new Array<number>(batch.length - strides.length).fill(0), ...strides];
  };
  const out = [...batch, rows, columns];
  return {
    inner,
    a: { start: walk(out, [...batchStrides(left), inner, 0]), step: walk([inner], [1]), repeats: false },
    b: { start: walk(out, [...batchStrides(right), 0, 1]), step: walk([inner], [columns]), repeats: false },
    unpadded: undefined,
  };
}

export function einsumPlan(text: string, shapes: readonly Shape[]): ProductPlan {
  const equation = parseEquation(text);
  const [a, b] = [einsumFactor(equation, shapes, 0), einsumFactor(equation, shapes, 1)];
  return { inner: a.step.length, a, b, unpadded: undefined };
}

/** The slices that an einsum of one operand sums up. */
export function einsumSlices(text: string, shape: Shape): Int32Array[] {
  const { start, step } = einsumFactor(parseEquation(text), [shape], 0);
  return Array.from(start, (first) => step.map((by) => first + by));
}

function einsumFactor(equation: Equation, shapes: readonly Shape[], operand: number): Factor {
  const sizes = letterSizes(equation, shapes);
  const strides = broadcastStrides(at(shapes, operand));
  const along = (letters: readonly string[]) =>
    walk(
      letters.map((letter) => sizes.get(letter) as number),
      letters.map((letter) => strides[at(equation.operands, operand).indexOf(letter)] ?? 0),
    );
  const summed = [...sizes.keys()].filter((letter) => !equation.result.includes(letter));
  const step = along(summed);
  return { start: along([...equation.result]), step, repeats: new Set(step).size < step.length };
}

export function convPlan(
  images: Shape,
  weight: Shape,
  { stride, padding }: { readonly stride: number; readonly padding: number },
): ProductPlan {
  const [n, height, width, channels] = images as [number, number, number, number];
  const padded = [n, height + 2 * padding, width + 2 * padding, channels];
  const [image, row, column] = stridesOf(padded) as [number, number, number];
  const window = weight.slice(0, 3);
  const step = walk(window, [row, column, 1]);
  const out = convShape(images, weight, stride, padding);
  return {
    inner: step.length,
    a: { start: walk(out, [image, stride * row, stride * column, 0]), step, repeats: false },
    b: { start: walk(out, [0, 0, 0, 1]), step: walk(window, stridesOf(weight).slice(0, 3)), repeats: false },
    unpadded: padding === 0 ? undefined : placesIn(images, padded, padding),
  };
}

/** Where each place of the padded images is in the images: they are seen through windows of one entry. */
const placesIn = (images: Shape, padded: Shape, padding: number): Int32Array =>
  Int32Array.from(windowsOf(padded, 1, padding), ({ image, top, left, channel }) =>
    inImage(images, image, top, left, channel),
  );
