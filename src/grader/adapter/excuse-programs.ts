/**
 * Programs lose no points for an op that is already blamed: failing programs are judged again by programs without
 * such ops. Programs with them show that no other mistake hides behind them: there the ops' own wrong answers, put
 * together correctly, must give what the submission gave.
 */

import fc from 'fast-check';
import { at } from '../../case/at.js';
import type { Case } from '../../case/case.js';
import type { Kinks } from '../../case/kinks.js';
import { opsOf } from '../../case/program.js';
import type { OpName } from '../../case/vocabulary.js';
import type { Session } from '../../oracle/index.js';
import { type AssignedExercise, type Assignment, seedOf } from '../assignment/assignment.js';
import { checkPart, type PartOptions, type PartResult } from '../check-part.js';
import type { Submission } from '../implementation.js';
import { lawsOf } from '../laws.js';
import { partsOver } from './parts.js';
import { excuseOp } from './rests-on.js';
import { isNear, walk } from './stepwise.js';

export interface Programs {
  readonly exercise: AssignedExercise;
  /** The results in which the blamed ops have parts of their own. */
  readonly assignment: Assignment;
  readonly submission: Submission;
  readonly session: Session;
  readonly kinks: Kinks | undefined;
  /** The seed of the grading. */
  readonly seed: number;
}

const drawnCases = 12;

/** The result as it is, or that of programs without the ops that are blamed. */
export async function excusePrograms(
  result: PartResult,
  asked: Programs,
  options: PartOptions,
): Promise<PartResult> {
  const { exercise, session, submission, kinks } = asked;
  if (result.status === 'passed' || result.broken === undefined) return result;
  const quietly = { ...options, onRun: () => {}, shrinks: 0 };
  const blamed = await blamedOf(asked, quietly);
  const ops = exercise.ops.filter((op) => !blamed.includes(op) && session.ops.includes(op));
  const [part] = ops.length === 0 ? [] : partsOver({ ...exercise, ops }, session, kinks);
  if (blamed.length === 0 || part === undefined) return result;
  const judged = await checkPart(part, submission, quietly);
  if (judged.status !== 'passed') return result;
  const drawn = fc.sample(result.part.cases, { numRuns: drawnCases, seed: options.seed });
  for (const testCase of [result.broken.testCase, ...drawn]) {
    if (!(await isAccountedFor(testCase, blamed, asked))) return result;
  }
  return { ...judged, part: result.part, restsOn: blamed, seenIn: result.broken };
}

/** Ops of these programs that are wrong in a part of their own, and rest on nothing else. */
async function blamedOf(
  { exercise, assignment, session, submission, kinks, seed }: Programs,
  options: PartOptions,
): Promise<OpName[]> {
  const blamed: OpName[] = [];
  for (const op of exercise.ops) {
    const owner = assignment.exercises.find((each) => each.programs !== true && each.ops.includes(op));
    const [part] = owner === undefined ? [] : partsOver({ ...owner, ops: [op] }, session, kinks);
    if (owner === undefined || part === undefined) continue;
    const own = { ...options, laws: lawsOf(owner), seed: seedOf(assignment, owner, op, seed) };
    const checked = await checkPart(part, submission, own);
    if ((await excuseOp(checked, submission, session, own)).status !== 'passed') blamed.push(op);
  }
  return blamed;
}

/** First order only: no step of the program says what a rule's own graph is made of. */
async function isAccountedFor(
  testCase: Case,
  blamed: readonly OpName[],
  { submission, session }: Programs,
): Promise<boolean> {
  const { program, inputs, cotangents } = testCase;
  if (!opsOf(program).some((op) => blamed.includes(op))) return true;
  const outcome = await submission.run({ ...testCase, order: 1, directions: [] });
  const options = {
    run: (each: Case) => submission.run(each),
    mode: at(session.modes, 0),
    own: (op: OpName) => blamed.includes(op),
    split: false,
  };
  for (const [at, cotangent] of cotangents.entries()) {
    const walked = await walk(program, inputs, cotangent, options);
    // A program that cannot be walked, such as one that takes the logarithm of a wrong negative number, shows nothing.
    if (outcome.kind !== 'done') return walked.wrong.size > 0;
    if (walked.stopped) continue;
    const near = walked.gradients.every((each, input) => isNear(outcome.vjps[at]?.[input], each));
    if (!near || !walked.outputs.every((each, output) => isNear(outcome.values[output], each))) return false;
  }
  return true;
}
