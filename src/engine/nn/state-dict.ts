import { entry } from '../../case/at.js';
import { formatShape, sameShape } from '../../case/shape.js';
import type { TensorData, TensorType } from '../../case/tensor-data.js';
import { StateError } from '../tensor/errors.js';

/** Values, by the names of their parameters and buffers. */
export type StateDict = Readonly<Record<string, TensorData>>;

/**
 * @throws {StateError} unless the state has exactly these names, with these shapes.
 * @param owner the name of the module, for the message
 */
export function checkState(
  state: StateDict,
  own: ReadonlyMap<string, Pick<TensorType, 'shape'>>,
  owner: string,
): void {
  const problems = [
    ...[...own].flatMap(([name, { shape }]) => {
      if (!Object.hasOwn(state, name)) return [`${name} is missing`];
      const given = entry(state, name).shape;
      if (sameShape(given, shape)) return [];
      return [`${name} has shape ${formatShape(given)} instead of ${formatShape(shape)}`];
    }),
    ...Object.keys(state).flatMap((name) => (own.has(name) ? [] : [`${name} is unexpected`])),
  ];
  if (problems.length === 0) return;
  throw new StateError(
    `loadStateDict: the state does not fit this ${owner}: ${problems.join('; ')}. ` +
      'Load it into a module that is built like the one it was saved from.',
  );
}
