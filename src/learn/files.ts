/** The files of the course as this package has them: solutions to compare with, stubs to begin anew from. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Assignment } from '../grader/assignment/assignment.js';
import { courseOf } from '../grader/course.js';
import { packageRoot, stubsFolder } from '../grader/package-root.js';
import { type Lesson, lessonsOf } from './lessons.js';

/** The course, and its exercises whose chapter is in a folder; of an empty one, all. */
export function existingLessons(submission: string): {
  readonly assignment: Assignment;
  readonly lessons: readonly Lesson[];
} {
  const assignment = courseOf();
  const all = lessonsOf(assignment, submission);
  const there = all.filter(({ file }) => existsSync(dirname(file)));
  return { assignment, lessons: there.length === 0 ? all : there };
}

const textIn = (folder: string, { chapter }: Lesson): string | undefined => {
  const file = join(folder, chapter, `${chapter}.ts`);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
};

export const solutionOf = (lesson: Lesson): string | undefined =>
  textIn(join(packageRoot, 'solutions'), lesson);

/** As the build keeps them: in a clone, `exercises` is what the learner fills in. */
export const stubOf = (lesson: Lesson): string | undefined => textIn(stubsFolder, lesson);
