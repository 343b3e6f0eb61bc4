/** Tells whoever asked for it what is known of each failure: what a page says of it is not decided here. */
import type { AssignedExercise } from './assignment/assignment.js';
import type { PartResult } from './check-part.js';
import { explainBroken } from './explain.js';
import type { Submission } from './implementation.js';
import { shownLaw } from './laws.js';
import type { GradeOptions } from './options.js';
import { namingOf } from './own/names.js';
import type { Findings } from './part-report.js';
import type { Submitted } from './submitted.js';

export async function tellFailures(
  results: readonly PartResult[],
  submission: Submission,
  findings: ReadonlyMap<string, Findings>,
  exercise: AssignedExercise,
  submitted: Submitted,
  { onFailure, texts }: Pick<GradeOptions, 'onFailure' | 'texts'>,
): Promise<void> {
  if (onFailure === undefined) return;
  for (const { part, broken } of results) {
    if (broken === undefined) continue;
    // What was not a number is not asked for again: it may have ended the process.
    const isOfNumbers = broken.verdict.kind === 'disagree';
    onFailure({
      exercise: exercise.id,
      part: part.name,
      broken,
      outcome: isOfNumbers ? await submission.run(broken.testCase) : undefined,
      misconception: findings.get(part.name)?.misconception,
      said: explainBroken(
        { ...broken, law: shownLaw(exercise, broken.law) },
        submitted,
        namingOf(exercise),
        texts,
      ),
    });
  }
}
