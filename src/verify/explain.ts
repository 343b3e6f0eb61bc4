/** A failure for people to read: the law, the program, its inputs, Δ, expected, got, and how to run it again. */
import { explainCase } from '../case/explain.js';
import type { Failure } from './check.js';
import { formatVerdict } from './verdict.js';

/**
 * A failure in full.
 * @param replay what runs this case again. Default: a line of code, for where `implementation` and `cases` are known.
 */
export function explainFailure(
  { law, verdict, testCase, caseId, seed, path, passed, again }: Failure,
  replay = `await checkLaws(implementation, ${again})`,
): string {
  return [
    `Law broken: ${law.sentence}.`,
    formatVerdict(verdict),
    '',
    explainCase(testCase),
    '',
    `case ${caseId}, found after ${passed} passing cases (seed ${seed}, path ${path})`,
    `replay: ${replay}`,
  ].join('\n');
}
