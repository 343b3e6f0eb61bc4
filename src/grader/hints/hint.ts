/** A hint of an exercise's ladder: for anyone who is stuck, or for one op or one kind of failure. */
import type { OpName } from '../../case/vocabulary.js';

/** What a failure is about, whatever the op. */
export type Topic =
  | 'numbers'
  | 'shape'
  | 'ties'
  | 'sum'
  | 'second'
  | 'graph'
  | 'memory'
  | 'purity'
  | 'modes'
  | 'crash'
  | 'depth'
  | 'cost'
  | 'unwritten';

export type Hint =
  | string
  | { readonly text: string; readonly ops: readonly OpName[] }
  | { readonly text: string; readonly on: readonly Topic[] };

export const of = (ops: readonly OpName[], text: string): Hint => ({ text, ops });
export const on = (topics: readonly Topic[], text: string): Hint => ({ text, on: topics });

export const textOf = (hint: Hint): string => (typeof hint === 'string' ? hint : hint.text);
