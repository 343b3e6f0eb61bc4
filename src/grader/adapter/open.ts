/** Opens a submission over the adapter that runs it. */
import { shellQuoted } from '../../formats/shell-quoted.js';
import { AdapterError, type Session } from '../../oracle/index.js';
import { type AssignedExercise, wholeCourse } from '../assignment/assignment.js';
import { conventionNames } from '../conventions/conventions.js';
import { excuseConvention, leniently } from '../conventions/excuse-convention.js';
import type { Submission } from '../implementation.js';
import type { Unusable } from '../load.js';
import { onDisk } from '../on-disk.js';
import type { Opened } from '../opened.js';
import type { ExerciseOptions } from '../options.js';
import { type AdapterCommand, adapterCommandLine, shownCommand } from './command.js';
import { excusePrograms } from './excuse-programs.js';
import { partsOver } from './parts.js';
import { Prints } from './prints.js';
import { excuseOp } from './rests-on.js';
import { saveCase } from './save-case.js';
import { openAdapter, submissionOver } from './submission.js';

export async function openOverAdapter(
  exercise: AssignedExercise,
  options: ExerciseOptions,
): Promise<Opened | Unusable> {
  const { adapter } = options;
  if (adapter === undefined) throw new Error(`no adapter is given for ${exercise.id}`);
  try {
    const prints = new Prints();
    const session = await openAdapter(adapterCommandLine(adapter, options.submission), prints.hear);
    return opened(exercise, adapter, session, submissionOver(session, prints), options);
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error;
    return { kind: 'unusable', status: 'crashed', why: `The submission cannot be loaded. ${error.message}` };
  }
}

function opened(
  exercise: AssignedExercise,
  adapter: AdapterCommand,
  session: Session,
  submission: Submission,
  { submission: folder, kinks, replayFolder, assignment = wholeCourse, seed, only = [] }: ExerciseOptions,
): Opened {
  const { conventions = conventionNames } = assignment;
  // An optional op that is named is asked for.
  const optional = (exercise.optional ?? []).filter((op) => !only.includes(`${exercise.id}.${op}`));
  const programs = { exercise, assignment, session, submission, kinks, seed };
  return {
    kind: 'ready',
    submission,
    async excuse(result, options) {
      const judged = await excuseConvention(result, submission, conventions, options);
      if (judged !== result) return judged;
      return exercise.programs === true
        ? excusePrograms(result, programs, options)
        : excuseOp(result, submission, session, options);
    },
    lenient: (each) => leniently(each, conventions),
    notAsked: optional.filter((op) => !session.ops.includes(op)),
    parts: partsOver({ ...exercise, optional }, session, kinks),
    submitted: onDisk(folder),
    // An adapter that died too often is not started again: the rest of the exercise is lost.
    renew: () => {},
    save(testCase, name, dependence) {
      const details = { dependence, ...(session.traces && { conventions }) };
      const file = saveCase(replayFolder, name, testCase, details);
      return `${shellQuoted([file])} -- ${shownCommand(adapter, folder)}`;
    },
    close: () => session.stop(),
  };
}
