/** A state dict as JSON text, which people can read. */
import { encodeTensor } from '../../case/json.js';
import { formatProblems, parseTensor } from '../../case/parse.js';
import type { TensorData } from '../../case/tensor-data.js';
import { StateError } from '../tensor/errors.js';
import type { StateDict } from './state-dict.js';

/** `{"0.weight": {"dtype", "shape", "data"}, …}`; NaN, ±∞ and -0 are strings. */
export const stateToJson = (state: StateDict): string =>
  JSON.stringify(Object.fromEntries(Object.entries(state).map(([name, data]) => [name, encodeTensor(data)])));

/** The inverse of `stateToJson`. @throws {StateError} when the text is not a state dict, saying where */
export function stateFromJson(text: string): StateDict {
  const json = parsedObject(text, 'stateFromJson');
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, tensorFrom(value, name)]));
}

/** The object in a JSON text. @throws {StateError} when there is none; the message begins with `reader` */
export function parsedObject(text: string, reader: string): object {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (thrown) {
    throw new StateError(`${reader}: this is not JSON: ${(thrown as Error).message}`);
  }
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json;
  throw new StateError(`${reader}: expected an object of tensors by name, got ${text.slice(0, 40)}`);
}

function tensorFrom(json: unknown, name: string): TensorData {
  const result = parseTensor(json, name);
  if (result.ok) return result.value;
  throw new StateError(`stateFromJson: ${formatProblems(result.problems)}`);
}
