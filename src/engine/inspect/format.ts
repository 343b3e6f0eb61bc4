/** Tensors as NumPy prints arrays, with its default options. Its rules: numpy/core/arrayprint.py. */
import { at } from '../../case/at.js';
import { type Shape, stridesOf } from '../../case/shape.js';
import { realize } from '../autograd/realize.js';
import type { Entries } from '../tensor/ndarray.js';
import type { Tensor } from '../tensor/tensor.js';
import { formatNumbers, formatScalar } from './format-number.js';

/** Arrays with more entries are summarized: along each axis only the first and last few are printed. */
const threshold = 1000;
const edge = 3;
const lineWidth = 75;

/**
 * ```
 * [[1.  2. ]
 *  [3.  4.5]]
 * ```
 */
export function format(tensor: Tensor): string {
  const { data, shape, dtype } = realize(tensor);
  if (shape.length === 0) return formatScalar(at(data, 0), dtype);
  if (data.length === 0) return '[]';
  const kept = shape.map((size) => keptOf(size, data.length > threshold));
  const entries = entriesAt(data, shape, kept);
  return bracketed(formatNumbers(entries, dtype).values(), kept, 0);
}

/** The printed positions along an axis; `null` is where the dots go. */
type Kept = readonly (number | null)[];

function keptOf(size: number, summarized: boolean): Kept {
  const all = Array.from({ length: size }, (_, index) => index);
  return summarized && size > 2 * edge ? [...all.slice(0, edge), null, ...all.slice(-edge)] : all;
}

/** The entries at the kept positions, row-major. */
function entriesAt(data: Entries, shape: Shape, kept: readonly Kept[]): number[] {
  const strides = stridesOf(shape);
  let offsets = [0];
  kept.forEach((positions, axis) => {
    const steps = positions.flatMap((position) => (position === null ? [] : [position * at(strides, axis)]));
    offsets = offsets.flatMap((offset) => steps.map((step) => offset + step));
  });
  return offsets.map((offset) => at(data, offset));
}

/**
 * The words of an array from this axis on, in brackets.
 * @param words one per number; the array takes its own from the front
 */
function bracketed(words: Iterator<string>, kept: readonly Kept[], axis: number): string {
  const isRow = axis === kept.length - 1;
  const parts = at(kept, axis).map((position) => {
    if (position === null) return '...';
    return isRow ? (words.next().value as string) : bracketed(words, kept, axis + 1);
  });
  const indent = ' '.repeat(axis + 1);
  const lineEnd = '\n'.repeat(kept.length - 1 - axis);
  return `[${isRow ? wrapped(parts, indent) : parts.join(lineEnd + indent)}]`;
}

/** A row, on as many lines as it needs; all but the first are indented. */
function wrapped(words: readonly string[], indent: string): string {
  const width = lineWidth - 2 * indent.length; // room for the brackets that open before it and close after it
  const lines = [at(words, 0)];
  for (const word of words.slice(1)) {
    const extended = `${lines.at(-1)} ${word}`;
    if (extended.length <= width) lines[lines.length - 1] = extended;
    else lines.push(word);
  }
  return lines.map((line, at) => (at < lines.length - 1 ? line.trimEnd() : line)).join(`\n${indent}`);
}
