/** What is found out about parts that failed: which misconception it is, what was printed, how to see it again. */
import type { AssignedExercise } from './assignment/assignment.js';
import type { Broken, PartResult } from './check-part.js';
import { headlineOf } from './headline.js';
import { topicOf } from './hints/index.js';
import type { Rungs } from './hints/rungs.js';
import type { Submission } from './implementation.js';
import { isOfDifferences } from './nearly.js';
import type { Part } from './part.js';
import { type Findings, nothingFound } from './part-report.js';
import { printedIn } from './prints.js';
import { Recognizer } from './recognize.js';

/** How a counterexample of a part can be seen again. @param file what it is saved as, where it can be */
export type ReplayOf = (
  broken: Broken,
  part: Part,
  file: string,
) => Pick<Findings, 'replay' | 'inFull' | 'notSaved'>;

/** For each of these parts that failed, how to run it again, and which misconception it is. */
export async function findOut(
  exercise: AssignedExercise,
  results: readonly PartResult[],
  submission: Submission,
  replay: ReplayOf,
  rungs: Rungs | undefined,
): Promise<ReadonlyMap<string, Findings>> {
  const findings = new Map<string, Findings>();
  const first = headlineOf(results);
  const recognizer = new Recognizer(exercise, submission);
  for (const result of results) {
    const { part, broken, status, seenIn } = result;
    if (status === 'passed') rungs?.passed(exercise.id, part.name);
    if (seenIn !== undefined)
      findings.set(part.name, { ...nothingFound, ...replay(seenIn, part, `${exercise.id}.${part.name}`) });
    if (broken === undefined) continue;
    // Only this part's hint is shown.
    const counts = rungs !== undefined && result === first;
    const earlier = counts ? { earlier: rungs.earlier(exercise.id, part.name, topicOf(broken)) } : {};
    if (status === 'not-implemented') {
      findings.set(part.name, { ...nothingFound, ...earlier });
      continue;
    }
    const misconception = await recognizer.nameOf(part, broken);
    const ofDifferences = misconception === undefined && (await isOfDifferences(part, broken, submission));
    const printed = await printedIn(submission, broken.testCase, broken.verdict);
    const file = result === first ? exercise.id : `${exercise.id}.${part.name}`;
    findings.set(part.name, {
      ...replay(broken, part, file),
      misconception,
      printed,
      ofDifferences,
      ...earlier,
    });
  }
  return findings;
}
