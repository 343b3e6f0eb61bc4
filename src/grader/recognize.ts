/** Which known mistake gives the same answers as a submission? */
import {
  type Misconception,
  misconceptions,
  nameMisconception,
  plant,
  plantTraced,
} from '../misconceptions/index.js';
import type { Implementation } from '../program/implementation.js';
import type { Broken } from './check-part.js';
import type { Exercise } from './exercises.js';
import { graph } from './graph-law.js';
import type { Submission } from './implementation.js';
import type { Part } from './part.js';
import { plantHalves } from './plant-half.js';

export async function recognize(
  exercise: Exercise,
  part: Part,
  failure: Broken,
  submission: Submission,
): Promise<Misconception | undefined> {
  // Numbers that are right where they were taken are no mistake of a formula.
  if (failure.law.id === graph.id) return undefined;
  return nameMisconception({
    failure,
    run: (testCase) => submission.run(testCase),
    cases: part.alike ?? part.cases,
    suspects: suspectsOf(exercise, part),
    planted: await plantingFor(exercise, failure, submission),
  });
}

async function plantingFor(
  { kind }: Exercise,
  { testCase }: Broken,
  { halves, ...submission }: Submission,
): Promise<(suspect: Misconception) => Implementation | undefined> {
  if (halves !== undefined) return plantHalves({ ...submission, halves }, testCase);
  return kind === 'rules' ? traced : plant;
}

const traced = (suspect: Misconception): Implementation =>
  suspect.kind === 'rule' ? plantTraced(suspect) : plant(suspect);

const suspectsOf = ({ id, kind }: Exercise, { name, op }: Part): readonly Misconception[] =>
  misconceptions.filter((each) => {
    const ofOp = each.kind === 'rule' && each.op === (op ?? name);
    return kind === 'adapter' ? ofOp : each.exercise === id && (kind !== 'rules' || ofOp);
  });
