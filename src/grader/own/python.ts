/** An instructor's exercise in Python: an adapter of ours calls the two functions of the learner's file. */
import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { opNames } from '../../case/vocabulary.js';
import { shellQuoted } from '../../formats/shell-quoted.js';
import { AdapterError, type Session } from '../../oracle/index.js';
import { adapterCommandLine, placeholder } from '../adapter/command.js';
import { Prints } from '../adapter/prints.js';
import { openAdapter, submissionOver } from '../adapter/submission.js';
import type { AssignedExercise } from '../assignment/assignment.js';
import { conventionNames } from '../conventions/conventions.js';
import type { Exercise } from '../exercises.js';
import type { Submission } from '../implementation.js';
import { lawsOf } from '../laws.js';
import type { Unusable } from '../load.js';
import { onDisk } from '../on-disk.js';
import type { Opened } from '../opened.js';
import type { ExerciseOptions } from '../options.js';
import { packageRoot } from '../package-root.js';
import { partsOf } from '../parts.js';
import { saveReplay } from '../replay-file.js';

export interface Started {
  readonly kind: 'ready';
  readonly submission: Submission;
  readonly session: Session;
}

/** Starts Python on the file of a submission. */
export async function startPython(exercise: Exercise, submission: string): Promise<Started | Unusable> {
  const { id } = exercise;
  const path = join(submission, id, `${id}.py`);
  if (!existsSync(path))
    return { kind: 'unusable', status: 'missing', why: `There is no file ${relative(process.cwd(), path)}.` };
  const adapter = join(packageRoot, 'adapters', 'python', 'exercise_adapter.py');
  const text = `python3 -B ${shellQuoted([adapter])} ${placeholder}/${id}/${id}.py ${exercise.own?.inputs.length} ${opNames.join(',')}`;
  const prints = new Prints();
  try {
    const command = adapterCommandLine({ text, folder: process.cwd() }, submission);
    const session = await openAdapter(command, prints.hear);
    return {
      kind: 'ready',
      session,
      submission: { ...submissionOver(session, prints), laws: lawsOf(exercise) },
    };
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error;
    // Wherever the class is stored, the same text.
    const why = error.message.replaceAll(`${resolve(submission)}/`, '');
    return { kind: 'unusable', status: 'crashed', why: `The file cannot be loaded. ${why}` };
  }
}

export async function openPython(
  exercise: AssignedExercise,
  { submission: folder, kinks, replayFolder, assignment }: ExerciseOptions,
): Promise<Opened | Unusable> {
  const started = await startPython(exercise, folder);
  if (started.kind === 'unusable') return started;
  const conventions = assignment?.conventions ?? conventionNames;
  return {
    kind: 'ready',
    submission: started.submission,
    parts: partsOf(exercise, kinks),
    submitted: onDisk(folder),
    // A process that died too often is not started again: the rest of the exercise is lost.
    renew: () => {},
    save: (testCase, name, dependence) =>
      shellQuoted([
        saveReplay(
          { exercise, submission: folder, testCase, conventions, ...(dependence && { dependence }) },
          replayFolder,
          name,
        ),
      ]),
    close: () => started.session.stop(),
  };
}
