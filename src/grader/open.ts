/** A submission of one exercise, ready to answer: in the sandbox, or over an adapter. */

import type { Case } from '../case/case.js';
import type { OpName } from '../case/vocabulary.js';
import { shellQuoted } from '../formats/shell-quoted.js';
import type { Dependence } from '../verify/index.js';
import type { AssignedExercise } from './assignment/assignment.js';
import type { PartOptions, PartResult } from './check-part.js';
import { conventionNames } from './conventions/conventions.js';
import { excuseConvention, leniently } from './conventions/excuse-convention.js';
import { excuseRule } from './excuse-rule.js';
import { writesRules } from './exercises.js';
import { type Submission, submissionOf } from './implementation.js';
import { type BundledScript, start, type Unusable } from './load.js';
import type { ExerciseOptions } from './options.js';
import type { Part } from './part.js';
import { partsOf } from './parts.js';
import { saveReplay } from './replay-file.js';

export interface Opened {
  readonly kind: 'ready';
  readonly submission: Submission;
  readonly parts: readonly Part[];
  /** Optional ops that the submission does not have: the other parts share all points. */
  readonly notAsked?: readonly OpName[];
  /** Only the lines of a traceback in this file or folder are shown. */
  readonly file: string;
  /** If a part can fail because another is wrong: its result, or one that rests on others and is not to blame. */
  excuse?(result: PartResult, options: PartOptions): Promise<PartResult>;
  /** Its answers without conventions, if these can be recognised. */
  readonly lenient?: (submission: Submission) => Submission;
  /** Restores the restart budget for the next part. */
  renew(): void;
  /** Saves a counterexample under this name, with what it depends on. @returns what `backproof replay` is to be told, quoted for a shell */
  save(testCase: Case, name: string, dependence?: Dependence): string;
  close(): unknown;
}

export async function openInSandbox(
  exercise: AssignedExercise,
  bundled: BundledScript,
  { submission, limits, kinks, replayFolder, assignment }: ExerciseOptions,
): Promise<Opened | Unusable> {
  const loaded = await start(exercise, submission, bundled, limits);
  if (loaded.kind === 'unusable') return loaded;
  const { sandbox, file } = loaded;
  const asked = submissionOf(exercise, sandbox);
  const conventions = assignment?.conventions ?? conventionNames;
  return {
    kind: 'ready',
    submission: asked,
    excuse: async (result, options) => {
      if (!writesRules(exercise)) return result;
      const judged = await excuseConvention(result, asked, conventions, options);
      if (judged !== result || exercise.kind !== 'rules') return judged;
      return excuseRule(result, asked, exercise, options);
    },
    ...(writesRules(exercise) && { lenient: (each: Submission) => leniently(each, conventions) }),
    parts: partsOf(exercise, kinks),
    file,
    renew: () => sandbox.renewLives(),
    save: (testCase, name, dependence) =>
      shellQuoted([
        saveReplay(
          { exercise, submission, testCase, conventions, ...(dependence && { dependence }) },
          replayFolder,
          name,
        ),
      ]),
    close: () => sandbox.stop(),
  };
}
