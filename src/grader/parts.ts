/** The parts of an exercise: its ops one by one, or the parts that shares.ts has for it. */

import type { Kinks } from '../case/kinks.js';
import { coreOfCases, opCore, type Space, space, type Weighted } from '../generate/index.js';
import { type Exercise, isInPython } from './exercises.js';
import { casesOfOwn } from './own/program.js';
import { type Part, partOf } from './part.js';
import { sharePartsOf } from './share-parts.js';
import { writtenChoice } from './written-cores.js';

/** How the cases of a rule are run, and how often. Second order is asked for in every dtype and mode. */
const ways: readonly (readonly [overrides: Partial<Space>, weight: number])[] = [
  [{}, 8],
  [{ order: 2, cotangents: 1 }, 2],
  [{ dtype: 'float32', mode: 'lazy' }, 2],
  [{ order: 2, cotangents: 1, mode: 'lazy' }, 1],
  [{ order: 2, cotangents: 1, dtype: 'float32' }, 1],
  [{ order: 2, cotangents: 1, dtype: 'float32', mode: 'lazy' }, 1],
];

/** Where only values are asked. */
const waysOfValues: typeof ways = [
  [{ cotangents: 0 }, 8],
  [{ cotangents: 0, dtype: 'float32', mode: 'lazy' }, 2],
];

function waysOf(exercise: Exercise): typeof ways {
  if (exercise.own?.answer === 'values') return waysOfValues;
  // A Jacobian may be written entry by entry, in doubles. NumPy computes in them whatever a number without axes is.
  return isInPython(exercise) || exercise.own?.answer === 'jacobian' ? ways.slice(0, 1) : ways;
}

const spacesOf = (exercise: Exercise, kinks?: Kinks): readonly Weighted[] =>
  waysOf(exercise)
    .filter(([overrides]) => exercise.order !== 1 || overrides.order !== 2)
    .map(([overrides, weight]) => ({ space: space({ ...(kinks && { kinks }), ...overrides }), weight }));

const known = new Map<string, readonly Part[]>();

/** The same for every submission of a class: choosing a core takes as long as judging many cases. */
export function partsOf(exercise: Exercise, kinks?: Kinks): readonly Part[] {
  const { id, kind, ops, own, order } = exercise;
  const key = JSON.stringify([id, kind, ops, kinks, own?.code, order]);
  const found = known.get(key) ?? makeParts(exercise, kinks);
  known.set(key, found);
  return found;
}

function makeParts(exercise: Exercise, kinks?: Kinks): readonly Part[] {
  const { id, kind, ops } = exercise;
  if (exercise.own !== undefined)
    return [partOf(coreOfCases(casesOfOwn(exercise), spacesOf(exercise, kinks)), { name: id })];
  if (kind === 'adapter') throw new Error(`${id} is run by an adapter, which decides what can be asked`);
  const spaceOf = (overrides: Partial<Space>) =>
    space({ ops, broadcasts: false, ...(kinks && { kinks }), ...overrides });
  const shared = sharePartsOf(exercise, spaceOf);
  if (shared !== undefined) return shared;
  const spaces = ways.map(([overrides, weight]) => ({ space: spaceOf(overrides), weight }));
  return ops.map((name) =>
    partOf(opCore(name, spaces, { again: true, chosen: writtenChoice(exercise, name) }), { name }),
  );
}
