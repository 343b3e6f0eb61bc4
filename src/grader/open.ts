/** Opens a submission of one exercise in the sandbox. */
import { shellQuoted } from '../formats/shell-quoted.js';
import type { AssignedExercise } from './assignment/assignment.js';
import { conventionNames } from './conventions/conventions.js';
import { submissionOf } from './implementation.js';
import { type SharedScript, start, type Unusable } from './load.js';
import { known, type Opened } from './opened.js';
import type { ExerciseOptions } from './options.js';
import { saveReplay } from './replay-file.js';

export async function openInSandbox(
  exercise: AssignedExercise,
  bundled: SharedScript,
  { submission, limits, kinks, replayFolder, assignment }: ExerciseOptions,
): Promise<Opened | Unusable> {
  const loaded = await bundled.process.open(() => start(exercise, submission, bundled, limits));
  if (loaded.kind === 'unusable') return loaded;
  const { sandbox, submitted } = loaded;
  const conventions = assignment?.conventions ?? conventionNames;
  return {
    ...known(exercise, submissionOf(exercise, sandbox), conventions, kinks),
    submitted,
    renew: () => sandbox.renewLives(),
    save: (testCase, name, dependence) =>
      shellQuoted([
        saveReplay(
          { exercise, submission, testCase, conventions, ...(dependence && { dependence }) },
          replayFolder,
          name,
        ),
      ]),
    // The exercises that share the process follow.
    close: () => {},
  };
}
