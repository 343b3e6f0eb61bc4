/** Reading what must be there: where it is not, that is an error of ours, said at once and where it was asked. */
import { InternalError } from './internal-error.js';

/** An entry of a list. Not for loops over numbers: one reader for arrays of every kind is ten times slower there. */
export function at<T>(list: ArrayLike<T>, index: number): T {
  const value = list[index];
  if (value !== undefined) return value;
  throw new InternalError(new RangeError(`entry ${index} was asked of a list of ${list.length}`));
}

/** What a map or a record holds under a key. */
export function entry<K, V>(of: ReadonlyMap<K, V>, key: K): V;
export function entry<K extends string, V>(of: Readonly<Partial<Record<K, V>>>, key: K): V;
export function entry<V>(of: ReadonlyMap<unknown, V> | Readonly<Record<string, V>>, key: unknown): V {
  const value = of instanceof Map ? of.get(key) : (of as Readonly<Record<string, V>>)[key as string];
  if (value !== undefined) return value as V;
  throw new InternalError(new RangeError(`there is no entry under ${String(key)}`));
}
