/** A submission of one exercise, ready to be asked: in the sandbox, or over an adapter. */
import { AdapterError } from '../oracle/index.js';
import type { Case } from '../program/case.js';
import { adapterCommandLine, shownCommand } from './adapter/command.js';
import { partsOver } from './adapter/parts.js';
import { saveCase } from './adapter/save-case.js';
import { openAdapter, submissionOver } from './adapter/submission.js';
import type { AssignedExercise } from './assignment/assignment.js';
import type { ExerciseOptions } from './grade-exercise.js';
import { type Submission, submissionOf } from './implementation.js';
import { load, type Unusable } from './load.js';
import { type Part, partsOf } from './parts.js';
import { saveReplay } from './replay-file.js';

export interface Opened {
  readonly kind: 'ready';
  readonly submission: Submission;
  readonly parts: readonly Part[];
  /** Of a traceback only the lines in this file, or folder, are shown. */
  readonly file: string;
  /** For the next part: that an earlier one cost it lives is forgiven. */
  renew(): void;
  /** Saves a counterexample. @returns what `backproof replay` is to be told */
  save(testCase: Case): string;
  close(): unknown;
}

export async function openInSandbox(
  exercise: AssignedExercise,
  folder: string,
  { submission, limits, kinks, replayFolder }: ExerciseOptions,
): Promise<Opened | Unusable> {
  const loaded = await load(exercise, submission, folder, limits);
  if (loaded.kind === 'unusable') return loaded;
  const { sandbox, file } = loaded;
  return {
    kind: 'ready',
    submission: submissionOf(exercise, sandbox),
    parts: partsOf(exercise, kinks),
    file,
    renew: () => sandbox.renewLives(),
    save: (testCase) => saveReplay({ exercise, submission, testCase }, replayFolder),
    close: () => sandbox.stop(),
  };
}

export async function openOverAdapter(
  exercise: AssignedExercise,
  { submission, adapter, kinks, replayFolder }: ExerciseOptions,
): Promise<Opened | Unusable> {
  if (adapter === undefined) throw new Error(`no adapter is given for ${exercise.id}`);
  try {
    const session = await openAdapter(adapterCommandLine(adapter, submission));
    return {
      kind: 'ready',
      submission: submissionOver(session),
      parts: partsOver(exercise, session, kinks),
      file: submission,
      // An adapter that died too often is not started again: what is left of the exercise is lost.
      renew: () => {},
      save: (testCase) =>
        `${saveCase(replayFolder, exercise.id, testCase)} -- ${shownCommand(adapter, submission)}`,
      close: () => session.stop(),
    };
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error;
    return { kind: 'unusable', status: 'crashed', why: `The submission cannot be loaded. ${error.message}` };
  }
}
