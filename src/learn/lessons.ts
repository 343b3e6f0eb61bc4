/** The exercises one by one, in the order of the course: an op of a file of rules is one, such as `elementwise.negate`. */
import { join } from 'node:path';
import type { OpName } from '../case/vocabulary.js';
import { askedName } from '../grader/asked.js';
import { type AssignedExercise, type Assignment, partNames } from '../grader/assignment/assignment.js';
import { chapterOf } from '../grader/exercises.js';
import { opSentences } from '../grader/op-sentences.js';
import { roundPoints } from '../grader/result.js';
import { sharesOf } from '../grader/shares.js';

export interface Lesson {
  /** What `--only` takes: `elementwise.negate`. */
  readonly id: string;
  /** The chapter: the folder, and the file in it. */
  readonly chapter: string;
  readonly chapterTitle: string;
  readonly title: string;
  /** The learner's file. */
  readonly file: string;
  readonly points: number;
  readonly exercise: AssignedExercise;
  readonly part: string;
}

/** @param submission the folder that holds `<chapter>/<chapter>.ts` */
export const lessonsOf = ({ exercises }: Assignment, submission: string): readonly Lesson[] =>
  exercises.flatMap((exercise) => {
    const parts = partNames(exercise);
    const chapter = chapterOf(exercise);
    return parts.map((part) => ({
      id: askedName(exercise, part),
      chapter,
      chapterTitle: exercise.title,
      title: titleOf(exercise, part),
      file: join(submission, chapter, `${chapter}.ts`),
      points: roundPoints(exercise.points / parts.length),
      exercise,
      part,
    }));
  });

/** What the part is about; of an op, its name and what it computes. */
function titleOf(exercise: AssignedExercise, part: string): string {
  const share = sharesOf(exercise)?.find(({ name }) => name === part);
  if (share !== undefined) return share.sentence;
  const op = exercise.ops.find((each): each is OpName => each === part);
  const sentence = op && opSentences[op];
  return sentence === undefined ? exercise.title : `${op}: ${sentence}`;
}
