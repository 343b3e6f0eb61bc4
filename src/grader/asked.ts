/** What `--only` asks for: whole exercises, or parts of them such as `elementwise.negate`. */
import { at } from '../case/at.js';
import { type AssignedExercise, type Assignment, partNames } from './assignment/assignment.js';
import { chapterOf, type Exercise } from './exercises.js';

/** In the form of `--only`: just the exercise if it has only one part. */
export const askedName = (exercise: Exercise, part: string): string =>
  partNames(exercise).length === 1 ? exercise.id : `${exercise.id}.${part}`;

export const isAsked = (only: readonly string[] | undefined, exercise: Exercise, part: string): boolean =>
  only === undefined || namesOf(exercise, part).some((name) => only.includes(name));

/** By its chapter, or by itself, or by its part. */
const namesOf = (exercise: Exercise, part: string): readonly string[] => [
  chapterOf(exercise),
  exercise.id,
  `${exercise.id}.${part}`,
];

/** The parts of an exercise that are asked for, by name. */
export const askedParts = (only: readonly string[] | undefined, exercise: Exercise): readonly string[] =>
  partNames(exercise).filter((part) => isAsked(only, exercise, part));

/** The exercises with a part that is asked for. */
export const askedExercises = (
  { exercises }: Assignment,
  only: readonly string[] | undefined,
): readonly AssignedExercise[] => exercises.filter((each) => askedParts(only, each).length > 0);

/**
 * @param mayBeFolder whether a name that is like none was meant for a folder's
 * @returns a sentence that there is no such exercise or part, with the nearest names; undefined if all exist
 */
export function unknownAsked(
  { exercises }: Assignment,
  only: readonly string[],
  mayBeFolder = false,
): string | undefined {
  const ids = [...new Set(exercises.flatMap((each) => [chapterOf(each), each.id]))];
  const parts = exercises
    .filter((each) => !isInChapter(each))
    .flatMap((each) => partNames(each).map((part) => `${each.id}.${part}`));
  const unknown = only.find((name) => !ids.includes(name) && !parts.includes(name));
  if (unknown === undefined) return undefined;
  const near = nearest(unknown, [...ids, ...parts]);
  const meant = near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`;
  const [chapter = '', ...rest] = unknown.split('.');
  const within = exercises.filter((each) => chapterOf(each) === chapter);
  const [owner] = within;
  if (owner === undefined || rest.length === 0) {
    const chapters = [...new Set(exercises.map(chapterOf))];
    const missing =
      mayBeFolder && near.length === 0
        ? `There is no folder "${unknown}" to grade.`
        : `There is no exercise "${unknown}".${meant}`;
    return `${missing} The exercises are ${chapters.join(', ')}.`;
  }
  const own = isInChapter(owner) ? within.map(({ id }) => id.slice(chapter.length + 1)) : partNames(owner);
  const what = isInChapter(owner) ? 'exercise' : 'part';
  return `${chapter} has no ${what} "${rest.join('.')}".${meant} Its ${what}s are ${own.join(', ')}.`;
}

const isInChapter = (exercise: Exercise): boolean => exercise.id !== chapterOf(exercise);

/** At most this many names are proposed. */
const mostProposed = 3;

/** The names that differ least; only the op's name may have been given. None if all are quite different. */
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

/**
 * The Levenshtein distance: how many letters to insert, delete or replace. Case and the sign between words do not
 * count.
 */
function editDistance(one: string, other: string): number {
  const [a, b] = [one, other].map((text) => text.toLowerCase().replace(/[-_ ]/g, ''));
  let row = Array.from({ length: (b as string).length + 1 }, (_, index) => index);
  for (const [i, letter] of [...(a as string)].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...(b as string)].entries()) {
      const exchanged = at(row, j) + (letter === other ? 0 : 1);
      next.push(Math.min(exchanged, at(row, j + 1) + 1, at(next, j) + 1));
    }
    row = next;
  }
  return row.at(-1) as number;
}
