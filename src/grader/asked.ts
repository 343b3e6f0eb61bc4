/** What `--only` asks for: whole exercises, or parts of them such as `elementwise.negate`. */
import { type AssignedExercise, type Assignment, partNames } from './assignment/assignment.js';
import type { Exercise } from './exercises.js';

/** As `--only` takes it: the exercise alone where it has but one part. */
export const askedName = (exercise: Exercise, part: string): string =>
  partNames(exercise).length === 1 ? exercise.id : `${exercise.id}.${part}`;

export const isAsked = (only: readonly string[] | undefined, { id }: Exercise, part: string): boolean =>
  only === undefined || only.includes(id) || only.includes(`${id}.${part}`);

/** The parts of an exercise that are asked for, by name. */
export const askedParts = (only: readonly string[] | undefined, exercise: Exercise): readonly string[] =>
  partNames(exercise).filter((part) => isAsked(only, exercise, part));

/** Those with a part that is asked for. */
export const askedExercises = (
  { exercises }: Assignment,
  only: readonly string[] | undefined,
): readonly AssignedExercise[] => exercises.filter((each) => askedParts(only, each).length > 0);

/** @returns the sentence that there is no such exercise or part, and which are nearest; undefined when all are there */
export function unknownAsked({ exercises }: Assignment, only: readonly string[]): string | undefined {
  const ids = exercises.map(({ id }) => id);
  const parts = exercises.flatMap((each) => partNames(each).map((part) => `${each.id}.${part}`));
  const unknown = only.find((name) => !ids.includes(name) && !parts.includes(name));
  if (unknown === undefined) return undefined;
  const near = nearest(unknown, [...ids, ...parts]);
  const meant = near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`;
  const owner = exercises.find(({ id }) => unknown.startsWith(`${id}.`));
  if (owner === undefined)
    return `There is no exercise "${unknown}".${meant} The exercises are ${ids.join(', ')}.`;
  return `${owner.id} has no part "${unknown.slice(owner.id.length + 1)}".${meant} Its parts are ${partNames(owner).join(', ')}.`;
}

/** As many names are proposed at most. */
const mostProposed = 3;

/** Those that differ least, of which the op alone may have been given; none where all are quite different. */
function nearest(given: string, names: readonly string[]): readonly string[] {
  const distances = names.map((name) => {
    const forms = [name, name.slice(name.indexOf('.') + 1)];
    return { name, distance: Math.min(...forms.map((form) => editDistance(given, form))) };
  });
  const least = Math.min(...distances.map(({ distance }) => distance));
  if (least > Math.max(2, given.length / 3)) return [];
  return distances
    .filter(({ distance }) => distance === least)
    .map(({ name }) => name)
    .slice(0, mostProposed);
}

/** How many letters have to be put in, left out or exchanged (Levenshtein). Capitals, and the sign between words, are free. */
function editDistance(one: string, other: string): number {
  const [a, b] = [one, other].map((text) => text.toLowerCase().replace(/[-_ ]/g, ''));
  let row = Array.from({ length: (b as string).length + 1 }, (_, index) => index);
  for (const [i, letter] of [...(a as string)].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...(b as string)].entries()) {
      const exchanged = (row[j] as number) + (letter === other ? 0 : 1);
      next.push(Math.min(exchanged, (row[j + 1] as number) + 1, (next[j] as number) + 1));
    }
    row = next;
  }
  return row.at(-1) as number;
}
