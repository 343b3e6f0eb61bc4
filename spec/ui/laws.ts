/**
 * Every law of every exercise as a test, by chapter, op and law. Not among the specs: they hold Backproof, this shows a
 * submission, `exercises` unless BACKPROOF_SUBMISSION names another folder.
 */
import { describe, expect, it } from 'vitest';
import { courseIn } from '../../src/grader/course.js';
import { chapterOf } from '../../src/grader/exercises.js';
import { grade } from '../../src/grader/grade.js';
import type { ExerciseResult, PartReport } from '../../src/grader/result.js';

const submission = process.env.BACKPROOF_SUBMISSION ?? 'exercises';
const assignment = courseIn(submission);
const { exercises } = await grade({ submission, assignment, saveNothing: true });
const chapters = [...new Set(assignment.exercises.map(chapterOf))];

describe.each(chapters)('%s', (chapter) => {
  for (const exercise of exercises.filter((each) => chapterOf(each) === chapter)) {
    for (const part of exercise.parts.length > 0 ? exercise.parts : [asPart(exercise)]) {
      describe(part.name, () => showLaws(part));
    }
  }
});

/** An exercise that could not be run has no parts. */
const asPart = (exercise: ExerciseResult): PartReport => ({
  ...exercise,
  name: exercise.id,
  place: null,
  reason: '',
  printed: '',
  restsOn: [],
  conventions: [],
});

function showLaws({ status, message, laws }: PartReport): void {
  if (status === 'not-implemented') it.todo('is still to be written');
  // What is wrong is told once, by the law that is broken.
  for (const { law, verdict, runs } of laws.filter((each) => each.runs > 0)) {
    it(`${law} (${runs} cases)`, () => {
      if (verdict !== 'agree') expect.fail(message);
    });
  }
  if (
    status !== 'passed' &&
    status !== 'not-implemented' &&
    laws.every(({ verdict }) => verdict === 'agree')
  ) {
    it('answers every case', () => expect.fail(message));
  }
}
