/** The whole curriculum: the exercises on files of the engine, and the chapters of `curriculum`, in their order. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type AssignedExercise, type Assignment, wholeCourse } from './assignment/assignment.js';
import { chapterOf, curriculum, type Exercise, findExercise } from './exercises.js';
import { loadFolder } from './own/load.js';
import { packageRoot } from './package-root.js';

const folder = join(packageRoot, 'curriculum');

/** Those that are written. */
export const chapters: readonly string[] = curriculum.filter(
  (chapter) => findExercise(chapter) !== undefined || existsSync(join(folder, chapter, 'definition.ts')),
);

/** @param names of chapters and of what is in them; only what is needed for these is loaded. Default: all */
export function courseOf(names: readonly string[] = chapters): Assignment {
  const asked = names.map((id) => chapterOf({ id }));
  // An unknown name is looked for everywhere.
  const loaded = asked.every((name) => chapters.includes(name)) ? asked : chapters;
  return {
    name: 'course',
    title: 'Reverse-mode differentiation, from a Jacobian to a transformer',
    exercises: chapters.filter((chapter) => loaded.includes(chapter)).flatMap(exercisesOf),
  };
}

/** Of a learner's folder: the chapters that it has files of, and the exercises on the engine's files. */
export const courseIn = (submission: string): Assignment =>
  courseOf(
    chapters.filter(
      (chapter) =>
        findExercise(chapter) !== undefined || existsSync(join(submission, chapter, `${chapter}.ts`)),
    ),
  );

function exercisesOf(chapter: string): readonly AssignedExercise[] {
  const known = wholeCourse.exercises.filter(({ id }) => id === chapter);
  if (known.length > 0) return known;
  return loadFolder(join(folder, chapter)).map((each) => ({ ...each, hidden: [], credit: 'parts' }));
}

/** An exercise of the curriculum by its name. */
export const findInCourse = (id: string): Exercise | undefined =>
  chapters.includes(chapterOf({ id }))
    ? courseOf([id]).exercises.find((exercise) => exercise.id === id)
    : undefined;

/** Whether it is one of this package's chapters, which need no folder to be named. */
export const isOfCourse = ({ own }: Pick<Exercise, 'own'>): boolean =>
  own !== undefined && dirname(resolve(own.folder)) === folder;
