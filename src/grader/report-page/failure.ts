/** One saved counterexample on the submission as it is now, with all that is drawn of it. */
import type { Case } from '../../case/case.js';
import type { Naming } from '../../case/print.js';
import type { State } from '../../verify/index.js';
import type { Submission } from '../implementation.js';
import { judgeAgain, onSubmission, type Replayed } from '../replay.js';
import type { Replay } from '../replay-file.js';
import { flowOf } from './flow.js';
import { drawingOf, mostSteps, type Program } from './graph.js';
import { type Jacobians, jacobiansOf } from './jacobians.js';
import { noWrongAnswers, wrongAnswers } from './wrong-answers.js';

/** What is drawn: a case, and whose answers to it are asked for. */
export interface Asked {
  /** As `grade --only` takes it. */
  readonly name: string;
  readonly testCase: Case;
  /** What its inputs are called. */
  readonly naming: Naming;
  /** The op whose rule is graded, if it is one. */
  readonly op: string | undefined;
  /** How to run it; undefined if there is no submission. */
  readonly replay: Replay | undefined;
  /** What was said of it when it was graded; empty if that is found out now. */
  readonly said: string;
}

export interface Failure {
  readonly name: string;
  readonly state: State;
  /** What is wrong, in words. */
  readonly said: string;
  /** Undefined if the program is too long to be drawn. */
  readonly program: Program | undefined;
  readonly jacobians: Jacobians;
}

/** @param folder where bundles are written */
export async function failureOf(asked: Asked, folder: string): Promise<Failure> {
  const { replay, said } = asked;
  if (replay === undefined) return drawn(asked, { state: 'broken', text: said }, undefined);
  return onSubmission(replay, folder, {
    async ready(submission, submitted) {
      const replayed = await judgeAgain(replay, submission, submitted);
      return drawn(asked, replayed, submission);
    },
    unusable: (text) => drawn(asked, { state: 'broken', text }, undefined),
  });
}

async function drawn(
  { name, testCase, naming, op }: Asked,
  { state, text }: Replayed,
  submission: Submission | undefined,
): Promise<Failure> {
  const failure = { name, state, said: text };
  const { steps } = testCase.program;
  if (state === 'holds' || steps.length > mostSteps) {
    const why = `The program has ${steps.length} steps, too many for a picture.`;
    return { ...failure, program: undefined, jacobians: { kind: 'none', why } };
  }
  const once = firstOrder(testCase);
  const wrong = submission === undefined ? noWrongAnswers : await wrongAnswers(once, submission);
  const flow = flowOf(once, wrong.cotangent);
  return {
    ...failure,
    program: drawingOf(once, flow, { ...wrong, op: state === 'broken' ? op : undefined }, naming),
    jacobians: await jacobiansOf(once, submission, naming),
  };
}

/** Values and gradients alone. */
const firstOrder = ({ program, inputs, cotangents, mode, kinks }: Case): Case => ({
  ...{ program, inputs, cotangents, mode, order: 1, directions: [] },
  ...(kinks && { kinks }),
});
