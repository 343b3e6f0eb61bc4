/** What a value is, in a few words, for errors. */
import { NDArray } from './ndarray.js';
import type { Tensor } from './tensor.js';

// Not `instanceof`: the module of Tensor builds on modules that build on this one.
export const isTensor = (value: unknown): value is Tensor =>
  typeof value === 'object' && value !== null && 'cachedData' in value;

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

export function describe(value: unknown): string {
  if (isTensor(value)) return 'a Tensor';
  if (value instanceof NDArray) return 'an NDArray';
  if (Array.isArray(value)) {
    return value.every((entry) => typeof entry === 'number')
      ? `an array of ${plural(value.length, 'number')}`
      : `an array of ${value.length}`;
  }
  if (typeof value === 'object' && value !== null) return `a ${value.constructor?.name ?? 'plain object'}`;
  return String(value);
}
