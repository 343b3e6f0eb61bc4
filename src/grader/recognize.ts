/** Which known mistake gives the same answers as a submission? */
import fc from 'fast-check';
import {
  type Evidence,
  type Misconception,
  misconceptions,
  nameMisconception,
} from '../misconceptions/index.js';
import type { Case } from '../program/case.js';
import type { Broken } from './check-part.js';
import type { Exercise } from './exercises.js';
import type { Submission } from './implementation.js';
import type { Part } from './parts.js';

/** Besides the counterexample, so that a mistake is named only if it agrees where nothing was wrong, too. */
const furtherCases = 6;

/** A mistake that visits every path is run here, unguarded: on no case with more paths than this. */
const mostPaths = 1000;

export async function recognize(
  exercise: Exercise,
  part: Part,
  { testCase, verdict }: Broken,
  submission: Submission,
): Promise<Misconception | undefined> {
  if (verdict.kind === 'timeout' || pathsOf(testCase) > mostPaths) return undefined;
  const evidence: Evidence[] = [];
  for (const each of [testCase, ...fc.sample(part.cases, { numRuns: furtherCases, seed: 1 })]) {
    evidence.push({ testCase: each, outcome: await submission.run(each) });
  }
  return nameMisconception(evidence, suspectsOf(exercise, part));
}

const suspectsOf = ({ id, kind }: Exercise, { name }: Part): readonly Misconception[] =>
  misconceptions.filter(
    (each) => each.exercise === id && (kind !== 'rules' || (each.kind === 'rule' && each.op === name)),
  );

/** How many paths lead from the outputs to the inputs. */
function pathsOf({ program }: Case): number {
  const paths: number[] = program.inputs.map(() => 1);
  for (const { args } of program.steps) {
    paths.push(args.reduce((sum, id) => sum + (paths[id] as number), 0));
  }
  return program.outputs.reduce((sum, id) => sum + (paths[id] as number), 0);
}
