/** Exercises of an instructor's own, graded without an assignment file: each with its own points. */
import type { Assignment } from '../assignment/assignment.js';
import { chapterOf } from '../exercises.js';
import { SetupError } from '../setup-error.js';
import { loadFolder } from './load.js';

/** @throws {SetupError} when a folder has no exercise, or two have the same name */
export function assignmentOf(folders: readonly string[]): Assignment {
  const exercises = folders
    .flatMap(loadFolder)
    .map((exercise) => ({ ...exercise, hidden: [], credit: 'parts' as const }));
  const ids = exercises.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined)
    throw new SetupError(`Two exercises are called ${twice}: submissions have one folder for each name.`);
  return {
    name: [...new Set(exercises.map(chapterOf))].join('-'),
    title: exercises.map(({ title }) => title).join(', '),
    exercises,
  };
}
